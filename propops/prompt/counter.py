"""Asking at the counter: numbered choices, answered with a digit or with Enter; which home is meant."""

from collections.abc import Sequence
from typing import TypeVar

from propops.choices import Choice
from propops.errors import PropopsError, refuse
from propops.estate import Estate
from propops.i18n import _
from propops.prompt import lookup
from propops.prompt.grammar import Said, clean, is_act
from propops.prompt.lookup import Home
from propops.terminal.help import width
from propops.terminal.keyboard import Keyboard
from propops.terminal.output import echo

T = TypeVar("T")
C = TypeVar("C", bound=Choice)

MOST = 20  # more are no choice; say more of it
COLUMNS, SHORT = 78, 18


class Abandoned(Exception):
    """The clerk went on to something else instead of answering."""


class Counter:
    """What an act may ask while it is made out of a line."""

    def __init__(self, keyboard: Keyboard, estate: Estate, home: Home | None = None) -> None:
        self.keyboard, self.estate, self.home = keyboard, estate, home

    # --- questions

    def ask(self, question: str) -> str:
        """A text; nothing, if Enter alone is pressed."""
        try:
            return self.keyboard.line("  " + _("%(question)s: ") % {"question": question}).strip()
        except EOFError:
            raise Abandoned from None

    def need(self, question: str) -> str:
        """A text that there is no doing without."""
        answer = self.ask(question)
        if not answer:
            raise Abandoned
        return answer

    def choose(self, question: str, choices: Sequence[tuple[T, str]], suggested: T | None = None) -> T:
        """By its number or its words; Enter takes what is suggested. Whoever types the next act instead has taken it too,
        or has dropped the act where nothing is suggested."""
        echo(_listed([text for __, text in choices]))
        default = next((text for value, text in choices if value == suggested), "")
        while (answer := self._answer(question + _default(default), may_end=not default)) or not default:
            if (found := _chosen(answer, choices)) is not None:
                return choices[found][0]
            if is_act(answer):
                self.keyboard.give_back(answer)
                break
            echo("  " + _("Type a number from 1 to %(last)d; Ctrl-C drops it.") % {"last": len(choices)})
        if suggested is None:
            raise Abandoned
        return suggested

    def _answer(self, question: str, may_end: bool) -> str:
        """Without a suggestion, Enter alone drops the act; with one, the end of the input takes it as Enter does."""
        if may_end:
            return self.need(question)
        try:
            return self.ask(question)
        except Abandoned:
            return ""

    def choose_or_say(self, question: str, texts: Sequence[str], suggested: str = "") -> str:
        """One of the usual texts by its number, or any other in words."""
        echo(_listed(texts))
        answer = self.ask(question + _default(suggested)) or suggested
        if not answer:
            raise Abandoned
        plain = clean(answer)
        return texts[int(plain) - 1] if plain.isdecimal() and 1 <= int(plain) <= len(texts) else answer

    def choose_of(self, question: str, choice: type[C], suggested: C) -> C:
        return self.choose(question, [(member, _(member.label)) for member in choice], suggested)

    def confirm(self, question: str) -> None:
        """Enter is yes; anything else drops the act, and an act typed instead comes next."""
        answer = self.ask(question)
        if answer and clean(answer).lower() not in ("1", "y", "yes", "是", "好", "对"):
            if is_act(answer):
                self.keyboard.give_back(answer)
            raise Abandoned

    # --- which home

    def home_said(self, said: str) -> Home:
        found = lookup.homes(self.estate, said)
        if not found:
            hint = _("Give the room (3-2-1001), the last four digits of the phone, or a name.")
            raise refuse("no-such-home", _("No home fits %(said)s.") % {"said": said}, hint=hint)
        return self.one_of(found, said)

    def one_of(self, found: Sequence[Home], said: str) -> Home:
        if len(found) > MOST:
            raise refuse("too-many-homes", _("%(count)d homes fit %(said)s; say more of it.") % {"count": len(found), "said": said})
        if len({home.unit for home in found}) == 1:
            return found[-1]  # the one that knows who calls comes after those that know the room only
        return self.choose(_("Which home?"), [(home, str(home)) for home in found])

    def home_of(self, said: Said, may_be_none: bool = False) -> tuple[Home | None, str]:
        """The home that a line is about, and the text that is left: what was said, else the current one, else a name, else asked for."""
        if said.home:
            return self.home_said(said.home), said.text
        if self.home:
            return self.home, said.text
        first, __, rest = said.text.partition(" ")
        if rest and 2 <= len(first) <= 4 and (found := lookup.named(self.estate, first)) and len(found) <= MOST:
            return self.one_of(found, first), rest
        return self._asked_home(may_be_none), said.text

    def _asked_home(self, may_be_none: bool) -> Home | None:
        question = _("Which home? Room, end of the phone number, or name") + (_(" (Enter: none)") if may_be_none else "")
        while answer := self.ask(question):
            if is_act(answer):
                self.keyboard.give_back(answer)
                raise Abandoned
            try:
                return self.home_typed(answer)
            except PropopsError as error:
                echo(f"  {error}")
        if may_be_none:
            return None
        raise Abandoned

    def home_typed(self, answer: str) -> Home:
        from propops.prompt.grammar import read

        said = read(answer)
        if said.home or not (found := lookup.named(self.estate, said.text)):
            return self.home_said(said.home or said.text)
        return self.one_of(found, said.text)

    def the_home(self, said: Said) -> tuple[Home, str]:
        home, text = self.home_of(said)
        assert home is not None
        return home, text


def _default(text: str) -> str:
    return _(" [Enter: %(default)s]") % {"default": text} if text else ""


def _listed(texts: Sequence[str]) -> str:
    """Side by side where they are short words, else one below the other."""
    lines = [""]
    for nth, text in enumerate(texts, 1):
        one = f"  {nth} {text}"
        if lines[-1] and (width(lines[-1] + one) > COLUMNS or max(map(width, texts)) > SHORT):
            lines.append("")
        lines[-1] += one
    return "\n".join(lines)


def _chosen(answer: str, choices: Sequence[tuple[T, str]]) -> int | None:
    plain = clean(answer)
    if plain.isdecimal():
        return int(plain) - 1 if 1 <= int(plain) <= len(choices) else None
    fitting = [nth for nth, (__, text) in enumerate(choices) if plain and plain.lower() in text.lower()]
    return fitting[0] if len(fitting) == 1 else None
