"""Numbering (编号) of paragraphs and inline lists that skips or repeats: 一、（一）1.（1）, and 一是、二是."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from generator.dataclass import dataclass
from generator.derive.prose import Prose
from generator.problem import Path, Problem
from generator.validate.proofreading.slips import NUMERALS, chinese_number, slip, spot

_BEGINNING = re.compile(r"[ \t\u3000-]*(?:(?:附件|备注|附|注)[：:]\s*)?")
_LEVELS = (
    re.compile(f"([{NUMERALS}]{{1,3}})、"),
    re.compile(f"[（(]([{NUMERALS}]{{1,3}})[）)]"),
    re.compile(r"(\d{1,2})(?:[.．](?!\d)|、)"),
    re.compile(r"[（(](\d{1,2})[）)]"),
)
_INLINE = (
    re.compile(f"(?:^|(?<=[。；;：:，,\\s）]))([{NUMERALS}]{{1,2}})是(?!否)"),
    re.compile(r"(?<=[：:；;。])\s*[（(](\d{1,2})[）)](?=\S)"),
    re.compile(r"(?<=[：:；;。])\s*(\d{1,2})[.．](?!\d)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A number that was found: where, as printed, its value, the level it counts on (0 is 一、), its whole line."""

    start: int
    words: str
    value: int
    level: int
    line: str


def check_numbering(texts: Iterable[Prose]) -> Iterator[Problem]:
    """Yield a warning for each number that skips, repeats, or begins a list with another than 1 (TXT-003).

    Cells of one column are counted together, row after row.
    """
    bodies = [[prose] for prose in texts if prose.kind == "body"]
    columns: dict[tuple[str, str], list[Prose]] = {}
    for prose, column in _columns([prose for prose in texts if prose.kind == "cell"]):
        columns.setdefault((prose.document, column), []).append(prose)
    for group in [*bodies, *columns.values()]:
        yield from _of_group(group)


def _columns(cells: Sequence[Prose]) -> Iterator[tuple[Prose, str]]:
    """Yield each cell with the column it is counted in; rows within rows are counted by their first cells."""
    depths: dict[str, set[int]] = {}
    for cell in cells:
        depths.setdefault(cell.document, set()).add(len(cell.path))
    before: Path = ()
    for cell in cells:
        is_first = cell.path[:-1] != before
        before = cell.path[:-1]
        nested = cell.path[0] == "lists" and len(depths[cell.document]) > 1
        yield cell, "" if nested and is_first else _key(cell)


def _key(cell: Prose) -> str:
    return next((key for key in reversed(cell.path) if isinstance(key, str)), "")


def _of_group(group: Sequence[Prose]) -> Iterator[Problem]:
    """Yield the slips in texts that are read as one, each placed in its own."""
    starts = [0, *accumulate(len(prose.text) + 1 for prose in group)]
    for marker, before in misnumbered("\n".join(prose.text for prose in group)):
        if group[0].kind == "cell" and marker.value == 1:
            continue  # each row may have a list of its own
        i = bisect_right(starts, marker.start) - 1
        mend = marker.words.replace(_numeral(marker), _like(marker, before + 1), 1)
        message = f"编号“{marker.words}”{_said(marker, before)}，应是“{mend}”。请改正，或补上缺的一条。"
        yield slip("TXT-003", message, spot(group[i], marker.start - starts[i], marker.words, mend))


def misnumbered(text: str) -> list[tuple[Marker, int]]:
    """Return each number that does not follow, with the number before it on its level (0: it is the first).

    A level begins anew with 1 wherever it likes; one that never did may go on below the next higher number.

    >>> [m.words for m, _ in misnumbered("一、甲\\n（一）乙\\n（三）丙\\n二、丁\\n（一）戊")]
    ['（三）']
    """
    wrong = _Count(text).wrong(of_paragraphs(text))
    start = 0
    for line in text.split("\n"):
        for pattern in _INLINE:
            wrong += _Count("").wrong(_inline(pattern, line, start))
        start += len(line) + 1
    return sorted(wrong, key=lambda found: found[0].start)


