"""Made-up names and telephone numbers. Every number is 138 0000 xxxx, so that nobody can take it for a real one."""

from propops.models.resident import FormOfAddress
from propops.sample.dice import Dice

SURNAMES = tuple("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程魏苏吕丁任沈姚卢姜")
_MR = (
    "志远建国明辉海涛家豪文博国栋宇航俊杰子轩永强景行少华伟民立新浩然振宇启明"
    "晓东学文德生云飞正阳一鸣承志天佑思源卫东长青嘉树泽宇松年世安千里亦凡修平"
)
_MS = (
    "秀英雅琴晓燕佳宁雨桐思琪慧敏丽华玉兰欣怡若曦静怡淑珍美玲春梅诗涵婉清雪莹"
    "桂芳海棠月华文静梦瑶秋霞凤仪小满可心素云念慈锦书晓岚如意芷若凌霜听雨书瑶"
)
GIVEN_MR, GIVEN_MS = (tuple(names[i : i + 2] for i in range(0, len(names), 2)) for names in (_MR, _MS))
_POOL = 9_999  # 0000 is the estate's own hotline


class Names:
    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._phones = 0

    def person(self, dice: Dice) -> tuple[str, FormOfAddress]:
        is_mr = dice.chance(0.52)
        given = dice.pick(GIVEN_MR if is_mr else GIVEN_MS)
        return dice.pick(SURNAMES) + given, FormOfAddress.MR if is_mr else FormOfAddress.MS

    def phone(self) -> str:
        """Distinct; an estate of some ten thousand people tells them apart by an extension."""
        count, extension = self._phones, self._phones // _POOL
        self._phones += 1
        number = (count * 7919 + self._seed * 1237) % _POOL + 1  # 7919 and 9,999 share no factor
        return f"138 0000 {number:04d}" + (f"-{extension}" if extension else "")
