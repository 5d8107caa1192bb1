"""Printed sheets typed into Excel: the grid of a blank table with its merged cells, lines above and below, by openpyxl."""

from io import BytesIO

import openpyxl
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.model.form import Line
from generator.model.sheet import Cell, TableContent

RULED = Border(*[Side(style="thin")] * 4)
MM_PER_CHAR = 1.852


def typed_in(content: TableContent) -> bytes:
    """Return a workbook whose one sheet looks as the printed one does."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    width = len(content.grid.widths_mm)
    row = _across(sheet, 1, width, ["".join(content.title)])
    for line in content.above:
        row = _line(sheet, row, width, line)
    row = _grid(sheet, row, content)
    for i, note in enumerate(content.notes):
        row = _across(sheet, row, width, [note]) if note else row + (i < 0)
    for line in content.below:
        row = _line(sheet, row, width, line)
    for column, mm in enumerate(content.grid.widths_mm, 1):
        sheet.column_dimensions[get_column_letter(column)].width = mm / MM_PER_CHAR
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _across(sheet: Worksheet, row: int, width: int, texts: list[str]) -> int:
    sheet.cell(row, 1).value = texts[0]
    if width > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    return row + 1


def _line(sheet: Worksheet, row: int, width: int, line: Line) -> int:
    for column, text in ((1, line.left), (width // 2 + 1, line.center), (max(width - 1, 2), line.right)):
        if text.strip():
            sheet.cell(row, column).value = text
    return row + 1


def _grid(sheet: Worksheet, top: int, content: TableContent) -> int:
    taken: set[tuple[int, int]] = set()
    row = top
    for row, line in enumerate(content.grid.rows, top):
        column = 1
        for cell in line.cells:
            while (row, column) in taken:
                column += 1
            last = (row + cell.row_span - 1, column + cell.col_span - 1)
            places = [(r, c) for r in range(row, last[0] + 1) for c in range(column, last[1] + 1)]
            for r, c in places:
                sheet.cell(r, c).border = RULED
            taken |= set(places)
            sheet.cell(row, column).value = _text(cell, content) or None
            if len(places) > 1:
                sheet.merge_cells(start_row=row, start_column=column, end_row=last[0], end_column=last[1])
            column = last[1] + 1
    if all(line.head for line in content.grid.rows):
        row += 1
        for column in range(1, len(content.grid.widths_mm) + 1):  # a blank row, as such a sheet is sent with
            sheet.cell(row, column).border = RULED
    return row + 1


def _text(cell: Cell, content: TableContent) -> str:
    if cell.lines:
        return "\n".join(f"{line.left}{line.center}        {line.right}" for line in cell.lines)
    return content.values.get(cell.slot, "") if cell.slot else cell.text
