"""What is open on the last morning, so that the day has something to do."""

from dataclasses import replace
from datetime import timedelta

from propops.models.complaint import ComplaintSource
from propops.models.key import Key, KeyType
from propops.models.key_loan import IdKind
from propops.models.parts.complaint_log import WaitsFor
from propops.models.visit import Visit, VisitKind, VisitMethod, VisitStatus
from propops.sample.complaint_words import MATTERS, Matter
from propops.sample.complaints import assign, receive
from propops.sample.days import at
from propops.sample.front_desk import call_of, left_open
from propops.sample.homes import Home
from propops.sample.keys import Errand, lend
from propops.sample.repairs import JOBS, call_in, dispatch, do_twice
from propops.sample.team import ENGINEERS, SUPERVISOR
from propops.sample.visits import Round, plan_visit
from propops.sample.world import SHOWN, World

VISITS_TODAY = 5
BETWEEN_VISITS = 60  # days


def leave_open(world: World, made: Round, keys: list[Key]) -> None:
    homes = world.dice("ending").mixed([home for home in world.lived_in if home.id != SHOWN])
    if len(homes) < 10:
        return
    _visits_today(world, made)
    _complaints(world, homes)
    _call_back_due(world, homes[2])
    _key_out(world, keys)
    _follow_up(world, homes[3])
    _repair_under_way(world, homes[4])
    left_open(world, homes[5])
    do_twice(world, homes[5], JOBS[2])


def _visits_today(world: World, made: Round) -> None:
    """Some of those whose turn is next month are put on today; one of them was told."""
    today, planned = world.span.until, list[Visit]()
    rested = today - timedelta(BETWEEN_VISITS)
    for home in (home for home in made.next_up if home.id != SHOWN and made.called.get(home.id, rested) <= rested):
        officer = world.team.responsible(home.unit.building, home.index)
        if len(planned) < VISITS_TODAY and made.slot_on(officer, today, home.dweller):
            planned.append(plan_visit(made, officer, home, today, reason="轮访"))
    if planned:
        moment = at(world.span.ago(4), 16, 30)
        world.journal.write(moment, SUPERVISOR, "visit add", "走访补排", *planned)
        told = replace(planned[0], status=VisitStatus.NOTIFIED)
        world.journal.write(at(world.span.ago(1), 15, 20), told.officer, "visit notify", "走访通知", told)


def _matter(content: str) -> Matter:
    return next(matter for matter in MATTERS if matter.content == content)


def _complaints(world: World, homes: list[Home]) -> None:
    """One handed to engineering yesterday and put off by the resident, one just taken down."""
    dice = world.dice("open-complaints")
    matter, start = _matter("可视对讲听不到声音"), at(world.span.ago(1), 16, 40)
    docket = receive(world, homes[0], matter, start, ComplaintSource.WECHAT)
    assign(docket, matter, start, dice)
    docket.note(start + timedelta(minutes=100), "主机正常，分机待更换，约次日下午上门")
    back = world.span.until + timedelta(3)
    docket.wait(start + timedelta(minutes=115), "住户来电改约，三天后才在家", docket.handler, WaitsFor.RESIDENT, back)
    called = receive(world, homes[1], _matter("车位被他人占用"), at(world.span.until, 8, 48), ComplaintSource.PHONE)
    call_of(world, called.complaint, rings=2)


def _call_back_due(world: World, home: Home) -> None:
    matter, start = _matter("楼道有装修垃圾未清"), at(world.span.ago(1), 9, 25)
    docket = receive(world, home, matter, start, ComplaintSource.PHONE)
    assign(docket, matter, start, world.dice("call-back"))
    docket.resolve(at(world.span.ago(1), 17, 15), matter.result)


def _key_out(world: World, keys: list[Key]) -> None:
    key = next(key for key in keys if key.type is KeyType.PLANT and key.name == "生活水泵房")
    lend(world, key, Errand("水箱清洗前检查", "徐刚", "工程部", IdKind.STAFF_CARD), at(world.span.until, 8, 12))


def _follow_up(world: World, home: Home) -> None:
    officer = world.team.responsible(home.unit.building, home.index)
    day = world.team.next_duty(officer, world.span.ago(6))
    is_early = officer.shift_on(day) == "early"
    visit = Visit(
        unit=home.id,
        officer=officer.id,
        date=day,
        slot="am" if is_early else "pm",
        method=VisitMethod.DOOR,
        type=VisitKind.SPECIAL,
        reason="住户预约",
        status=VisitStatus.DONE,
        met=home.dweller.id,
        content="反映单元门夜间关不严",
        opinion="单元门夜间关不严",
        category="工程维修",
        action="已报工程，约定本月底前回告结果",
        satisfaction=4,
        follow_up_on=world.span.until,
    )
    world.journal.add(at(day, 11 if is_early else 17, 5), officer.id, "visit done", "走访完成", visit)


def _repair_under_way(world: World, home: Home) -> None:
    start = at(world.span.until, 8, 25)
    repair = call_in(world, home, JOBS[0], start)
    dispatch(world, repair, ENGINEERS[2], start + timedelta(minutes=6))
