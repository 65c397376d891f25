"""Filters and sorts as SQL over the index, with the same answers as `store.filtering` gives on records.

Each field that is not free text has a column with its order key. The record's plain values stand beside the keys as JSON;
whatever no key can answer is asked of them, in SQL where SQLite means the same as Python does, else in Python.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from propops.jsonable import jsonable
from propops.store.order_keys import (
    CHOICE,
    DAY,
    DAY_LONG,
    FLAG,
    INSTANT,
    KEYS,
    LIST,
    NUMBER,
    OTHER,
    PROSE,
    WORD,
    Unsupported,
    list_key,
    text_key,
)
from propops.tuples import NamedTuple

TEXTS = (CHOICE, WORD, PROSE)
INDEXED = (CHOICE, WORD, DAY, INSTANT)

EMPTY, NOT_EMPTY, ONE_OF = "is empty", "is not empty", "is one of"

# A filter that leaves fewer records than this is looked up and its records are sorted; else the sort's order is walked.
FEW = 20_000
HANDFUL = 50


class Kind:
    """What the index and a list need to know of a record kind, so that neither imports its model.

    `fields` says for each YAML key what it is, `choices` has the tokens of those that are choices, `masks` is `schema.masks`.
    """

    def __init__(self, name: str, fields: Mapping[str, str], choices: Mapping[str, list[str]], masks: Mapping[str, Any]) -> None:
        self.name, self.fields, self.choices, self.masks = name, fields, choices, masks
        self.table = f'"r_{name}"'
        self.keyed = [key for key, what in fields.items() if what in KEYS]

    @cached_property
    def card(self) -> str:
        """The kind as text, to be kept in the index itself."""
        import json

        return json.dumps([self.fields, self.choices, self.masks])

    @classmethod
    def from_card(cls, name: str, card: str) -> "Kind":
        import json

        return cls(name, *json.loads(card))


class Test(NamedTuple):
    """`sign` is one of = != < > <= >= ~ "is empty" "is not empty" "is one of"; `value` is a record's value or its plain form, and of
    "is one of" a list of them."""

    field: str
    sign: str
    value: Any = None


# WHERE, ORDER BY, and the values for both.
Select = tuple[str, str, list[Any]]


def kind_of(of: Any) -> Kind:
    """From a model's type hints, so that a new kind needs nothing here."""
    from propops import schema

    specs = schema.specs(of)
    choices = {spec.key: [str(member) for member in cast(Any, spec.base)] for spec in specs if spec.is_choice and not spec.many}
    return Kind(of.kind, {spec.key: _what(spec) for spec in specs}, choices, schema.masks(of))


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


def keys_of(kind: Kind) -> Callable[[Mapping[str, Any]], list[Any]]:
    """The keys of a record, in the order of `kind.keyed`."""
    makers = [(key, KEYS[kind.fields[key]]) for key in kind.keyed]
    return lambda plain: [None if (value := plain.get(key)) is None else make(value) for key, make in makers]


# --- one test ---------------------------------------------------------------------------------------------------------


class Condition:
    """`column` is the one whose index can find the records; `{by}` in `sql` becomes a plus where it must not be used."""

    def __init__(self, sql: str, values: tuple[Any, ...], column: str = "") -> None:
        self.sql, self.values, self.column = sql, values, column


def condition(kind: Kind, test: Test) -> Condition:
    what = kind.fields.get(test.field, OTHER)
    if test.sign in (EMPTY, NOT_EMPTY):
        return _emptiness(test, what)
    wanted = jsonable(test.value)
    if what == OTHER or wanted is None:
        raise Unsupported
    if test.sign == ONE_OF:
        return _one_of(test.field, what, wanted)
    if test.sign == "!=":
        equal = condition(kind, Test(test.field, "=", wanted))
        return Condition(f"({equal.sql.format(by='+')}) IS NOT TRUE", equal.values)
    if test.sign == "~":
        return _contains(test.field, what, str(wanted).lower())
    if what == LIST:
        return _any_item(test.field, test.sign, str(wanted))
    return _comparison(test.field, what, test.sign, wanted)


def _value(field: str) -> str:
    return f"""json_extract(_plain, '$."{field}"')"""


def _emptiness(test: Test, what: str) -> Condition:
    value = f'"{test.field}"' if what in KEYS else _value(test.field)
    return Condition(f"{value} IS {'NOT ' * (test.sign == NOT_EMPTY)}NULL", ())


def _one_of(field: str, what: str, wanted: Sequence[Any]) -> Condition:
    """One parameter for all, as SQLite takes only so many."""
    import json

    if what not in (CHOICE, WORD, DAY):
        raise Unsupported
    keys = json.dumps([_key(what, value) for value in wanted])
    return Condition(f'{{by}}"{field}" IN (SELECT value FROM json_each(?))', (keys,), field)


