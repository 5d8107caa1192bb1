"""Where a table stands on a sheet (表在哪里): its edges, its head, what is written above and below it."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from generator.dataclass import dataclass
from generator.derive.entries import same_words
from generator.model.drawn import HeadCell, HeadSheet, Place

_LINE = re.compile(r"[:：]|_{2,}|年\s*月|＿{2,}")
_NOTE = re.compile(r"\s*(注|备注|说明|填表说明|填报说明|填写说明|要求)\s*[:：]")


@dataclass(frozen=True)
class Area:
    """Table on a sheet (表的范围): first and last row and column; `sheet` gives what stands in each cell."""

    sheet: HeadSheet
    top: int
    bottom: int
    left: int
    right: int

    def anchor(self, place: Place) -> Place:
        """Return the first cell of the merged cells that hold a cell, itself where none do."""
        return self._anchors.get(place, place)

    @cached_property
    def _anchors(self) -> Mapping[Place, Place]:
        return dict(_covered(self.sheet, self.top, self.bottom))

    def text(self, place: Place) -> str:
        """Return what is written in a cell, or in the merged cells that hold it."""
        return text_at(self.sheet, self.anchor(place))

    def end(self, place: Place) -> Place:
        """Return the last cell of the merged cells that begin at one, within the table."""
        row, column = self.sheet.merged.get(place, place)
        return min(row, self.bottom), min(column, self.right)

    @property
    def columns(self) -> range:
        """The columns of the table that are shown."""
        return range(self.left, self.right + 1)

    def anchors_of(self, row: int) -> list[Place]:
        """Return the cells of a row from left to right, merged ones once."""
        return list(dict.fromkeys(self.anchor((row, column)) for column in self.columns))

    def written(self, row: int) -> list[Place]:
        """Return the cells of a row that something is written in."""
        return [place for place in self.anchors_of(row) if self.text(place)]


def text_at(sheet: HeadSheet, place: Place) -> str:
    """Return what is written in a cell."""
    return sheet.cells.get(place, HeadCell()).text


def _covered(sheet: HeadSheet, top: int, bottom: int) -> Iterator[tuple[Place, Place]]:
    for first, last in sheet.merged.items():
        for row in range(max(first[0], top), min(last[0], bottom) + 1):
            for column in range(first[1], min(last[1], first[1] + 200) + 1):
                yield (row, column), first


def is_line(text: str) -> bool:
    """Tell a line above or below a table, which is filled in, from a title or a head."""
    return bool(_LINE.search(text))


def is_note(text: str) -> bool:
    """Tell a note below a table."""
    return bool(_NOTE.match(text))


def find_table(sheet: HeadSheet) -> Area | None:
    """Return the table of a sheet: where its rules run, else from the first row of several heads; None without any."""
    rows = sorted({row for (row, _), cell in sheet.cells.items() if cell.text})
    if not rows:
        return None
    ruled = {row for (row, _), cell in sheet.cells.items() if cell.ruled and cell.text}
    return _by_rules(sheet, rows) if ruled else _by_words(sheet, rows)


def _by_rules(sheet: HeadSheet, rows: list[int]) -> Area | None:
    ruled = [place for place, cell in sheet.cells.items() if cell.ruled]
    tops = [row for row in rows if _begins(sheet, row, ruled=True)]
    if not tops:
        return None
    top = tops[0]
    lines = {row for row, _ in ruled}
    bottom = top
    while bottom + 1 in lines and not _is_below(sheet, bottom + 1):
        bottom += 1
    columns = [column for row, column in ruled if top <= row <= bottom]
    return Area(sheet, top, bottom, min(columns), max(columns))


def _by_words(sheet: HeadSheet, rows: list[int]) -> Area | None:
    top = next((row for row in rows if _begins(sheet, row, ruled=False)), None)
    if top is None:
        return None
    below = [row for row in rows if row > top and _is_below(sheet, row)]
    deepest = max(r for (row, _), (r, _) in [*sheet.merged.items(), ((top, 0), (top, 0))] if row == top)
    bottom = below[0] - 1 if below else max(rows[-1], deepest)
    span = [
        c
        for (row, column), cell in sheet.cells.items()
        if top <= row <= deepest and cell.text
        for c in _span(sheet, (row, column))
    ]
    return Area(sheet, top, bottom, min(span), max(span))


def _span(sheet: HeadSheet, place: Place) -> tuple[int, int]:
    return place[1], sheet.merged.get(place, place)[1]


def _begins(sheet: HeadSheet, row: int, *, ruled: bool) -> bool:
    """Tell whether a table may begin at a row: heads stand side by side, or a label beside room for its value."""
    cells = [(c, cell) for (r, c), cell in sheet.cells.items() if r == row and (cell.ruled or not ruled)]
    written = [(c, cell) for c, cell in cells if cell.text]
    if not written or all(is_line(cell.text) for _, cell in written):
        return False
    if len(written) > 1:
        return True
    return ruled and len(cells) > 1 and _span(sheet, (row, written[0][0]))[1] < max(c for c, _ in cells)


def _is_below(sheet: HeadSheet, row: int) -> bool:
    """Tell whether a row stands below a table: every text of it is a note or a line to be signed."""
    texts = [cell.text for (r, _), cell in sheet.cells.items() if r == row and cell.text]
    ruled = any(cell.ruled for (r, _), cell in sheet.cells.items() if r == row)
    if not texts or ruled:
        return False
    return all(is_note(t) or is_line(t) for t in texts)


def head_depth(area: Area) -> int:
    """Return how many rows the head has: as deep as its merged cells, one more below each cell that is merged across."""
    depth = 1
    while area.top + depth <= area.bottom:
        cells = [place for row in range(area.top, area.top + depth) for place in area.written(row)]
        deepest = max(area.end(place)[0] - area.top + 1 for place in cells)
        last = [place for place in cells if area.end(place)[0] == area.top + depth - 1]
        across = any(area.end(p)[1] > p[1] and _divided(area, p) for p in last)
        needed = max(deepest, depth + 1 if across else depth)
        if needed == depth:
            break
        depth = needed
    return min(depth, area.bottom - area.top + 1)


def _divided(area: Area, place: Place) -> bool:
    """Tell whether a cell that is merged across stands over heads of its own in the row below."""
    row, last = area.end(place)[0] + 1, area.end(place)[1]
    below = {area.anchor((row, column)) for column in range(place[1], last + 1)}
    return row <= area.bottom and len(below) > 1 and all(area.text(p) for p in below)


def is_pairs(area: Area) -> bool:
    """Tell a table of labels with room beside each from one that has a head: its first row has cells to be filled in."""
    depth = head_depth(area)
    blank = [c for c in area.columns if not any(area.text((r, c)) for r in range(area.top, area.top + depth))]
    first = [p for p in area.anchors_of(area.top) if not area.text(p)]
    return bool(first) and (len(blank) * 4 >= len(area.columns) or area.top == area.bottom)


def heads_over(area: Area, depth: int, column: int) -> list[Place]:
    """Return the heads that stand over a column, from the top down, merged ones once."""
    found = dict.fromkeys(area.anchor((row, column)) for row in range(area.top, area.top + depth))
    return [place for place in found if area.text(place)]


def is_numbering(texts: list[str]) -> bool:
    """Tell a row that numbers the columns below a head: 1 2 3, 甲 乙 1 2, A B C, (1) (2), 3=1+2."""
    plain = [same_words(t) for t in texts]
    known = re.compile(r"\(?(\d{1,3}|[甲乙丙丁戊]|[A-Z]\d?|栏次)\)?(=[\d+\-*/()A-Z]+)?")
    return len(plain) > 1 and all(known.fullmatch(t) for t in plain)
