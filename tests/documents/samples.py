"""Values for every built-in template: an estate that does not exist."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from propops.documents import Document, fill, find, load

TEMPLATES = Path(__file__).parents[2] / "templates"

ESTATE = {
    "name": "幸福里小区",
    "company": "幸福里物业服务有限公司",
    "hotline": "010-00000000",
    "address": "3号楼首层大厅",
    "desk_hours": "08:30–20:30",
    "fee_rate": Decimal("2.80"),
    "fee_months": 3,
    "visits_per_year": 2,
    "keys_back_by": "18:00",
    "promises": ["着装整洁，佩戴工作牌上岗"],
    "survey_months": [6, 12],
}
TODAY = date(2026, 12, 1)
MONTH = {
    "year": 2026,
    "number": 12,
    "first": TODAY,
    "last": date(2026, 12, 31),
    "days": [date(2026, 12, day) for day in range(1, 32)],
}
COMMON: Mapping[str, object] = {"estate": ESTATE, "today": TODAY, "now": datetime(2026, 12, 1, 9, 0), "month": MONTH}
STAFF: list[dict[str, object]] = [
    {"id": "li-xiaoming", "name": "李小明", "role": "客服专员", "quota": 20},
    {"id": "wang-fang", "name": "王芳", "role": "客服专员", "quota": None},
    {"id": "chen-jing", "name": "陈静", "role": "客服主管", "quota": None},
]
HOME: Mapping[str, object] = {
    "unit": {"id": "3-2-1001", "layout": "三室两厅", "area_m2": Decimal("119.36")},
    "residents": [{"name": "张伟", "role": "业主"}, {"name": "李静", "role": "家属"}],
}

AREAS = {
    "客户服务": ("客服人员的服务态度和礼仪", "来电、来访的接待与答复", "投诉处理的及时和结果"),
    "维修服务": ("报修后的响应速度", "维修质量和收费透明"),
    "环境保洁": ("楼道、电梯厅的卫生",),
}
RATED = [(area, text) for area, texts in AREAS.items() for text in texts]
QUESTIONS = [
    *({"number": n, "text": text, "area": area, "type": "scale", "scale": 5, "choices": []} for n, (area, text) in enumerate(RATED, 1)),
    {
        "number": 7,
        "text": "您最希望我们优先改进的是：",
        "area": "",
        "type": "choice",
        "scale": "choice",
        "choices": ["维修", "秩序", "保洁"],
    },
    {"number": 8, "text": "您的建议：", "area": "", "type": "text", "scale": "text", "choices": []},
]
SURVEY = {
    "id": "s-2026h2",
    "title": "2026年下半年满意度调查表",
    "opens": date(2026, 12, 1),
    "closes": date(2026, 12, 15),
    "anonymous": False,
    "scales": [{"points": 10, "least": 8}],
}
PLEDGE: Mapping[str, object] = {
    "estate": ESTATE,
    "name": "李小明",
    "role": "客服专员",
    "items": ["着装整洁，佩戴工作牌上岗", "来电三声铃响之内接听，礼貌问候，详细记录。", "严格管理钥匙的借用与归还"],
    "penalty": "当月考核扣分并参加一次补训",
    "period": {"from": date(2027, 1, 1), "until": date(2027, 12, 31)},
    "version": "2027",
    "issued": date(2026, 12, 28),
}
PLEDGE_ACTUAL: Mapping[str, object] = {
    "estate": ESTATE,
    "name": "李小明",
    "role": "客服专员",
    "version": "2026",
    "from": date(2026, 10, 1),
    "until": date(2026, 12, 1),
    "date": date(2026, 12, 1),
    "promises": [
        {
            "number": 1,
            "text": "着装整洁，佩戴工作牌上岗",
            "figures": [{"measure": "无法衡量：需要有仪容仪表检查的记录", "average": "", "share": "–", "part": ""}],
            "breaches": [],
        },
        {
            "number": 2,
            "text": "来电三声铃响之内接听，礼貌问候，详细记录。",
            "figures": [
                {"measure": "铃响次数（自报）", "average": "2.4 声", "share": "82%", "part": "34/41"},
                {"measure": "铃响次数（测试来电）", "average": "2.0 声", "share": "100%", "part": "8/8"},
            ],
            "breaches": ["br-261117-7k3m", "br-261120-9qwe"],
        },
    ],
}
SIGNERS = [{"name": "李小明", "role": "客服专员", "signed_on": date(2026, 1, 7)}, {"name": "王芳", "role": "客服专员", "signed_on": None}]
PHRASES: Mapping[str, object] = {
    "estate": ESTATE,
    "staff": {"name": "李小明"},
    "courteous": ["您好！", "上午好！幸福里小区物业客服中心，我姓李，有什么可以帮到您？", "请您与____部门联系。"],
    "forbidden": ["喂！", "不知道"],
}
VISITS: Mapping[str, object] = {
    "estate": ESTATE,
    "officer": {"name": "李小明", "companion": None},
    "date": date(2026, 12, 1),
    "visits": [
        {"building": "1栋", "unit": "1-1-301", "slot": "09:00", "name": "张先生", "way": "上门", "reason": "例行走访", "note": None},
        {"building": "3栋", "unit": "3-2-1002", "slot": "09:30", "name": "王女士", "way": "上门", "reason": "新入住", "note": "带车位图"},
    ],
    "reminders": [{"unit": "3-1-302", "name": "孙先生", "way": "电话", "reason": "第4季度物业费", "amount": Decimal("804.00")}],
}
COMPLAINT = {
    "id": "c-261201-7k3m",
    "unit": "3-2-1001",
    "received_at": datetime(2026, 12, 1, 9, 5),
    "complainant": "张先生",
    "phone": "13800000000",
    "received_by": "李小明",
    "source": "电话",
    "category": "装修噪音",
    "class": "一般",
    "major": "否",
    "content": "楼上中午仍在使用电钻。\n希望告知装修时间规定。",
    "reply_by": datetime(2026, 12, 2, 9, 5),
    "due_at": datetime(2026, 12, 4, 9, 5),
    "log": [{"at": datetime(2026, 12, 1, 9, 20), "by": "王强", "text": "到场制止"}],
    "result": "已停工",
    "department": "秩序部",
    "assignee": "王强",
    "closed_at": None,
    "level": "接待人",
    "escalated_at": None,
    "callback_at": None,
    "callback_by": None,
    "callback": None,
    "comment": None,
    "external": None,
    "late_entry": None,
    "reopened": None,
}
CHOICES = {
    "source": ["电话", "来访", "来函", "微信", "业主群", "走访", "12345热线", "满意度调查"],
    "category": ["工程维修", "秩序安全", "环境保洁", "绿化", "服务态度", "收费", "装修噪音", "停车", "邻里", "渗漏", "开发遗留", "其他"],
    "class": ["紧急", "加急", "一般", "复杂"],
    "major": ["是", "否"],
    "level": ["接待人", "客服主管", "主管副总经理"],
    "callback": ["满意", "不满意", "不满意，已解释", "联系不上", "匿名，无法回访"],
}
BLANK_COMPLAINT: Mapping[str, object] = {key: [] if isinstance(value, list) else None for key, value in COMPLAINT.items()}
REPAIR: Mapping[str, object] = {
    "id": "w-261201-7k3m",
    "unit": "3-2-1001",
    "received_at": datetime(2026, 12, 1, 9, 5),
    "requested_by": "张先生",
    "phone": "13800000000",
    "received_by": "李小明",
    "category": "给排水",
    "urgency": "加急",
    "rework": "否",
    "reworks": None,
    "source": "c-261201-7k3m",
    "due_at": datetime(2026, 12, 2, 9, 5),
    "item": "厨房三角阀渗水",
    "dispatched_at": datetime(2026, 12, 1, 9, 10),
    "accepted_at": datetime(2026, 12, 1, 9, 12),
    "engineer": "王强",
    "arrived_at": datetime(2026, 12, 1, 9, 40),
    "finished_at": None,
    "charge": "有偿",
    "price": Decimal("80.00"),
    "materials": [{"name": "三角阀", "quantity": "1", "amount": Decimal("35.00")}, {"name": "生料带", "quantity": "", "amount": None}],
    "amount": None,
    "result": None,
    "callback": None,
    "callback_by": None,
    "callback_at": None,
}
BLANK_REPAIR: Mapping[str, object] = {key: [] if isinstance(value, list) else None for key, value in REPAIR.items()}
REPAIR_FORM: Mapping[str, object] = {
    "estate": ESTATE,
    "options": {
        "categories": ["给排水", "电", "门窗", "电梯", "公共区域", "渗漏水", "其他"],
        "urgencies": ["紧急", "加急", "普通"],
        "charges": ["有偿", "无偿"],
        "answers": ["是", "否"],
        "outcomes": ["满意", "不满意"],
    },
    "warranty_days": 30,
}
NOTICE: Mapping[str, object] = {
    "estate": ESTATE,
    "notice": {
        "type": "water",
        "title": "关于生活水箱清洗停水的通知",
        "text": "按年度计划清洗消毒生活水箱，1栋、2栋将临时停水。",
        "from": datetime(2026, 12, 5, 9, 0),
        "to": datetime(2026, 12, 5, 17, 0),
        "places": ["1栋大堂", "2栋大堂"],
        "sudden": False,
    },
    "issued": date(2026, 12, 1),
}
HANDOVER: Mapping[str, object] = {
    "estate": ESTATE,
    "handover": {
        "id": "h-261201-early",
        "date": date(2026, 12, 1),
        "hours": "07:00–14:00",
        "at": datetime(2026, 12, 1, 14, 0),
        "from": "李小明",
        "to": None,
        "groups": [
            {
                "name": "投诉",
                "items": [
                    {"id": "c-261201-7k3m", "text": "3-2-1001 楼上中午仍在使用电钻", "late": True},
                    {"id": "c-261201-9qwe", "text": "1栋大堂 灯不亮", "late": False},
                ],
            },
            {"name": "借出钥匙", "items": []},
        ],
        "takings": [{"way": "现金", "count": 2, "amount": Decimal("1234.50")}],
        "total": Decimal("1234.50"),
        "remarks": "下午有消防检查",
        "signed_from": datetime(2026, 12, 1, 14, 0),
        "signed_to": None,
    },
}
LOAN = {
    "key": "K-0301",
    "key_name": "3-2-1001 入户门",
    "quantity": 1,
    "out_at": datetime(2026, 12, 1, 9, 5),
    "borrower": "王强",
    "organisation": "工程部",
    "phone": "139****0000",
    "reason": "检修暖气",
    "owner_consent": {"by": "张伟", "way": "业主电话同意"},
    "due_at": datetime(2026, 12, 1, 18, 0),
    "out_by": "李小明",
    "in_at": None,
    "returned_by": None,
    "in_by": None,
    "room_checked": True,
}
FEES: Mapping[str, object] = {
    "estate": ESTATE,
    "unit": "3-2-1001",
    "payer": {"name": "张", "address_form": "先生"},
    "as_of": date(2026, 12, 1),
    "bills": [
        {"item": "物业服务费", "period": "2026年第4季度", "due": date(2026, 10, 31), "amount": Decimal("804.00"), "note": None},
        {"item": "车位管理费", "period": "2026年10—12月", "due": date(2026, 10, 31), "amount": Decimal("430.50"), "note": "B1-088"},
    ],
    "total": Decimal("1234.50"),
    "prepaid": Decimal("100"),
    "pay_by": date(2026, 12, 16),
    "ways": ["客服中心前台", "银行转账"],
    "overdue_days": 31,
    "issued": date(2026, 12, 1),
    "pay_within": [7, 7, 15, 15],
    "title": None,
    "text": None,
}
NO_SERVICES: Mapping[str, object] = {"free": [], "paid": [], "version": None}
CARE: Mapping[str, object] = {"name": "特需关怀", "content": "独居老人、行动不便住户的问候和协助", "provider": None, "price": Decimal(0)}
DRAIN: dict[str, object] = {
    "name": "疏通下水管道",
    "content": "洗手盆、地漏、马桶",
    "provider": None,
    "price": Decimal(80),
    "price_unit": "次",
}
SERVICES: Mapping[str, object] = {
    "free": [CARE],
    "paid": [
        DRAIN | {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 12, 31)},
        DRAIN | {"price": Decimal(90), "valid_from": date(2027, 1, 1), "valid_until": None},
    ],
    "version": "270101-k7qm",
}
RECEIPT: Mapping[str, object] = {
    "title": "收款收据",
    "number": "R261130-001",
    "date": date(2026, 11, 30),
    "unit": "3-2-1001",
    "payer": "张秀兰",
    "rows": [
        {"item": "物业费", "period": "2026年第4季度", "amount": Decimal("750.62")},
        {"item": "预缴款", "period": "", "amount": Decimal("249.38")},
    ],
    "amount": Decimal("1000.00"),
    "way": "微信",
    "cashier": "何丽",
    "note": None,
    "reprinted": True,
}
HAND_OVER: Mapping[str, object] = {"title": "移交告知函", "text": "张秀兰女士：\n此事已移交法务部门处理。"}
SURVEY_FORM: Mapping[str, object] = {
    "estate": ESTATE,
    "survey": SURVEY,
    "form": {"code": "4821735"},
    "questions": QUESTIONS,
}
BLANK_FORM: Mapping[str, object] = {**SURVEY_FORM, "survey": {**SURVEY, "anonymous": True}, "form": {"code": None}}
NAMED_BLANK: Mapping[str, object] = {**SURVEY_FORM, "form": {"code": None}}
SCALED: list[dict[str, object]] = [
    {"number": n, "text": f"{points}分制的第{n}项", "area": "客户服务", "type": "scale", "scale": points, "choices": []}
    for n, points in enumerate((10, 10, 7, 5, 4, 3, 2), 1)
]
LONG_AND_SHORT: Mapping[str, object] = {**SURVEY_FORM, "questions": SCALED}
HAND_OUT: Mapping[str, object] = {
    "survey": SURVEY,
    "building": "3",
    "rows": [{"code": "4821735", "unit": "3-2-1001"}, {"code": "1930462", "unit": "3-2-1002"}],
}


def _rated(text: str, area: str, counts: str, rate: str) -> dict[str, object]:
    figures = {"n": 20, "mean": "3.90", "interval": "50.1%–80.2%", "change": "-5.0", "excluded": 2}
    return {"text": text, "area": area, "counts": counts, "satisfied": rate, **figures}


RATED_ROWS = [
    _rated("客服人员的服务态度和礼仪", "客户服务", "10 6 2 1 1", "80.0%"),
    _rated("报修后的响应速度", "维修服务", "3 9 6 0 2", "60.0%"),
    _rated("维修质量和收费透明 | {{7*7}} <b>", "维修服务", "0 0 0 0 0", "–"),
]
TEN_ROW = _rated("对物业服务的总体评价", "总体评价", "12 5 3", "60.0%") | {"change": "–"}
REPORT: Mapping[str, object] = {
    "estate": ESTATE,
    "survey": SURVEY,
    "previous": "2026年上半年满意度调查",
    "date": date(2026, 12, 20),
    "head": {"handed_out": "60", "returned": 22, "return_rate": "36.7%", "valid": 20, "satisfied": "70.0%", "mean": "3.90"},
    "rated": RATED_ROWS,
    "charts": [{"points": 5, "bands": list("54321"), "rows": RATED_ROWS}],
    "rescaled": [],
    "areas": [{"name": "客户服务", "returned": 20, "n": 20, "mean": "4.15", "satisfied": "80.0%"}],
    "buildings": [{"name": "1", "returned": 3, "n": "", "mean": "", "satisfied": "不显示：不足五份"}],
    "picked": [{"text": "您最希望我们优先改进的是", "n": 2, "rows": [{"name": "维修", "count": 2, "share": "100.0%"}]}],
    "written": [{"text": "您的建议", "answers": ["多种树（×3）", "| a | # x {{7*7}} <script> $y$"]}, {"text": "没有人写", "answers": []}],
    "weakest": RATED_ROWS[1:2],
    "strongest": RATED_ROWS[:1],
}
TWO_SCALES: Mapping[str, object] = {
    **REPORT,
    "rated": [RATED_ROWS[0], TEN_ROW],
    "charts": [
        {"points": 5, "bands": list("54321"), "rows": RATED_ROWS[:1]},
        {"points": 10, "bands": ["8–10", "6–7", "1–5"], "rows": [TEN_ROW]},
    ],
    "rescaled": [TEN_ROW["text"]],
    "written": [],
}
ANONYMOUS_FORM: Mapping[str, object] = {**BLANK_FORM, "form": {"code": "4821735"}}
DAY_SHEET: Mapping[str, object] = {
    "estate": ESTATE,
    "officer": {"name": "李小明"},
    "date": date(2026, 12, 1),
    "total": 4,
    "late": 1,
    "covers": ["代王芳负责 2 栋，至 12-03"],
    "sections": [
        {
            "name": "走访",
            "members": [
                {
                    "when": "09:00–11:30",
                    "unit": "3-2-1001",
                    "name": "王女士",
                    "text": "独居老人",
                    "late_by": "",
                    "reminders": ["3-2-802 张先生 第 1 阶段，750.62 元"],
                }
            ],
        },
        {
            "name": "投诉",
            "members": [
                {"when": "11-30 17:15", "unit": "3-1-102", "name": "", "text": "楼道灯不亮", "late_by": "15 小时", "reminders": []}
            ],
        },
    ],
}
VISIT: Mapping[str, Any] = {
    "record": {
        "id": "v-2612-3-2-1001",
        "unit": "3-2-1001",
        "date": TODAY,
        "officer": "李小明",
        "with": ["王芳"],
        "met": "张伟",
        "type": "定期",
        "method": "上门",
        "reason": "例行走访",
        "status": "已访",
        "content": "对保洁满意，希望增加儿童活动设施。",
        "opinion": "电梯晚高峰等候较久。",
        "action": "转工程部核实电梯运行时段。",
        "satisfaction": 4,
        "follow_up_on": date(2026, 12, 8),
    },
    "choices": {
        "type": ["定期", "专项", "投诉回访", "报修回访", "入伙"],
        "method": ["上门", "电话", "微信", "前台"],
        "status": ["已计划", "已通知", "已访", "无人", "拒访", "改约", "已取消"],
    },
}
BLANK_VISIT: Mapping[str, object] = {**VISIT, "record": {**dict.fromkeys(VISIT["record"]), "with": []}}
KEY_LOAN: Mapping[str, object] = {
    "record": LOAN | {"id": "l-261201-7k3m", "borrower": "王强", "phone": "138 0000 0001", "id_checked": "工作证"},
}
FIGURES: Mapping[str, object] = {
    "figures": {
        "visits_planned": 40,
        "visits_done": 36,
        "visits_missed": 3,
        "visit_mark": Decimal("4.42"),
        "complaints": 9,
        "complaints_closed": 7,
        "complaints_major": 1,
        "complaint_kinds": [{"name": "装修噪音", "count": 4}, {"name": "停车", "count": 3}],
        "repairs": 31,
        "repairs_closed": 28,
        "reminders": 18,
        "promises": 9,
        "payments": 122,
        "received": Decimal("98765.43"),
        "key_loans": 14,
        "keys_overdue": 0,
    }
}
ROSTER: Mapping[str, object] = {
    "people": [{**person, "days": list(("早早晚晚休休晚" * 5)[:31])} for person in STAFF],
    "hours": [{"name": "早班", "from": "07:00", "to": "14:00"}, {"name": "晚班", "from": "14:00", "to": "21:00"}],
}


def told(template: str, **said: str) -> dict[str, object]:
    """A template's own fields, some of them filled in."""
    return {"record": dict.fromkeys(load(find(template, "zh", [TEMPLATES])).fields) | said}


