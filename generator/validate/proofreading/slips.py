"""What the checks of texts share: a slip as a problem, and the stretches of Chinese characters."""

import re

from generator.derive.prose import Prose
from generator.problem import Problem, Severity, Spot

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
STRETCH = re.compile(f"[{HAN}]+")
NUMERALS = "一二三四五六七八九十"
_AROUND_CHARS = 8


def spot(prose: Prose, start: int, words: str, mend: str | None = None, *, safe: bool = False) -> Spot:
    """Return the spot of words that begin at `start` of a text."""
    return Spot(path=prose.path, start=start, words=words, mend=mend, safe=safe)


def slip(code: str, message: str, *spots: Spot, severity: Severity = "warning") -> Problem:
    """Return the problem of words found in a text; its place is that of the first."""
    return Problem(code=code, message=message, path=spots[0].path, severity=severity, spots=spots)


def around(text: str, start: int, end: int) -> str:
    """Return the words from `start` to `end` with a little of their line before and behind them.

    >>> around("请各社区、各部门要要结合实际，抓好落实。", 8, 10)
    '各社区、各部门要要结合实际，抓好'
    """
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND_CHARS + 1)
    stop = text.find("\n", end)
    last = min(stop if stop >= 0 else len(text), end + _AROUND_CHARS - 1)
    return text[first:last].strip()


def chinese_number(numeral: str) -> int:
    """Return the value of a Chinese numeral up to 99, 0 for what is none.

    >>> chinese_number("十"), chinese_number("二十三"), chinese_number("〇")
    (10, 23, 0)
    """
    tens, ten, ones = numeral.partition("十")
    if not ten:
        tens, ones = "", numeral
    value = (NUMERALS.find(tens) + 1 if tens else 1) * 10 if ten else 0
    wrong = any(len(part) > 1 or part not in NUMERALS for part in (tens, ones) if part)
    return 0 if wrong else value + (NUMERALS.index(ones) + 1 if ones else 0)
