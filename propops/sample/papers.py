"""The year's pledges and the two surveys."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from propops.models.pledge import Pledge
from propops.models.survey import Question, QuestionType, Survey
from propops.sample import answers
from propops.sample.days import at
from propops.sample.settings import MEASURED, PENALTY, PROMISES
from propops.sample.team import SUPERVISOR
from propops.sample.world import World

_SCALES = (
    ("客户服务", ("客服人员的态度", "电话和前台的响应速度", "投诉的处理和反馈", "通知公告的及时和清楚")),
    ("工程维修", ("报修上门的及时", "维修的质量")),
    ("秩序安全", ("门岗和访客管理", "小区巡逻", "车辆停放秩序")),
    ("环境保洁", ("楼道和电梯的清洁", "垃圾清运")),
    ("绿化", ("绿化的养护",)),
    ("设施设备", ("电梯运行", "公区照明和门禁")),
    ("社区活动", ("社区文化活动",)),
    ("收费", ("收费项目和标准的透明",)),
    ("总体", ("对物业服务的总体评价",)),
)
_STAY = ("一年以内", "一至三年", "三年以上")
_OPEN = ("您最满意的是什么", "您最不满意的是什么", "您的建议")


def pledge_all(world: World) -> None:
    """Every officer's, issued in the first days of January and signed within the week; and the estate's own."""
    for year in sorted({month.year for month in world.span.months()}):
        issued = date(year, 1, 5)
        staff = [None, *(officer.id for officer in world.team.officers)]
        for nth, id in enumerate(staff if issued < world.span.until else []):
            _pledge(world, id, issued, nth)


def _pledge(world: World, staff: str | None, issued: date, nth: int) -> None:
    signed = None if staff is None else issued + timedelta(1 + nth % 4)
    pledge = Pledge(
        staff=staff,
        version=str(issued.year),
        items=PROMISES,
        measured=MEASURED,
        penalty=PENALTY,
        issued=issued,
        signed_on=signed,
    )
    world.journal.add(at(signed or issued, 17, nth), SUPERVISOR, "pledge sign", "签订承诺书", pledge)


def questions() -> Iterator[Question]:
    texts = [(area, text) for area, group in _SCALES for text in group]
    for nth, (area, text) in enumerate(texts, 1):
        yield Question(id=f"q{nth}", text=text, area=area)
    yield Question(id="stay", text="您在本小区居住多久", type=QuestionType.CHOICE, choices=_STAY)
    for nth, text in enumerate(_OPEN, 1):
        yield Question(id=f"t{nth}", text=text, type=QuestionType.TEXT, grievances="不满意" in text or None)


def survey_all(world: World) -> None:
    """June and December; the next one is made ready some days before it opens."""
    months = [*world.span.months(), world.span.until + timedelta(10)]
    opening = dict.fromkeys(month.replace(day=1) for month in months if month.month in (6, 12))
    previous: str | None = None
    for opens in opening:
        half = "上半年" if opens.month == 6 else "下半年"
        survey = Survey(
            title=f"{opens.year}年{half}业主满意度调查",
            opens=opens,
            closes=opens + timedelta(13 if opens.month == 6 else 14),
            previous=previous,
            questions=tuple(questions()),
        )
        made = world.journal.add(at(opens - timedelta(6), 15, 10), SUPERVISOR, "survey new", "满意度调查立项", survey)
        previous = made.id
        homes = answers.asked(world, made)
        handed_out = replace(made, hand_outs=answers.hand_outs(world, made, homes))
        world.journal.write(at(opens + timedelta(1), 18), SUPERVISOR, "survey hand-out", "满意度调查发放", handed_out)
        if made.closes <= world.span.until:
            answers.answer_all(world, made, homes)
