"""The estate that a command is handed: where it is, who is asking, what time it is, and the only way to write."""

import contextlib
import math
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property
from pathlib import Path

from propops.errors import LockedError, Problem, refuse
from propops.git import Git, Signature
from propops.i18n import _, translate
from propops.models.base import R, Record
from propops.models.settings import Settings
from propops.models.staff import Staff
from propops.schema import YEARS
from propops.store import change as writing
from propops.store import journal
from propops.store.change import Change
from propops.store.files import locked
from propops.store.store import SETTINGS, Store

LOCK_WAIT_SECONDS = 10.0


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that holds an estate."""
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    hint = _("Go to the estate's folder, name it with --estate, or make one: propops demo DIR.")
    raise refuse("no-estate", _("There is no estate in %(folder)s.") % {"folder": start}, hint=hint)


class Estate:
    """One estate at one moment. Nothing else in the program reads the clock or asks who is at the keyboard."""

    def __init__(self, root: Path, environ: Mapping[str, str] | None = None) -> None:
        self.root = root
        self.environ = os.environ if environ is None else environ
        self.git = Git(root)
        self.outcome: writing.Outcome | None = None

    # --- when

    @cached_property
    def zone(self) -> tzinfo:
        from dateutil import tz

        name = self._bare.settings.timezone
        # A name and no path: dateutil would open any file.
        found = tz.gettz(name) if re.fullmatch(r"[A-Za-z][\w+-]*(/[A-Za-z][\w+-]*)*", name, re.ASCII) else None
        if found is None:
            raise refuse("unknown-timezone", _("There is no time zone %(name)s.") % {"name": name}, path=SETTINGS)
        return found

    @cached_property
    def fixed(self) -> datetime | None:
        """The instant that PROPOPS_NOW or the settings hold the clock at."""
        text = self.environ.get("PROPOPS_NOW")
        if not text:
            return self._bare.settings.clock
        try:
            moment = datetime.fromisoformat(text)
            if moment.year not in YEARS:
                raise ValueError(text)
        except ValueError:
            raise refuse("bad-now", _("PROPOPS_NOW is not a time: %(text)s.") % {"text": text}, hint="2026-12-01T09:00") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    @cached_property
    def now(self) -> datetime:
        """With the estate's offset, to the second."""
        moment = self.fixed or datetime.now(self.zone)
        moment = moment.astimezone(self.zone).replace(microsecond=0)
        return moment.replace(tzinfo=_fixed_offset(moment))

    @property
    def today(self) -> date:
        return self.now.date()

    # --- what

    @cached_property
    def _bare(self) -> Store:
        """A view for the settings alone, before it is known what time it is."""
        return Store(self.root, datetime.min)

    @cached_property
    def store(self) -> Store:
        return Store(self.root, self.now, cache=self._bare)

    @property
    def settings(self) -> Settings:
        return self._bare.settings

    # --- who

    def user(self, by: str | None = None) -> Staff:
        """`--by`, else PROPOPS_USER, else what `desk login` noted. Any unique part of the id will do, the whole name too."""
        given = by or self.environ.get("PROPOPS_USER") or self.git.settings.get("propops.officer")
        staff = self.store.all(Staff)
        if given is None:
            hint = _("Say it with --by, or once with: propops desk login ID. Staff: %(ids)s.") % {"ids": _ids(staff)}
            raise refuse("who", _("It is not known who is asking."), hint=hint)
        return _one_of(staff, given)

    # --- writing

    def recover(self) -> list[Problem]:
        """Finishes a change that a crash cut short, unless someone is writing at this moment; gives what there is to say."""
        if not journal.place(self.root).exists():
            return []
        try:
            with locked(self.root, f"propops recover (pid {os.getpid()})", 0.0) as lock:
                return journal.recover(self.root, self.git, lock)
        except LockedError:
            return []

    @contextlib.contextmanager
    def change(self, command: str, subject: str, by: Staff, **words: str) -> Iterator[Change]:
        """Locks, reads afresh, and on the way out writes everything or nothing and commits it as `by`'s act.

        `subject` is a msgid that may use %(unit)s, %(ids)s, %(count)d and `words`, msgids too: it is put in the estate's own
        language, whoever reads the screen. It names units and ids, never people, phones or free text.
        """
        writing.refuse_if_not_writable(self.settings)
        with locked(self.root, f"{by.id} propops {command} (pid {os.getpid()})", self.lock_wait) as lock:
            journal.recover(self.root, self.git, lock)
            self.__dict__ |= {"store": self.store.afresh(), "_bare": self._bare.afresh()}
            change = Change(self.store, self.today)
            yield change
            texts = writing.check(change)
            language = str(self.settings.language)
            said = {key: translate(word, language) for key, word in words.items()}
            text = " ".join((translate(subject, language) % (said | change.words)).split())
            message = writing.message_of(text, command, change.ids, by.id, texts, change.notes)
            self.outcome = writing.save(change.store, texts, self.git, message, self._author(by), lock)
        self.__dict__["store"] = Store(self.root, self.now, cache=change.store, stale=texts)

    def _author(self, by: Staff) -> Signature:
        when = self.now.isoformat() if self.fixed is not None else ""
        return Signature(by.name, f"{by.id}@estate.invalid", when)

    @property
    def lock_wait(self) -> float:
        given = self.environ.get("PROPOPS_LOCK_WAIT") or LOCK_WAIT_SECONDS
        try:
            seconds = float(given)
        except ValueError:
            seconds = math.nan
        if math.isnan(seconds):
            raise refuse("bad-lock-wait", _("PROPOPS_LOCK_WAIT is not a number of seconds: %(text)s.") % {"text": given}, hint="0.5")
        return seconds


