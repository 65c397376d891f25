"""Which home is meant by what is said on the phone: a room or a part of one, the end of a phone number, a name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from propops.estate import Estate
from propops.i18n import _
from propops.models.base import natural
from propops.parsing import parse_unit
from propops.store.query import Test
from propops.terminal.output import mask_name, mask_phone

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Home:
    """A home, and who of it is calling, if a phone number or a name has told."""

    unit: str
    caller: str | None = None
    label: str = ""

    def __str__(self) -> str:
        return f"{self.unit}  {self.label}".rstrip()


def homes(estate: Estate, said: str) -> list[Home]:
    """By a room or a part of one, or by the last digits of a phone."""
    digits = re.sub(r"\D", "", said)
    by_phone = _people(estate, "phone", digits[-4:], lambda phone: re.sub(r"\D", "", phone).endswith(digits)) if digits == said else []
    return [*_by_room(estate, said), *by_phone]


def named(estate: Estate, said: str) -> list[Home]:
    """By a name or a part of one: 张伟, 伟, 张先生."""
    name = re.sub(r"(先生|女士|小姐|阿姨|大爷|叔叔|师傅)$", "", said)
    return _people(estate, "name", name, lambda full: full.startswith(name) or len(name) > 1) if name else []


def people_of(estate: Estate, unit: str) -> list[Row]:
    """Who lives there or owns it today, owners first."""
    order = ("owner", "tenant", "family")
    found = [row for row in estate.rows.select("resident", [Test("unit", "=", unit)]) if _is_here(estate, row)]
    return sorted(found, key=lambda row: order.index(row["role"]))


def masked(row: Row) -> str:
    return " ".join(filter(None, (_role(row), mask_name(row["name"]), mask_phone(row["phone"]) if row.get("phone") else "")))


def _role(row: Row) -> str:
    from propops.models.resident import ResidentRole

    return _(next(role for role in ResidentRole if role == row["role"]).label)


def _by_room(estate: Estate, said: str) -> list[Home]:
    parts = _parts(said)
    rows = estate.rows.select("unit", [Test("id", "~", parts[-1].lower())])
    return [Home(id, label=_who(estate, id)) for id in sorted((row["id"] for row in rows), key=natural) if _fits(id, parts)]


def _parts(said: str) -> list[str]:
    """3-2-1001, 3.2.1001, 2-1001, 3栋1001, 1001."""
    try:
        return parse_unit(re.sub(r"[.]", "-", said)).split("-")
    except ValueError:
        return [re.sub(r"[室号房]+$", "", said).upper()]


def _fits(id: str, parts: list[str]) -> bool:
    """A room says itself in full; what comes before it may be left out in part."""
    own = id.upper().split("-")
    wanted = iter(own[:-1])
    return own[-1] == parts[-1] and all(part in wanted for part in parts[:-1])


def _people(estate: Estate, field: str, contains: str, fits: Any) -> list[Home]:
    rows = [row for row in estate.rows.select("resident", [Test(field, "~", contains)]) if fits(row[field]) and _is_here(estate, row)]
    return [Home(row["unit"], row["id"], masked(row)) for row in sorted(rows, key=lambda row: natural(row["unit"]))]


def _is_here(estate: Estate, row: Row) -> bool:
    return str(row.get("moved_out", "9999")) > estate.today.isoformat()


def _who(estate: Estate, unit: str) -> str:
    return next((masked(row) for row in people_of(estate, unit)), "")


# --- what was said and written ----------------------------------------------------------------------------------------

_TEXTS = (("complaint", "content", "received_at"), ("repair", "item", "received_at"), ("contact", "request", "at"))


def mentions(estate: Estate, text: str, limit: int = 5) -> Iterator[tuple[str, Row, str]]:
    """Kind, record and text of what holds these words, the newest of each kind first."""
    for kind, field, moment in _TEXTS:
        for row in estate.rows.select(kind, [Test(field, "~", text)], f"-{moment}", limit):
            yield kind, row, row[field]
