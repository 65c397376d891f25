"""Stories that the sample tells besides its daily round, with the ids they have in `records/`.

- burst_pipe: a riser bursts in 3-2; fourteen calls under one complaint. c-261111-kphs and its repair w-261111-m88y.
- nobody_upstairs: water from above, nobody ever in, at last the entrusted key with the owner's word.
  c-260911-wqru, loan l-260918-f3b9 of k-1-1-902.
- hotline: an anonymous complaint about noise from the 12345 hotline. c-261118-svqc.
- debts.held_for_a_leak: no reminders to 2-2-1801 while its façade leaks. c-261106-bn2z, open at the end.
- debts.broken_promise: 1-2-1502 breaks a promise, pays a part (put down as cash, then
  corrected), promises the rest for the last day. r-2611-1-2-1502-au.
- debts.three_years_ahead: 3-1-1602 gets help with its property certificate and pays three years ahead. p-261022-d4ec.
- debts.sold_with_arrears: 2-1-1002 is sold; the old owner (2-1-1002-gd) still owes, the new one paid twice
  and had it back. r-2611-2-1-1002-gd.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from propops.models.complaint import (
    CallbackOutcome,
    Complaint,
    ComplaintCategory,
    ComplaintClass,
    ComplaintSource,
    Department,
    External,
)
from propops.models.key import Key, KeyType
from propops.models.key_loan import Consent, IdKind
from propops.models.parts.complaint_log import ComplaintAction
from propops.models.repair import Material, Repair, RepairStatus, Urgency
from propops.models.visit import Visit, VisitKind, VisitMethod, VisitStatus
from propops.planning.complaints import last_of
from propops.sample.days import at
from propops.sample.docket import Docket, opened
from propops.sample.homes import Home
from propops.sample.keys import Errand, give_back, lend
from propops.sample.repairs import call_back, take_down
from propops.sample.team import CLEANER, ENGINEERS, GUARD, SUPERVISOR
from propops.sample.world import World


def tell(world: World) -> None:
    burst_pipe(world)
    nobody_upstairs(world)
    hotline(world)


def minutes(moment: datetime, count: float) -> datetime:
    return moment + timedelta(minutes=count)


# --- a riser bursts, fourteen homes call ------------------------------------------------------------------------------

_CALLS = ("家里停水", "楼道有水往下流", "家中没水了", "电梯厅地面积水", "厨房没有水", "问什么时候来水", "水管井有水声")


def burst_pipe(world: World) -> None:
    start = at(world.span.ago(19), 7, 6)
    docket = _riser(world, start)
    docket.accept(minutes(start, 1))
    docket.escalate(minutes(start, 2), "十二层立管跑水，电话报告主管", docket.handler)
    docket.escalate(minutes(start, 3), "停水停梯，电话报告主管副总经理", SUPERVISOR)
    docket.transfer(minutes(start, 4), ENGINEERS[0], Department.ENGINEERING, "关闭单元总阀，停运电梯")
    _riser_repair(world, docket)
    calls = [_call(world, docket, home, minutes(start, 5 + 5 * nth), nth) for nth, home in enumerate(_callers(world))]
    for call in calls[:4]:
        docket.joined_by(call)
    docket.note(minutes(start, 22), "总阀已关，电梯停运断电，保洁排水", CLEANER)
    for call in calls[4:]:
        docket.joined_by(call)
    docket.note(minutes(start, 95), "在业主群和单元门口发布停水通知", SUPERVISOR)
    docket.resolve(minutes(start, 175), "更换十二层立管一段，九点五十恢复供水，电梯检查后恢复运行", ENGINEERS[0])
    called = at(docket.last.date() + timedelta(1), 10, 30)
    docket.call_back(called, CallbackOutcome.SATISFIED, f"电话回访来电的{len(calls)}户，供水正常")


def _riser(world: World, start: datetime) -> Docket:
    by = world.team.desk(start)
    complaint = Complaint(
        place="3栋2单元",
        received_at=start,
        source_=ComplaintSource.PHONE,
        category=ComplaintCategory.REPAIR,
        class_=ComplaintClass.EMERGENCY,
        major=True,
        content="十二层水管井立管爆裂，水流入楼道和电梯厅",
        received_by=by,
        log=opened(start, by),
    )
    return Docket(world, complaint)


def _callers(world: World) -> Sequence[Home]:
    return [home for home in world.homes if home.lived_in and home.unit.building == "3" and home.unit.entrance == "2"][8:22]


def _call(world: World, parent: Docket, home: Home, moment: datetime, nth: int) -> Complaint:
    by = world.team.desk(moment)
    return Complaint(
        unit=home.id,
        complainant=home.dweller.id,
        received_at=moment,
        source_=ComplaintSource.PHONE if nth % 4 else ComplaintSource.OWNERS_GROUP,
        category=ComplaintCategory.REPAIR,
        class_=ComplaintClass.EMERGENCY,
        parent=parent.complaint.id,
        content=_CALLS[nth % len(_CALLS)],
        received_by=by,
        log=opened(moment, by),
    )


def _riser_repair(world: World, docket: Docket) -> None:
    """Dispatched as the complaint is handed over."""
    start = last_of(docket.complaint.log, ComplaintAction.TRANSFER) or docket.last
    order = Repair(
        place="3栋2单元",
        received_at=start,
        received_by=docket.handler,
        complaint=docket.complaint.id,
        item="十二层水管井给水立管爆裂",
        urgency=Urgency.EMERGENCY,
        status=RepairStatus.DISPATCHED,
        dispatched_to=ENGINEERS[0],
        dispatched_at=start,
    )
    order = take_down(world, start, docket.handler, "repair add", "报修登记", order)
    arrived = replace(order, status=RepairStatus.ON_SITE, accepted_at=minutes(start, 1), arrived_at=minutes(start, 9))
    world.journal.write(minutes(start, 9), ENGINEERS[0], "repair arrive", "报修到场", arrived)
    finished = replace(
        arrived,
        status=RepairStatus.FINISHED,
        finished_at=minutes(start, 168),
        materials=(Material(name="PPR管 DN50", quantity=Decimal(2)), Material(name="热熔接头", quantity=Decimal(2))),
        result="更换立管一段，试压半小时无渗漏",
        signed=True,
    )
    world.journal.write(minutes(start, 168), ENGINEERS[0], "repair finish", "报修完工", finished)
    call_back(world, finished, minutes(start, 168), world.dice("riser"))


# --- a leak, and nobody ever in upstairs ------------------------------------------------------------------------------


def nobody_upstairs(world: World) -> None:
    below, above = world.by_id["1-1-802"], world.by_id["1-1-902"]
    start = at(world.span.ago(80), 18, 20)
    key = _entrusted(world, above)
    docket = _leak(world, below, start)
    last = _three_visits(world, above, start.date() + timedelta(1))
    docket.wait(at(last.date, 20), "三次上门均无人，等楼上业主回电", last.officer)
    reached = _reached_by_phone(world, above, last)
    docket.note(at(reached, 10, 50), "联系上楼上业主，同意用委托钥匙入户检修")
    errand = Errand("楼下漏水，入户检修", "徐刚", "工程部", IdKind.STAFF_CARD)
    out = at(reached, 14, 30)
    loan = lend(world, key, errand, out, Consent(by=above.owner.id, at=at(reached, 10, 45), way="电话"))
    _mend_upstairs(world, docket, above, minutes(out, 10))
    give_back(world, loan, key, at(reached, 16, 40))
    docket.resolve(at(reached, 17, 20), "楼上洗衣机地漏接口松脱，已重接并做闭水，楼下不再滴水")
    docket.call_back(at(reached + timedelta(1), 10, 15), CallbackOutcome.SATISFIED, "已干，满意；希望楼上留个常用联系方式")


def _entrusted(world: World, home: Home) -> Key:
    key = Key(
        unit=home.id,
        name="入户门",
        type=KeyType.ENTRUSTED,
        location="委托-01",
        received_from=home.owner.name,
        received_on=world.span.start - timedelta(120),
    )
    key = world.journal.new(world.span.begin, key)
    world.journal.write(world.span.begin - timedelta(120), SUPERVISOR, "key add", "钥匙委托入册", key)
    return key


def _leak(world: World, home: Home, start: datetime) -> Docket:
    by = world.team.desk(start)
    complaint = Complaint(
        unit=home.id,
        complainant=home.owner.id,
        received_at=start,
        source_=ComplaintSource.PHONE,
        category=ComplaintCategory.LEAK,
        class_=ComplaintClass.URGENT,
        content="卫生间顶棚滴水，应是楼上漏水",
        received_by=by,
        log=opened(start, by),
    )
    docket = Docket(world, complaint)
    docket.accept(minutes(start, 6))
    docket.transfer(minutes(start, 9), ENGINEERS[1], Department.ENGINEERING, "二十分钟内到场")
    docket.note(minutes(start, 45), "楼上敲门无人，已关楼上户外水阀，楼下接水")
    docket.escalate(minutes(start, 24 * 60), "二十四小时未办结，转主管协调", SUPERVISOR)
    return docket


def _three_visits(world: World, home: Home, day: date) -> Visit:
    """On three days and at different hours; nobody opens."""
    officer = world.team.responsible(home.unit.building, home.index)
    last: Visit | None = None
    for nth in range(3):
        day = world.team.next_duty(officer, day)
        slot, hour = ("am", 10) if officer.shift_on(day) == "early" else (("ev", 19) if nth == 2 else ("pm", 15))
        visit = Visit(
            unit=home.id,
            officer=officer.id,
            date=day,
            slot=slot,
            method=VisitMethod.DOOR,
            type=VisitKind.SPECIAL,
            reason="楼下漏水，需入户检查" if nth == 0 else f"第{nth + 1}次上门",
            status=VisitStatus.NO_ANSWER,
            follows=last.id if last else None,
            content="敲门三次无人，门上留联系卡",
        )
        last = world.journal.add(at(day, hour, 12), officer.id, "visit no-answer", "走访无人", visit)
        day += timedelta(2)
    assert last is not None
    return last


def _reached_by_phone(world: World, home: Home, last: Visit) -> date:
    officer = world.team.responsible(home.unit.building, home.index)
    day = world.team.next_duty(officer, last.date + timedelta(1))
    visit = Visit(
        unit=home.id,
        officer=officer.id,
        date=day,
        method=VisitMethod.PHONE,
        type=VisitKind.SPECIAL,
        reason="三次上门无人，改为电话",
        status=VisitStatus.DONE,
        follows=last.id,
        met=home.owner.id,
        content="业主常年在外地，同意用委托钥匙入户检修，全程录像",
        satisfaction=4,
    )
    world.journal.add(at(day, 10, 44), officer.id, "visit done", "走访完成", visit)
    return day


def _mend_upstairs(world: World, docket: Docket, home: Home, start: datetime) -> None:
    order = Repair(
        unit=home.id,
        requested_by=home.owner.id,
        received_at=start,
        received_by=docket.handler,
        complaint=docket.complaint.id,
        item="洗衣机地漏接口漏水到楼下",
        urgency=Urgency.URGENT,
        status=RepairStatus.FINISHED,
        dispatched_to=ENGINEERS[1],
        dispatched_at=start,
        accepted_at=start,
        arrived_at=minutes(start, 8),
        finished_at=minutes(start, 105),
        materials=(Material(name="排水软管", quantity=Decimal(1)),),
        result="重接排水管，闭水一小时无渗漏",
        signed=True,
    )
    order = take_down(world, minutes(start, 105), ENGINEERS[1], "repair finish", "报修完工", order)
    call_back(world, order, minutes(start, 105), world.dice("drain"))


# --- the 12345 hotline passes on an anonymous complaint ---------------------------------------------------------------


def hotline(world: World) -> None:
    start = at(world.span.ago(12), 16, 5)
    by = world.team.desk(start)
    complaint = Complaint(
        place="1栋北侧",
        received_at=start,
        source_=ComplaintSource.HOTLINE,
        external=External(number=f"GD{start:%Y%m%d}-0371", deadline=at(start.date() + timedelta(5), 18)),
        anonymous=True,
        category=ComplaintCategory.NOISE,
        class_=ComplaintClass.GENERAL,
        content="匿名反映夜间有装修切割声，影响休息",
        received_by=by,
        log=opened(start, by),
    )
    docket = Docket(world, complaint)
    docket.accept(minutes(start, 10))
    docket.transfer(minutes(start, 18), GUARD, Department.SECURITY, "当晚重点巡查")
    docket.note(minutes(start, 325), "二十一点二十巡查发现一户施工，已劝停并登记", GUARD)
    docket.resolve(at(start.date() + timedelta(1), 11, 5), "施工方签收施工时段告知书，夜间不再施工；结果已回复热线平台")
    docket.call_back(at(start.date() + timedelta(1), 15, 30), CallbackOutcome.ANONYMOUS, "平台回访，来电人未留联系方式")
