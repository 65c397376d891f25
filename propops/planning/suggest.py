"""What kind of complaint or repair it is, by the words of whoever calls: a suggestion that the clerk may take or change."""

from collections.abc import Mapping
from typing import TypeVar

from propops.choices import Choice
from propops.models.complaint import ComplaintCategory
from propops.models.repair import RepairCategory

C = TypeVar("C", bound=Choice)

# In this order: a leak is more than water, and a door that is electric is a matter of doors.
_REPAIRS: Mapping[RepairCategory, tuple[str, ...]] = {
    RepairCategory.LEAK: ("漏水", "渗", "跑水", "爆裂", "顶棚", "天花", "leak"),
    RepairCategory.LIFT: ("电梯", "lift", "elevator"),
    RepairCategory.PUBLIC: ("楼道", "大堂", "公区", "单元门", "门禁", "信箱", "路灯", "车库", "围墙"),
    RepairCategory.DOOR: ("门", "窗", "锁", "door", "window"),
    RepairCategory.WATER: ("水", "龙头", "马桶", "地漏", "暖气", "阀", "water", "tap", "drain"),
    RepairCategory.ELECTRICITY: ("电", "灯", "插座", "跳闸", "开关", "对讲", "排风扇", "light", "socket"),
}

# In this order: whose fault it is and what it costs come before where it is; what is merely broken comes last.
_COMPLAINTS: Mapping[ComplaintCategory, tuple[str, ...]] = {
    ComplaintCategory.DEVELOPER: ("开发商", "交房", "交付", "空鼓", "developer"),
    ComplaintCategory.FEES: ("物业费", "停车费", "水费", "电费", "收费", "费用", "账单", "发票", "涨价", "退费", "fee", "bill"),
    ComplaintCategory.LEAK: ("漏水", "渗", "滴水", "leak"),
    ComplaintCategory.NOISE: ("噪音", "噪声", "装修", "施工", "电钻", "扰民", "吵", "noise", "renovat"),
    ComplaintCategory.PARKING: ("车位", "停车", "占位", "乱停", "充电桩", "地锁", "道闸", "parking"),
    ComplaintCategory.SERVICE: ("态度", "推诿", "没人接", "不理", "客服", "attitude", "rude"),
    ComplaintCategory.ORDER: ("保安", "门岗", "门禁", "陌生人", "推销", "被盗", "被偷", "消防通道", "电动车", "电瓶车", "小广告", "guard"),
    ComplaintCategory.CLEANING: ("垃圾", "卫生", "保洁", "打扫", "脏", "臭", "异味", "蚊", "蟑螂", "老鼠", "积水", "dirty", "rubbish"),
    ComplaintCategory.GREENING: ("绿化", "草坪", "杂草", "树", "修剪", "花坛", "tree", "lawn"),
    ComplaintCategory.NEIGHBOURS: ("邻居", "宠物", "狗", "高空抛物", "群租", "麻将", "楼上", "楼下", "隔壁", "neighbour", "dog"),
    ComplaintCategory.REPAIR: ("电梯", "维修", "坏", "不亮", "停水", "停电", "堵", "暖气", "监控", "灯", "修", "broken", "lift"),
}


def repair_category(said: str) -> RepairCategory:
    return _first_known(said, _REPAIRS, RepairCategory.OTHER)


def complaint_category(said: str) -> ComplaintCategory:
    return _first_known(said, _COMPLAINTS, ComplaintCategory.OTHER)


def _first_known(said: str, words: Mapping[C, tuple[str, ...]], otherwise: C) -> C:
    lower = said.lower()
    return next((choice for choice, known in words.items() if any(word in lower for word in known)), otherwise)