def _fixed_offset(moment: datetime) -> tzinfo:
    from datetime import timezone

    return timezone(moment.utcoffset() or timedelta(0))


def _ids(staff: list[Staff]) -> str:
    return ", ".join(person.id for person in staff)


def _one_of(staff: list[Staff], given: str) -> Staff:
    exact = [person for person in staff if given in (person.id, person.name)]
    found = exact or [person for person in staff if given.lower() in person.id]
    if len(found) == 1:
        return found[0]
    code = "ambiguous" if found else "unknown-staff"
    message = _("%(given)s fits several: %(ids)s.") if found else _("There is no member of staff %(given)s. Staff: %(ids)s.")
    raise refuse(code, message % {"given": given, "ids": _ids(found or staff)})


def names_of_staff(estate: Estate) -> dict[str, str]:
    """What tables call the staff: work names, not ids, and never masked."""
    return {person.id: person.name for person in estate.store.all(Staff)}


def the_one(estate: Estate, of: type[R], given: str, only_open: bool = False) -> R:
    """The record meant by any unique part of its id, or by a room when one record (or one open one) belongs to it."""
    exact = estate.store.find(of, given) or estate.store.find(of, given.lower())
    if exact is not None:
        return exact
    candidates = [record for record in estate.store.all(of) if not only_open or getattr(record, "is_open", True)]
    found = [record for record in candidates if given.lower() in record.id.lower()] or _of_unit(candidates, given)
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


def _refuse_second_time(estate: Estate, found: Record) -> None:
    """A room typed twice means the visit just recorded, not the one that comes next."""
    day = getattr(found, "date", estate.today)
    same_home = estate.store.where(type(found), "unit", getattr(found, "unit", None)) if day > estate.today else []
    today = [one for one in same_home if getattr(one, "date", None) == estate.today and not getattr(one, "is_open", True)]
    if today:
        message = _("%(id)s was recorded today; the next one is %(next)s on %(day)s.")
        raise refuse("recorded-already", message % {"id": today[0].id, "next": found.id, "day": day}, hint=_("Give its id."))


def _due(records: list[R], today: date) -> list[R]:
    """Of several open ones a clerk means the one whose day has come."""
    return [record for record in records if isinstance(day := getattr(record, "date", None), date) and day <= today]


def _of_unit(records: list[R], given: str) -> list[R]:
    from propops.parsing import parse_unit

    try:
        unit = parse_unit(given)
    except ValueError:
        return []
    return [record for record in records if getattr(record, "unit", None) == unit or record.id == unit]
