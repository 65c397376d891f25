"""The words of the counter: what each act is called, and by which words a value is known. In both languages at once."""

from collections.abc import Mapping

from propops.i18n import N_
from propops.tuples import NamedTuple


class Verb(NamedTuple):
    """`parts` are the values that its line may hold, in the order in which they are looked for; `example` is shown by help."""

    name: str
    words: tuple[str, ...]
    parts: tuple[str, ...] = ()
    example: str = ""


CALL, COMPLAINT, REPAIR = "call", "complaint", "repair"

VERBS = (
    Verb(CALL, ("来电", "咨询", "问", "call"), ("answer", "rings", "home"), N_("call 3-2-1001 asks about parking 2 rings")),
    Verb("walk-in", ("来访", "walk-in"), ("answer", "home"), N_("walk-in 3-2-1001 asks about parking")),
    Verb("answer", ("答复", "回复", "answer"), ("home",), N_("answer 3-2-1001 150 yuan a month")),
    Verb(REPAIR, ("报修", "维修", "repair"), ("home", "urgency", "paid", "staff"), N_("repair 3-2-1001 kitchen leaks urgent")),
    Verb(
        COMPLAINT,
        ("投诉", "complain", "complaint"),
        ("home", "urgency", "source", "major", "anonymous"),
        N_("complaint 3-2-1001 noise upstairs"),
    ),
    Verb("lend", ("借钥匙", "借出", "借", "lend"), ("room",), N_("lend 3-2-802 Zhang checks-a-leak")),
    Verb("return", ("还钥匙", "归还", "还", "return"), ("checked",), N_("return 17    the hook, the room or the borrower")),
    Verb("pay", ("收费", "缴费", "交费", "收款", "pay"), ("period", "home", "amount", "way"), N_("pay 3-2-1001 750.62 wechat")),
    Verb("promise", ("承诺", "promise"), ("room", "day", "home", "amount"), N_("promise 3-2-1001 12-20 500")),
    Verb("visited", ("已访", "走访", "visited"), ("home", "satisfaction"), N_("visited 3-2-1001 satisfied wishes for more chargers")),
    Verb("nobody", ("无人", "没人", "nobody"), ("room", "day", "home"), N_("nobody 3-2-1001 12-20")),
    Verb("parcel", ("包裹", "快递", "parcel"), ("home",), N_("parcel 3-2-1001 B-07")),
    Verb("collect", ("取件", "取包裹", "取快递", "collect"), ("room",), N_("collect 3-2-1001")),
    Verb("visitor", ("访客", "visitor"), ("home", "plate"), N_("visitor 3-2-1001 delivery")),
    Verb("today", ("今天", "今日", "待办", "today"), ("all",), N_("today    what is to be done")),
    Verb("find", ("查找", "查询", "查", "找", "find"), (), N_("find parking    also a room, a phone or a name")),
    Verb("handover", ("交班", "交接班", "handover"), ("staff", "sign"), N_("handover lift 3 is out of order")),
    Verb("take-over", ("接班", "take-over"), (), N_("take-over    sign the handover")),
    Verb("login", ("登录", "换人", "login"), ("staff",), N_("login li-na    somebody else at this keyboard")),
    Verb("undo", ("撤销", "撤回", "undo")),
    Verb("leave", ("退", "返回", "0", "leave"), (), N_("0    leave the home")),
    Verb("help", ("帮助", "?", "？", "help"), (), N_("?    this page")),
    Verb("quit", ("退出", "再见", "exit", "quit"), (), N_("exit    leave the desk")),
)

BY_NAME: Mapping[str, Verb] = {verb.name: verb for verb in VERBS}
BY_WORD: Mapping[str, str] = {word: verb.name for verb in VERBS for word in verb.words}

# These begin no sentence of a caller's: what follows may be typed without a gap. 收费太高 and 没人接电话 are no acts.
GLUED = ("报修", "投诉", "来电", "来访", "咨询", "答复", "借钥匙", "还钥匙", "已访", "承诺", "交班", "查找", "查询")

# The values are what the commands take.
VALUES: Mapping[str, Mapping[str, str]] = {
    "urgency": {
        **dict.fromkeys(("急", "很急", "加急", "急修", "尽快", "urgent"), "urgent"),
        **dict.fromkeys(("紧急", "特急", "十万火急", "emergency"), "emergency"),
    },
    "way": {
        **dict.fromkeys(("微信", "wechat", "wx"), "wechat"),
        **dict.fromkeys(("支付宝", "alipay", "zfb"), "alipay"),
        **dict.fromkeys(("现金", "cash"), "cash"),
        **dict.fromkeys(("银行", "转账", "银行转账", "bank"), "bank"),
        **dict.fromkeys(("刷卡", "银行卡", "pos", "card"), "card"),
    },
    "satisfaction": {
        **dict.fromkeys(("非常满意", "很满意", "十分满意", "delighted"), "5"),
        **dict.fromkeys(("满意", "比较满意", "satisfied"), "4"),
        **dict.fromkeys(("一般", "还行", "fair"), "3"),
        **dict.fromkeys(("不满意", "dissatisfied"), "2"),
        **dict.fromkeys(("非常不满意", "很不满意", "angry"), "1"),
    },
    "source": {
        **dict.fromkeys(("电话", "phone"), "phone"),
        **dict.fromkeys(("当面", "前台", "来访", "counter"), "walk-in"),
        **dict.fromkeys(("微信", "wechat"), "wechat"),
        **dict.fromkeys(("来信", "来函", "信件", "letter"), "letter"),
        **dict.fromkeys(("业主群", "群里", "owners-group"), "owners-group"),
        **dict.fromkeys(("走访", "visit"), "visit"),
    },
    "paid": dict.fromkeys(("有偿", "自费", "付费", "paid"), "yes"),
    "major": dict.fromkeys(("重大", "major"), "yes"),
    "anonymous": dict.fromkeys(("匿名", "anonymous"), "yes"),
    "checked": dict.fromkeys(("已查房", "查过房", "已查看", "checked"), "yes"),
    "all": dict.fromkeys(("全部", "所有", "大家", "all"), "yes"),
    "sign": dict.fromkeys(("签", "签字", "签名", "sign"), "yes"),
}

# What begins like this is what the household wishes, not what was talked about.
WISHES = ("希望", "建议", "要求", "反映", "意见", "wish", "suggest")
