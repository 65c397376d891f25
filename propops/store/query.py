"""Filters and sorts as SQL over the index, with the same answers as `propops.filters` gives on records.

Each field that is not free text has a column with an **order key**: one value that is equal where the records' values are
equal and sorts as they sort. The record's plain values stand beside the keys as JSON; whatever no key can answer is asked
of them, in SQL where SQLite means the same as Python does, else in Python.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

# What a field is to the index. WORD is text that is an id or fits a pattern, PROSE is what people write freely.
CHOICE, WORD, PROSE, LIST, NUMBER, FLAG, DAY, INSTANT, OTHER = "choice", "word", "prose", "list", "number", "flag", "day", "instant", "other"
TEXTS = (CHOICE, WORD, PROSE)
INDEXED = (CHOICE, WORD, DAY, INSTANT)

EMPTY, NOT_EMPTY = "is empty", "is not empty"

# A filter that leaves fewer records than this is looked up and its records are sorted; else the sort's order is walked.
FEW = 20_000


class Unsupported(Exception):
    """The index cannot answer this exactly: the caller reads the files."""


class Kind(NamedTuple):
    """A record kind as the index needs to know it: its name, and for each YAML key what the field is."""

    name: str
    fields: Mapping[str, str]

    @property
    def table(self) -> str:
        return f'"r_{self.name}"'

    @property
    def keyed(self) -> list[str]:
        return [key for key, what in self.fields.items() if what in _KEYS]


class Test(NamedTuple):
    """`sign` is one of = != < > <= >= ~ "is empty" "is not empty"; `value` is a record's value or its plain form."""

    field: str
    sign: str
    value: Any = None


class Select(NamedTuple):
    where: str
    order: str
    values: list[Any]


def kind_of(of: Any) -> Kind:
    """From a model's type hints, so that a new kind needs nothing here."""
    from propops import schema

    return Kind(of.kind, {spec.key: _what(spec) for spec in schema.specs(of)})


def _what(spec: Any) -> str:
    if spec.is_part or (spec.many and not issubclass(spec.base, str)):
        return OTHER
    if spec.many:
        return LIST
    if spec.is_choice:
        return CHOICE
    if spec.base is str:
        return WORD if spec.about.ref or spec.about.pattern or spec.key == "id" else PROSE
    return {"bool": FLAG, "date": DAY, "datetime": INSTANT}.get(spec.base.__name__, NUMBER)


# --- order keys -------------------------------------------------------------------------------------------------------

_DIGITS = re.compile("([0-9]+)")
_LOW = re.compile("[\x00- ]")


@lru_cache(maxsize=50_000)
def text_key(text: str) -> str:
    """Two texts' keys compare as `models.base.natural` of them compares, and are the same for the same text only.

    Characters below the space are the marks of numbers, so those in the text stand behind a space.
    """
    return "".join(_digits_key(part) if part.isdecimal() else _LOW.sub(r" \g<0>", part) for part in _DIGITS.split(text) if part)


def _digits_key(part: str) -> str:
    """How many digits, the digits, and a mark that tells 007 from 7: `natural` puts the longer one first, but 00 behind 0."""
    digits = part.lstrip("0") or "0" if part.isascii() else str(int(part))
    size = chr(len(digits)) if len(digits) < 31 else f"\x1f{len(digits):08}"
    if part == digits:
        return f"{size}{digits}\x02"
    return f"{size}{digits}{chr(1 if part.isascii() and digits != '0' else 3)}{part}\x01"


def list_key(items: Sequence[str]) -> str:
    """Lists are compared item by item, as plain text."""
    return "".join(_LOW.sub(r" \g<0>", item) + "\x01" for item in items)


_NINES = str.maketrans("0123456789", "9876543210")


