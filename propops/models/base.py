"""What every record kind shares: the frozen base, the description of a field, and the view a rule has of other records."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, fields
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, ClassVar, Protocol, TypeVar

from propops.choices import Choice
from propops.digests import sha256
from propops.errors import Problem
from propops.frozen import Frozen, frozen, value_type
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.tuples import NamedTuple


class Field(NamedTuple):
    """What a type hint cannot say about a field. Labels are English msgids; `output` translates them.

    `ref` names the kind that the value is an id of; `personal` says how it is masked; `pattern` is a full match and
    `example` is what an error shows when it fails.
    """

    label: str
    ref: str = ""
    personal: str = ""
    pattern: str = ""
    example: str = ""
    low: float | None = None
    high: float | None = None


@value_type
class Bearing(Frozen):
    """Rules of another kind look at these fields: when one of them changes, its records whose `by` holds our `own` are asked again."""

    kind: str
    by: str
    fields: tuple[str, ...]
    own: str = "id"


class Link(NamedTuple):
    """Records of this kind whose field `by` names ours are shown with it."""

    kind: str
    by: str


class FeeItem(Choice):
    """What is billed; homes, payers and settings speak of it too."""

    PROPERTY = "property", N_("property fee")
    PARKING = "parking", N_("parking")
    SERVICE = "service", N_("paid service")
    OTHER = "other", N_("other")


class Source(NamedTuple):
    """Where a record was read: its file, the values as they stand there (unknown keys too) and the line of each key."""

    path: str
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int]


@frozen
class Part(Frozen):
    """A small mapping inside a record: one entry of a log, one absence."""


@frozen
class Policy(Part):
    """A part of the settings that is asked for alone, as most commands need one of a dozen; `field` is where it stands in them."""

    field: ClassVar[str]


@frozen
class Record(Frozen):
    """One record. Frozen: `dataclasses.replace` makes the changed one, and keeps `source`, so that a write can tell what changed."""

    id: Annotated[str, Field(N_("ID"))] = ""
    note: Annotated[str | None, Field(N_("note"))] = None
    source: Source | None = field(default=None, compare=False, repr=False)

    kind: ClassVar[str]
    label: ClassVar[str]
    prefix: ClassVar[str] = ""
    columns: ClassVar[tuple[str, ...]] = ()
    positional: ClassVar[tuple[str, ...]] = ()
    guarded: ClassVar[tuple[str, ...]] = ()  # fields that a change may not do as it likes with: the only ones that `departures` asks about
    settled: ClassVar[tuple[str, ...]] = ()  # fields that are changed on purpose only, never in passing
    only: ClassVar[str] = ""  # the id of the one record that a kind has
    id_pattern: ClassVar[str] = ""  # where ids do not follow from `prefix`
    bearings: ClassVar[tuple[Bearing, ...]] = ()
    linked: ClassVar[tuple[Link, ...]] = ()
    dated_by: ClassVar[str] = ""  # the field that says when it happened, in a household's file; else the first that is a day or an instant
    told_by: ClassVar[tuple[str, ...]] = ()  # the fields that sum it up there; else its columns
    staff_words: ClassVar[tuple[str, ...]] = ("note",)  # fields in which staff speak; residents may say what they like
    is_fact: ClassVar[bool] = False  # what is so is recorded, whatever was planned: a plan that breaks on it is told, not refused

    @classmethod
    def shard(cls, id: str) -> str:
        """The file a new record goes to, below `records/`: a function of the id alone, so that no edit moves a record."""
        return f"{cls.kind}.yaml"

    def ids(self, day: date) -> Iterator[str]:
        """Ids a new record may take, best first; the first free one is taken.

        What people record gets `PREFIX-yymmdd-xxxx`. The letters follow from the content, not from chance: two desks that
        record different things get different ids, and the same input gives the same files.
        """
        for letters in letters_for(self, 4):
            yield f"{self.prefix}-{day:%y%m%d}-{letters}"

    def spoken(self) -> Iterator[tuple[str, str]]:
        """Field and text of what staff say in it: looked through for phrases that the desk does not use."""
        for name in self.staff_words:
            text = getattr(self, name)
            if text is not None:
                yield name, text

    def flaws(self) -> Iterator[Problem]:
        """Rules of this record alone. Places are filled in by whoever read it."""
        yield from ()

    def conflicts(self, records: "Records") -> Iterator[Problem]:
        """Rules between this record and others, on the state after a change."""
        yield from ()

    def departures(self, before: "Record") -> Iterator[Problem]:
        """Rules of what a change may do to a record. `check` sees one state alone and cannot ask them."""
        yield from ()


R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=Policy)


class Records(Protocol):
    """What a rule between records may ask."""

    @property
    def now(self) -> datetime: ...

    def all(self, model: type[R]) -> list[R]: ...

    def find(self, model: type[R], id: str | None) -> R | None: ...

    def where(self, model: type[R], field: str, value: object) -> list[R]:
        """The records whose `field` has this value, through an index that is built once."""
        ...

    def policy(self, of: type[P]) -> P | None:
        """A part of the settings; None where there are none."""
        ...


def flaw(code: str, message: str, field: str = "", hint: str = "", severity: str = "error") -> Problem:
    return Problem(code, message, field=field, hint=hint, severity=severity)


def twins(names: Iterable[str]) -> list[str]:
    """The names that stand more than once; almost always there are none."""
    names = list(names)
    return sorted(name for name, count in Counter(names).items() if count > 1) if len({*names}) < len(names) else []


def is_reversed(*moments: date | None) -> bool:
    """Whether these, as far as they are known, are not in the order of time."""
    known = [moment for moment in moments if moment is not None]
    return known != sorted(known)


def rewritten(before: Iterable[object], after: Iterable[object]) -> int | None:
    """Where a list that only grows was changed; None where it was not."""
    pairs = enumerate(zip_longest(before, after))
    return next((i for i, (was, now) in pairs if was is not None and was != now), None)


def not_yet(field: str, moment: date, records: Records) -> Iterator[Problem]:
    """What is said to have been must have been. The clock decides, so it is never an error."""
    now = records.now if isinstance(moment, datetime) else records.now.date()
    if moment > now:
        yield flaw("in-future", _("This time is still to come."), field, severity="warning")


# --- ids and names of places ----------------------------------------------------------------------------------------

UNIT_PATTERN = r"[0-9A-Za-z]{1,6}(-[0-9A-Za-z]{1,4})?-[0-9A-Za-z]{1,6}"
SLUG_PATTERN = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
TIME_PATTERN = r"([01][0-9]|2[0-3]):[0-5][0-9]"
MONTH_PATTERN = r"[0-9]{4}-(0[1-9]|1[0-2])"

UnitId = Annotated[str, Field(N_("unit"), ref="unit")]
OfficerId = Annotated[str, Field(N_("officer"), ref="staff")]
Clock = Annotated[str, Field(N_("time"), pattern=TIME_PATTERN, example='"09:00"')]

# Lower case without 0 o 1 i l, which people mix up on the phone.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
ALPHABET = LETTERS + "23456789"


def letters_for(record: Record, count: int, alphabet: str = ALPHABET) -> Iterator[str]:
    """Endless groups of letters that depend on the record's content alone; a field that a later version adds changes none."""
    said = [(item.name, value) for item in fields(record) if item.repr and (value := getattr(record, item.name)) != item.default]
    for attempt in range(10_000):
        yield letters_of(sha256(f"{attempt}:{said!r}".encode("utf-8", "surrogatepass")), count, alphabet)


