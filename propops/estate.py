"""The estate that a command is handed: where it is, who is asking, what time it is, and the only way to write."""

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from propops import place
from propops.errors import Problem, PropopsError, refuse
from propops.i18n import _, translate
from propops.place import SETTINGS
from propops.store.query import Test
from propops.store.rows import Rows, no_settings

# Every command comes through here: what only some of them need is imported where they need it.
if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from propops.git import Git, Signature
    from propops.models.base import P, R, Record
    from propops.models.settings import Settings
    from propops.models.staff import Staff
    from propops.store.change import Change
    from propops.store.saving import Outcome
    from propops.store.store import Store

LOCK_WAIT_SECONDS = 10.0
ZONE_FOLDERS = "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"


def find_root(start: str) -> str:
    """The nearest folder at or above `start` that holds an estate."""
    found = place.find_root(start)
    if found is None:
        hint = _("Go to the estate's folder, name it with --estate, or make one: propops demo DIR.")
        raise refuse("no-estate", _("There is no estate in %(folder)s.") % {"folder": os.path.abspath(start)}, hint=hint)
    return found


class Estate:
    """One estate at one moment. Nothing else in the program reads the clock or asks who is at the keyboard."""

    def __init__(self, root: "str | Path", environ: Mapping[str, str] | None = None) -> None:
        self.folder = os.fspath(root)
        self.environ = os.environ if environ is None else environ
        self.tell: Callable[[Sequence[Problem]], None] = lambda problems: None  # what is to be said beside the command's answer

    @cached_property
    def root(self) -> "Path":
        from pathlib import Path

        return Path(self.folder)

    @cached_property
    def git(self) -> "Git":
        from propops.git import Git

        return Git(self.root)

    # --- when

    @cached_property
    def zone(self) -> tzinfo:
        name = self.rows.settings["timezone"]
        # A name and no path: a time zone library would open any file.
        found = _zone(name) if re.fullmatch(r"[A-Za-z][\w+-]*(/[A-Za-z][\w+-]*)*", name, re.ASCII) else None
        if found is None:
            raise refuse("unknown-timezone", _("There is no time zone %(name)s.") % {"name": name}, path=SETTINGS)
        return found

    @cached_property
    def fixed(self) -> datetime | None:
        """The instant that PROPOPS_NOW or the settings hold the clock at."""
        text = self.environ.get("PROPOPS_NOW")
        if not text:
            clock = self.rows.settings.get("clock")
            return datetime.fromisoformat(clock) if clock else None
        try:
            moment = datetime.fromisoformat(text)
            if not 1900 <= moment.year < 2200:
                raise ValueError(text)
        except ValueError:
            raise refuse("bad-now", _("PROPOPS_NOW is not a time: %(text)s.") % {"text": text}, hint="2026-12-01T09:00") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    @cached_property
    def now(self) -> datetime:
        """With the estate's offset, to the second."""
        moment = self.fixed or datetime.now(self.zone)
        moment = moment.astimezone(self.zone).replace(microsecond=0)
        return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta(0)))

    @property
    def today(self) -> date:
        return self.now.date()

    # --- what

    @cached_property
    def rows(self) -> Rows:
        """The records as plain rows, which is all that a list or a day's agenda needs."""
        return Rows(self.folder, lambda: self._bare)

    @cached_property
    def _bare(self) -> "Store":
        """The files, before it is known what time it is."""
        from propops.store.store import Store

        return Store(self.root, datetime.min, rows=self.rows)

    @cached_property
    def store(self) -> "Store":
        from propops.store.store import Store

        return Store(self.root, self.now, cache=self._bare, rows=self.rows)

    @property
    def settings(self) -> "Settings":
        return self._bare.settings

    def policy(self, of: "type[P]") -> "P":
        """A part of the settings: who needs one does not have all of them read."""
        found = self.store.policy(of)
        if found is None:
            raise no_settings()
        return found

    @property
    def language(self) -> str:
        """That of what stands in the records and on paper, whoever reads the screen."""
        return str(self.rows.settings["language"])

    # --- who

    def user(self, by: str | None = None) -> "Staff":
        """`--by`, else PROPOPS_USER, else what `desk login` noted. Any unique part of the id will do, the whole name too."""
        from propops.models.staff import Staff

        found = self.store.find(Staff, self.user_id(by))
        assert found is not None
        return found

    def user_id(self, by: str | None = None) -> str:
        given = by or self.environ.get("PROPOPS_USER") or self.git.settings.get("propops.officer")
        staff = self.rows.select("staff")
        if given is None:
            hint = _("Say it with --by, or once with: propops desk login ID. Staff: %(ids)s.") % {"ids": _ids(staff)}
            raise refuse("who", _("It is not known who is asking."), hint=hint)
        return _one_of(staff, given)

    # --- writing

    def recover(self) -> None:
        """Goes on with what a crash cut short, unless someone is writing at this moment. Who only reads is not held up by it."""
        if not _holds_anything(f"{self.folder}/.propops/staged"):
            return
        from propops.store import journal

        try:
            with self._locked("propops recover", 0.0):
                pass
        except PropopsError as error:
            if error.problems[0].code == journal.BROKEN:
                raise
            if error.problems[0].code != "locked":
                why = _("An interrupted change waits to be finished: %(why)s") % {"why": error}
                self.tell([Problem("interrupted-waits", why, severity="warning")])

    @contextlib.contextmanager
    def _locked(self, who: str, wait: float) -> Iterator[int]:
        """The write lock, once nothing is left over from an interrupted change."""
        from propops.store import journal
        from propops.store.files import locked

        with locked(self.root, f"{who} (pid {os.getpid()})", wait) as lock:
            self.tell(journal.recover(self.root, self.git, lock))
            yield lock

    @contextlib.contextmanager
    def change(self, command: str, subject: str, by: "Staff", **words: str) -> "Iterator[Change]":
        """Locks, reads afresh, and on the way out writes everything or nothing and commits it as `by`'s act.

        `subject` is a msgid that may use %(unit)s, %(ids)s, %(count)d and `words`, msgids too: it is put in the estate's own
        language, whoever reads the screen. It names units and ids, never people, phones or free text.
        """
        from propops.store import saving, validation
        from propops.store.change import Change

        saving.refuse_if_not_writable(self.rows.settings)
        with self._locked(f"{by.id} propops {command}", self.lock_wait) as lock:
            self.git.await_turn(self.lock_wait)
            self._look_again(self.store.changed_files())
            change = Change(self.store, self.today)
            yield change
            texts = validation.check(change)
            language = self.language
            said = {key: translate(word, language) for key, word in words.items()}
            text = " ".join((translate(subject, language) % (said | change.words)).split())
            message = partial(saving.message_of, text, command, change.ids, by.id, change.trailers)
            outcome = saving.save(change.store, texts, self.git, message, self._author(by), lock)
        self._look_again(texts)
        self.tell(change.warnings)
        self._wind_up(outcome)

    def _wind_up(self, outcome: "Outcome") -> None:
        if outcome.waiting_for:
            message = _("Written, but not committed: a %(what)s is under way.") % {"what": outcome.waiting_for}
            self.tell([Problem("not-committed", message, hint=_("Finish it, then commit."), severity="warning")])
        elif outcome.paths:
            self.git.tidy()
            if not self.git.branch:
                hint = _("git switch -c NAME keeps it; git switch BRANCH leaves it behind.")
                self.tell([Problem("detached-head", _("It was committed on no branch (detached HEAD)."), hint=hint, severity="warning")])

    def rewrite(self, command: str, texts: Callable[[], Mapping[str, str]]) -> list[str]:
        """Gives record files other words for the same, all or none; the commit is the user's. `texts` is asked under the lock."""
        from propops.store import journal

        with self._locked(f"propops {command}", self.lock_wait) as lock:
            contents = {path: text.encode() for path, text in texts().items()}
            if contents:
                before = {path: journal.content(self.root / path) for path in contents}
                intent = journal.Intent("", f"propops {command}", None, journal.entries(before, contents), is_committed_later=True)
                journal.carry_out(self.root, self.git, intent, contents, lock)
            return list(contents)

    def _look_again(self, stale: Iterable[str]) -> None:
        """From here on the estate is seen as it is now; only the files that are stale are read again."""
        from propops.store.store import Store

        self.rows.release()
        stale = list(stale)
        bare = Store(self.root, datetime.min, cache=self._bare, stale=stale, rows=self.rows)
        self.__dict__ |= {"_bare": bare, "store": Store(self.root, self.now, cache=bare, rows=self.rows)}

    def _author(self, by: "Staff") -> "Signature":
        from propops.git import Signature

        when = self.now.isoformat() if self.fixed is not None else ""
        return Signature(by.name, f"{by.id}@estate.invalid", when)

    @property
    def lock_wait(self) -> float:
        import math

        given = self.environ.get("PROPOPS_LOCK_WAIT") or LOCK_WAIT_SECONDS
        try:
            seconds = float(given)
        except ValueError:
            seconds = math.nan
        if math.isnan(seconds):
            raise refuse("bad-lock-wait", _("PROPOPS_LOCK_WAIT is not a number of seconds: %(text)s.") % {"text": given}, hint="0.5")
        return seconds


