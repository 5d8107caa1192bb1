"""Where a line of Chinese text may end (行首行尾禁则, GB/T 15834-2011): one rule for fitting texts and for setting them.

Pure functions. `layout/fit.py` applies them to estimated widths, the PDF engine's adapter to the widths of real glyphs.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from generator.dataclass import dataclass

NO_LINE_START = frozenset("，。、；：？！）》〉〕］｝」』】〗”’％‰℃°…·～" + ",.;:?!)]}%/")
NO_LINE_END = frozenset("（《〈〔［｛「『【〖“‘￥№" + "([{/")
DASH = "—"
PAIRED = frozenset("—…")  # 破折号 and 省略号 take two places and are never split
# Where an address or a code is broken rather than leaving the line half empty; 分隔号 (/) never ends a line.
SOFT_ENDS = frozenset("@-_.&=?")
LOOSE_EM = 6.0  # a line that would lack more than this is filled with a part of the next word
_NO_SPACE_BREAK = frozenset("\u00a0\u202f\u2060\ufeff")
_BREAK_HERE = "\u200b"
_HALF_LETTERS_END = (
    0x250  # Latin letters with marks lie below; above, Chinese typefaces have letters a whole em wide
)

MayBreak: TypeAlias = Callable[[str, int], bool]


@cache
def is_full_width(char: str) -> bool:
    """Return whether a character takes a whole em in Chinese typefaces: characters, marks, symbols of GB 2312.

    >>> [c for c in "镇，“—·①×A1é" if not is_full_width(c)]
    ['A', '1', 'é']
    """
    width = unicodedata.east_asian_width(char)
    if width == "A":
        return not takes_no_room(char) and (ord(char) >= _HALF_LETTERS_END or not char.isalpha())
    return width in "WF"


@cache
def takes_no_room(char: str) -> bool:
    """Return whether a character stands over another or is not seen: accents, selectors of variants, soft hyphens."""
    return unicodedata.category(char) in ("Mn", "Me", "Cf")


@dataclass(frozen=True, slots=True)
class Measure:
    """Width of a line (行宽) and size of its type, in one unit; a line that would lack more than `loose_em` is filled."""

    limit: float
    em: float
    loose_em: float = LOOSE_EM


def first_line(text: str, ends: Sequence[float], measure: Measure, may_break: MayBreak | None = None) -> int:
    """Return how many characters of `text` stand on its first line, at least one.

    `ends` are the ends of the characters from the line's beginning, of so many as are known to be enough. Spaces at
    the end of a line take no room. Where no break is permitted the line ends where it is full, within a word rather
    than before a mark.
    """
    fitting = _fitting(text, ends, measure.limit)
    permitted = permitted_line(text, ends, measure, may_break)
    return permitted or last_break(text, fitting, _keeps_marks) or max(1, fitting)


def permitted_line(
    text: str, ends: Sequence[float], measure: Measure, may_break: MayBreak | None = None
) -> int:
    """Return how many characters of `text` stand on its first line, 0 when no break that has room is permitted."""
    fitting = _fitting(text, ends, measure.limit)
    if fitting >= len(text):
        return len(text)
    permitted = last_break(text, fitting, may_break or may_end)
    room = measure.limit - (ends[permitted - 1] if permitted else 0.0)
    if permitted and room <= measure.loose_em * measure.em:
        return permitted
    return _soft_break(text, permitted, fitting) or permitted


def last_break(text: str, fitting: int, may_break: MayBreak) -> int:
    """Return the last permitted break after at most `fitting` characters, 0 when there is none."""
    return next((place for place in range(fitting, 0, -1) if may_break(text, place)), 0)


def next_break(text: str) -> int:
    """Return the first permitted break of a text, its length when there is none."""
    return next((place for place in range(1, len(text)) if may_end(text, place)), len(text))


def may_end(text: str, place: int) -> bool:
    """Return whether a line may end before `text[place]`.

    >>> [place for place in range(1, 8) if may_end("共（15.5%）吨", place)]
    [1, 8]
    """
    before, after = text[place - 1], text[place]
    return _keeps_marks(text, place) and not inside_word(before, after)


def _keeps_marks(text: str, place: int) -> bool:
    """Return whether no mark that must not stands at the end of the line before, or the beginning of that after."""
    before, after = text[place - 1], text[place]
    if after in NO_LINE_START or before in NO_LINE_END or _holds_on(before, after):
        return False
    if after == DASH:
        return before != DASH and text[place + 1 : place + 2] == DASH
    return not (before == after and before in PAIRED)


def gaps(text: str) -> int:
    """Return how many places between the characters of a text can take added room."""
    return sum(is_gap(a, b) for a, b in pairwise(text))


def is_gap(before: str, after: str) -> bool:
    """Tell whether room may be added between two characters: not in words and numbers, dashes and ellipses."""
    if takes_no_room(after) or (before == after and before in PAIRED):
        return False
    return is_full_width(before) or is_full_width(after) or before in " \xa0"


def inside_word(before: str, after: str) -> bool:
    """Tell whether both characters belong to one word, such as LL-001, 15.5, an address or GB/T."""
    return _in_word(before) and _in_word(after)


def _in_word(char: str) -> bool:
    return (char.isascii() or (char.isalpha() and ord(char) < _HALF_LETTERS_END)) and not char.isspace()


def _holds_on(before: str, after: str) -> bool:
    """Spaces end a line and never begin one; marks over a letter and selectors of a variant belong to it."""
    if after.isspace() or after in _NO_SPACE_BREAK or before in _NO_SPACE_BREAK:
        return True
    return takes_no_room(after) and after != _BREAK_HERE


def _fitting(text: str, ends: Sequence[float], limit: float) -> int:
    """Return how many characters have room, the spaces after them included."""
    place = bisect_right(ends, limit)
    while place < len(text) and text[place] == " ":
        place += 1
    return place


def _soft_break(text: str, permitted: int, fitting: int) -> int:
    """Return the last place within a long word that has room, after a mark that is not within a number; 0 if none."""
    for place in range(fitting, permitted, -1):
        before, after = text[place - 1], text[place]
        if before in SOFT_ENDS and inside_word(before, after) and not _in_number(text, place):
            return place
    return 0


def _in_number(text: str, place: int) -> bool:
    if text[place - 1] == "-":
        return False
    return place > 1 and text[place - 2].isdigit() and text[place].isdigit()
