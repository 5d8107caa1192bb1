"""Stand-ins (拼凑的字) for a character that somebody could not type: 上(田本)村, 王(文武), （氵+某）, 〓, □.

Brackets are everywhere in official texts, so what stands in them must be parts of a character and no word.
"""

import re
import unicodedata
from math import inf
from typing import Literal, TypeAlias

from generator.layout.words import is_word

Holder: TypeAlias = Literal["person", "organ", "text"]

# Parts that are no character of their own.
SIDES = "亻冫氵扌忄犭纟讠钅饣艹宀辶灬刂阝彡疒礻衤罒癶虍𧾷爫攵囗丬"
# Parts that are: the radicals, and what commonly stands beside one.
_RADICALS = "".join(unicodedata.normalize("NFKC", chr(number)) for number in range(0x2F00, 0x2FD6))
_SIMPLIFIED = "见角贝车长门韦页风飞马鱼鸟卤麦黄黾齐齿龙龟王"
_OTHERS = (
    "丁万三上下不与丐专且世业丘东丰串丽乃久么义之乌乍乎乏乐也习乡予争云亏五井亚交亥亦产亨享京亭亮今介仑仓令以付代"
    "任休会伏余佳侯元兄充先光克免兆公六共其内冈冉册再军农冬冯分列刘则刚利别制刻前包北匹区千升半卑卓单占卡卢卯卷厄"
    "厘原及友反发取受古句只召可台右叶司各合吉同名后向吕君吾告员周命和品唐商善喜四回因国圣圭坐垂垒城基夫央失头夸夹"
    "奇奉奎宁它安完宗官定宜室宣家容宾将尔尚尤尧就尹尼居屈展属岁岛川州巴布帝师常平并年庄庆库应度康庸廷弗弟当录彦形"
    "必忽思急息恩悉惠意戊成我或户所才扎丕执技把折拉昌昆明易昔星春是显景曹曼更曾最有朋未末本术朱朵机束来林果某柔查"
    "栗桑梁次欲武每民永求沙波泉洪活海深温炎烈焦照爱率甚甫由甲申电男畏番登皇益监直相眉真知禹离秀秋科章童竟竞端等答"
    "粦索素累维罗美羡翟考者耶育肯胡能良若英莫著菊萨虎蛇蜀西要规象责贡贯贾赛追连通道那郎重量间闻阿陆降陈隆集需青顷"
    "项顺须领"
)
_HEADS = frozenset(SIDES + _RADICALS + _SIMPLIFIED)
_PARTS = _HEADS | frozenset(_OTHERS)

_BRACKETS = re.compile(r"[(（\[［【〔]([^()（）\[\]［］【】〔〕]{2,8})[)）\]］】〕]")
_HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\U00020000-\U000323af]")
_SUM = re.compile(f"{_HAN.pattern}(?:[+＋]{_HAN.pattern}){{1,2}}")
_IN_WORDS = re.compile(
    "三点水|两点水|(?:提手|单人|双人|竖心|反犬|绞丝|走之|立人)旁|宝盖头|走之底|[^\\W十丁工]字[旁头底框边]|偏旁"
)
_LAID_OUT = re.compile("[上左外](.)[下右内](.)|(.)旁.*")
_SEQUENCE = re.compile("[\u2ff0-\u2fff\u31ef].{1,2}")
_GETA = re.compile("[〓\ufffd]")
_BLANKS: dict[Holder, str] = {"person": "[□■▯￭?？]", "organ": "[□■▯￭]|[?？](?=\\w)"}
_SIDE = re.compile(f"[{SIDES}]")
_PLACES = frozenset("村庄屯寨镇乡湾坪坝")  # what a place's name goes on with, within a text
_BETWEEN = re.compile(r"[、，,；;。/\s]")
_LONGEST: dict[Holder, float] = {
    "person": 7,
    "organ": 30,
    "text": inf,
}  # characters; what is longer is no name


def stand_in(text: str, holder: Holder) -> str:
    """Return the part of a text that stands for a character which was not typed, or an empty text.

    `holder` says whose name the text is; in a text that is no name only what can mean nothing else is found.

    >>> stand_in("上(田本)村", "organ"), stand_in("王(文武)", "person"), stand_in("村（社区）", "organ")
    ('(田本)', '(文武)', '')
    """
    names = [text] if holder == "text" else _BETWEEN.split(text)
    return next((part for name in names if (part := _in_name(name, holder))), "")


def _in_name(name: str, holder: Holder) -> str:
    bracketed = (m.group() for m in _BRACKETS.finditer(name) if _stands_in(m, holder))
    signs = (found.group() for sign in _signs(holder) if (found := sign.search(name)))
    return next(bracketed, next(signs, ""))


def _signs(holder: Holder) -> tuple[re.Pattern[str], ...]:
    """Return what is a stand-in by itself: a blank, or a part of a character, only in a name."""
    named = (re.compile(_BLANKS[holder]), _SIDE) if holder in _BLANKS else ()
    return (_SEQUENCE, _GETA, *named)


def _stands_in(match: re.Match[str], holder: Holder) -> bool:
    """Tell whether what stands in brackets describes one character."""
    inner = match[1]
    if _IN_WORDS.search(inner):
        return True
    if _SUM.fullmatch(inner):
        return holder != "text" or bool(_SIDE.search(inner))
    if holder != "text" and (laid_out := _LAID_OUT.fullmatch(inner)):
        return all(part in _PARTS for part in laid_out.groups("王"))
    return len(inner) in (2, 3) and _PARTS.issuperset(inner) and _is_inside(match, holder)


def _is_inside(match: re.Match[str], holder: Holder) -> bool:
    """Tell whether a name needs what stands in brackets: it goes on behind them, or is a surname alone without."""
    text, inner = match.string, match[1]
    before, after = text[: match.start()], text[match.end() :]
    if _SIDE.search(inner):
        return True
    if len(text) > _LONGEST[holder] or not _HAN.match(before[-1:]):
        return False
    if holder == "person":
        return bool(_HAN.match(after)) or (len(before) == 1 and not after)
    goes_on = after[:1] in _PLACES if holder == "text" else _HAN.match(after)
    return bool(goes_on) and not is_word(inner) and not _HEADS.isdisjoint(inner)
