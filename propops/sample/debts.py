"""Stories about money; see stories.py for the list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from propops.models.base import FeeItem
from propops.models.bill import Bill
from propops.models.complaint import (
    Complaint,
    ComplaintCategory,
    ComplaintClass,
    ComplaintSource,
    Department,
)
from propops.models.payment import PaymentWay
from propops.models.reminder import ArrearsReason, Reminder, ReminderResult, ReminderStatus, ReminderWay
from propops.models.resident import Resident, ResidentRole
from propops.models.visit import Visit, VisitKind, VisitMethod, VisitStatus
from propops.sample.days import at, quarter_of, quarters_back, workday_from
from propops.sample.docket import Docket, opened
from propops.sample.fees import bill_for, quarterly
from propops.sample.homes import Home
from propops.sample.people import ALL_ITEMS
from propops.sample.team import ENGINEERS, SUPERVISOR
from propops.sample.world import Receipt, World

PAID_DAYS = 11  # after the quarter began, where a story's household pays in time


def tell(world: World) -> None:
    held_for_a_leak(world)
    broken_promise(world)
    three_years_ahead(world)
    sold_with_arrears(world)


def _quarters(world: World) -> list[date]:
    """From the quarter in which the life begins to the last."""
    latest, first = quarter_of(world.span.until), quarter_of(world.span.start)
    count = (latest.year - first.year) * 4 + (latest.month - first.month) // 3
    return [quarters_back(latest, count - i) for i in range(count + 1)]


def _bills(world: World, home: Home, payer: str, quarters: Sequence[date]) -> list[Bill]:
    return [bill_for(world, home, FeeItem.PROPERTY, payer, quarter) for quarter in quarters]


def _in_time(world: World, home: Home, payer: str, quarters: Sequence[date]) -> None:
    for quarter, bill in zip(quarters, _bills(world, home, payer, quarters), strict=True):
        world.pay(at(workday_from(quarter + timedelta(PAID_DAYS)), 10, 20), [bill], PaymentWay.WECHAT)


def _reminded(
    world: World, home: Home, day: date, stage: int, way: ReminderWay, bills: Sequence[Bill], owed: Decimal, **came_of_it: object
) -> Reminder:
    officer = world.team.responsible(home.unit.building, home.index)
    day = world.team.next_duty(officer, day)
    is_early = officer.shift_on(day) == "early"
    reminder = Reminder(
        unit=home.id,
        payer=bills[0].payer,
        officer=officer.id,
        date=day,
        slot="am" if is_early else "pm",
        stage=stage,
        way=way,
        bills=tuple(bill.id for bill in bills),
        amount=owed,
        status=ReminderStatus.DONE,
    )
    reminder = replace(reminder, **came_of_it)  # type: ignore[arg-type]
    verb, word = ("skip", "催费取消") if reminder.status is ReminderStatus.SKIPPED else ("done", "催费完成")
    return world.journal.add(at(day, 10 if is_early else 16, 25), officer.id, f"remind {verb}", word, reminder)


def _total(bills: Sequence[Bill]) -> Decimal:
    return sum((bill.amount for bill in bills), Decimal(0))


# --- not asked for money while the façade leaks -----------------------------------------------------------------------


def held_for_a_leak(world: World) -> None:
    home, quarters = world.by_id["2-2-1801"], _quarters(world)
    _in_time(world, home, home.owner.id, quarters[:-2])
    owed = _bills(world, home, home.owner.id, quarters[-2:])
    refused = {"reason": ArrearsReason.DEFECT, "result": ReminderResult.REFUSED}
    _reminded(world, home, world.span.ago(47), 1, ReminderWay.PHONE, owed[:1], owed[0].amount, **refused)
    docket = _facade(world, home)
    disputed = [replace(bill, disputed="外墙渗漏未修复，业主要求修好再缴") for bill in owed]
    moment = docket.last + timedelta(minutes=30)
    world.journal.act(moment, SUPERVISOR, "remind hold", f"暂缓催缴 {home.id}", *disputed)
    held = {"status": ReminderStatus.SKIPPED, "note": "外墙渗漏投诉处理中，暂缓催缴"}
    _reminded(world, home, world.span.ago(18), 2, ReminderWay.PHONE, owed, _total(owed), **held)
    _facade_goes_on(world, docket)


def _facade(world: World, home: Home) -> Docket:
    start = at(world.span.ago(24), 15, 10)
    by = world.team.desk(start)
    complaint = Complaint(
        unit=home.id,
        complainant=home.owner.id,
        received_at=start,
        source_=ComplaintSource.WALK_IN,
        category=ComplaintCategory.LEAK,
        class_=ComplaintClass.COMPLEX,
        content="主卧外墙渗漏，雨后墙面返潮起皮，要求修好再缴物业费",
        received_by=by,
        log=opened(start, by),
    )
    docket = Docket(world, complaint)
    docket.accept(start + timedelta(minutes=8))
    docket.transfer(start + timedelta(minutes=20), ENGINEERS[0], Department.ENGINEERING, "当面受理，约次日查看")
    return docket


def _facade_goes_on(world: World, docket: Docket) -> None:
    day = docket.last.date()
    docket.note(at(day + timedelta(1), 10, 40), "现场查看，外墙分格缝开裂，需吊绳施工")
    docket.wait(at(day + timedelta(3), 9, 30), "已委托外墙维修单位，等排期", SUPERVISOR)
    docket.escalate(at(day + timedelta(7), 9), "超过五个工作日，主管接手", SUPERVISOR)
    docket.escalate(at(day + timedelta(14), 9), "连续降雨推迟，报主管副总经理", SUPERVISOR)
    docket.note(at(day + timedelta(19), 16, 20), "施工排在下周四，已告知业主并致歉", SUPERVISOR)


# --- a promise that was not kept, then a part ------------------------------------------------------------------------


def broken_promise(world: World) -> None:
    home, quarters = world.by_id["1-2-1502"], _quarters(world)
    payer, until = home.owner.id, world.span.until
    _in_time(world, home, payer, quarters[:-3])
    owed = _bills(world, home, payer, quarters[-3:])
    reason = {"reason": ArrearsReason.HARDSHIP, "result": ReminderResult.PROMISED}
    first = {"promised_on": world.span.ago(71), "promised_amount": _total(owed[:2]), "note": "未按期兑现"}
    _reminded(world, home, world.span.ago(83), 1, ReminderWay.PHONE, owed[:2], _total(owed[:2]), **reason, **first)
    paid_on, part = workday_from(world.span.ago(28)), Decimal("1500.00")
    second = {"promised_on": paid_on, "promised_amount": part}
    _reminded(world, home, world.span.ago(48), 2, ReminderWay.PHONE, owed[:2], _total(owed[:2]), **reason, **second)
    wrong = world.pay(at(paid_on, 11, 10), owed, PaymentWay.CASH, part)
    world.till.append(wrong.taken_back(at(paid_on, 11, 25), "收款方式记错，实为银行转账"))
    world.till.append(replace(wrong, at=at(paid_on, 11, 26), way=PaymentWay.BANK, replaces=wrong))
    rest = _total(owed) - part
    third = {"promised_on": until, "promised_amount": rest, "next_on": until}
    _reminded(world, home, world.span.ago(14), 3, ReminderWay.DOOR, owed[1:], rest, **reason, **third, evidence="两人上门，记录表已存档")


# --- three years paid ahead -------------------------------------------------------------------------------------------


def three_years_ahead(world: World) -> None:
    home = world.by_id["3-1-1602"]
    _in_time(world, home, home.owner.id, _quarters(world))
    asked = workday_from(world.span.ago(53))
    first = _at_the_counter(world, home, asked, "业主来前台咨询不动产权证办理，协助列出材料清单并出具证明", None)
    _at_the_counter(world, home, workday_from(asked + timedelta(12)), "陪同核对材料，业主已领到不动产权证，表示感谢", first)
    day = workday_from(asked + timedelta(14))
    ahead = quarterly(home, 36)
    world.till.append(Receipt(at(day, 15, 40), home.id, home.owner.id, ahead, PaymentWay.BANK, (), "业主自愿预缴三年物业费"))


def _at_the_counter(world: World, home: Home, day: date, content: str, follows: Visit | None) -> Visit:
    moment = at(day, 14, 20)
    by = world.team.desk(moment)
    visit = Visit(
        unit=home.id,
        officer=by,
        date=day,
        method=VisitMethod.COUNTER,
        type=VisitKind.SPECIAL,
        reason="协助办理不动产权证",
        status=VisitStatus.DONE,
        follows=follows.id if follows else None,
        met=home.owner.id,
        content=content,
        satisfaction=5,
    )
    return world.journal.add(moment, by, "visit done", "走访完成", visit)


# --- a home sold while its old owner still owes -----------------------------------------------------------------------


def sold_with_arrears(world: World) -> None:
    home, quarters = world.by_id["2-1-1002"], _quarters(world)
    old, left = home.owner, world.span.ago(102)
    _in_time(world, home, old.id, quarters[:-4])
    owed = _bills(world, home, old.id, quarters[-4:-1])
    asked = {"reason": ArrearsReason.FORGOT, "result": ReminderResult.NO_ANSWER}
    _reminded(world, home, left - timedelta(70), 1, ReminderWay.WECHAT, owed[:2], _total(owed[:2]), **asked)
    new = _sale(world, home, left)
    _in_time(world, home, new.id, quarters[-1:])
    _paid_twice(world, home, new, quarters[-1])
    moved = {"reason": ArrearsReason.AWAY, "result": ReminderResult.PROMISED, "note": "房屋已出售，欠费仍由原业主承担"}
    promise = {"promised_on": world.span.ago(31), "promised_amount": _total(owed)}
    _reminded(world, home, world.span.ago(60), 2, ReminderWay.PHONE, owed, _total(owed), **moved, **promise)
    letter = {"reason": ArrearsReason.AWAY, "result": ReminderResult.TO_VERIFY, "evidence": "催告函已挂号寄出，回执待收"}
    _reminded(world, home, world.span.ago(20), 3, ReminderWay.LETTER, owed, _total(owed), **letter)


def _paid_twice(world: World, home: Home, new: Resident, quarter: date) -> None:
    """The buyer's bank paid as well; it went back a few days later."""
    day, amount = workday_from(quarter + timedelta(PAID_DAYS + 2)), quarterly(home)
    world.till.append(Receipt(at(day, 9, 50), home.id, new.id, amount, PaymentWay.BANK, (), "银行代扣重复缴费"))
    back = at(workday_from(day + timedelta(5)), 15, 10)
    world.till.append(Receipt(back, home.id, new.id, -amount, PaymentWay.BANK, (), "重复缴费，原路退回"))


def _sale(world: World, home: Home, left: date) -> Resident:
    """The old owner pays nothing new, but what he owes stays his."""
    old = home.owner
    moment = at(left, 15)
    by = world.team.desk(moment)
    gone = replace(old, moved_out=left, payer=(), note="房屋已出售，原欠费仍由其承担")
    family = [replace(person, moved_out=left) for person in home.people[1:]]
    world.journal.write(moment, by, "resident edit", "业主迁出", gone, *family)
    name, address = world.names.person(world.dice("buyer", home.id))
    new = Resident(
        unit=home.id,
        name=name,
        address_as=address,
        role=ResidentRole.OWNER,
        payer=ALL_ITEMS,
        phone=world.names.phone(),
        moved_in=left + timedelta(16),
        source_="过户登记",
    )
    return world.journal.add(moment + timedelta(minutes=6), by, "resident add", "新业主登记", new)