def of_paragraphs(text: str) -> Iterator[Marker]:
    """Yield the number with which each paragraph begins, if it does."""
    start = 0
    for line in text.split("\n"):
        beginning = _BEGINNING.match(line)
        indent = beginning.end() if beginning else 0
        for level, pattern in enumerate(_LEVELS):
            if found := pattern.match(line, indent):
                value = chinese_number(found[1]) if level < 2 else int(found[1])
                yield Marker(
                    start=start + indent, words=found.group(), value=value, level=level, line=line.strip()
                )
        start += len(line) + 1


def _inline(pattern: re.Pattern[str], line: str, start: int) -> Iterator[Marker]:
    """Yield the numbers of lists within one paragraph; without a 1 there is no list."""
    found = list(pattern.finditer(line))
    values = [int(m[1]) if m[1].isdigit() else chinese_number(m[1]) for m in found]
    if 1 in values:
        for match, value in zip(found, values, strict=True):
            place = start + match.end() - len(match.group().lstrip())
            yield Marker(start=place, words=match.group().strip(), value=value, level=0, line=match.group())


class _Count:
    """Counts the numbers of each level through a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.last: dict[int, Marker] = {}
        self.meant: dict[int, int] = {}  # what the last wrong number of each level should have been
        self.begun: dict[int, int] = {}  # how often each level began with 1
        self.below: set[int] = set()  # levels with no number yet below the last higher one

    def wrong(self, markers: Iterable[Marker]) -> list[tuple[Marker, int]]:
        """Return the markers that do not follow, each with the number before it."""
        found: list[tuple[Marker, int]] = []
        for marker in markers:
            if self._is_repeated_over_a_page(marker):
                continue
            before = self._before(marker)
            if self._follows(marker, before) or marker.value == self.meant.get(marker.level, 0) + 1 > 1:
                self.meant.pop(marker.level, None)
            else:
                found.append((marker, before))
                self.meant[marker.level] = before + 1
            self.meant = {level: value for level, value in self.meant.items() if level <= marker.level}
            self.begun[marker.level] = self.begun.get(marker.level, 0) + (marker.value == 1)
            self.last[marker.level] = marker
            self.below = (self.below - {marker.level}) | set(range(marker.level + 1, len(_LEVELS)))
        return found

    def _is_repeated_over_a_page(self, marker: Marker) -> bool:
        """Tell whether a heading stands whole once more, as in a merged cell of a table that goes on."""
        last = self.last.get(marker.level)
        return last is not None and last.line == marker.line != marker.words

    def _before(self, marker: Marker) -> int:
        """Return the number that a marker follows on its level, 0 where it should be the first."""
        last = self.last.get(marker.level)
        goes_on = marker.level not in self.below or self.begun.get(marker.level, 0) <= 1
        return last.value if last and goes_on else 0

    def _follows(self, marker: Marker, before: int) -> bool:
        if marker.value == before + 1:
            return True
        if marker.value == 1:
            return before != 1 or marker.level in self.below
        last = self.last.get(marker.level)
        start = last.start if last else 0
        return any(_printed_as(marker, marker.value - 1, self.text[start : marker.start]))


def _printed_as(marker: Marker, value: int, text: str) -> Iterator[re.Match[str]]:
    """Yield where the number before a marker stands within a paragraph, at the end of a sentence or clause."""
    words = re.escape(marker.words.replace(_numeral(marker), _like(marker, value), 1))
    yield from re.finditer(rf"(?<=[。；;：:）)\s>]){words.rstrip('、')}", text)


def _said(marker: Marker, before: int) -> str:
    if before == 0:
        return "前面没有第一条"
    return "和前一条重复" if marker.value == before else f"不接着前一条（{_like(marker, before)}）"


def _numeral(marker: Marker) -> str:
    found = re.search(rf"\d+|[{NUMERALS}]+", marker.words)
    return found.group() if found else ""


def _like(marker: Marker, value: int) -> str:
    """Return a number written as the marker writes its own."""
    if _numeral(marker).isdigit():
        return str(value)
    tens, ones = divmod(value, 10)
    printed = NUMERALS[tens - 1] if tens > 1 else ""
    return printed + ("十" if tens else "") + (NUMERALS[ones - 1] if ones else "")
