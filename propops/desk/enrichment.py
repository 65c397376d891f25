"""What a visit teaches about a household goes into the resident's file: a known field, or a line of the profile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from propops.errors import refuse
from propops.i18n import _
from propops.models.base import Records
from propops.models.resident import ProfileEntry, Resident, ResidentRole


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


def enriched(resident: Resident, fields: Mapping[str, Any], notes: Mapping[str, str], today: date) -> Resident:
    """`fields` are the model's own; `notes` (`pets` -> `一只猫`) become dated lines of the profile.

    What was known about the same topic is replaced; git keeps what it said before.
    """
    profile = {entry.key: entry for entry in resident.profile}
    profile |= {key: ProfileEntry(key=key, value=text, noted_on=today) for key, text in notes.items()}
    return replace(resident, profile=tuple(profile.values()), **fields)
