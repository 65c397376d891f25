"""Walking along the key board: one question for each hook, answered with a digit or with Enter alone."""

import unicodedata

import click

from propops.i18n import _
from propops.models.key import Key
from propops.planning.stocktake import MISSING, THERE, Walk, elsewhere
from propops.terminal.output import echo, safe


def walk_along(walk: Walk) -> Walk:
    """Asks until every hook was seen. 9, Ctrl-C and the end of the input break it off; what was said is kept."""
    echo(_("Enter or 1: there. 2: missing. 3: elsewhere. 0: back to the last one. 9: go on later."))
    try:
        while (key := walk.current) is not None:
            text = _ask(_question(walk, key))
            if text == "9":
                return walk
            walk = _answered(walk, text)
    except click.Abort:
        echo()
    return walk


def _ask(question: str) -> str:
    answer: str = click.prompt(safe(question), default="", show_default=False, prompt_suffix=" ")
    return unicodedata.normalize("NFKC", answer).strip()


def _question(walk: Walk, key: Key) -> str:
    place = " ".join(filter(None, (key.location or "–", key.unit or key.place, key.name)))
    count = f" ×{key.quantity}" if key.quantity > 1 else ""
    return f"{len(walk.answers) + 1}/{len(walk.keys)} {place}{count}:"


def _answered(walk: Walk, text: str) -> Walk:
    """`3 B-02` says at once where it was found."""
    choice, __, where = text.partition(" ")
    if choice in ("", "1"):
        return walk.say(THERE)
    if choice == "2":
        return walk.say(MISSING)
    if choice == "3":
        where = where.strip() or _ask(_("Where?"))
        return walk.say(elsewhere(where)) if where else walk
    if choice == "0":
        return walk.undo()
    echo(_("Type 1, 2, 3, 0 or 9, or Enter alone."), err=True)
    return walk
