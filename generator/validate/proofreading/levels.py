"""Levels of headings (结构层次) that are passed over: （1） straight below 一、 or （一）, without 1. between.

1. straight below 一、 is usual where a text has two levels, and is left alone.
"""

from collections.abc import Iterable, Iterator

from generator.derive.prose import Prose
from generator.problem import Problem
from generator.validate.proofreading.numbering import Marker, of_paragraphs
from generator.validate.proofreading.slips import slip, spot

LAST = 3  # the level of （1）
NOTES = ("注", "附", "备")


def check_levels(texts: Iterable[Prose]) -> Iterator[Problem]:
    """Yield a warning for each heading whose first （1） below it has no 1. above (TXT-019)."""
    for prose in texts:
        for marker, above in passed_over(prose.text) if prose.kind == "body" else ():
            message = (
                f"“{above.words}”下面直接是“{marker.words}”，少了“1.”这一层。请改成“1.”，或补上中间的一层。"
            )
            yield slip("TXT-019", message, spot(prose, marker.start, marker.words))


def passed_over(text: str) -> Iterator[tuple[Marker, Marker]]:
    """Yield the first （1） below each heading of the two upper levels, with the heading.

    >>> [(m.words, above.words) for m, above in passed_over("（一）甲\\n（1）乙\\n（2）丙\\n（二）丁\\n1.戊\\n（1）己")]
    [('（1）', '（一）')]
    """
    above: Marker | None = None
    for marker in of_paragraphs(text):
        if marker.line.startswith(NOTES):
            above = None
        elif marker.level < LAST:
            above = marker if marker.level < LAST - 1 else None
        elif above:
            yield marker, above
            above = None
