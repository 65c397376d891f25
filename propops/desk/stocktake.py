"""Counting the key board: begins a stocktake or goes on with one, writes what was found, settles what was missing."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from propops.desk.key_lists import by_key, here
from propops.desk.key_lookup import open_loans
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _, ngettext
from propops.models.key import Key
from propops.models.key_stocktake import KeyStocktake
from propops.models.staff import Staff
from propops.planning.stocktake import Walk, counted, walk_of
from propops.terminal.output import echo

if TYPE_CHECKING:
    from propops.store.change import Change


def count(estate: Estate, board: str | None, who: Staff, go: Callable[[Walk], Walk]) -> KeyStocktake:
    """`go` says what hangs where; whoever breaks it off finds it again the next time."""
    begun = _begun(estate, board) or KeyStocktake(started_at=estate.now, counted_by=who.id, board=board)
    hanging = _hanging(estate)
    walk = walk_of(estate.store.all(Key), hanging, begun)
    if not walk.keys:
        raise refuse("no-keys", _("No key hangs there."), hint=_("propops key register shows the board."))
    if walk.answers:
        echo(_("Going on with %(id)s: %(done)d of %(all)d.") % {"id": begun.id, "done": len(walk.answers), "all": len(walk.keys)}, err=True)
    walk = go(walk)
    if not walk.answers:
        raise refuse("nothing-counted", _("Nothing was counted, and nothing was written."))
    found = counted(begun, walk, _lent(estate, hanging, board), estate.now)
    with estate.change("key stocktake", N_("Keys counted %(ids)s"), who) as change:
        return change.put(found)


def _begun(estate: Estate, board: str | None) -> KeyStocktake | None:
    return next((one for one in estate.store.all(KeyStocktake) if one.is_open and one.board == board), None)


def _hanging(estate: Estate) -> dict[str, int]:
    """How many of each key hang on the board."""
    out = by_key(open_loans(estate))
    return {key.id: here(key, out.get(key.id, [])) for key in estate.store.all(Key)}


def _lent(estate: Estate, hanging: dict[str, int], board: str | None) -> list[str]:
    return [key.id for key in estate.store.all(Key) if key.is_kept and board in (None, key.board) and hanging[key.id] == 0]


def say(stocktake: KeyStocktake) -> None:
    """What was found, in a line; the differences one by one."""
    words = {"id": stocktake.id, "there": len(stocktake.there), "out": len(stocktake.out), "count": len(stocktake.differences)}
    if stocktake.is_open:
        echo(_("%(id)s: broken off after %(seen)d; propops key stocktake goes on.") % {"id": stocktake.id, "seen": len(stocktake.counted)})
        return
    text = ngettext(
        "%(id)s: %(there)d in their place, %(out)d on loan, %(count)d difference.",
        "%(id)s: %(there)d in their place, %(out)d on loan, %(count)d differences.",
        len(stocktake.differences),
    )
    echo(text % words)
    for difference in stocktake.differences:
        echo("  " + " ".join(filter(None, (difference.key, _(difference.found.label), difference.where))))


def settle(estate: Estate, change: "Change", key: Key, how: str) -> KeyStocktake:
    """Notes in the last stocktake that missed it what became of the key."""
    missed = [one for one in change.store.all(KeyStocktake) if any(difference.key == key.id for difference in one.unsettled)]
    if not missed:
        raise refuse("not-missing", _("No stocktake misses %(key)s.") % {"key": key.id})
    last = max(missed, key=lambda one: one.started_at)
    differences = tuple(
        replace(one, settled_on=estate.today, settled=how) if one in last.unsettled and one.key == key.id else one
        for one in last.differences
    )
    return change.put(replace(last, differences=differences))
