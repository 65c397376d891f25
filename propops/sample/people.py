"""The people of a home: who owns, rents and pays, how they wish to be called on, what is known of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from propops.models.base import FeeItem
from propops.models.resident import (
    CareFlag,
    Channel,
    ContactPreference,
    EmergencyContact,
    PreferenceMode,
    QuietPeriod,
    Resident,
    ResidentRole,
    Welcome,
)
from propops.models.staff import Weekday
from propops.models.unit import Charge, Occupancy, Unit
from propops.sample.days import Span
from propops.sample.dice import Dice
from propops.sample.homes import Home, moved_in
from propops.sample.names import Names

ALL_ITEMS = (FeeItem.PROPERTY, FeeItem.PARKING, FeeItem.SERVICE)
WEEKEND = (Weekday.SATURDAY, Weekday.SUNDAY)

_WISHES = (
    (5, ContactPreference(mode=PreferenceMode.PREFER, slots=("ev",))),
    (4, ContactPreference(mode=PreferenceMode.PREFER, weekdays=WEEKEND)),
    (3, ContactPreference(mode=PreferenceMode.PREFER, slots=("am",), channel=Channel.PHONE)),
    (3, ContactPreference(mode=PreferenceMode.PREFER, slots=("pm",))),
    (3, ContactPreference(mode=PreferenceMode.PREFER, channel=Channel.WECHAT)),
    (2, ContactPreference(mode=PreferenceMode.ONLY, slots=("pm",), channel=Channel.WECHAT)),
    (1, ContactPreference(mode=PreferenceMode.ONLY, weekdays=WEEKEND)),
)


def move_in(unit: Unit, index: int, span: Span, names: Names, dice: Dice) -> Home:
    """The home with its people, ids still to come."""
    parking = dice.chance(0.28) and unit.occupancy in (Occupancy.OWNER, Occupancy.LET)
    unit = replace(unit, charges=(Charge(item=FeeItem.PARKING),)) if parking else unit
    if unit.occupancy is Occupancy.NOT_HANDED_OVER:
        return Home(unit, index)
    owner = _owner(unit, names, dice)
    if unit.occupancy is Occupancy.VACANT:
        return Home(unit, index, (owner,))
    if unit.occupancy is Occupancy.LET:
        return Home(unit, index, _let(unit, owner, span, names, dice, parking))
    lived = replace(owner, moved_in=moved_in(unit, dice), contact=_wish(dice), do_not_disturb=_quiet(span, dice))
    return Home(unit, index, (lived, *_family(unit, lived, names, dice)))


def _owner(unit: Unit, names: Names, dice: Dice) -> Resident:
    name, address = names.person(dice)
    phone = names.phone()
    return Resident(unit=unit.id, name=name, address_as=address, role=ResidentRole.OWNER, payer=ALL_ITEMS, phone=phone, source_="入伙登记")


def _let(unit: Unit, owner: Resident, span: Span, names: Names, dice: Dice, parking: bool) -> tuple[Resident, ...]:
    """The owner pays, or the tenant does, or each pays for what he uses."""
    name, address = names.person(dice)
    pays = dice.weighted(((5, ()), (3, ALL_ITEMS), (2, (FeeItem.PARKING, FeeItem.SERVICE))))
    since = span.start - timedelta(dice.number(40, 700))
    tenant = Resident(
        unit=unit.id,
        name=name,
        address_as=address,
        role=ResidentRole.TENANT,
        payer=pays,
        phone=names.phone(),
        moved_in=since,
        contact=_wish(dice),
        source_="租户登记",
    )
    return replace(owner, payer=tuple(item for item in ALL_ITEMS if item not in pays)), tenant


def _family(unit: Unit, owner: Resident, names: Names, dice: Dice) -> Iterator[Resident]:
    if dice.chance(0.3):
        name, address = names.person(dice)
        phone = names.phone() if dice.chance(0.6) else None
        yield Resident(
            unit=unit.id, name=name, address_as=address, role=ResidentRole.FAMILY, phone=phone, moved_in=owner.moved_in, source_="走访登记"
        )


def _wish(dice: Dice) -> ContactPreference | None:
    return dice.weighted(_WISHES) if dice.chance(0.2) else None


def _quiet(span: Span, dice: Dice) -> tuple[QuietPeriod, ...]:
    if not dice.chance(0.04):
        return ()
    first = dice.pick((date(span.until.year, 6, 1), span.until + timedelta(dice.number(3, 15)), span.until - timedelta(90)))
    return (QuietPeriod(from_=first, to=first + timedelta(dice.number(6, 14))),)


# --- a few households stand out ---------------------------------------------------------------------------------------

_CARE = (CareFlag.ELDERLY_ALONE,) * 5 + (CareFlag.NEEDS_HELP,) * 2 + (CareFlag.RENOVATING,) * 2


def stand_out(homes: list[Home], span: Span, names: Names, dice: Dice) -> list[Home]:
    """Some 3 % want no visits; some are old and alone, need help or renovate; a few named somebody for emergencies."""
    lived_in = dice.mixed([home.index for home in homes if home.lived_in])
    out = round(len(homes) * 0.03)
    care = max(1, round(len(homes) * 0.04))
    chosen = {i: _opted_out(homes[i]) for i in lived_in[:out]}
    for count, i in enumerate(lived_in[out : out + care]):
        chosen[i] = _cared_for(homes[i], _CARE[count % len(_CARE)], span, names, dice)
    return [chosen.get(home.index, home) for home in homes]


def _opted_out(home: Home) -> Home:
    return _with_dweller(home, replace(home.dweller, visits=Welcome.OPTED_OUT))


def _cared_for(home: Home, flag: CareFlag, span: Span, names: Names, dice: Dice) -> Home:
    consent = span.start - timedelta(dice.number(20, 300))
    contact = None
    if flag is not CareFlag.RENOVATING:
        contact = EmergencyContact(name=names.person(dice)[0], phone=names.phone(), consent_on=consent)
    person = replace(home.dweller, care=(flag,), consent_on=consent, emergency_contact=contact)
    return _with_dweller(home, person)


def _with_dweller(home: Home, person: Resident) -> Home:
    return replace(home, people=tuple(person if other is home.dweller else other for other in home.people))
