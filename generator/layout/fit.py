"""Fitting text into cells: how wide text runs, how many lines it takes, which size fits a page. Pure functions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, pairwise
from math import inf

from generator.dataclass import dataclass
from generator.layout import breaks
from generator.layout.gbt9704 import mm_from_pt

CELL_PADDING_MM = 1.0
CELL_PADDING_Y_MM = 0.4
CELL_RULE_MM = 0.27
BOX_PADDING_MM = 2.0  # below the last line of an opinion box
LEADING = 1.2
NO_LINE_START, NO_LINE_END = breaks.NO_LINE_START, breaks.NO_LINE_END
CLOSING = frozenset("，。、）》〉〕］」』】”’")  # LibreOffice keeps them with letters that follow
_ALIKE = re.compile(
    "[一-鿿，。、；：？！（）《》〈〉“”\n]*"
)  # texts that all programs break at the same places
_ROUNDING_EM = 1e-6
OFFICE_SLACK_EM = 0.25  # so much earlier it ends lines of digits and letters; measured
AUTO_SPACE_EM = 0.2  # LibreOffice and WPS put it between Chinese and digits or letters, asked or not
WORD_START = re.compile(
    r"(?<=[、，；])|(?<=\d{4}年)(?=\d)|(?<=[^〔])(?=[（〔])"
)  # where a short text is best broken
TABLE_SIZES_PT = (16.0, 14.0, 12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)


def char_width_em(char: str) -> float:
    """Return the width of a character in ems: full-width 1, others half."""
    return 1.0 if breaks.is_full_width(char) else 0.5


def text_width_mm(text: str, size_pt: float) -> float:
    """Return the width in mm of one unbroken line of text."""
    return mm_from_pt(sum(map(char_width_em, text)) * size_pt)


def widest_em(text: str, auto_space_em: float = AUTO_SPACE_EM) -> float:
    """Return the width in ems of a line of text in the office program that sets it widest."""
    gaps = 0 if text.isascii() else sum(_script_changes(a, b) for a, b in pairwise(text))
    return sum(map(char_width_em, text)) + gaps * auto_space_em


@lru_cache(maxsize=65536)
def _script_changes(before: str, after: str) -> bool:
    return before.isascii() != after.isascii() and before.isalnum() and after.isalnum()


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


@dataclass(frozen=True, slots=True)
class _Rule:
    """How lines are broken: their width, the room between Chinese and Latin, whether as LibreOffice does."""

    limit_em: float
    auto_space_em: float
    office: bool


def break_lines(
    text: str,
    width_mm: float,
    size_pt: float,
    *,
    office: bool = False,
    auto_space_em: float = AUTO_SPACE_EM,
) -> list[str]:
    """Break text into lines no wider than `width_mm`, keeping line-start and line-end prohibitions.

    With `office` as LibreOffice does: it ends lines after a hyphen, but never between closing mark and letter.
    `auto_space_em` is the room that an office program puts between Chinese and Latin characters.
    """
    rule = _Rule(width_mm / mm_from_pt(size_pt) + _ROUNDING_EM, auto_space_em, office)
    return [line for part in text.split("\n") for line in _break_part(part, rule)]


def breakings(text: str, width_mm: float, size_pt: float) -> list[list[str]]:
    """Return the lines of a text as PDF, Word and LibreOffice break them; the first puts no room between scripts."""
    return [
        break_lines(text, width_mm, size_pt, auto_space_em=0.0),
        break_lines(text, width_mm, size_pt),
        break_lines(text, width_mm, size_pt, office=True),
    ]


@lru_cache(maxsize=4096)
def line_count(text: str, width_mm: float, size_pt: float) -> int:
    """Return how many lines text takes in the program that needs most."""
    if "\n" not in text and _has_room(text, width_mm / mm_from_pt(size_pt) - OFFICE_SLACK_EM):
        return 1
    lines = len(break_lines(text, width_mm, size_pt))
    return (
        lines
        if _ALIKE.fullmatch(text)
        else max(lines, len(break_lines(text, width_mm, size_pt, office=True)))
    )


def _has_room(text: str, limit_em: float) -> bool:
    """Tell whether a text runs no wider than that in any program."""
    return not text or _ends_em(text, AUTO_SPACE_EM)[-1] <= limit_em


@lru_cache(maxsize=4096)
def even_lines(text: str, width_mm: float, size_pt: float) -> str:
    """Return a short centred text with line breaks where it takes several lines.

    Names, dates and amounts stay whole where the lines have room for them; otherwise the lines are made about
    equal, so that no line holds a single character.
    """
    return "\n".join(line for part in text.split("\n") for line in _even_part(part, width_mm, size_pt))


def _even_part(text: str, width_mm: float, size_pt: float) -> list[str]:
    lines = line_count(text, width_mm, size_pt)
    if lines == 1:
        return [text]
    packed = _packed(WORD_START.split(text), width_mm, size_pt)
    if len(packed) <= lines and all(line_count(p, width_mm, size_pt) == 1 for p in packed):
        return packed
    half_em_mm = mm_from_pt(size_pt) / 2
    narrow = width_mm
    while narrow > 3 * half_em_mm and line_count(text, narrow - half_em_mm, size_pt) == lines:
        narrow -= half_em_mm
    for office in (False, True):
        even = break_lines(text, narrow, size_pt, office=office)
        if all(line_count(line, width_mm, size_pt) == 1 for line in even):
            return even
    return [text]


def _packed(pieces: Iterable[str], width_mm: float, size_pt: float) -> list[str]:
    """Put as many pieces on every line as it holds."""
    lines = [""]
    for piece in pieces:
        longer = lines[-1] + piece
        fits = line_count(longer, width_mm, size_pt) == 1
        lines = [*lines[:-1], longer] if fits or not lines[-1] else [*lines, piece]
    return lines


def _break_part(text: str, rule: _Rule) -> list[str]:
    if rule.office and any(map(_is_latin, text)):
        rule = replace(rule, limit_em=max(1.0 + _ROUNDING_EM, rule.limit_em - OFFICE_SLACK_EM))
    every = _ends_em(text, rule.auto_space_em)
    if not every or every[-1] <= rule.limit_em:
        return [text]
    measure = breaks.Measure(rule.limit_em, 1.0, inf if rule.auto_space_em else breaks.LOOSE_EM)
    may_break = _office_may_end if rule.office else breaks.may_end
    lines: list[str] = []
    start = 0
    while start < len(text):
        begin = every[start] - char_width_em(text[start])
        ends = [end - begin for end in every[start : _reach(text, start, rule.limit_em)]]
        cut = breaks.first_line(text[start:], ends, measure, may_break)
        lines.append(text[start : start + cut])
        start += cut
    return lines


def _reach(text: str, start: int, limit_em: float) -> int:
    """Return how far a line from `start` may go, the spaces at its end included."""
    end = start + int(2 * limit_em) + 2
    while end <= len(text) and text[end - 1] == " ":
        end += 1
    return end


@lru_cache(maxsize=512)
def _ends_em(text: str, auto_space_em: float) -> tuple[float, ...]:
    """Return where the characters of a text end on one line, room between Chinese and Latin included."""
    gaps = (0.0, *(auto_space_em * _script_changes(a, b) for a, b in pairwise(text)))
    return tuple(accumulate(char_width_em(c) + gap for c, gap in zip(text, gaps, strict=False)))


def _office_may_end(text: str, place: int) -> bool:
    """Return whether LibreOffice ends a line before `text[place]`: also between / and a letter."""
    before, after = text[place - 1], text[place]
    if before == "/" and after.isalpha():
        return True
    if after in NO_LINE_START or before in NO_LINE_END:
        return False
    if before == "-" or before in CLOSING:
        return before == "-" or not breaks.inside_word("-", after)
    return not breaks.inside_word(before, after)


def line_height_mm(size_pt: float) -> float:
    """Return the height of a line in a table cell."""
    return mm_from_pt(round(size_pt * LEADING * 2) / 2)


def cell_room_mm(width_mm: float) -> float:
    """Return the room for text in a cell of `width_mm`; in PDF half a rule stands on either side, in Word none."""
    return width_mm - 2 * CELL_PADDING_MM - CELL_RULE_MM


def cell_height_mm(text: str, width_mm: float, size_pt: float) -> float:
    """Return the height a cell of `width_mm` needs for `text`, padding included."""
    lines = line_count(text, cell_room_mm(width_mm), size_pt) if text else 1
    return lines * line_height_mm(size_pt) + 2 * CELL_PADDING_Y_MM + CELL_RULE_MM


@dataclass(frozen=True, slots=True)
class CellText:
    """Text of one cell to be fitted: its width in mm and the rows it spans."""

    text: str
    width_mm: float
    row: int
    row_span: int = 1


def row_heights_mm(cells: Iterable[CellText], minimum_mm: Sequence[float], size_pt: float) -> list[float]:
    """Return the height of every row, from its cells' texts and the rows' minimum heights.

    A cell that spans rows stretches the last of them when the others leave it too little room.
    """
    heights = list(minimum_mm)
    for cell in sorted(cells, key=lambda c: c.row_span):
        needed = cell_height_mm(cell.text, cell.width_mm, size_pt)
        last = cell.row + cell.row_span - 1
        missing = needed - sum(heights[cell.row : last + 1])
        heights[last] += max(0.0, missing)
    return heights


def stretch(heights: Sequence[float], available_mm: float, limit: float = 1.6) -> list[float]:
    """Share out room that is left over the rows, none growing beyond `limit` times its height."""
    total = sum(heights)
    if not heights or total >= available_mm:
        return list(heights)
    factor = min(limit, available_mm / total)
    return [height * factor for height in heights]