def _comparison(field: str, what: str, sign: str, wanted: Any) -> Condition:
    if what == INSTANT and sign == "=" and str(wanted)[11:16] == "00:00":
        # A day was typed where an instant stands: any instant of that day, by the clock that it was written with.
        midnight = _key(INSTANT, wanted[:10] + "T00:00:00+00:00")
        sql = f'{{by}}"{field}" BETWEEN ? AND ? AND substr({_value(field)}, 1, 10) = ?'
        return Condition(sql, (midnight - DAY_LONG, midnight + 2 * DAY_LONG, wanted[:10]), field)
    if what == PROSE or (what in TEXTS and sign != "="):
        return Condition(f"{_value(field)} {sign} ?", (wanted,))  # by code points, as Python compares texts
    return Condition(f'{{by}}"{field}" {sign} ?', (_key(what, wanted),), field if what in INDEXED else "")


def _key(what: str, wanted: Any) -> Any:
    try:
        return KEYS[what](wanted)
    except (ValueError, TypeError, ArithmeticError):
        raise Unsupported from None


def _contains(field: str, what: str, needle: str) -> Condition:
    """SQLite's `lower` knows ASCII only; a record in which that makes a difference is marked as odd and asked in Python."""
    exact = f"passes(_plain, '{field}', '{what}', '~', ?)"
    if what not in TEXTS:
        return Condition(exact, (needle,))
    if _has_case(needle):
        return Condition(f"CASE _odd WHEN 0 THEN instr(lower({_value(field)}), ?) > 0 ELSE {exact} END", (needle, needle))
    # Taking the JSON apart costs more than looking through all of it first.
    sql = f"(_odd OR instr(_plain, ?)) AND CASE _odd WHEN 0 THEN instr({_value(field)}, ?) > 0 ELSE {exact} END"
    return Condition(sql, (quoted(needle), needle, needle))


def _has_case(needle: str) -> bool:
    return any("a" <= character <= "z" for character in needle)


def quoted(text: str) -> str:
    """As it stands within a text of the JSON."""
    import json

    return json.dumps(text, ensure_ascii=False)[1:-1]


def spoken(needle: str) -> Condition:
    """Records whose JSON may say it; `said_anywhere` then tells values from keys."""
    haystack = "lower(_plain)" if _has_case(needle) else "_plain"
    return Condition(f"_odd OR instr({haystack}, ?)", (quoted(needle).lower(),))


def said_anywhere(value: Any, needle: str) -> bool:
    if isinstance(value, dict):
        return any(said_anywhere(item, needle) for item in value.values())
    if isinstance(value, list):
        return any(said_anywhere(item, needle) for item in value)
    return value is not None and not isinstance(value, bool) and needle in str(value).lower()


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


# What SQL may call, with the number of arguments.
FUNCTIONS: Mapping[str, tuple[int, Callable[..., Any]]] = {"passes": (5, passes), "prose_key": (1, text_key), "list_key": (1, list_key)}


# --- a whole question -------------------------------------------------------------------------------------------------


def where(kind: Kind, tests: Sequence[Test]) -> tuple[str, list[Any]]:
    """For counting, where SQLite may take any index it likes."""
    conditions = [condition(kind, test) for test in tests]
    return " AND ".join(f"({one.sql.format(by='')})" for one in conditions) or "1", [value for one in conditions for value in one.values]


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
    passing = " AND ".join(f"({one.sql.format(by='' if one is leader else '+')})" for one in conditions)
    values = [value for one in conditions for value in one.values]
    return passing or "1", _order(kind, name, (sort or "").startswith("-"), "" if keeps_order else "+"), values


def _leader(conditions: Sequence[Condition], count: Callable[[Condition], int]) -> Condition | None:
    """The one that leaves the fewest; none is looked for beyond one that leaves a handful."""
    smallest, leader = FEW, None
    for one in conditions:
        if one.column and smallest > HANDFUL and (size := count(one)) < smallest:
            smallest, leader = size, one
    return leader


def _is_ordered(kind: Kind, one: Condition) -> bool:
    return kind.fields.get(one.column) == CHOICE


def _order(kind: Kind, name: str, is_descending: bool, by: str) -> str:
    what = kind.fields.get(name, OTHER)
    if what == OTHER:
        raise Unsupported
    value = f'{by}"{name}"' if what in KEYS else f"{what}_key({_value(name)})"
    if name == "id":
        return value + " DESC" * is_descending
    return f'{value} {"DESC" if is_descending else "NULLS LAST"}, {by}"id"'
