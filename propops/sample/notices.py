"""What hung on the boards: the year's planned cuts, and three that the last days have to do with."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from propops.models.notice import Notice, NoticeType
from propops.sample.days import at
from propops.sample.team import ENGINEERS, GUARD, SUPERVISOR
from propops.sample.world import World

AHEAD = 4  # days


@dataclass(frozen=True)
class Works:
    """`ago` counts days back from the last one; below nothing they are still to come."""

    ago: int
    type: NoticeType
    title: str
    text: str
    hours: tuple[int, int] = (9, 17)


PAST = (
    Works(248, NoticeType.WATER, "关于生活水箱清洗停水的通知", "上半年生活水箱清洗消毒，各栋分段停水。"),
    Works(201, NoticeType.PEST, "关于公共区域消杀的通知", "春季灭蚊灭鼠，绿地、垃圾房和地下车库投放药物。"),
    Works(152, NoticeType.LIFT, "关于电梯年检停梯的通知", "特种设备检验机构对各单元电梯逐台检验。", (9, 12)),
    Works(96, NoticeType.POWER, "关于配电室检修停电的通知", "年度预防性试验，公共照明和各户短时停电。", (13, 16)),
    Works(39, NoticeType.PEST, "关于公共区域消杀的通知", "秋季灭蚊灭鼠，绿地、垃圾房和地下车库投放药物。"),
)
OVER = Works(1, NoticeType.LIFT, "关于电梯更换钢丝绳停梯的通知", "更换曳引钢丝绳，停梯期间请改乘相邻电梯。", (9, 16))
HANGING = Works(-2, NoticeType.WATER, "关于生活水箱清洗停水的通知", "下半年生活水箱清洗消毒，各栋分段停水。")
TO_COME = Works(-3, NoticeType.POWER, "关于更换公共照明停电的通知", "更换楼道和地下车库的照明灯具，分段停电。", (13, 16))


def post(world: World) -> None:
    for works in PAST:
        if world.span.ago(works.ago) > world.span.start:
            _taken_down(world, _put_up(world, works), world.span.ago(works.ago) + timedelta(1))
    for works in (OVER, HANGING):
        _put_up(world, works)
    _announce(world, TO_COME, world.span.ago(1))


def _announce(world: World, works: Works, day: date) -> Notice:
    begin, end = works.hours
    on = world.span.ago(works.ago)
    notice = Notice(type=works.type, title=works.title, text=works.text, from_=at(on, begin), to=at(on, end), places=_places(world))
    return world.journal.add(at(day, 10), SUPERVISOR, "notice add", "拟写通知", notice)


def _put_up(world: World, works: Works) -> Notice:
    day = world.span.ago(works.ago + AHEAD)
    notice = _announce(world, works, day - timedelta(1))
    hanging = replace(notice, put_up_on=day, put_up_by=GUARD, photo_taken=True)
    world.journal.write(at(day, 9, 30), GUARD, "notice put-up", "张贴通知", hanging)
    return hanging


def _taken_down(world: World, notice: Notice, day: date) -> None:
    gone = replace(notice, taken_down_on=day, taken_down_by=ENGINEERS[0])
    world.journal.write(at(day, 9, 10), ENGINEERS[0], "notice take-down", "撤下通知", gone)


def _places(world: World) -> tuple[str, ...]:
    buildings = sorted({home.unit.building for home in world.homes})[:6]
    return tuple(f"{building}栋大堂公告栏" for building in buildings)
