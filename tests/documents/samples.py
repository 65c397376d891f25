"""Values for every built-in template: an estate that does not exist."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from propops.documents import Document, fill, find, load

TEMPLATES = Path(__file__).parents[2] / "templates"

ESTATE = {"name": "幸福里小区", "company": "幸福里物业服务有限公司", "hotline": "010-00000000", "address": "3号楼首层大厅"}

AREAS = {
    "客户服务": ("客服人员的服务态度和礼仪", "来电、来访的接待与答复", "投诉处理的及时和结果"),
    "维修服务": ("报修后的响应速度", "维修质量和收费透明"),
    "环境保洁": ("楼道、电梯厅的卫生",),
}
RATED = [(area, text) for area, texts in AREAS.items() for text in texts]
QUESTIONS = [
    *({"number": n, "text": text, "area": area, "scale": 5, "choices": []} for n, (area, text) in enumerate(RATED, 1)),
    {"number": 7, "text": "您最希望我们优先改进的是：", "area": "", "scale": "choice", "choices": ["维修", "秩序", "保洁"]},
    {"number": 8, "text": "您的建议：", "area": "", "scale": "text", "choices": []},
]
SURVEY = {
    "id": "s-2026h2",
    "title": "2026年下半年满意度调查表",
    "opens": date(2026, 12, 1),
    "closes": date(2026, 12, 15),
    "anonymous": False,
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
}
BLANK_COMPLAINT: Mapping[str, object] = {key: [] if isinstance(value, list) else None for key, value in COMPLAINT.items()}
LOAN = {
    "key": "K-0301",
    "place": "3-2-1001 入户门",
    "quantity": 1,
    "out_at": datetime(2026, 12, 1, 9, 5),
    "borrower": "王强",
    "organisation": "工程部",
    "phone": "139****0000",
    "reason": "检修暖气",
    "consent": "业主电话同意",
    "due_at": datetime(2026, 12, 1, 18, 0),
    "out_by": "李小明",
    "in_at": None,
    "returned_by": None,
    "in_by": None,
    "room_checked": None,
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
    "issued": date(2026, 12, 1),
}
SURVEY_FORM: Mapping[str, object] = {
    "estate": ESTATE,
    "survey": SURVEY,
    "form": {"unit": "3-2-1001", "code": "2612-0001"},
    "questions": QUESTIONS,
}
BLANK_FORM: Mapping[str, object] = {**SURVEY_FORM, "survey": {**SURVEY, "anonymous": True}, "form": {"unit": None, "code": None}}

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

# What is printed -> (template, language, values).
SAMPLES: Mapping[str, tuple[str, str, Mapping[str, object]]] = {
    "survey-form": ("survey-form", "zh", SURVEY_FORM),
    "survey-form-blank": ("survey-form", "zh", BLANK_FORM),
    "survey-form-en": ("survey-form", "en", SURVEY_FORM),
    "pledge": ("pledge", "zh", PLEDGE),
    "pledge-en": ("pledge", "en", PLEDGE),
    "pledge-estate": ("pledge-estate", "zh", PLEDGE),
    "visit-list": ("visit-list", "zh", VISITS),
    "complaint-form": ("complaint-form", "zh", {"estate": ESTATE, "complaint": COMPLAINT}),
    "complaint-form-blank": ("complaint-form", "zh", {"estate": ESTATE, "complaint": BLANK_COMPLAINT}),
    "key-loan-register": ("key-loan-register", "zh", {"estate": ESTATE, "period": "2026年12月", "loans": [LOAN], "blank_rows": 3}),
    "day-sheet": ("day-sheet", "zh", DAY_SHEET),
    "fee-notice": ("fee-notice", "zh", FEES),
}


def sample(name: str) -> Document:
    template, language, values = SAMPLES[name]
    return fill(load(find(template, language, [TEMPLATES])), values, [TEMPLATES])
