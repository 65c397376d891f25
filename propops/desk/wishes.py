"""What somebody wants printed, and the sheets that it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from propops.desk.plain_records import Values
from propops.tuples import NamedTuple


@dataclass(frozen=True)
class Wish:
    """For whom or what, as far as it was said; `said` are a template's own fields."""

    units: tuple[str, ...] = ()
    staff: str | None = None
    ids: tuple[str, ...] = ()
    month: str | None = None
    day: date | None = None
    blank: int = 0
    reveal: bool = False
    language: str = "zh"
    said: Mapping[str, str] = field(default_factory=dict)


class Sheet(NamedTuple):
    """One paper to be filled; `name` tells it from the others of its stack."""

    name: str
    values: Values
