"""Records as a template may see them: plain values, choices in the paper's language, people by name."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from propops import schema
from propops.choices import Choice
from propops.estate import Estate
from propops.i18n import _
from propops.models.base import Record
from propops.models.bill import DEVELOPER
from propops.models.key import Key
from propops.models.resident import Resident
from propops.models.staff import Staff
from propops.models.unit import Unit
from propops.terminal.output import mask

Values = dict[str, object]
NO_HOME: Values = {"unit": None, "residents": []}
PEOPLE = ("resident", "payer")


def plain_record(estate: Estate, record: Record, masked: bool = False) -> Values:
    """Under the record's own keys. `masked` covers names and phones: a register is read by others than the household."""
    return _part(estate, record, masked)


def blank_record(of: type[Record]) -> Values:
    """The same keys with nothing in them: a form to fill in by hand."""
    specs = schema.specs(of)
    return {spec.key: [] if spec.many else None for spec in specs} | {f"{spec.key}_name": None for spec in specs if spec.about.ref == "key"}


def choices_of(of: type[Record]) -> Values:
    """What may be ticked, by the key of the field."""
    return {spec.key: [_(choice.label) for choice in cast(type[Choice], spec.base)] for spec in schema.specs(of) if spec.is_choice}


def residents_of(estate: Estate, unit: str, day: date) -> list[Values]:
    """Who lives in a home on that day, or owns it."""
    found = [one for one in estate.store.where(Resident, "unit", unit) if one.moved_out is None or one.moved_out >= day]
    return [plain_record(estate, one) for one in found]


def home(estate: Estate, unit: str | None) -> Values:
    """`unit` and `residents`, empty where there is no such home."""
    found = estate.store.find(Unit, unit)
    if found is None:
        return NO_HOME
    return {"unit": plain_record(estate, found), "residents": residents_of(estate, found.id, estate.today)}


def _part(estate: Estate, part: Any, masked: bool) -> Values:
    specs = schema.specs(type(part))
    keys = {f"{spec.key}_name": _key_name(estate, getattr(part, spec.name)) for spec in specs if spec.about.ref == "key"}
    return {spec.key: _value(estate, spec, getattr(part, spec.name), masked) for spec in specs} | keys


def _key_name(estate: Estate, id: str | None) -> str:
    """Which door a key is of: its number says nothing to whoever signs for it."""
    key = estate.store.find(Key, id)
    return " ".join(filter(None, (key.unit, key.place, key.name))) if key else ""


def _value(estate: Estate, spec: schema.Spec, value: Any, masked: bool) -> object:
    if isinstance(value, tuple):
        return [_value(estate, spec, item, masked) for item in value]
    if value is None:
        return None
    if spec.is_part:
        return _part(estate, value, masked)
    if spec.is_choice:
        return _(value.label)
    named = _name(estate, spec.about.ref, value)
    how = "name" if spec.about.ref in PEOPLE and value != DEVELOPER else spec.about.personal
    return mask(named, how) if masked else named


def _name(estate: Estate, ref: str, id: Any) -> Any:
    """People are called by their names; whatever else is referred to keeps its id."""
    if ref == "staff":
        person = estate.store.find(Staff, id)
        return person.name if person else id
    if ref in PEOPLE:
        resident = estate.store.find(Resident, id)
        return (estate.settings.developer or _("developer")) if id == DEVELOPER else resident.name if resident else id
    return id


def addressed(resident: Mapping[str, Any]) -> str:
    """张先生: as one speaks to somebody whose whole name need not be read by a passer-by."""
    return f"{resident['name'][:1]}{resident['address_as'] or ''}" if resident["address_as"] else str(resident["name"])
