"""A year of repairs: called in, dispatched, done, signed, and every second one called back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from propops.models.complaint import CallbackOutcome
from propops.models.policies.repairs import RepairPolicy
from propops.models.repair import Material, Repair, RepairCallback, RepairCategory, RepairStatus, Urgency
from propops.planning.repairs import Done, picked
from propops.planning.suggest import repair_category
from propops.sample.days import at, days_of, waking
from propops.sample.dice import Dice
from propops.sample.homes import Home
from propops.sample.team import ENGINEERS, SUPERVISOR
from propops.sample.world import World

PER_MONTH = 14  # in 240 homes


@dataclass(frozen=True)
class Job:
    """`minutes` of work; paid work has a price and mostly a material."""

    item: str
    minutes: int
    result: str
    urgency: Urgency = Urgency.NORMAL
    price: str = ""
    material: str = ""


JOBS = (
    Job("厨房龙头滴水", 35, "更换阀芯，不再滴水", price="45.00", material="陶瓷阀芯"),
    Job("洗手盆下水慢", 30, "疏通下水，排水正常", price="60.00"),
    Job("马桶水箱不停进水", 40, "更换进水阀", price="80.00", material="进水阀"),
    Job("客厅跳闸", 45, "排查为插座受潮，已更换", Urgency.URGENT, "50.00", "五孔插座"),
    Job("入户门锁开关不顺", 25, "清洁锁芯并加润滑", price="30.00"),
    Job("可视对讲无图像", 40, "重接线头，图像恢复"),
    Job("楼道照明不亮", 20, "更换感应灯一只", material="感应灯"),
    Job("暖气一组不热", 30, "排气后恢复供热"),
    Job("地漏返味", 30, "更换防臭芯", price="35.00", material="防臭芯"),
    Job("阳台窗把手松动", 20, "紧固螺丝", price="20.00"),
    Job("水表前阀渗水", 50, "更换阀门", Urgency.URGENT, material="球阀"),
    Job("卫生间排风扇不转", 35, "更换排风扇电容", price="55.00", material="电容"),
    Job("信箱锁坏", 15, "更换锁芯", price="25.00", material="信箱锁"),
    Job("单元门禁刷卡无反应", 30, "重新写卡并测试"),
)


def mend(world: World) -> None:
    for month in world.span.months():
        dice = world.dice("repairs", month)
        days = [day for day in days_of(month) if day < world.span.ago(1)]
        for __ in range(round(PER_MONTH * world.size) if days else 0):
            moment = at(dice.pick(days), 8, dice.number(0, 640))
            do(world, dice.pick(world.lived_in), dice.pick(JOBS), moment, dice)


def call_in(world: World, home: Home, job: Job, moment: datetime) -> Repair:
    repair = Repair(
        unit=home.id,
        requested_by=home.dweller.id,
        received_at=moment,
        received_by=world.team.desk(moment),
        item=job.item,
        urgency=job.urgency,
        price_agreed=Decimal(job.price) if job.price else None,
    )
    return take_down(world, moment, repair.received_by or SUPERVISOR, "repair add", "报修登记", repair)


def take_down(world: World, moment: datetime, by: str, command: str, word: str, repair: Repair) -> Repair:
    """Its id follows from what the caller said, its category from the words of it."""
    added = replace(world.journal.new(moment, repair), category=repair_category(repair.item))
    world.journal.write(moment, by, command, word, added)
    return added


def dispatch(world: World, repair: Repair, engineer: str, moment: datetime) -> Repair:
    sent = replace(repair, status=RepairStatus.DISPATCHED, dispatched_to=engineer, dispatched_at=moment)
    world.journal.write(moment, repair.received_by or SUPERVISOR, "repair dispatch", "报修派单", sent)
    return sent


def do(world: World, home: Home, job: Job, moment: datetime, dice: Dice) -> None:
    repair = dispatch(world, call_in(world, home, job, moment), dice.pick(ENGINEERS), moment + timedelta(minutes=dice.number(4, 20)))
    accepted = moment + timedelta(minutes=dice.number(22, 30))
    is_urgent = job.urgency is Urgency.URGENT
    arrived = moment + timedelta(minutes=dice.number(32, 50)) if is_urgent else waking(moment + timedelta(minutes=dice.number(60, 1100)))
    finished = finish(repair, job, accepted, arrived, dice)
    assert finished.finished_at is not None
    world.journal.write(finished.finished_at, repair.dispatched_to or SUPERVISOR, "repair finish", "报修完工", finished)
    if is_urgent or dice.chance(0.5):
        call_back(world, finished, finished.finished_at, dice)


def finish(repair: Repair, job: Job, accepted: datetime, arrived: datetime, dice: Dice) -> Repair:
    price = Decimal(job.price) if job.price else None
    materials = (Material(name=job.material, quantity=Decimal(1)),) if job.material else ()
    return replace(
        repair,
        status=RepairStatus.FINISHED,
        accepted_at=accepted,
        arrived_at=arrived,
        finished_at=arrived + timedelta(minutes=job.minutes + dice.number(0, 15)),
        materials=materials,
        amount=price,
        result=job.result,
        signed=True,
    )


def call_back(world: World, repair: Repair, finished: datetime, dice: Dice) -> None:
    moment = waking(finished + timedelta(hours=dice.number(2, 20)))
    by = world.team.desk(moment)
    outcome = dice.weighted(((92, CallbackOutcome.SATISFIED), (8, CallbackOutcome.EXPLAINED)))
    closed = replace(repair, status=RepairStatus.CLOSED, callback=RepairCallback(at=moment, by=by, outcome=outcome))
    world.journal.write(moment, by, "repair callback", "报修回访", closed)


def do_twice(world: World, home: Home, job: Job) -> None:
    """It did not last: the same again within the warranty, as a new order that costs nothing and is still under way."""
    dice, moment = world.dice("twice", home.id), at(world.span.ago(6), 9, 40)
    first = dispatch(world, call_in(world, home, job, moment), ENGINEERS[1], moment + timedelta(minutes=8))
    done = finish(first, job, moment + timedelta(minutes=15), moment + timedelta(minutes=70), dice)
    finished = done.finished_at or moment
    world.journal.write(finished, ENGINEERS[1], "repair finish", "报修完工", done)
    again = at(world.span.until, 8, 35)
    rework = replace(first, id="", received_at=again, received_by=world.team.desk(again), reworks=done.id, price_agreed=None)
    rework = replace(rework, status=RepairStatus.OPEN, dispatched_to=None, dispatched_at=None)
    rework = take_down(world, again, rework.received_by or SUPERVISOR, "repair add", "报修登记", rework)
    dispatch(world, rework, ENGINEERS[1], again + timedelta(minutes=5))


def call_the_picked(world: World) -> None:
    """Whoever is to be called back, and was not by chance, is called within the time limit."""
    finished = {one.id: one for one in world.journal.latest(Repair) if one.is_done and (one.unit or one.complaint)}
    done = [Done(one.finished_at, id, one.category is RepairCategory.LEAK) for id, one in finished.items() if one.finished_at]
    for id in sorted(picked(done, RepairPolicy().callback_percent)):
        repair = finished[id]
        if repair.status is RepairStatus.FINISHED and repair.finished_at:
            call_back(world, repair, repair.finished_at, world.dice("picked", id))
