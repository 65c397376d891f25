"""What a visit teaches about a household goes into the resident's file: a known field, or a line of the profile."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import click

from propops import schema
from propops.errors import refuse
from propops.i18n import _
from propops.models.base import Records
from propops.models.resident import ProfileEntry, Resident, ResidentRole
from propops.params import pairs, parse_value

PROTECTED = ("id", "unit", "profile")


def resident_met(records: Records, unit: str, met: str | None, today: date) -> Resident:
    """Whom a visit's news is about: the one met, else the tenant of a let home, else the owner."""
    found = records.find(Resident, met)
    if found is not None:
        return found
    here = [person for person in records.where(Resident, "unit", unit) if person.lives_here(today)]
    if not here:
        raise refuse("nobody-here", _("Nobody is recorded as living in %(unit)s.") % {"unit": unit}, hint=f"propops resident add {unit}")
    order = (ResidentRole.TENANT, ResidentRole.OWNER, ResidentRole.FAMILY)
    return min(here, key=lambda person: (order.index(person.role), person.id))


def enriched(resident: Resident, assignments: Sequence[str], today: date, context: click.Context) -> Resident:
    """`phone=138 0000 0001` sets the field of that name; `pets=一只猫` becomes a dated line of the profile."""
    for key, text in pairs(assignments):
        spec = schema.spec_of(Resident, key.replace("-", "_"))
        if spec is None:
            resident = replace(resident, profile=_noted(resident.profile, ProfileEntry(key=key, value=text.strip(), noted_on=today)))
        elif spec.is_part or spec.key in PROTECTED:
            raise refuse("not-here", _("%(field)s cannot be set this way.") % {"field": key}, hint=f"propops resident edit {resident.id}")
        else:
            resident = replace(resident, **{spec.name: parse_value(spec, text.strip(), context)})
    return resident


def _noted(profile: tuple[ProfileEntry, ...], entry: ProfileEntry) -> tuple[ProfileEntry, ...]:
    """What was known about the same topic is replaced; git keeps what it said before."""
    if any(known.key == entry.key for known in profile):
        return tuple(entry if known.key == entry.key else known for known in profile)
    return (*profile, entry)
