"""One person's time at the counter: reads a line, does what it says by the long command, and goes on, whatever was refused."""

from collections.abc import Callable, Sequence

from propops.errors import PropopsError
from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.prompt import lookup
from propops.prompt.acts import ACTS
from propops.prompt.card import card
from propops.prompt.counter import Abandoned, Counter
from propops.prompt.grammar import Said, nearest, read
from propops.prompt.long import Command, as_text
from propops.prompt.lookup import Home
from propops.prompt.words import BY_NAME, CALL, COMPLAINT, REPAIR, VERBS
from propops.terminal.keyboard import Keyboard, show_command
from propops.terminal.output import day_text, echo, show_problems

Run = Callable[[Sequence[str]], int]


class Session:
    """`run` does a long command and returns its exit code. Every line sees the estate afresh: other desks write too."""

    def __init__(self, folder: str, run: Run, keyboard: Keyboard) -> None:
        self.folder, self.run, self.keyboard = folder, run, keyboard
        self.home: Home | None = None
        self.refused = 0

    def go_on(self) -> int:
        """Until the end of the input; returns how many lines were refused."""
        self._greet()
        while (line := self._next_line()) is not None:
            if not self._heard(line):
                break
        return self.refused

    def _next_line(self) -> str | None:
        """None at the end; Ctrl-C only drops the line."""
        while True:
            try:
                return self.keyboard.line((self.home.unit if self.home else _("desk")) + "> ")
            except KeyboardInterrupt:
                echo()
            except EOFError:
                echo()
                return None

    def _heard(self, line: str) -> bool:
        """Whether to go on."""
        estate = self._estate()
        try:
            said = read(line, _staff(estate), self.home is not None)
            self._do(Counter(self.keyboard, estate, self.home), said)
        except EOFError:
            return False
        except PropopsError as error:
            self.refused += 1
            show_problems(error.problems)
        except (Abandoned, KeyboardInterrupt):
            self.refused += 1
            echo("  " + _("Dropped; nothing was written."))
        finally:
            estate.rows.close()
        return True

    def _estate(self) -> Estate:
        estate = Estate(self.folder)
        estate.tell = show_problems
        return estate

    # --- what a line may be

    def _do(self, counter: Counter, said: Said) -> None:
        own = {"help": self._help, "leave": self._leave, "undo": self._undo, "quit": self._quit}
        if said.verb in own:
            own[said.verb]()
        elif said.verb == "find":
            self._find(counter, said)
        elif said.verb:
            self._carry_out(counter, ACTS[said.verb](counter, said))
        elif said.home or said.text:
            self._without_verb(counter, said)

    def _carry_out(self, counter: Counter, command: Command) -> None:
        show_command(as_text(command))
        counter.estate.rows.close()
        self.refused += self.run(["--estate", self.folder, *command]) != 0

    def _without_verb(self, counter: Counter, said: Said) -> None:
        """A home is looked up; a text is something that was called in, or a word that was misspelt."""
        if said.home and not said.text:
            self._enter(counter.estate, counter.home_said(said.home))
        elif not said.home and " " not in said.text and (found := lookup.named(counter.estate, said.text)):
            self._enter(counter.estate, counter.one_of(found, said.text))
        else:
            self._ask_for_verb(counter, said)

    def _ask_for_verb(self, counter: Counter, said: Said) -> None:
        first, __, rest = said.text.partition(" ")
        meant = nearest(first)
        names = dict.fromkeys(filter(None, (meant, CALL, REPAIR, COMPLAINT)))
        question = _("What is it? (? shows what can be typed)")
        verb = counter.choose(question, [(name, _word(name)) for name in names], meant or None)
        text = rest if verb == meant else said.text
        again = " ".join(filter(None, (_word(verb), said.home, text)))
        self._do(counter, read(again, _staff(counter.estate), self.home is not None))

    def _enter(self, estate: Estate, home: Home) -> None:
        self.home = home
        for line in card(estate, home.unit):
            echo(line)

    def _leave(self) -> None:
        self.home = None

    def _quit(self) -> None:
        raise EOFError

    def _undo(self) -> None:
        """A record is never taken away at the counter: whoever looks later must see what was said and what was put right."""
        echo(_("What is written stays. Put it right: money with propops fee correct RECEIPT WHY, the rest with propops KIND edit ID."))

    # --- looking up

    def _find(self, counter: Counter, said: Said) -> None:
        text = said.text or counter.need(_("Room, phone, name, or words"))
        only = read(text)
        found = lookup.homes(counter.estate, only.home) if only.home and not only.text else lookup.named(counter.estate, text)
        if len(found) == 1:
            self._enter(counter.estate, found[0])
            return
        shown = [(home, str(home)) for home in found[:9]] + [
            (Home(row.get("unit", "")), f"{row.get('unit', '–')}  {text}  {row['id']}")
            for __, row, text in lookup.mentions(counter.estate, text)
        ]
        if not shown:
            echo(_("Nothing to show."))
        elif (chosen := counter.choose(_("Which one?"), [*shown, (Home(""), _("none"))], Home(""))).unit:
            self._enter(counter.estate, chosen)

    # --- words of its own

    def _greet(self) -> None:
        estate = self._estate()
        try:
            id = estate.user_id()
            name = names_of_staff(estate)[id]
        except PropopsError:
            name = ""
        finally:
            estate.rows.close()
        echo(f"{day_text(estate.today)}  {name}  " + _("? shows what can be typed; Ctrl-D leaves."))
        if not name and self.keyboard.is_person:
            self.keyboard.give_back(BY_NAME["login"].words[0])

    def _help(self) -> None:
        echo(_("A room (3-2-1001, 1001), the last four digits of a phone, or a name: the home, then acts for it without the room."))
        for verb in VERBS:
            if verb.example:
                echo(f"  {_(verb.example)}")
        echo(_("Enter takes what is suggested, a digit chooses, Ctrl-C drops the line. What is missing is asked for."))


def _word(name: str) -> str:
    """What an act is called in the reader's language."""
    words = BY_NAME[name].words
    return words[-1] if _("yes").isascii() else words[0]


def _staff(estate: Estate) -> dict[str, str]:
    rows = estate.rows.select("staff")
    return {row[key]: row["id"] for row in rows for key in ("id", "name")}
