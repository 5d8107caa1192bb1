"""Rows of a long table shared out over pages (分页), merged cells met on each of them. Pure functions, lengths in mm."""

from collections.abc import Container, Sequence
from itertools import pairwise

from generator.dataclass import dataclass

UNSURE_MM = 6.0  # programs differ by less about the room of a page


@dataclass(frozen=True, slots=True)
class Run:
    """Rows `start` to `end` (exclusive) that share a merged cell, and the height that its text needs."""

    start: int
    end: int
    needed_mm: float


@dataclass(frozen=True, slots=True)
class Rooms:
    """Room for rows: on the first page, on later ones, and what follows the last row and stays with it."""

    first_mm: float
    later_mm: float
    tail_mm: float = 0.0

    def of(self, page: int) -> float:
        """Return the room on a page, counted from 0."""
        return self.later_mm if page else self.first_mm


@dataclass(frozen=True, slots=True)
class PageRows:
    """Rows of one page: `start` to `end` (exclusive), and the height of each."""

    start: int
    end: int
    heights: tuple[float, ...]


def split(
    heights: Sequence[float], runs: Sequence[Run], rooms: Rooms, bound: Container[int] = ()
) -> list[PageRows]:
    """Return the pages of a table: each takes the rows that fit, no row is cut, the last row stays with the tail.

    A merged cell is written anew on every page, so its text needs room there too. `bound` rows stay with the row
    before them. Pages that another program might fill with one row more are stretched until it surely does not
    fit. A row higher than a page has a page of its own.
    """
    pages: list[PageRows] = []
    while not pages or pages[-1].end < len(heights):
        start = pages[-1].end if pages else 0
        ends = [e for e in range(start + 1, len(heights) + 1) if e not in bound]
        end = _end(heights, runs, (start, ends), (rooms.of(len(pages)), rooms.tail_mm))
        pages.append(PageRows(start, end, _segment(heights, runs, start, end)))
    closed = [_closed(p, q, rooms.of(i)) for i, (p, q) in enumerate(pairwise(pages))]
    return [*closed, pages[-1]]


def overfull(pages: Sequence[PageRows], rooms: Rooms) -> list[int]:
    """Return the rows that are higher than the page they stand on."""
    return [p.start for i, p in enumerate(pages) if p.heights and sum(p.heights) > rooms.of(i)]


def _end(
    heights: Sequence[float],
    runs: Sequence[Run],
    place: tuple[int, Sequence[int]],
    room: tuple[float, float],
) -> int:
    """Return the end of the page that begins at a row: the last of the possible ones that fits, a row at least."""
    start, ends = place
    room_mm, tail_mm = room
    best = start + 1
    for end in ends:
        if sum(heights[start:end]) > room_mm:
            break
        tail = tail_mm if end == len(heights) else 0.0
        if sum(_segment(heights, runs, start, end)) + tail <= room_mm:
            best = end
    return min(best, len(heights))


def _segment(heights: Sequence[float], runs: Sequence[Run], start: int, end: int) -> tuple[float, ...]:
    """Return the heights of rows that share a page; a merged cell that needs more stretches all its rows alike."""
    rows = list(heights[start:end])
    for run in runs:
        first, last = max(run.start, start) - start, min(run.end, end) - start
        if first < last:
            factor = max(1.0, run.needed_mm / sum(rows[first:last]))
            rows[first:last] = [height * factor for height in rows[first:last]]
    return tuple(rows)


def _closed(page: PageRows, following: PageRows, room_mm: float) -> PageRows:
    """Return the page stretched so that the next page's first row has no place on it in any program."""
    spare = room_mm - sum(page.heights)
    growth = min(spare, spare + UNSURE_MM - following.heights[0])
    if growth <= 0:
        return page
    each = growth / len(page.heights)
    return PageRows(page.start, page.end, tuple(h + each for h in page.heights))
