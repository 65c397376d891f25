"""What the sample estate has decided for itself, and its holidays."""

from collections.abc import Iterator

from propops.models.base import FeeItem
from propops.models.calendar import Calendar, DayType
from propops.models.parts.promise import Measured, PledgeMeasure
from propops.models.policies.fees import FeePolicy, FixedFee
from propops.models.policies.pledges import PledgePolicy
from propops.models.policies.visits import VisitPolicy
from propops.models.settings import Settings
from propops.sample.days import HOLIDAYS, MAKEUP_DAYS, Span
from propops.sample.world import PARKING_MONTHLY
from propops.store.homes import FORMAT

PROMISES = (
    "着装统一、佩戴工牌上岗",
    "电话铃响三声之内接听，使用规范问候语",
    "问清来电人房号和姓名并复述确认，逐条记录，及时转办并反馈",
    "来访起身相迎，耐心倾听，当场能办的当场办",
    "钥匙和业主资料专人保管，手续齐全，借还有登记",
    "入伙、装修手续按流程办理，资料完整归档",
)
M = PledgeMeasure
MEASURED = tuple(
    Measured(item=item, by=by)
    for item, by in enumerate(
        (
            (M.CONDUCT,),
            (M.RINGS, M.RINGS_TESTED),
            (M.CALLERS_NOTED, M.ANSWERED),
            (M.ACCEPTED, M.REPLIED, M.SOLVED),
            (M.KEYS_BACK, M.FILES, M.VISITS),
            (M.PROCEDURES,),
        ),
        1,
    )
)
PENALTY = "当月考核扣分并参加一次补训"


def settings(span: Span, quota: int, sample: bool) -> Settings:
    return Settings(
        format=FORMAT,
        name="御苑区",
        company="御苑物业服务有限公司",
        hotline="138 0000 0000",
        address="清和市御苑路1号",
        developer="御苑置业有限公司",
        sample=sample,
        clock=span.now,
        visits=VisitPolicy(quota=quota),
        fees=FeePolicy(fixed=(FixedFee(item=FeeItem.PARKING, monthly=PARKING_MONTHLY),)),
        pledge=PledgePolicy(penalty=PENALTY, items=PROMISES, measured=MEASURED),
    )


def calendar() -> Iterator[Calendar]:
    for first, last, name in HOLIDAYS:
        yield Calendar(from_=first, to=last, name=name)
    for day, name in MAKEUP_DAYS:
        yield Calendar(from_=day, type=DayType.MAKEUP, name=name)
