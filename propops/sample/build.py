"""Puts the estate together: first who is there, then a year of work, then the stories."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from propops.models.resident import Welcome
from propops.sample import (
    breaches,
    complaints,
    debts,
    ending,
    fees,
    front_desk,
    handovers,
    keys,
    moves,
    notices,
    papers,
    reminders,
    repairs,
    services,
    stories,
    visits,
)
from propops.sample.days import Span, span_of
from propops.sample.dice import Dice
from propops.sample.homes import Home, occupied, units
from propops.sample.journal import History
from propops.sample.names import Names
from propops.sample.people import move_in, stand_out
from propops.sample.settings import calendar, settings
from propops.sample.team import SUPERVISOR, hire
from propops.sample.world import SHOWN, STORY_HOMES, World


def build(households: int = 240, months: int = 12, seed: int = 1, until: date = date(2026, 11, 30), sample: bool = False) -> History:
    """An estate of that many homes with that many months of life up to 09:00 of `until`, where its clock stands.

    `sample` marks the records as those of a checkout of the program, which are not written to.
    """
    world = _settle(households, span_of(until, months), seed)
    _register(world, sample)
    world.moving = frozenset(home.id for home in moves.choose(world))
    _live(world)
    return world.journal.history(world.span.begin, world.span.now)


def _live(world: World) -> None:
    """Money late: receipts are numbered when all of it is in. Handovers last: they tell of everything else."""
    reminders.remind(world, fees.charge(world))
    keys_kept = keys.hang(world)
    made = visits.visit(world)
    moves.move(world)
    complaints.complain(world)
    repairs.mend(world)
    keys.lend_all(world, keys_kept)
    keys.count_all(world, [*keys_kept, keys.roof_works(world)] if world.has_stories else keys_kept)
    front_desk.attend(world)
    papers.pledge_all(world)
    papers.survey_all(world)
    if world.has_stories:
        stories.tell(world)
        debts.tell(world)
    services.offer(world)
    ending.leave_open(world, made, keys_kept)
    repairs.call_the_picked(world)
    fees.issue(world)
    fees.settle(world)
    notices.post(world)
    if world.has_stories:
        breaches.break_promises(world)
    handovers.hand_over(world)


def _settle(households: int, span: Span, seed: int) -> World:
    names = Names(seed)
    kept = (*STORY_HOMES, SHOWN)
    homes_there = occupied(units(households), kept, Dice(seed, "occupied"))
    team = hire(list(dict.fromkeys(unit.building for unit in homes_there)), households, span, names)
    homes = [move_in(unit, i, span, names, Dice(seed, "home", unit.id)) for i, unit in enumerate(homes_there)]
    return World(seed, span, team, tuple(stand_out(homes, span, names, Dice(seed, "stand-out"))), names)


def _register(world: World, sample: bool) -> None:
    """Everything known before the first day."""
    moment = world.span.begin - timedelta(1)
    world.homes = tuple(_numbered(world, home, moment) for home in world.homes)
    callable_homes = sum(home.lived_in and home.dweller.visits is not Welcome.OPTED_OUT for home in world.homes)
    quota = -(-callable_homes // (visits.ROUND * len(world.team.officers)))
    records = [settings(world.span, quota, sample), *calendar(), *world.team.staff, *(home.unit for home in world.homes)]
    numbered = [world.journal.new(moment, record) for record in records]
    people = [person for home in world.homes for person in home.people]
    world.journal.act(moment, SUPERVISOR, "init", "建立档案", *numbered, *people)


def _numbered(world: World, home: Home, moment: datetime) -> Home:
    return replace(home, people=tuple(world.journal.new(moment, person) for person in home.people))
