"""Breaking a title into lines (7.3.1): hints first, then lines between words that form a trapezoid or a diamond."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TypeAlias

from generator.layout.fit import NO_LINE_END, NO_LINE_START, char_width_em

Words: TypeAlias = Callable[[str], Sequence[str]]

_SHAPED_LINES = 4  # so many lines are weighed together; of more, one after the other
_SHAPED_CHARS = 4 * 24
_FORBIDDEN = 1000.0
_BAD = 30.0
_INSIDE_WORD = 20.0
_POOR = 8.0
_ALONE = 4.0  # a word of one character at the beginning of a line
_SHAPE = 6.0
_GOOD = -3.0
_BAD_START = frozenset("的地得和与及或之等了")
_BAD_END = frozenset("第")
_COUNTED = frozenset("年月日号次届个条项期天")  # stay with the number before them
_POOR_END = ("关于", "进一步")


def break_title(text: str, chars_per_line: int, words: Words = tuple) -> tuple[str, ...]:
    """Return the title's lines; a line break in the text is kept, a line that is too long is shared out.

    `words` cuts a text into words, between which lines end; without it every character is one.
    """
    return tuple(
        line for part in text.strip().split("\n") for line in _shared(part.strip(), chars_per_line, words)
    )


def _shared(text: str, limit: int, words: Words) -> list[str]:
    if _width(text) <= limit:
        return [text]
    count = int(-(-_width(text) // limit))
    costs = _costs(text, words(text), limit)
    good = [i for i in range(1, len(text)) if costs[i] < _INSIDE_WORD]
    ranges: list[tuple[Sequence[int], int]] = [(good, count), (good, count + 1), (range(1, len(text)), count)]
    for places, lines in ranges if count <= _SHAPED_LINES and len(text) <= _SHAPED_CHARS else ():
        ways = _ways(_Widths(text, limit), places, lines)
        if best := min(ways, key=lambda ends: _total(text, ends, costs), default=None):
            return _lines(text, best)
    return _first_off(text, limit, words, costs)


def _width(text: str) -> float:
    return sum(map(char_width_em, text))


def _costs(text: str, words: Sequence[str], limit: int) -> list[float]:
    """Return what it costs to end a line before each character."""
    edges = set(accumulate(map(len, words)))
    alone = {end - 1 for end, word in zip(accumulate(map(len, words)), words, strict=True) if len(word) == 1}
    inside = _inside_titles(text, limit)
    costs = [0.0]
    for cut in range(1, len(text)):
        cost = _edge_cost(text, cut)
        cost += 0.0 if cut in edges else _INSIDE_WORD
        cost += _POOR if cut in inside else 0.0
        cost += _ALONE if cut in alone and text[cut] not in "《（“" else 0.0
        costs.append(cost)
    return costs


def _edge_cost(text: str, cut: int) -> float:
    before, after = text[cut - 1], text[cut]
    if after in NO_LINE_START or before in NO_LINE_END or (before + after).isdigit():
        return _FORBIDDEN
    if after in _BAD_START or before in _BAD_END or (before.isdigit() and after in _COUNTED):
        return _BAD
    if text[:cut].endswith(_POOR_END):
        return _POOR
    return _GOOD if text.startswith(("关于", "《"), cut) else 0.0


def _inside_titles(text: str, limit: int) -> set[int]:
    """Return the places inside 《…》 where it would have room on one line."""
    found: set[int] = set()
    start = 0
    for place, char in enumerate(text):
        if char == "《":
            start = place
        elif char == "》" and _width(text[start : place + 1]) <= limit:
            found |= set(range(start + 1, place + 1))
    return found


class _Widths:
    """Widths of the pieces of a text."""

    def __init__(self, text: str, limit: int) -> None:
        self.limit = limit
        self.end = len(text)
        self._sums = (0.0, *accumulate(map(char_width_em, text)))

    def fits(self, start: int, end: int, lines: int = 1) -> bool:
        """Return whether a piece has room on so many lines, were it cut anywhere."""
        return self._sums[end] - self._sums[start] <= self.limit * lines


def _ways(widths: _Widths, places: Sequence[int], lines: int, start: int = 0) -> Iterator[tuple[int, ...]]:
    """Yield the ends of lines, in all ways that share a text out over so many lines, cut at `places`."""
    if lines == 1:
        if widths.fits(start, widths.end):
            yield (widths.end,)
        return
    for end in places:
        if end > start and widths.fits(start, end) and widths.fits(end, widths.end, lines - 1):
            yield from ((end, *following) for following in _ways(widths, places, lines - 1, end))


def _lines(text: str, ends: Sequence[int]) -> list[str]:
    return [text[a:b] for a, b in pairwise((0, *ends))]


def _total(text: str, ends: tuple[int, ...], costs: Sequence[float]) -> tuple[float, float]:
    """Return the cost of lines that end there; of equal ones the shape with the longer first line is taken."""
    widths = [_width(line) for line in _lines(text, ends)]
    target = sum(widths) / len(widths)
    uneven = sum(abs(w - target) for w in widths)
    return sum(costs[end] for end in ends[:-1]) + uneven + _shape_cost(widths), -widths[0]


def _shape_cost(widths: Sequence[float]) -> float:
    """Return what a shape costs: trapezoid and diamond nothing, a rectangle a little, a waist much."""
    if len(set(widths)) == 1:
        return _SHAPE / 4
    waists = sum(a > b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))
    return _SHAPE * waists


def _first_off(text: str, limit: int, words: Words, costs: Sequence[float]) -> list[str]:
    """Take the first line off a text of very many lines."""
    width = _width(text)
    target = width / -(-width // limit)

    def cost(cut: int) -> float:
        head = _width(text[:cut])
        return abs(head - target) + costs[cut] + (_FORBIDDEN * 100 if head > limit else 0.0)

    cut = min(range(1, len(text)), key=cost)
    return [text[:cut], *_shared(text[cut:], limit, words)]
