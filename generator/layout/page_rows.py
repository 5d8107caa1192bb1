"""Rows of a long table shared out over pages, with cells that are merged down and repeated. Pure functions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """Row of a long table: its height in mm, the merged cell it stands beside, and what keeps it in place.

    Rows of one `group` (0: none) share a merged cell that needs `group_mm` on every page it appears on.
    `with_next` and `with_previous` keep a row from standing last or first on a page.
    """

    height_mm: float
    group: int = 0
    group_mm: float = 0.0
    with_next: bool = False
    with_previous: bool = False


def pages_of(rows: Sequence[FlowRow], first_mm: float, full_mm: float) -> list[list[int]]:
    """Return the places of the rows of each page; the first page has room for `first_mm`, others for `full_mm`.

    A row higher than a page has a page of its own.
    """
    pages: list[list[int]] = [[]]
    for place in range(len(rows)):
        room = first_mm if len(pages) == 1 else full_mm
        if pages[-1] and page_height_mm([rows[i] for i in [*pages[-1], place]]) > room:
            pages.append(_taken_along(rows, pages[-1], place))
        pages[-1].append(place)
    return pages


def _taken_along(rows: Sequence[FlowRow], page: list[int], place: int) -> list[int]:
    """Take from the end of a full page the rows that must stand on the page of the row at `place`."""
    moved: list[int] = []
    following = place
    while len(page) > 1 and (rows[page[-1]].with_next or rows[following].with_previous):
        following = page.pop()
        moved.insert(0, following)
    return moved


def page_height_mm(rows: Sequence[FlowRow]) -> float:
    """Return the height of the rows of one page, merged cells included."""
    return sum(heights_mm(rows))


def heights_mm(rows: Sequence[FlowRow]) -> list[float]:
    """Return the heights of the rows of one page; a merged cell that needs more stretches all its rows alike."""
    return [height for part in _parts(rows) for height in _stretched(part)]


def _stretched(part: Sequence[FlowRow]) -> list[float]:
    total = sum(row.height_mm for row in part)
    factor = max(1.0, part[0].group_mm / total)
    return [row.height_mm * factor for row in part]


def _parts(rows: Sequence[FlowRow]) -> Iterator[list[FlowRow]]:
    """Yield the rows that share a merged cell together, every other row alone."""
    for group, part in groupby(rows, key=lambda row: row.group):
        if group:
            yield list(part)
        else:
            yield from ([replace(row, group_mm=0.0)] for row in part)


def filled_mm(heights: Sequence[float], room_mm: float) -> list[float]:
    """Return the heights stretched alike until they fill the room, so that the next row begins a page."""
    factor = max(1.0, room_mm / sum(heights))
    return [height * factor for height in heights]
