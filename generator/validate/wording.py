"""Words that messages share: how a found value reads, and the nearest of the known names."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

SHOWN_CHARS = 20
SHOWN_NAMES = 12
KEYS = re.compile(r"（[a-z_]+(?:(?:、| 的 )[a-z_]+)*）")
LEADING_NUMBER = re.compile(r"\s*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d,.])", re.ASCII)


def found(value: Any) -> str:
    """Return how a value that was found reads in a message."""
    if value is None:
        return "没有写值"
    if isinstance(value, bool):
        return f"是 {'true' if value else 'false'}"
    if isinstance(value, (int, float)):
        return f"是数字 {value}"
    if isinstance(value, str):
        return f"是文字“{short(value)}”"
    return "是一个列表" if isinstance(value, (list, tuple)) else "是一组“键: 值”"


def short(text: str) -> str:
    """Return a text on one line, cut to a length that a message can show."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARS else line[:SHOWN_CHARS] + "…"


def without_keys(message: str) -> str:
    """Return a message for those who see sheets and never the data: what is put in brackets for the data left out.

    >>> without_keys("请写考评细则编号（clause）。")
    '请写考评细则编号。'
    """
    return KEYS.sub("", message)


def leading_number(text: str) -> str:
    """Return the number that a text begins with, in half-width digits without thousands separators, or nothing."""
    number = LEADING_NUMBER.match(unicodedata.normalize("NFKC", text))
    return number.group(1).replace(",", "") if number else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `是不是“…”？` with the known name nearest to `name`, or the list of the known names."""
    from difflib import get_close_matches

    names = sorted(set(known))
    if close := get_close_matches(name, names, n=1, cutoff=0.5):
        return f"是不是“{close[0]}”？"
    return f"可用的有：{listed(names)}。" if names else ""


def listed(names: Iterable[str]) -> str:
    """Return names in one line, the rest counted where there are many."""
    every = list(names)
    text = "、".join(every[:SHOWN_NAMES])
    return f"{text} 等 {len(every)} 个" if len(every) > SHOWN_NAMES else text
