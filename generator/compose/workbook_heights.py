"""Heights of the rows of a workbook (行高): merged cells and rows in print take none of their own accord."""

import unicodedata
from collections.abc import Sequence
from math import ceil

from generator.model.workbook import CellLook, PlannedCell

CHAR_MM: dict[CellLook, float] = {"title": 6.4}  # 18 pt; all else is 11 pt
USUAL_CHAR_MM = 3.95
LINE_MM = 5.2
LEAST_MM = 7.5
SIDES_MM = 3.0
TITLE_LINE_MM = 9.0


def heights(cells: Sequence[PlannedCell], widths_mm: Sequence[float]) -> tuple[tuple[int, float], ...]:
    """Return the height of each row that holds a text, in mm; cells over several rows are left to those rows."""
    rows: dict[int, float] = {}
    for cell in cells:
        if cell.row == cell.last_row:
            room = sum(widths_mm[cell.column : cell.last_column + 1])
            rows[cell.row] = max(rows.get(cell.row, LEAST_MM), _height(cell.text, cell.look, room))
    return tuple(sorted(rows.items()))


def head_height(row: int, heads: Sequence[str], widths_mm: Sequence[float]) -> tuple[int, float]:
    """Return a row of heads and its height in mm."""
    return row, max(_height(head, "head", width) for head, width in zip(heads, widths_mm, strict=True))


def _height(text: str, look: CellLook, room_mm: float) -> float:
    char_mm, room_mm = CHAR_MM.get(look, USUAL_CHAR_MM), max(room_mm - SIDES_MM, USUAL_CHAR_MM)
    lines = sum(max(1, ceil(_chars(line) * char_mm / room_mm)) for line in text.split("\n"))
    return max(LEAST_MM, lines * (TITLE_LINE_MM if look == "title" else LINE_MM) + 2)


def _chars(line: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in line)
