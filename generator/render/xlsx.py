"""Workbooks to bytes (Excel), by XlsxWriter: it writes what the plan says, cell by cell, and decides no wording.

The bytes depend on the plan alone: the date of creation is fixed, and XlsxWriter's zip carries no times.
"""

from collections.abc import Iterable
from dataclasses import field
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.dataclass import dataclass
from generator.model.workbook import CellLook, Input, PlannedCell, PlannedSheet, PlannedTable, Workbook

CREATED = datetime(2000, 1, 1)
A4 = 9
PIXELS_PER_MM = 96 / 25.4
POINTS_PER_MM = 72 / 25.4
ROW_POINTS_MAX = 409  # Excel takes no higher row
LIST_CHARS = 250  # of a list written into the rule itself; Excel takes 255
LISTS_NAME, LISTS_HEAD = "选项", "选项（不用填）"
ROWS_BELOW = 1000  # below a ledger's last row that its rules hold for
MARGINS = {"left": 0.6, "right": 0.6, "top": 0.7, "bottom": 0.7}  # inches
GREY = "#F2F2F2"
ALLOWED = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
PLAIN_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NUMBER_FORMATS = {"text": "@", "list": "@", "date": 'yyyy"年"m"月"d"日"'}
LOOKS: dict[CellLook, dict[str, Any]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 18, "align": "center"},
    "head": {"font_name": "黑体", "bg_color": GREY, "border": 1, "align": "center"},
    "group": {"font_name": "黑体", "bg_color": GREY, "border": 1, "align": "center"},
    "label": {"bg_color": GREY, "border": 1, "align": "center"},
    "value": {"border": 1, "align": "center"},
    "plain": {"align": "left"},
}


@dataclass(slots=True)
class _Writer:
    """One workbook while it is written: its formats, each made once, and its long lists."""

    book: xlsxwriter.Workbook
    fangsong: str
    formats: dict[tuple[object, ...], Format] = field(default_factory=dict)
    lists: dict[tuple[str, ...], int] = field(default_factory=dict)

    def format(self, look: CellLook, rule: Input | None = None, *, left: bool = False) -> Format:
        """Return the format of a cell: its look, unlocked where it is filled in."""
        key = (look, rule.kind if rule else "", left)
        if key not in self.formats:
            usual = {"font_name": self.fangsong, "font_size": 11, "valign": "vcenter", "text_wrap": True}
            own = LOOKS[look] | ({"align": "left"} if left else {})
            unlocked = (
                {"locked": False, "num_format": NUMBER_FORMATS.get(rule.kind, "General")} if rule else {}
            )
            self.formats[key] = self.book.add_format(usual | own | unlocked)
        return self.formats[key]


