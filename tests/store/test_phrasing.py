"""Forbidden phrases are heard in what staff write, and hardly anything else is."""

import re
from pathlib import Path

import pytest

from propops.models.parts.phrases import Forbidden, PhraseBook
from propops.store import beside, fast, phrasing

EAR = phrasing.ear_for(beside.read(Path("/nowhere"), beside.built_in("phrases"), PhraseBook))

# Sentence -> the number of the phrase among the thirteen.
RUDE = [
    ("喂！", 1),
    ("喂，谁呀？", 1),
    ("喂", 1),
    ("已接电话：喂？", 1),
    ("喂喂，听得见吗", 1),
    ("不知道", 2),
    ("不知道。", 2),
    ("不知道啊，去问工程部", 2),
    ("答复：不知道", 2),
    ("我不知道，你问保安去", 2),
    ("这个我不知道，去问开发商。", 2),
    ("不清楚。", 2),
    ("我们也不知道。", 2),
    ("告知业主不归我管", 2),
    ("这不归我们管，请找街道。", 2),
    ("这不是我的事", 2),
    ("已答复。不关我们的事。", 2),
    ("我管不着！", 2),
    ("墙上贴着，没长眼睛呀", 3),
    ("墙上贴着,没长眼睛吗?", 3),
    ("通知都贴了，你没长眼吗", 3),
    ("墙上贴着，自己看", 3),
    ("急什么，烦死人了", 4),
    ("急什么！", 4),
    ("已回电，你急什么呀", 4),
    ("催什么催，等着", 4),
    ("一天打三次，烦死人了", 4),
    ("没看到我在忙吗？", 5),
    ("急什么,没看见我正在忙吗", 5),
    ("哪个？他不在", 6),
    ("你找谁", 6),
    ("找谁？", 6),
    ("要下班了，有事明天再来", 7),
    ("请其有事明天再来", 7),
    ("我们要下班了。", 7),
    ("不舒服，你别来了", 8),
    ("嫌不好就别住", 8),
    ("快点，说完了没有", 9),
    ("有完没完！", 9),
    ("就这么说，怎么样？", 10),
    ("我就这么说，怎么了", 10),
    ("你能把我怎么样", 10),
    ("有本事你去告", 11),
    ("已解释。你去告吧。", 11),
    ("爱投诉就投诉", 11),
    ("随便你告", 11),
    ("喊什么，等一下", 12),
    ("你喊什么", 12),
    ("吵什么吵，排队", 12),
    ("讲了半天，你还没听懂？", 13),
    ("你听不懂人话吗", 13),
    ("跟你说了多少遍了", 13),
]

HARMLESS = [
    "停止投喂！",
    "请勿在楼道喂养流浪猫",
    "已张贴告示：禁止投喂流浪狗",
    "业主喂，狗不叫了",
    "业主不知道门禁密码，已告知",
    "租客不知道",
    "不知道是哪家漏水，约工程部上门查看",
    "询问业主知道不知道停水通知，答已看到",
    "邻居也不知道业主去向",
    "我不知道的情况已请工程部补充",
    "照片不清楚，请业主重发",
    "业主说不知道",
    "业主反映前台答复“不知道”，已批评教育",
    "客服培训忌语：不知道、喂",
    "避免使用“喂、讲话、哪里、找谁”等词语",
    "该路段不归物业管，已转市政",
    "业主称前台讲不归我管，已核实并致歉",
    "这是我们的工作",
    "这不是我的事故车位",
    "通知已在一层墙上贴着",
    "墙上贴着的小广告已清除",
    "摄像头被挡，没拍到",
    "业主着急什么时候通水，已告知晚六点",
    "家里有老人，急，当日上门",
    "请您不要着急",
    "业主称楼上装修烦死人了",
    "来电人抱怨烦死了，已安抚",
    "师傅在忙，没看到微信",
    "没看到我司通知的住户，逐户电话告知",
    "请问您找谁？",
    "已登记哪个单元停电",
    "敲门，他不在",
    "维修师傅已下班，明天上午再来",
    "有事明天上门的，提前电话预约",
    "下班前已回电",
    "业主身体不舒服，走访改约",
    "快点的话今天能修好",
    "请师傅快点处理",
    "问说完了没有，业主答已说明白",
    "已说明完整流程",
    "就这么说定了，周三上门",
    "业主问怎么样了，已告知进度",
    "有本事的老师傅已派到",
    "请其去告知邻居",
    "你去告诉保安",
    "业主表示要去投诉办，已留电话",
    "孩子在楼下喊，没听清喊什么，巡逻查看",
    "叫什么名字已登记",
    "业主还没听懂，再讲一遍",
    "讲了半天，业主同意改约",
    "听不懂方言，请同事转达",
    "对不起，打扰了！",
    "谢谢您的批评指正！",
    "我马上帮您问清楚，尽快给您回复",
    "「急什么」一语不妥，已当面致歉",
    "",
]


@pytest.mark.parametrize(("text", "number"), RUDE)
def test_it_is_heard(text: str, number: int) -> None:
    assert EAR.book.forbidden[number - 1] in [slip.phrase for slip in EAR.slips(text)]


@pytest.mark.parametrize("text", HARMLESS)
def test_nothing_is_heard(text: str) -> None:
    assert [slip.words for slip in EAR.slips(text)] == []


@pytest.mark.parametrize("phrase", EAR.book.forbidden, ids=lambda phrase: phrase.text)
def test_each_phrase_is_heard_as_the_source_has_it_and_not_in_what_to_say_instead(phrase: Forbidden) -> None:
    assert phrase in [slip.phrase for slip in EAR.slips(phrase.text)]
    assert phrase.instead and EAR.slips(phrase.instead) == []


def test_no_courteous_phrase_is_forbidden() -> None:
    assert (len(EAR.book.courteous), len(EAR.book.forbidden)) == (20, 13)
    assert [text for text in EAR.book.courteous if EAR.slips(text)] == []


def test_a_slip_says_where_it_stands() -> None:
    text = "已回电。\n急什么！"
    (slip,) = EAR.slips(text)
    assert text[slip.at :].startswith(slip.words) and slip.words == "急什么"


def test_the_built_in_texts_need_no_parser() -> None:
    """Every write looks through what was written."""
    folder = beside.built_in("phrases").parent
    for file in ("phrases.zh.yaml", "promises.zh.yaml", "promises.en.yaml"):
        assert fast.read((folder / file).read_text("utf-8")) is not None, file


def test_what_is_said_is_letters_and_not_a_pattern() -> None:
    book = PhraseBook(courteous=(), forbidden=(Forbidden(text="x", said=("(a+)+$", "[", "，$")),))
    assert [slip.words for slip in phrasing.ear_for(book).slips("aaaa (a+)+")] == ["(a+)+"]
    assert re.compile(phrasing._pattern("["))
