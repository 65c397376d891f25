"""Tenants who leave and those who come after them."""

from dataclasses import replace
from datetime import timedelta

from propops.models.base import FeeItem
from propops.models.resident import CareFlag, Resident, ResidentRole
from propops.models.unit import Occupancy
from propops.models.visit import Visit, VisitKind, VisitMethod, VisitStatus
from propops.sample.days import at, is_holiday
from propops.sample.homes import Home
from propops.sample.world import World

PER_YEAR = 8  # in 240 homes


def choose(world: World) -> list[Home]:
    """Let homes whose owner pays everything, so that no bill changes hands."""
    found = [home for home in world.ordinary if home.unit.occupancy is Occupancy.LET and FeeItem.PARKING in home.owner.payer]
    return world.dice("moves").mixed(found)[: round(PER_YEAR * world.size)]


def move(world: World) -> None:
    days = max(30, (world.span.until - world.span.start).days - 20)
    for id in sorted(world.moving):
        _change_of_tenant(world, world.by_id[id], world.dice("move", id).number(10, days))


def _change_of_tenant(world: World, home: Home, after: int) -> None:
    """The old tenant hands in the cards on one day, the new one comes three days later."""
    leaves = world.span.start + timedelta(after)
    while is_holiday(leaves) or is_holiday(leaves + timedelta(3)):
        leaves += timedelta(1)
    old, comes = home.dweller, leaves + timedelta(3)
    gone, moment = replace(old, moved_out=leaves), at(leaves, 16, 20)
    world.journal.write(moment, world.team.desk(moment), "resident edit", "租户迁出", gone)
    name, address = world.names.person(world.dice("tenant", home.id))
    new = Resident(
        unit=home.id,
        name=name,
        address_as=address,
        role=ResidentRole.TENANT,
        phone=world.names.phone(),
        moved_in=comes,
        care=(CareFlag.NEW_MOVE_IN,),
        consent_on=comes,
        source_="租户登记",
    )
    moment = at(comes, 10, 40)
    added = world.journal.add(moment, world.team.desk(moment), "resident add", "租户迁入", new)
    _welcome(world, home, added)


def _welcome(world: World, home: Home, person: Resident) -> None:
    """The first visit within two weeks, by whoever is responsible."""
    officer = world.team.responsible(home.unit.building, home.index)
    assert person.moved_in is not None
    day = world.team.next_duty(officer, person.moved_in + timedelta(4))
    slot, hour = ("am", 10) if officer.shift_on(day) == "early" else ("pm", 16)
    visit = Visit(
        unit=home.id,
        officer=officer.id,
        date=day,
        slot=slot,
        method=VisitMethod.DOOR,
        type=VisitKind.MOVE_IN,
        reason="新入住",
        status=VisitStatus.DONE,
        met=person.id,
        content="送达入住须知和服务电话，核对联系方式",
        satisfaction=5,
    )
    world.journal.add(at(day, hour, 50), officer.id, "visit done", "走访完成", visit)