@lru_cache(maxsize=50_000)
def number_key(value: int | str) -> str:
    """Sign, magnitude, digits: exact for any length, which no number of SQLite's is."""
    from decimal import Decimal

    number = Decimal(value)
    if not number.is_finite() or not -5000 < number.adjusted() < 5000:
        raise Unsupported
    if not number:
        return "1"
    digits = "".join(map(str, number.as_tuple().digits)).rstrip("0")
    if number > 0:
        return f"2{number.adjusted() + 5000:04}{digits}"
    return f"0{5000 - number.adjusted():04}{digits.translate(_NINES)}~"


_DAY = 86_400_000_000


@lru_cache(maxsize=50_000)
def day_key(text: str) -> int:
    from datetime import date

    return date.fromisoformat(text).toordinal()


def instant_key(text: str) -> int:
    """Microseconds, so that one moment is one key whatever offset it was written with."""
    from datetime import datetime, timedelta, timezone

    return (datetime.fromisoformat(text) - datetime(1, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1)  # noqa: UP017


_KEYS: dict[str, Callable[[Any], Any]] = {
    CHOICE: text_key,
    WORD: text_key,
    NUMBER: number_key,
    FLAG: int,
    DAY: day_key,
    INSTANT: instant_key,
}


def keys_of(kind: Kind) -> Callable[[Mapping[str, Any]], list[Any]]:
    """The keys of a record, in the order of `kind.keyed`."""
    makers = [(key, _KEYS[kind.fields[key]]) for key in kind.keyed]
    return lambda plain: [None if (value := plain.get(key)) is None else make(value) for key, make in makers]


# --- one test ---------------------------------------------------------------------------------------------------------


class Condition(NamedTuple):
    """`column` is the one whose index can find the records; `{by}` in `sql` becomes a plus where it must not be used."""

    sql: str
    values: tuple[Any, ...]
    column: str = ""


def condition(kind: Kind, test: Test) -> Condition:
    what = kind.fields.get(test.field, OTHER)
    if test.sign in (EMPTY, NOT_EMPTY):
        return _emptiness(test, what)
    wanted = plain_of(test.value)
    if what == OTHER or wanted is None:
        raise Unsupported
    if test.sign == "!=":
        equal = condition(kind, Test(test.field, "=", wanted))
        return Condition(f"({equal.sql.format(by='+')}) IS NOT TRUE", equal.values)
    if test.sign == "~":
        return _contains(test.field, what, str(wanted).lower())
    if what == LIST:
        return _any_item(test.field, test.sign, str(wanted))
    return _comparison(test.field, what, test.sign, wanted)


def plain_of(value: Any) -> Any:
    """As it stands in the JSON; `str` of a choice is its token."""
    if value is None or isinstance(value, (bool, int)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _value(field: str) -> str:
    return f"""json_extract(_plain, '$."{field}"')"""


def _emptiness(test: Test, what: str) -> Condition:
    value = f'"{test.field}"' if what in _KEYS else _value(test.field)
    return Condition(f"{value} IS {'NOT ' * (test.sign == NOT_EMPTY)}NULL", ())


def _comparison(field: str, what: str, sign: str, wanted: Any) -> Condition:
    if what == INSTANT and sign == "=" and wanted[11:16] == "00:00":
        # A day was typed where an instant stands: any instant of that day, by the clock that it was written with.
        midnight = instant_key(wanted[:10] + "T00:00:00+00:00")
        sql = f'{{by}}"{field}" BETWEEN ? AND ? AND substr({_value(field)}, 1, 10) = ?'
        return Condition(sql, (midnight - _DAY, midnight + 2 * _DAY, wanted[:10]), field)
    if what == PROSE or (what in TEXTS and sign != "="):
        return Condition(f"{_value(field)} {sign} ?", (wanted,))  # by code points, as Python compares texts
    return Condition(f'{{by}}"{field}" {sign} ?', (_KEYS[what](wanted),), field if what in INDEXED else "")


def _contains(field: str, what: str, needle: str) -> Condition:
    """SQLite's `lower` knows ASCII only; a record in which that makes a difference is marked as odd and asked in Python."""
    exact = f"passes(_plain, '{field}', '{what}', '~', ?)"
    if what not in TEXTS:
        return Condition(exact, (needle,))
    if _has_case(needle):
        return Condition(f"CASE _odd WHEN 0 THEN instr(lower({_value(field)}), ?) > 0 ELSE {exact} END", (needle, needle))
    # Taking the JSON apart costs more than looking through all of it first.
    fast = f"instr(_plain, ?) AND instr({_value(field)}, ?) > 0"
    return Condition(f"CASE _odd WHEN 0 THEN {fast} ELSE {exact} END", (quoted(needle), needle, needle))


def _has_case(needle: str) -> bool:
    return any("a" <= character <= "z" for character in needle)


def quoted(text: str) -> str:
    """As it stands within a text of the JSON."""
    import json

    return json.dumps(text, ensure_ascii=False)[1:-1]


def _any_item(field: str, sign: str, wanted: str) -> Condition:
    exact = f"passes(_plain, '{field}', '{LIST}', '{sign}', ?)"
    if sign != "=":
        return Condition(exact, (wanted,))
    return Condition(f"(_odd OR instr(_plain, ?)) AND {exact}", (quoted(wanted), wanted))


_SIGNS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda have, want: have == want,
    "<": lambda have, want: have < want,
    ">": lambda have, want: have > want,
    "<=": lambda have, want: have <= want,
    ">=": lambda have, want: have >= want,
    "~": lambda have, want: want in have.lower(),
}


def passes(plain: str, field: str, what: str, sign: str, wanted: str) -> bool:
    """For SQL: what the record says, asked in Python."""
    import json

    have = json.loads(plain).get(field)
    items = have if isinstance(have, list) else [] if have is None else [have]
    return any(_SIGNS[sign](_as_text(item, what), wanted) for item in items)


def _as_text(value: Any, what: str) -> str:
    return str(value).replace("T", " ") if what == INSTANT else str(value)


# --- a whole question -------------------------------------------------------------------------------------------------


def select(kind: Kind, tests: Sequence[Test], sort: str | None, limit: int | None, count: Callable[[Condition], int]) -> Select:
    """WHERE and ORDER BY. SQLite keeps no figures of single values, so which index leads the way is decided here:
    `count` tells how many records a condition leaves, FEW where there are more."""
    conditions = [condition(kind, test) for test in tests]
    name = (sort or "id").lstrip("-")
    leader = _leader(conditions, count)
    if leader is None and name == "id":
        # The index of a choice goes on with the ids: its records come in their order.
        leader = next((one for one in conditions if _is_ordered(kind, one)), None)
    keeps_order = limit is not None if leader is None else name == "id" and _is_ordered(kind, leader)
    where = " AND ".join(f"({one.sql.format(by='' if one is leader else '+')})" for one in conditions)
    values = [value for one in conditions for value in one.values]
    return Select(where or "1", _order(kind, name, (sort or "").startswith("-"), "" if keeps_order else "+"), values)


def _leader(conditions: Sequence[Condition], count: Callable[[Condition], int]) -> Condition | None:
    sizes = [(count(one), at) for at, one in enumerate(conditions) if one.column]
    size, at = min(sizes, default=(FEW, 0))
    return conditions[at] if size < FEW else None


def _is_ordered(kind: Kind, one: Condition) -> bool:
    return kind.fields.get(one.column) == CHOICE


def _order(kind: Kind, name: str, is_descending: bool, by: str) -> str:
    what = kind.fields.get(name, OTHER)
    if what == OTHER:
        raise Unsupported
    value = f'{by}"{name}"' if what in _KEYS else f"{what}_key({_value(name)})"
    direction = "DESC " * is_descending + "NULLS LAST"
    return f'{value} {direction}' + (f', {by}"id"' if name != "id" else "")
