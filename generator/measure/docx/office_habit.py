"""What LibreOffice's PDF of a Word file fails by a habit of LibreOffice alone.

It adds a fifth of an em between Chinese and Latin characters whatever the file says. Where such room, measured on the
page, explains all that a place along a line is off, and the file's own setting passes, the clause cannot be told from
this PDF. What follows from such a place is measured by itself: room in a line moves nothing up or down.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.layout import gbt9704 as gb
from generator.layout.fit import char_width_em
from generator.measure.box import Box
from generator.measure.page import Glyph, Page, TextLine
from generator.measure.verdict import Verdict

ADDED_EM = (0.1, 0.3)  # so wide is the room that is added between two characters
ALONG_THE_LINE = frozenset(
    {
        "满行的右边",
        "发文机关标志居中",
        "发文字号位置",
        "签发人位置",
        "标题居中",
        "附件名称回行对齐",
        "成文日期右空",
        "署名与成文日期对齐",
        "印章压住署名和日期",
        "版记左右空一字",
    }
)
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)\s*(字|毫米)")
_UNITS = {"字": gb.CHAR_PITCH_MM, "毫米": 1.0}


def explained(verdicts: Sequence[Verdict], own: Sequence[Verdict], pages: Sequence[Page]) -> list[Verdict]:
    """Return LibreOffice's verdicts, those explained by its habits as unknown. `own` are the verdicts of the XML."""
    passed = {v.clause for v in own if v.outcome == "pass"} - {v.clause for v in own if v.outcome == "fail"}
    told: set[str] = set()
    found = []
    for verdict in verdicts:
        reason = ""
        if verdict.outcome == "fail" and 0 < verdict.page <= len(pages):
            reason = _added(verdict, passed, pages[verdict.page - 1])
        if reason:
            told.add(f"{verdict.clause} {verdict.what}")
        found.append(_unknown(verdict, reason) if reason else verdict)
    return [replace(v, because="") if v.because in told else v for v in found]


def _unknown(verdict: Verdict, reason: str) -> Verdict:
    return replace(verdict, outcome="unknown", because="", found=f"排出来{verdict.found}，但 {reason}")


def _added(verdict: Verdict, passed: set[str], page: Page) -> str:
    """Return why a place along a line cannot be told: room that LibreOffice added, as much as the place is off."""
    off = _off(verdict) if verdict.what in ALONG_THE_LINE else None
    if off is None or verdict.box is None or verdict.clause not in passed:
        return ""
    added = max((_room(line) for line in _lines(page, verdict.box)), default=0.0)
    if off > added + gb.CHAR_PITCH_MM / 20 or not added:
        return ""
    return f"LibreOffice 在汉字和数字之间自行加空共 {added:.1f} 毫米；文件里的设置合格"


def _off(verdict: Verdict) -> float | None:
    """Return how far in mm what was found lies from what is expected."""
    expected, found = _lengths(verdict.expected), _lengths(verdict.found)
    if "偏" in verdict.found:
        expected = [0.0]
    return min((abs(found[0] - mm) for mm in expected), default=None) if found else None


def _lengths(words: str) -> list[float]:
    """Return the lengths named in words, in mm; where several are right, each of them."""
    return [float(number) * _UNITS[unit] for number, unit in _LENGTH.findall(words)]


def _lines(page: Page, box: Box) -> Iterator[TextLine]:
    """Yield the lines that a place touches, and the next one below: a date is below the name that it centres."""
    for line in page.lines:
        if box.top - 1 <= line.baseline <= box.bottom + gb.LINE_PITCH_MM:
            yield line


def _room(line: TextLine) -> float:
    """Return the room added between Chinese and Latin characters of a line."""
    return sum(b.x - a.end for a, b in pairwise(line.glyphs) if _mixed(a, b) and _is_added(a, b))


def _mixed(a: Glyph, b: Glyph) -> bool:
    return (char_width_em(a.char) == 1) != (char_width_em(b.char) == 1)


def _is_added(a: Glyph, b: Glyph) -> bool:
    return ADDED_EM[0] <= (b.x - a.end) / a.em_mm <= ADDED_EM[1]