def render_xlsx(workbook: Workbook) -> bytes:
    """Return the workbook as the bytes of an .xlsx file; texts that begin with = + - @ stay texts."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, PLAIN_TEXT)
    book.set_properties({"title": workbook.title, "created": CREATED})
    writer = _Writer(book, workbook.fangsong)
    for sheet in workbook.sheets:
        _write_sheet(writer, sheet)
    if writer.lists:
        _write_lists(writer)
    book.close()
    return stream.getvalue()


def _write_sheet(writer: _Writer, planned: PlannedSheet) -> None:
    sheet = writer.book.add_worksheet(planned.name)
    _set_up(sheet, planned)
    unlocked = writer.format("plain", Input(kind="text")) if planned.table else None
    for column, width in enumerate(planned.widths_mm):
        sheet.set_column_pixels(column, column, round(width * PIXELS_PER_MM), unlocked)
    for row, height in planned.heights_mm:
        sheet.set_row(row, min(round(height * POINTS_PER_MM, 2), ROW_POINTS_MAX))
    for cell in planned.cells:
        _write_cell(writer, sheet, cell)
    if planned.table:
        _write_table(writer, sheet, planned.table)


def _set_up(sheet: Worksheet, planned: PlannedSheet) -> None:
    """Set the page for A4 and the protection without a password."""
    sheet.set_paper(A4)
    if planned.landscape:
        sheet.set_landscape()
    sheet.set_margins(**MARGINS)
    sheet.center_horizontally()
    sheet.fit_to_pages(planned.pages_wide, 1 if planned.one_page else 0)
    sheet.hide_gridlines(2)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if planned.frozen_rows:
        sheet.freeze_panes(planned.frozen_rows, 0)
        sheet.repeat_rows(planned.frozen_rows - 1)
    if planned.locked:
        sheet.protect("", ALLOWED)


def _write_cell(writer: _Writer, sheet: Worksheet, cell: PlannedCell) -> None:
    look = writer.format(cell.look, cell.input, left=cell.left)
    if (cell.row, cell.column) != (cell.last_row, cell.last_column):
        sheet.merge_range(cell.row, cell.column, cell.last_row, cell.last_column, "", look)
    value = cell.day or cell.text if cell.number is None else cell.number
    _write_value(sheet, cell.row, cell.column, value, look)
    if cell.input:
        _validate(writer, sheet, (cell.row, cell.column, cell.row, cell.column), cell.input)


def _write_value(sheet: Worksheet, row: int, column: int, value: str | float | date, look: Format) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), look)
    elif value:
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_blank(row, column, None, look)


def _write_table(writer: _Writer, sheet: Worksheet, table: PlannedTable) -> None:
    head = writer.format("head")
    columns = [{"header": text, "header_format": head} for text in table.heads]
    sheet.add_table(
        table.row,
        0,
        table.last_row,
        len(table.heads) - 1,
        {"columns": columns, "autofilter": False, "style": None},
    )
    for number, row in enumerate(range(table.row + 1, table.last_row + 1), 1):
        sheet.write_number(row, 0, number, writer.format("label"))
        known = table.rows[number - 1] if number <= len(table.rows) else ()
        for column, rule in enumerate(table.inputs[1:], 1):
            value = known[column - 1] if known else ""
            look = writer.format("value", rule, left=table.left[column])
            _write_value(sheet, row, column, value, look)
    for column, rule in enumerate(table.inputs):
        if rule:
            area = (table.row + 1, column, table.last_row + ROWS_BELOW, column)
            _validate(writer, sheet, area, rule)


def _validate(writer: _Writer, sheet: Worksheet, area: tuple[int, int, int, int], rule: Input) -> None:
    """Let Excel refuse what the rule does not take, in its words; a text may be anything."""
    options = _condition(writer, rule)
    if options is None:
        return
    options |= {"error_title": "填写有误", "error_message": rule.wrong}
    if rule.loose:
        options["error_type"] = "information"
    if rule.at_least is not None:
        options |= {"error_type": "warning", "error_title": "请核对"}
    if rule.hint:
        options["input_message"] = rule.hint
    sheet.data_validation(*area, options)


def _condition(writer: _Writer, rule: Input) -> dict[str, Any] | None:
    if rule.kind == "list":
        return {"validate": "list", "source": _list_source(writer, rule.choices)}
    if rule.kind == "date":
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": date(2000, 1, 1),
            "maximum": date(2099, 12, 31),
        }
    if rule.kind == "count":
        return {"validate": "integer", "criteria": ">=", "value": rule.at_least or 0}
    if rule.kind == "money":
        return {"validate": "decimal", "criteria": ">=", "value": rule.at_least or 0}
    if rule.kind == "number":
        return {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
    return None


def _list_source(writer: _Writer, choices: tuple[str, ...]) -> list[str] | str:
    """Return the choices themselves, or where they stand on the sheet of lists when they are long."""
    if len(",".join(choices)) <= LIST_CHARS and not any("," in c or c != c.strip() for c in choices):
        return list(choices)
    column = xlsxwriter.utility.xl_col_to_name(writer.lists.setdefault(choices, len(writer.lists)))
    return f"={LISTS_NAME}!${column}$2:${column}${len(choices) + 1}"


def _write_lists(writer: _Writer) -> None:
    """Write the long lists on a hidden sheet of their own, each below a head."""
    sheet = writer.book.add_worksheet(LISTS_NAME)
    sheet.hide()
    for choices, column in writer.lists.items():
        _write_column(sheet, column, (LISTS_HEAD, *choices))


def _write_column(sheet: Worksheet, column: int, texts: Iterable[str]) -> None:
    for row, text in enumerate(texts):
        sheet.write_string(row, column, text)