RENOVATION = {"number": "ZX-2026-018", "applicant": "张伟", "phone": "138 0000 0001", "contractor": "安居装饰有限公司"}

# What is printed -> (template, language, values).
SAMPLES: Mapping[str, tuple[str, str, Mapping[str, object]]] = {
    "survey-form": ("survey-form", "zh", SURVEY_FORM),
    "survey-form-blank": ("survey-form", "zh", BLANK_FORM),
    "survey-form-en": ("survey-form", "en", SURVEY_FORM),
    "survey-hand-out-list": ("survey-hand-out-list", "zh", HAND_OUT),
    "survey-hand-out-list-en": ("survey-hand-out-list", "en", HAND_OUT),
    "survey-form-named-blank": ("survey-form", "zh", NAMED_BLANK),
    "survey-form-scales": ("survey-form", "zh", LONG_AND_SHORT),
    "survey-form-scales-en": ("survey-form", "en", LONG_AND_SHORT),
    "survey-form-anonymous": ("survey-form", "zh", ANONYMOUS_FORM),
    "survey-report": ("survey-report", "zh", REPORT),
    "survey-report-scales": ("survey-report", "zh", TWO_SCALES),
    "survey-report-scales-en": ("survey-report", "en", TWO_SCALES),
    "survey-report-en": ("survey-report", "en", REPORT),
    "survey-tally-sheet": ("survey-tally-sheet", "zh", SURVEY_FORM),
    "survey-tally-sheet-en": ("survey-tally-sheet", "en", {**LONG_AND_SHORT, "questions": SCALED[1:4]}),
    "pledge": ("pledge", "zh", PLEDGE),
    "pledge-en": ("pledge", "en", PLEDGE),
    "pledge-estate": ("pledge-estate", "zh", PLEDGE),
    "pledge-estate-en": ("pledge-estate", "en", PLEDGE),
    "pledge-actual": ("pledge-actual", "zh", PLEDGE_ACTUAL),
    "pledge-actual-en": ("pledge-actual", "en", PLEDGE_ACTUAL),
    "pledge-signing-sheet": ("pledge-signing-sheet", "zh", {"version": "2026", "signers": SIGNERS}),
    "pledge-signing-sheet-en": ("pledge-signing-sheet", "en", {"version": "2026", "signers": SIGNERS}),
    "visit-list": ("visit-list", "zh", VISITS),
    "complaint-form": ("complaint-form", "zh", {"estate": ESTATE, "complaint": COMPLAINT, "choices": CHOICES}),
    "complaint-form-blank": ("complaint-form", "zh", {"estate": ESTATE, "complaint": BLANK_COMPLAINT, "choices": CHOICES}),
    "repair-order": ("repair-order", "zh", {**REPAIR_FORM, "repair": REPAIR}),
    "repair-order-blank": ("repair-order", "zh", {**REPAIR_FORM, "repair": BLANK_REPAIR}),
    "handover": ("handover", "zh", HANDOVER),
    "notice": ("notice", "zh", NOTICE),
    "notice-en": ("notice", "en", NOTICE),
    "day-sheet": ("day-sheet", "zh", DAY_SHEET),
    "visit-record": ("visit-record", "zh", VISIT),
    "visit-record-blank": ("visit-record", "zh", BLANK_VISIT),
    "key-loan-register": ("key-loan-register", "zh", {"records": [LOAN], "blank_rows": 3}),
    "key-receipt": ("key-receipt", "zh", KEY_LOAN),
    "receipt": ("receipt", "zh", {"receipt": RECEIPT}),
    "fee-notice": ("fee-notice", "zh", FEES),
    "hand-over": ("demand-letter", "zh", {**FEES, **told("demand-letter", number="r-2612-1"), **HAND_OVER}),
    "fee-notice-en": ("fee-notice", "en", FEES),
    "fee-reminder": ("fee-reminder", "zh", FEES),
    "fee-reminder-en": ("fee-reminder", "en", FEES),
    "demand-letter": ("demand-letter", "zh", {**FEES, **told("demand-letter", number="催〔2026〕12 号")}),
    "demand-letter-en": ("demand-letter", "en", {**FEES, **told("demand-letter", late_fee="0.03% a day")}),
    "service-catalogue": ("service-catalogue", "zh", {**SERVICES, **told("service-catalogue")}),
    "service-catalogue-blank": ("service-catalogue", "zh", {**NO_SERVICES, **told("service-catalogue")}),
    "price-notice": ("price-notice", "zh", {**SERVICES, **told("price-notice")}),
    "phrase-card": ("phrase-card", "zh", PHRASES),
    "renovation-notice": ("renovation-notice", "zh", {**HOME, **told("renovation-notice", **RENOVATION)}),
    "renovation-permit": (
        "renovation-permit",
        "zh",
        {**HOME, **told("renovation-permit", **RENOVATION, scope="水电改造、厨卫防水、墙地面")},
    ),
    "renovation-inspection": ("renovation-inspection", "zh", {**HOME, **told("renovation-inspection", **RENOVATION)}),
    "renovation-acceptance": ("renovation-acceptance", "zh", {**HOME, **told("renovation-acceptance", **RENOVATION)}),
    "move-in-checklist": ("move-in-checklist", "zh", {**HOME, **told("move-in-checklist")}),
    "duty-roster": ("duty-roster", "zh", ROSTER),
    "training-sign-in": ("training-sign-in", "zh", {"staff": STAFF} | told("training-sign-in", topic="投诉处理案例分析", date="12月5日")),
    "appraisal-sheet": ("appraisal-sheet", "zh", {"staff": STAFF[0]}),
    "annual-work-plan": ("annual-work-plan", "zh", told("annual-work-plan", goal_satisfaction="92")),
    "monthly-report": ("monthly-report", "zh", FIGURES),
}


def sample(name: str) -> Document:
    template, language, values = SAMPLES[name]
    return fill(load(find(template, language, [TEMPLATES])), {**COMMON, **values}, [TEMPLATES])
