"""A year of calls with their answers and the supervisor's test calls; parcels and visitors of the last weeks, as no more is kept."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from propops.models.complaint import Complaint
from propops.models.contact import Becomes, Channel, Contact
from propops.models.parcel import Parcel
from propops.models.visitor import Visitor
from propops.sample.days import at, days_of
from propops.sample.dice import Dice
from propops.sample.homes import Home
from propops.sample.team import SUPERVISOR
from propops.sample.world import World

CALLS_PER_MONTH = 24  # in 240 homes
TESTS_PER_MONTH = 4
PARCEL_DAYS, VISITOR_DAYS = 14, 7
SHELVES = 30


@dataclass(frozen=True)
class Question:
    request: str
    answer: str


_QUESTIONS = (
    Question("问地面车位月租", "月租标准见服务中心公示，可到前台办理"),
    Question("问物业费可否微信缴纳", "可以，扫前台收款码或缴费单上的码"),
    Question("问装修需要什么手续", "带身份证明和图纸到前台登记，三个工作日内回复"),
    Question("问快递是否在前台", "已到，凭房号领取"),
    Question("问停水通知的时间", "周三 9:00 至 12:00，已在业主群通知"),
    Question("门禁卡失灵，问补办", "带卡到前台重写，当场可取"),
    Question("问老年活动室开放时间", "每天 8:30 至 17:30"),
    Question("问大件垃圾投放点", "3栋北侧，周末清运"),
    Question("问电梯年检何时结束", "当天 16:00 前恢复"),
    Question("借用平板车", "已登记借出，当天归还"),
)
_CHANNELS = ((7, Channel.PHONE), (2, Channel.COUNTER), (1, Channel.WECHAT))
_RINGS = ((3, 1), (5, 2), (3, 3), (1, 4), (0.4, 6))
_PURPOSES = ("探亲", "送货", "家政服务", "看房")


def attend(world: World) -> None:
    for month in world.span.months():
        days = [day for day in days_of(month) if day < world.span.until]
        if days:
            _calls(world, world.dice("calls", month), days)
    _shelf(world)
    _gate(world)


def _calls(world: World, dice: Dice, days: list[date]) -> None:
    for __ in range(round(CALLS_PER_MONTH * world.size)):
        moment, question = at(dice.pick(days), 8, dice.number(0, 700)), dice.pick(_QUESTIONS)
        home, channel = dice.pick(world.lived_in), dice.weighted(_CHANNELS)
        contact = Contact(
            at=moment,
            channel=channel,
            unit=home.id,
            caller=home.dweller.id,
            rings=dice.weighted(_RINGS) if channel is Channel.PHONE else None,
            request=question.request,
            answer=question.answer,
            handled_by=world.team.desk(moment),
        )
        world.journal.add(moment, contact.handled_by, "contact add", "来电来访", contact)
    for __ in range(TESTS_PER_MONTH):
        moment = at(dice.pick(days), 9, dice.number(0, 600))
        answered = world.team.desk(moment)
        if answered != SUPERVISOR:
            test = Contact(at=moment, request="测试来电", rings=dice.weighted(_RINGS), handled_by=answered, test_call=SUPERVISOR)
            world.journal.add(moment, SUPERVISOR, "contact test", "测试来电", test)


def call_of(world: World, complaint: Complaint, rings: int) -> None:
    """The call with which a complaint came in: each names the other."""
    contact = Contact(
        at=complaint.received_at,
        unit=complaint.unit,
        caller=complaint.complainant,
        rings=rings,
        request=complaint.content,
        handled_by=complaint.received_by,
        becomes=Becomes(complaint=complaint.id),
    )
    contact = world.journal.new(contact.at, contact)
    linked = replace(complaint, contact=contact.id)
    world.journal.write(contact.at, contact.handled_by, "contact add", "来电来访", contact, linked)


def left_open(world: World, home: Home) -> None:
    """Somebody promised to ask and call back."""
    moment = at(world.span.until, 8, 40)
    request = "问本栋暖气何时调试，答应问工程后回电"
    contact = Contact(at=moment, unit=home.id, caller=home.dweller.id, rings=2, request=request, handled_by=world.team.desk(moment))
    world.journal.add(moment, contact.handled_by, "contact add", "来电来访", contact)


def _shelf(world: World) -> None:
    """Fetched in the evening or the day after; what came last still waits."""
    dice, number = world.dice("parcels"), 0
    for ago in range(PARCEL_DAYS, 0, -1):
        for __ in range(max(1, round(2 * world.size))):
            number += 1
            arrived = at(world.span.ago(ago), 10, dice.number(0, 300))
            if arrived < world.span.begin:
                continue
            parcel = Parcel(unit=dice.pick(world.lived_in).id, shelf=f"B-{number % SHELVES + 1:02d}", arrived_at=arrived)
            parcel = world.journal.add(arrived, world.team.desk(arrived), "parcel add", "快递代收", parcel)
            same_day = dice.chance(0.7) and ago > 1
            fetched = arrived + (timedelta(minutes=dice.number(90, 300)) if same_day else timedelta(1))
            if fetched < world.span.now:
                by = world.team.desk(fetched)
                world.journal.write(fetched, by, "parcel collect", "快递领取", replace(parcel, collected_at=fetched, handed_out_by=by))


def _gate(world: World) -> None:
    dice = world.dice("visitors")
    for ago in range(VISITOR_DAYS, -1, -1):
        came = at(world.span.ago(ago), 8, 30 + dice.number(0, 20 if ago == 0 else 500))
        if came < world.span.begin:
            continue
        by = world.team.desk(came)
        visitor = Visitor(at=came, unit=dice.pick(world.lived_in).id, purpose=dice.pick(_PURPOSES))
        visitor = world.journal.add(came, by, "visitor add", "访客登记", visitor)
        left = came + timedelta(minutes=dice.number(20, 150))
        if left < world.span.now:
            world.journal.write(left, by, "visitor leave", "访客离开", replace(visitor, left_at=left))
