"""Cells and rules of a grid (表格): where they stand on a page, which rows are on which (GB/T 9704-2012, 8).

Lengths in pt, from the left and top of the sheet.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from generator.model.sheet import Cell, GridRow
from generator.render.page_places import RULE_PT, SLACK_PT, Area, Rule, Unplaced, pt


class Placed(NamedTuple):
    """Cell of a grid with its place, its right and lower rule included."""

    cell: Cell
    x: float
    y: float
    width: float
    height: float


def stretches_of(rows: Sequence[GridRow]) -> Iterator[Sequence[GridRow]]:
    """Yield the rows page by page."""
    starts = [0, *(i for i, row in enumerate(rows) if row.new_page and i), len(rows)]
    for start, end in pairwise(starts):
        yield rows[start:end]


def paged(
    rows: Sequence[GridRow], height_mm: float, taken: tuple[float, float]
) -> Iterator[Sequence[GridRow]]:
    """Yield the rows page by page, as many as have room where the table does not say; `taken` is the room above them."""
    room = pt(height_mm)
    start, used = 0, taken[0]
    for index, row in enumerate(rows):
        height = pt(row.height_mm)
        if index > start and (row.new_page or used + height > room + SLACK_PT):
            yield rows[start:index]
            start, used = index, taken[1]
        used += height
    yield rows[start:]


def cells_of(widths_mm: Sequence[float], rows: Sequence[GridRow], x: float, y: float) -> Iterator[Placed]:
    """Yield the cells of rows with their places, those covered by a span from above left out."""
    lefts = [x, *(x + pt(end) for end in accumulate(widths_mm))]
    heights = [pt(row.height_mm) for row in rows]
    tops = [y, *(y + end for end in accumulate(heights))]
    covered = [0] * len(widths_mm)
    for index, (row, top, height) in enumerate(zip(rows, tops, heights, strict=False)):
        column = 0
        for cell in row.cells:
            while covered[column] > index:
                column += 1
            end = column + cell.col_span
            if cell.row_span == 1:
                yield Placed(cell, lefts[column], top, lefts[end] - lefts[column], height)
            else:
                last = index + cell.row_span
                if last > len(rows):
                    raise Unplaced("合并的格跨页")
                yield Placed(cell, lefts[column], top, lefts[end] - lefts[column], tops[last] - top)
                covered[column:end] = [last] * cell.col_span
            column = end


def frame_rules(area: Area, top: float, height: float) -> tuple[Rule, Rule]:
    """Return the left and the upper rule of a table; the others belong to its cells."""
    return Rule(area.x, top, RULE_PT, height), Rule(area.x, top, area.width + RULE_PT, RULE_PT)


def ruled(cells: Sequence[Placed]) -> Iterator[Rule]:
    """Yield the right and lower rules of cells, those that continue each other as one."""
    if cells and all(cell.cell.row_span == cell.cell.col_span == 1 for cell in cells):
        yield from _ruled_plainly(cells)
        return
    lower: dict[float, list[tuple[float, float]]] = {}
    right: dict[float, list[tuple[float, float]]] = {}
    for c in cells:
        lower.setdefault(round(c.y + c.height - RULE_PT, 3), []).append((c.x, c.x + c.width))
        right.setdefault(round(c.x + c.width - RULE_PT, 3), []).append((c.y, c.y + c.height))
    for y, spans in lower.items():
        yield from (Rule(a, y, b - a, RULE_PT) for a, b in _joined(spans))
    for x, spans in right.items():
        yield from (Rule(x, a, RULE_PT, b - a) for a, b in _joined(spans))


def _ruled_plainly(cells: Sequence[Placed]) -> Iterator[Rule]:
    """Yield the rules of cells without spans: one below each row, one right of each column."""
    rows = {cell.y: cell.y + cell.height for cell in cells}
    columns = {cell.x: cell.x + cell.width for cell in cells}
    left, top = min(columns), min(rows)
    right, bottom = max(columns.values()), max(rows.values())
    yield from (Rule(left, y - RULE_PT, right - left, RULE_PT) for y in rows.values())
    yield from (Rule(x - RULE_PT, top, RULE_PT, bottom - top) for x in columns.values())


def _joined(spans: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    start, end = None, 0.0
    for a, b in sorted(spans):
        if start is not None and a <= end + SLACK_PT:
            end = max(end, b)
            continue
        if start is not None:
            yield start, end
        start, end = a, b
    if start is not None:
        yield start, end
