"""Two states of some records -> what became of each, field by field."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal

from propops import schema
from propops.decode import decode
from propops.errors import Problem
from propops.models import model
from propops.models.base import natural
from propops.tuples import NamedTuple

What = Literal["removed", "changed", "added", "moved"]


class Version(NamedTuple):
    """A record as one side has it."""

    kind: str
    path: str
    line: int
    values: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, str]:
        """What has lost its id is told by its line, not by that of another."""
        return self.kind, str(self.values.get("id") or (model(self.kind).only or f"?{self.line}"))


class Field(NamedTuple):
    """`old` and `new` are values as YAML has them; of a list that only grew, `new` is what was added to it and `old` is empty."""

    key: str
    old: Any
    new: Any


class Difference(NamedTuple):
    """What became of one record. `faults` are what a change may not do to it: a log rewritten, an amount received changed."""

    kind: str
    id: str
    what: What
    version: Version
    fields: tuple[Field, ...] = ()
    faults: tuple[Problem, ...] = ()

    @property
    def unit(self) -> str:
        return str(self.version.values.get("unit") or "")

    @property
    def is_alarming(self) -> bool:
        return self.what == "removed" or bool(self.faults)


Same = Callable[[Any, Any], bool]


def differences(before: Iterable[Version], after: Iterable[Version], same: Same) -> list[Difference]:
    """Records are told by kind and id, wherever they lie. In the order of homes; what only changed its file comes as `moved`."""
    old, new = {version.key: version for version in before}, {version.key: version for version in after}
    found = [one for key in old.keys() | new.keys() if (one := _difference(old.get(key), new.get(key), same)) is not None]
    return sorted(found, key=lambda one: (one.kind, natural(one.unit), natural(one.id)))


def common(found: Sequence[Sequence[Difference]]) -> list[Difference]:
    """Of a merge, what differs from every parent: the rest was shown with the commits that it brought."""
    everywhere = set.intersection(*({(one.kind, one.id) for one in side} for side in found)) if found else set()
    return [one for one in found[0] if (one.kind, one.id) in everywhere] if found else []


def _difference(old: Version | None, new: Version | None, same: Same) -> Difference | None:
    version = new or old
    assert version is not None
    kind, id = version.key
    if new is None or old is None:
        keys = [key for key in _in_order(kind, version.values) if key != "id"]
        fields = tuple(Field(key, *((version.values[key], None) if new is None else (None, version.values[key]))) for key in keys)
        return Difference(kind, id, "removed" if new is None else "added", version, fields)
    fields = tuple(_fields(old, new, same))
    if fields:
        return Difference(kind, id, "changed", new, fields, _faults(old, new, fields))
    return Difference(kind, id, "moved", new) if old.path != new.path else None


@cache
def _places(kind: str) -> Mapping[str, int]:
    return {spec.key: place for place, spec in enumerate(schema.specs(model(kind)))}


def _in_order(kind: str, keys: Iterable[str]) -> list[str]:
    """Of the model, unknown ones last."""
    places = _places(kind)
    return sorted(keys, key=lambda key: places.get(key, len(places)))


def _fields(old: Version, new: Version, same: Same) -> Iterator[Field]:
    changed = [key for key in {**new.values, **old.values} if not same(old.values.get(key), new.values.get(key))]
    for key in _in_order(new.kind, changed):
        was, now = old.values.get(key), new.values.get(key)
        added = _added(was, now, same)
        yield Field(key, None, added) if added else Field(key, was, now)


def _added(was: Any, now: Any, same: Same) -> list[Any]:
    """What a list that only grew got behind what it had."""
    grew = isinstance(was, list) and isinstance(now, list) and same(was, now[: len(was)])
    return now[len(was) :] if grew else []


def _faults(old: Version, new: Version, fields: Iterable[Field]) -> tuple[Problem, ...]:
    """Asked of the model, so that a kind's own rules hold here without being said again. A version that is no record has none."""
    of = model(new.kind)
    if not any(field.key in of.guarded for field in fields):
        return ()
    was, now = (decode(of, side.values, side.path, side.line, {}).record for side in (old, new))
    return tuple(now.departures(was)) if was is not None and now is not None else ()
