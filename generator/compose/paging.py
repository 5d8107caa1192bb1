"""Paging (分页): which rows of a table stand on which page, and how high each is. Pure functions, lengths in mm."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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


def split(heights: Sequence[float], runs: Sequence[Run], rooms: Rooms) -> list[PageRows]:
    """Return the pages of a table: each takes the rows that fit, no row is cut, the last row stays with the tail.

    A merged cell is written anew on every page, so its text needs room there too. Pages that another program might
    fill with one row more are stretched until it surely does not fit.
    """
    pages: list[PageRows] = []
    while not pages or pages[-1].end < len(heights):
        start = pages[-1].end if pages else 0
        end = _end(heights, runs, start, (rooms.of(len(pages)), rooms.tail_mm))
        pages.append(PageRows(start, end, _segment(heights, runs, start, end)))
    closed = [_closed(p, q, rooms.of(i)) for i, (p, q) in enumerate(pairwise(pages))]
    return [*closed, pages[-1]]


def _end(heights: Sequence[float], runs: Sequence[Run], start: int, room: tuple[float, float]) -> int:
    """Return the end of the page that begins at `start`: the last one that fits, a row at least."""
    room_mm, tail_mm = room
    best, bare = start + 1, 0.0
    for end in range(start + 1, len(heights) + 1):
        bare += heights[end - 1]
        if bare > room_mm:
            break
        tail = tail_mm if end == len(heights) else 0.0
        if sum(_segment(heights, runs, start, end)) + tail <= room_mm:
            best = end
    return min(best, len(heights))


def _segment(heights: Sequence[float], runs: Sequence[Run], start: int, end: int) -> tuple[float, ...]:
    """Return the heights of rows that share a page; a merged cell's last row there gives it what it lacks."""
    rows = list(heights[start:end])
    for run in runs:
        first, last = max(run.start, start) - start, min(run.end, end) - start
        if first < last:
            rows[last - 1] += max(0.0, run.needed_mm - sum(rows[first:last]))
    return tuple(rows)


def _closed(page: PageRows, following: PageRows, room_mm: float) -> PageRows:
    """Return the page stretched so that the next page's first row has no place on it in any program."""
    spare = room_mm - sum(page.heights)
    growth = min(spare, spare + UNSURE_MM - following.heights[0])
    if growth <= 0:
        return page
    each = growth / len(page.heights)
    return PageRows(page.start, page.end, tuple(h + each for h in page.heights))
