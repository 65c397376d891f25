"""The category that is suggested, by what callers say."""

import pytest

from propops.models.complaint import ComplaintCategory
from propops.models.repair import RepairCategory
from propops.planning.suggest import complaint_category, repair_category


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("厨房漏水", RepairCategory.LEAK),
        ("厨房龙头滴水", RepairCategory.WATER),
        ("电梯门夹人", RepairCategory.LIFT),
        ("楼道灯不亮", RepairCategory.PUBLIC),
        ("入户门锁坏", RepairCategory.DOOR),
        ("客厅跳闸", RepairCategory.ELECTRICITY),
        ("The tap drips", RepairCategory.WATER),
        ("墙皮脱落", RepairCategory.OTHER),
    ],
)
def test_the_kind_of_repair_follows_from_the_caller_s_words(said: str, category: RepairCategory) -> None:
    assert repair_category(said) is category


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("楼上装修噪音", ComplaintCategory.NOISE),
        ("装修收费太高", ComplaintCategory.FEES),
        ("卫生间顶上渗水", ComplaintCategory.LEAK),
        ("车位被他人占用", ComplaintCategory.PARKING),
        ("客服态度差", ComplaintCategory.SERVICE),
        ("保安不登记陌生人", ComplaintCategory.ORDER),
        ("楼道垃圾没人清", ComplaintCategory.CLEANING),
        ("草坪踩坏了", ComplaintCategory.GREENING),
        ("楼上小孩跑跳", ComplaintCategory.NEIGHBOURS),
        ("开发商交房时门窗就坏", ComplaintCategory.DEVELOPER),
        ("电梯总坏", ComplaintCategory.REPAIR),
        ("没有说清楚", ComplaintCategory.OTHER),
    ],
)
def test_the_kind_of_complaint_follows_too(said: str, category: ComplaintCategory) -> None:
    assert complaint_category(said) is category
