"""Summary as an Excel file (汇总簿): XlsxWriter, every formula with the value it gives already in place."""

import io
import math
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from generator.model.summary import CellStyle, Summary, SummaryCell, SummarySheet

CREATED_AT = datetime(2000, 1, 1)  # the same data gives the same bytes
A4 = 9
TEXT_CHARS_MAX = 32_767  # a cell takes no more; XlsxWriter would leave it empty
CUT = "……（太长，全文见汇总表）"
PAGE_CHARS = 200  # widths of columns that go on one landscape page in letters of 6 points
TITLE_HEIGHT_PT, HEAD_HEIGHT_PT = 30, 62
_BOX = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 10, "text_wrap": True}
STYLES: dict[CellStyle, dict[str, object]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 16, "align": "center", "valign": "vcenter"},
    "head": _BOX | {"font_name": "黑体", "align": "center", "bg_color": "#F2F2F2"},
    "label": _BOX,
    "text": _BOX | {"align": "center"},
    "number": _BOX | {"align": "center"},
    "total": _BOX | {"align": "center", "bold": True},
}


def render_summary(summary: Summary) -> bytes:
    """Return the summary as an .xlsx file."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": summary.title, "author": summary.author, "created": CREATED_AT})
        formats = {style: book.add_format(how) for style, how in STYLES.items()}
        for sheet in summary.sheets:
            _write(book, sheet, formats)
    return file.getvalue()


def _write(book: Workbook, sheet: SummarySheet, formats: dict[CellStyle, Format]) -> None:
    page = book.add_worksheet(sheet.name)
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.set_row(0, TITLE_HEIGHT_PT)
    page.merge_range(0, 0, 0, len(sheet.heads) - 1, "", formats["title"])
    page.write_string(0, 0, sheet.title, formats["title"])
    page.set_row(1, HEAD_HEIGHT_PT)
    for row, cells in enumerate((sheet.heads, *sheet.rows), 1):
        for column, cell in enumerate(cells):
            _cell(page, (row, column), cell, formats[cell.style])
    page.ignore_errors({"number_stored_as_text": f"A1:A{len(sheet.rows) + 2}"})  # 4.10 is no number
    page.freeze_panes(2, sheet.fixed_columns)
    _set_printing(page, sheet)


def _set_printing(page: Worksheet, sheet: SummarySheet) -> None:
    """Print landscape, as many pages across as it takes to read; each of several with the title, heads and units."""
    pages = _pages_wide(sheet.widths)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(pages, 0)
    page.repeat_rows(1)
    if pages > 1:
        page.repeat_columns(0, sheet.fixed_columns - 1)
        page.set_header(f'&C&"方正小标宋简体,Regular"&16 {sheet.title.replace("&", "&&")}')
        page.print_area(1, 0, len(sheet.rows) + 1, len(sheet.heads) - 1)


def _pages_wide(widths: Sequence[float]) -> int:
    """Return across how many pages a sheet goes, so that its letters can be read on each."""
    return math.ceil(sum(widths) / PAGE_CHARS)


def _cell(page: Worksheet, at: tuple[int, int], cell: SummaryCell, style: Format) -> None:
    row, column = at
    if cell.formula:
        page.write_formula(row, column, cell.formula, style, "" if cell.value is None else cell.value)
    elif cell.value is None or cell.value == "":
        page.write_blank(row, column, None, style)
    elif isinstance(cell.value, str):
        page.write_string(row, column, _within_limit(cell.value), style)
    else:
        page.write_number(row, column, cell.value, style)


def _within_limit(text: str) -> str:
    """Return a text that a cell can hold; one that is longer says so at its end."""
    return text if len(text) <= TEXT_CHARS_MAX else text[: TEXT_CHARS_MAX - len(CUT)] + CUT
