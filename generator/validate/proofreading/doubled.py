"""Doubled words (重字): 要要, 麻痹麻痹. Words are cut first, so that 全员 after 安全 and 每月月底 are none."""

import re
from collections.abc import Iterable, Iterator

from generator.derive.prose import Prose
from generator.layout.words import is_word, words
from generator.problem import Problem
from generator.validate.proofreading.slips import HAN, NUMERALS, STRETCH, around, slip, spot

EXCEPTIONS = (
    "大队大队长", "中队中队长", "支队支队长", "总队总队长", "小组小组长", "全员", "每月月底", "人人", "天天",
    "处处", "层层", "事事", "时时", "家家", "户户", "件件", "村村", "个个", "步步", "年年", "月月", "条条", "块块",
    "种种", "级级", "站站", "周周", "方方面面", "妥妥", "牢牢", "紧紧", "切切", "比比", "研究研究", "商量商量",
)  # fmt: skip
_CANDIDATE = re.compile(f"([{HAN}]{{1,8}})\\1")
_COUNTED = re.compile("一.(一.)+")  # 一家一家, 一项一项
_ALONE = frozenset(f"{NUMERALS}〇零百千万亿某")


def check_doubled(texts: Iterable[Prose]) -> Iterator[Problem]:
    """Yield a warning for each word that stands twice in a row (TXT-001)."""
    for prose in texts:
        for start, once in doubled(prose.text):
            twice = once * 2
            shown = around(prose.text, start, start + len(twice))
            message = f"“{shown}”里“{twice}”重复。请删去一个“{once}”；原文如此的，在 waivers 里写明原因。"
            yield slip("TXT-001", message, spot(prose, start, twice, once))


def doubled(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each doubled word begins, and the word.

    >>> list(doubled("各部门要要落实全员责任，消防大队大队长每月月底前报送")), list(doubled("麻痹麻痹思想"))
    ([(3, '要')], [(0, '麻痹')])
    """
    for stretch in STRETCH.finditer(text):
        if _CANDIDATE.search(stretch.group()):
            for start, once in _in_stretch(stretch.group()):
                yield stretch.start() + start, once


def _in_stretch(stretch: str) -> Iterator[tuple[int, str]]:
    pieces = _pieces(stretch)
    place = behind = 0
    for i, word in enumerate(pieces):
        once = next(filter(None, (_repeated(pieces, i, count) for count in (3, 2, 1))), "")
        start = place + max(0, len(word) - len(once))
        if once and start >= behind and not _is_right(stretch, start, once):
            yield start, once
        if once:
            behind = start + 2 * len(once)  # a word that stands three times is one slip
        place += len(word)


def _pieces(stretch: str) -> list[str]:
    """Return the words of a stretch; a pair of characters that no dictionary has is cut apart."""
    pieces: list[str] = []
    for word in words(stretch):
        pieces += list(word) if len(word) == 2 and word[0] == word[1] and not is_word(word) else [word]
    return pieces


def _repeated(pieces: list[str], i: int, count: int) -> str:
    """Return the words that the `count` words from `i` on end with and that follow once more, or an empty text."""
    once = "".join(pieces[i : i + count])
    following = pieces[i + count : i + 2 * count]
    if len(following) < count:
        return ""
    if count > 1:
        return once if len(once) >= 2 * count and "".join(following) == once else ""
    if len(once) == 1:
        return once if following[0] == once and once not in _ALONE else ""
    behind = following[0]
    if len(behind) > 1 and once.endswith(behind):
        return behind
    return once if behind.startswith(once) else ""


def _is_right(stretch: str, start: int, once: str) -> bool:
    """Tell whether a doubling lies in a phrase that has it by right."""
    end = start + 2 * len(once)
    if _COUNTED.fullmatch(stretch[start:end]):
        return True
    return any(
        stretch.find(known, max(0, end - len(known)), start + len(known)) >= 0
        for known in EXCEPTIONS
        if len(known) >= 2 * len(once)
    )
