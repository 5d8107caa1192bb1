"""Brackets and quotation marks (括号、引号) that are opened and not closed, or the reverse, within a paragraph."""

import re
from collections.abc import Iterable, Iterator

from generator.derive.prose import Prose
from generator.problem import Problem
from generator.validate.proofreading.slips import around, slip, spot

PAIRS = {
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "“": "”",
    "‘": "’",
    "【": "】",
    "〔": "〕",
    "［": "］",
    "[": "]",
}
_KIND = {mark: opening for opening, closing in PAIRS.items() for mark in (opening, closing)}
_KIND |= {
    "(": "（",
    ")": "（",
    "[": "［",
    "]": "［",
}  # half and full width close each other; width is another check
_ITEM = re.compile(r"(?:^|[\s。；;：:，,、．.])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z]|[①-⑳])$")

_TO_THE_OTHER = {  # what follows up to the closing bracket of the other width, pairs of its own within it
    ")": re.compile(r"(?:[^（）\n]|（[^（）\n]*）)*）"),
    "）": re.compile(r"(?:[^()\n]|\([^()\n]*\))*\)"),
}
_STOPS = re.compile(r"[。；;！？|]\s*$")


def check_brackets(texts: Iterable[Prose]) -> Iterator[Problem]:
    """Yield a warning for each bracket or quotation mark without its partner (TXT-002)."""
    for prose in texts:
        for start, mark in unpaired(prose.text):
            shown = around(prose.text, start, start + 1)
            if mark in PAIRS:
                message = f"“{shown}”里的“{mark}”没有闭合。请补上“{PAIRS[mark]}”，或删去“{mark}”。"
            else:
                message = f"“{shown}”里的“{mark}”前面没有“{_opening(mark)}”。请补上，或删去“{mark}”。"
            yield slip("TXT-002", message, spot(prose, start, mark))


def unpaired(text: str) -> list[tuple[int, str]]:
    """Return the place of each mark without a partner in its paragraph; `1）` before an item is none.

    A line that ends without a stop, such as one of a title, goes on in the next.

    >>> unpaired("各社区（村、各部门。"), unpaired("1）各社区（村）"), unpaired("《专项\\n方案》")
    ([(3, '（')], [], [])
    """
    found: list[tuple[int, str]] = []
    for start, paragraph in _paragraphs(text):
        found += ((start + place, mark) for place, mark in sorted(_in_paragraph(paragraph)))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs with their places; where a line leaves marks open and no stop ends it, the next joins."""
    start, held = 0, ""
    for line in text.splitlines(keepends=True):
        held += line
        if _STOPS.search(line) or len(held.splitlines()) > 1 or not _in_paragraph(held):
            yield start, held
            start, held = start + len(held), ""
    if held:
        yield start, held


def _in_paragraph(line: str) -> list[tuple[int, str]]:
    opened: list[tuple[int, str]] = []
    alone: list[tuple[int, str]] = []
    for place, mark in enumerate(line):
        if mark in PAIRS:
            opened.append((place, mark))
        elif mark in _KIND:
            matching = [i for i, (_, other) in enumerate(opened) if _KIND[other] == _KIND[mark]]
            if matching and not (PAIRS[opened[matching[-1]][1]] != mark and is_item_within(line, place)):
                alone += opened[matching[-1] + 1 :]
                del opened[matching[-1] :]
            elif not _is_item_or_apostrophe(line, place, mark):
                alone.append((place, mark))
    return alone + opened


def is_item_within(text: str, place: int) -> bool:
    """Tell whether a bracket numbers an item of a list within brackets of the other width.

    >>> is_item_within("（甲：1)丙；2)丁）", 4), is_item_within("（见附件1)。", 5)
    (True, False)
    """
    line = text[:place].rpartition("\n")[2]
    return text[place] in _TO_THE_OTHER and bool(
        _ITEM.search(line) and _TO_THE_OTHER[text[place]].match(text, place)
    )


def _is_item_or_apostrophe(line: str, place: int, mark: str) -> bool:
    if mark == "’":
        return True
    return mark in ("）", ")") and bool(_ITEM.search(line[:place]))


def _opening(mark: str) -> str:
    return next(opening for opening, closing in PAIRS.items() if closing == mark)