def _zone_info() -> "type[ZoneInfo]":
    """Where zones lie it would learn from all that Python's build noted down, which takes longer than to find them."""
    is_said = "PYTHONTZPATH" in os.environ
    os.environ.setdefault("PYTHONTZPATH", ZONE_FOLDERS)
    try:
        from zoneinfo import ZoneInfo
    finally:
        if not is_said:
            del os.environ["PYTHONTZPATH"]
    return ZoneInfo


def _zone(name: str) -> tzinfo | None:
    """From the system's files, else from those that dateutil brings along."""
    try:
        return _zone_info()(name)
    except (KeyError, ValueError, OSError):
        from dateutil import tz

        return tz.gettz(name)


def _ids(staff: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(person["id"] for person in staff)


def _one_of(staff: Sequence[Mapping[str, Any]], given: str) -> str:
    exact = [person for person in staff if given in (person["id"], person["name"])]
    found = exact or [person for person in staff if given.lower() in person["id"]]
    if len(found) == 1:
        return str(found[0]["id"])
    code = "ambiguous" if found else "unknown-staff"
    message = _("%(given)s fits several: %(ids)s.") if found else _("There is no member of staff %(given)s. Staff: %(ids)s.")
    raise refuse(code, message % {"given": given, "ids": _ids(found or staff)})


def names_of_staff(estate: Estate) -> dict[str, str]:
    """What tables call the staff: work names, not ids, and never masked."""
    return {row["id"]: row["name"] for row in estate.rows.select("staff")}


def the_one(estate: Estate, of: "type[R]", given: str, only_open: bool = False) -> "R":
    """The record meant by any unique part of its id, or by a room when one record (or one open one) belongs to it."""
    exact = estate.store.find(of, given) or estate.store.find(of, given.lower())
    if exact is not None:
        return exact
    found = _meant(estate, of, given, only_open)
    if len(found) > 1:
        found = [record for record in found if getattr(record, "is_open", False)] or found
    if len(found) > 1:
        found = _due(found, estate.today) or found
    if len(found) == 1:
        if only_open:
            _refuse_second_time(estate, found[0])
        return found[0]
    if not found:
        hint = _("propops %(kind)s list shows what there is.") % {"kind": of.kind}
        message = _("%(id)s has no open %(kind)s.") if only_open else _("There is no %(kind)s %(id)s.")
        raise refuse("no-such-record", message % {"kind": _(of.label), "id": given}, hint=hint)
    ids = ", ".join(record.id for record in found[:8]) + ("…" if len(found) > 8 else "")
    raise refuse("ambiguous", _("%(given)s fits several: %(ids)s.") % {"given": given, "ids": ids})


def _meant(estate: Estate, of: "type[R]", given: str, only_open: bool) -> "list[R]":
    """By a part of the id, else by the room."""
    by_id = estate.store.having(of, Test("id", "~", given.lower()))
    wanted = [record for record in by_id if not only_open or getattr(record, "is_open", True)]
    return wanted or [record for record in _of_unit(estate, of, given) if not only_open or getattr(record, "is_open", True)]


def _of_unit(estate: Estate, of: "type[R]", given: str) -> "list[R]":
    from propops import schema
    from propops.parsing import parse_unit

    try:
        unit = parse_unit(given)
    except ValueError:
        return []
    own = estate.store.where(of, "unit", unit) if schema.spec_of(of, "unit") else []
    return own or estate.store.having(of, Test("id", "=", unit))


def _refuse_second_time(estate: Estate, found: "Record") -> None:
    """A room typed twice means the visit just recorded, not the one that comes next."""
    day = getattr(found, "date", estate.today)
    same_home = estate.store.where(type(found), "unit", getattr(found, "unit", None)) if day > estate.today else []
    today = [one for one in same_home if getattr(one, "date", None) == estate.today and not getattr(one, "is_open", True)]
    if today:
        message = _("%(id)s was recorded today; the next one is %(next)s on %(day)s.")
        raise refuse("recorded-already", message % {"id": today[0].id, "next": found.id, "day": day}, hint=_("Give its id."))


def _due(records: "list[R]", today: date) -> "list[R]":
    """Of several open ones a clerk means the one whose day has come."""
    return [record for record in records if isinstance(day := getattr(record, "date", None), date) and day <= today]


def _holds_anything(folder: str) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except OSError:
        return False
