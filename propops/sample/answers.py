"""What the forms of a survey say that came back: most are content, lifts and parking are not loved."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from propops.models.staff import Staff
from propops.models.survey import DONT_KNOW, HandOut, Question, QuestionType, Survey
from propops.models.survey_response import SurveyResponse
from propops.sample.days import at
from propops.sample.dice import Dice
from propops.sample.world import World
from propops.surveys.forms import Form, sample, to_print

MOST_ASKED = 300  # a larger estate asks a sample
RETURNED = 0.74
# Weights of 5, 4, 3, 2, 1 and don't know.
_USUAL = (38, 36, 15, 5, 2, 4)
_LOVED = (52, 34, 8, 2, 1, 3)
_DISLIKED = (20, 32, 24, 13, 5, 6)
_BY_TEXT = {"态度": _LOVED, "总体": _LOVED, "清运": _LOVED, "车辆": _DISLIKED, "电梯运行": _DISLIKED, "文化": (24, 26, 18, 4, 2, 26)}
_SCORES = ("5", "4", "3", "2", "1", DONT_KNOW)
_WORDS = (
    ("客服态度好，有问必答", "保洁阿姨很认真", "报修来得快", "门岗负责", "绿化越来越好"),
    ("电梯经常要等很久", "地面停车没人管", "楼道灯坏了几天才修", "装修噪音大", "快递柜太少"),
    ("希望多办老人和孩子的活动", "增加电动车充电桩", "垃圾桶勤冲洗", "晚上多巡逻几次", "收费明细贴到单元门口"),
)


def asked(world: World, survey: Survey) -> list[str]:
    homes = [home.id for home in world.homes if home.lived_in]
    return homes if len(homes) <= MOST_ASKED else list(sample(survey.id, homes, MOST_ASKED))


def hand_outs(world: World, survey: Survey, homes: Sequence[str]) -> tuple[HandOut, ...]:
    counts: dict[str, int] = {}
    for home in homes:
        building = home.partition("-")[0]
        counts[building] = counts.get(building, 0) + 1
    by = world.team.officers[0].id
    return tuple(HandOut(on=survey.opens, by=by, building=building, count=count) for building, count in counts.items())


def answer_all(world: World, survey: Survey, homes: Sequence[str]) -> None:
    """Typed in by the officers in turn, every other evening until the survey closes."""
    forms = to_print(survey, [home.id for home in world.homes], homes)
    back = [form for form in forms if world.dice("survey", survey.id, form.code).chance(RETURNED)]
    days = [survey.opens + timedelta(day) for day in range(2, (survey.closes - survey.opens).days + 1, 2)]
    piles = [sorted(back[place :: len(days)], key=lambda form: form.code) for place in range(len(days))]
    for nth, (day, pile) in enumerate(zip(days, piles, strict=True)):
        clerk = world.team.officers[nth % len(world.team.officers)]
        moment = at(day, 16, 30)
        made = [world.journal.new(moment, _response(world, survey, form, clerk, moment)) for form in pile]
        if made:
            world.journal.write(moment, clerk.id, "survey enter", "录入满意度问卷", *made)


def _response(world: World, survey: Survey, form: Form, clerk: Staff, moment: datetime) -> SurveyResponse:
    dice = world.dice("answers", survey.id, form.code)
    return SurveyResponse(
        survey=survey.id,
        code=form.code,
        building=form.building,
        at=moment,
        entered_by=clerk.id,
        answers=tuple(f"{id}={value}" for id, value in _answers(survey.questions, dice)),
        contact=f"138 0000 {dice.number(1000, 9999)}" if dice.chance(0.05) else None,
    )


def _answers(questions: Sequence[Question], dice: Dice) -> Iterator[tuple[str, str]]:
    texts = iter(_WORDS)
    for question in questions:
        if question.type is QuestionType.SCALE and not dice.chance(0.02):
            weights = next((weights for word, weights in _BY_TEXT.items() if word in question.text), _USUAL)
            yield question.id, dice.weighted(list(zip(map(float, weights), _SCORES, strict=True)))
        elif question.type is QuestionType.CHOICE and not dice.chance(0.1):
            yield question.id, dice.pick(question.choices)
        elif question.type is QuestionType.TEXT:
            words = next(texts)
            if dice.chance(0.16):
                yield question.id, dice.pick(words)
