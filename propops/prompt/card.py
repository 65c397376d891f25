"""A home at a glance, masked: who lives there and what is open, for whoever is on the phone with them."""

from collections.abc import Iterator

from propops.desk.household import file_of, happened
from propops.desk.household_pages import account_lines, summary
from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.models.unit import Unit
from propops.prompt.lookup import masked, people_of


def card(estate: Estate, id: str) -> Iterator[str]:
    """The lines of the card: of the household's file what is not yet done, of whatever kind."""
    unit = estate.store.find(Unit, id)
    assert unit is not None
    file, names = file_of(estate.store, unit), names_of_staff(estate)
    people = "  ".join(map(masked, people_of(estate, id)))
    yield f"{id}  " + (people or _("nobody is recorded here"))
    yield from (f"  {line}" for line in account_lines(estate, file, reveal=False))
    for records in file.values():
        for one in records:
            if getattr(one, "is_open", False):
                day = f"{happened(one):%m-%d}"
                yield "  " + "  ".join((_(one.label), day, summary(one, False, names), f"[{one.id}]"))