def letters_of(digest: bytes, count: int, alphabet: str = ALPHABET) -> str:
    return "".join(alphabet[byte % len(alphabet)] for byte in digest[:count])


def numbered(id: str) -> Iterator[str]:
    """`v-2612-3-2-1001`, then `v-2612-3-2-1001-2`, `…-3`."""
    yield id
    yield from (f"{id}-{count}" for count in range(2, 100))


_NUMBER = re.compile(r"([0-9]+)")


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which 3-2 comes before 3-10."""
    return tuple([(0, int(part), part) if part.isdecimal() else (1, 0, part) for part in _NUMBER.split(text) if part])


def names_unit(id: str, unit: str) -> bool:
    """`v-2612-3-2-1001-2` names 3-2-1001 and not 3-2-100."""
    return f"-{unit}-" in f"{id}-"


def other_unit(id: str, unit: str) -> Iterator[Problem]:
    if not names_unit(id, unit):
        yield flaw("id-mismatch", _("The id names another home than the record (%(unit)s).") % {"unit": unit}, "id", severity="warning")


def entrance_of(unit: str) -> str:
    """`3-2-1001` -> `3-2`, `3-1001` -> `3`: the staircase a home belongs to, which names its file."""
    return unit.rpartition("-")[0]


def building_of(unit: str) -> str:
    return unit.partition("-")[0]


def place_key(record: Record) -> tuple[Any, ...]:
    """Where a record stands in its file: by unit, then id, so that two desks that each add one rarely touch the same lines."""
    return natural(getattr(record, "unit", None) or ""), natural(record.id)


def month_of_id(id: str) -> str:
    """`c-261123-7kqm` -> `2026-11`, `v-2612-3-2-1001` -> `2026-12`."""
    digits = id.split("-", 2)[1]
    return f"20{digits[:2]}-{digits[2:4]}"


Day = date  # for models that have a field called `date`


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def is_same_month(day: date, other: date) -> bool:
    return (day.year, day.month) == (other.year, other.month)
