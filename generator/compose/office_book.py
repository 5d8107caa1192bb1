"""活动.xlsx planned (活动工作簿): a campaign's plain data as sheets a clerk goes on with in Excel.

What a sheet has no cell for stays behind: whole keys of the data, which go into 其他.yaml.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, pairwise
from math import ceil
from typing import Any

from generator.compose.office_cells import name_of, shown_cell
from generator.compose.workbook_heights import head_height, heights
from generator.compose.workbook_inputs import DATE_HINT, YES_NO
from generator.model.office import (
    BASIC_COLUMNS,
    BASIC_GROUPS,
    BASICS,
    KINDS,
    LIST_SHEETS,
    NOTES,
    ROSTER,
    ROSTER_COLUMNS,
    SERIAL,
    UNITS,
    Column,
    Key,
    ListSheet,
)
from generator.model.workbook import Input, PlannedCell, PlannedSheet, PlannedTable, Workbook

TOP_ROWS = 1
BASICS_WIDTHS_MM = (22.0, 44.0, 92.0, 62.0)
BASICS_HEADS = ("分类", "名称", "值", "说明")
SERIAL_MM = 12.0
NAMES_MM = 40.0  # columns of texts from this width on are set left
BLANK_ROWS = 15
NOTES_MM = 150.0
LANDSCAPE_OVER_MM = 170.0
TITLE_MM = 300.0  # the title of a sheet over several pages stands on the first
PAGE_MM = 330.0  # of columns on one landscape page, made somewhat smaller
IN_WORD = frozenset(  # what stands in 正文.docx and 方案.docx
    ("notice", key) for key in ("title", "text", "addressees", "document_date", "signature", "note")
) | {("plan", "title"), ("plan", "text")}
HOW = (
    "1. 这个工作簿和 正文.docx 合起来就是一次活动的全部数据；程序直接读它们，不用另写别的文件。",
    "2. “基本情况”一项一行，在“值”一栏填写，不用的留空；其他工作表一行一条，在后面接着写，插行、删行都可以。",
    "3. 不要改工作表的名称、栏头和“名称”一栏，程序靠它们认；栏的次序可以挪动，多余的栏请删去。",
    "4. 单位、类别写名称或代号都可以；“单位”里没有写代号的，全称就是代号。",
    "5. 日期写成 2024-06-01；是否写 是 或 否；有下拉箭头的格从列表里选；几项写在一格里的用顿号隔开。",
    "6. “名单”里职责相同的接着写，职责一栏可以只写第一行；次序就是排名。",
    "7. “表单”写表单代号，如 dispatch-communities（进展情况调度表），目录见说明书“各种表”。",
    "8. 工作簿放不下的（自己设计的表单、列表、汇总等）写在同一文件夹的 其他.yaml 和 forms 文件夹里；一个键只写在一处。",
    "9. 写错的，gongwen check 会指出在哪个工作表哪一格、哪个文件第几段，怎样改。用 WPS 的请存成 .xlsx，不加密码。",
)


def office_book(data: Mapping[str, Any], fangsong: str) -> Workbook:
    """Return the workbook of a campaign's data, without the keys that `unheld` names."""
    held = {key: value for key, value in data.items() if key not in unheld(data)}
    sheets = [_basics(held), _roster(held)]
    sheets += [_list_sheet(sheet, _at(held, sheet.key) or (), held) for sheet in LIST_SHEETS]
    return Workbook(
        name="活动", title=str(data.get("name", "")), fangsong=fangsong, sheets=(*sheets, _notes())
    )


def unheld(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys of the data that workbook and texts have no place for, in order."""
    return tuple(key for key in data if key != "schema" and not _is_held(key, data[key]))


def _is_held(key: str, value: Any) -> bool:
    """Tell whether every leaf of what stands at a key of the data has a cell or a paragraph of its own."""
    known = {column.key: column for column in BASIC_COLUMNS if column.key[0] == key}
    lists = {sheet.key: sheet for sheet in LIST_SHEETS if sheet.key[0] == key}
    for path, leaf in _leaves(value, (key,), {*known, *lists, ("work_group", "roles")}):
        if path in known:
            if not _fits(known[path], leaf):
                return False
        elif path in lists:
            if not _rows_fit(lists[path], leaf):
                return False
        elif path == ("work_group", "roles"):
            if not _roster_fits(leaf):
                return False
        elif path not in IN_WORD:
            return False
    return True


def _leaves(value: Any, path: Key, ends: Iterable[Key]) -> Iterator[tuple[Key, Any]]:
    """Yield what stands at the ends of the data, or where nothing goes further."""
    if path in ends or not isinstance(value, dict) or not value:
        if value is not None:
            yield path, value
        return
    for key, inner in value.items():
        yield from _leaves(inner, (*path, str(key)), ends)


def _rows_fit(sheet: ListSheet, rows: Any) -> bool:
    known = {column.key: column for column in sheet.columns}
    if not isinstance(rows, list | tuple) or not all(isinstance(row, dict) for row in rows):
        return False
    leaves = (leaf for row in rows for leaf in _leaves(row, (), known))
    return all(path in known and _fits(known[path], leaf) for path, leaf in leaves)


def _roster_fits(roles: Any) -> bool:
    """Tell whether a roster can be told from its rows: no role without members, none twice in a row."""
    labels = [role.get("label") for role in roles]
    members = [member for role in roles for member in role.get("members", ())]
    apart = all(one != other for one, other in pairwise(labels))
    keys = {key for role in roles for key in role} | {key for member in members for key in member}
    return (
        bool(roles)
        and apart
        and all(r.get("members") for r in roles)
        and keys <= {"label", "members", "name", "title"}
    )


def _fits(column: Column, value: Any) -> bool:
    if column.kind in ("list", "lines", "days", "steps"):
        return isinstance(value, list | tuple) and bool(value)
    if column.kind == "document_number":
        return isinstance(value, dict) and set(value) == {"organ_code", "year", "serial"}
    return isinstance(value, str | int | float) and value != ""


def _at(data: Any, path: Key) -> Any:
    for key in path:
        if not isinstance(data, Mapping) or key not in data:
            return None
        data = data[key]
    return data


def _basics(data: Mapping[str, Any]) -> PlannedSheet:
    cells = [_title(BASICS, len(BASICS_HEADS) - 1)]
    cells += [_cell(TOP_ROWS, i, "head", head) for i, head in enumerate(BASICS_HEADS)]
    row = TOP_ROWS + 1
    for group, columns in BASIC_GROUPS:
        cells.append(_cell(row, 0, "group", group, last_row=row + len(columns) - 1))
        for column in columns:
            shown = shown_cell(column, _at(data, column.key), data)
            cells.append(_cell(row, 1, "label", column.label))
            cells.append(_cell(row, 2, "value", shown, left=True, rule=_input(column, data)))
            cells.append(_cell(row, 3, "label", column.hint, left=True))
            row += 1
    return PlannedSheet(
        name=BASICS,
        widths_mm=BASICS_WIDTHS_MM,
        cells=tuple(cells),
        heights_mm=heights(cells, BASICS_WIDTHS_MM),
        frozen_rows=TOP_ROWS + 1,
        locked=False,
    )


def _roster(data: Mapping[str, Any]) -> PlannedSheet:
    roles = _at(data, ("work_group", "roles")) or ()
    rows = [{"label": role["label"], **member} for role in roles for member in role["members"]]
    return _list_sheet(ListSheet(name=ROSTER, key=(), columns=ROSTER_COLUMNS), rows, data)


def _list_sheet(sheet: ListSheet, rows: Sequence[Any], data: Mapping[str, Any]) -> PlannedSheet:
    widths = (SERIAL_MM, *(column.width_mm for column in sheet.columns))
    table = PlannedTable(
        row=TOP_ROWS,
        last_row=TOP_ROWS + len(rows) + BLANK_ROWS,
        heads=(SERIAL, *(column.label for column in sheet.columns)),
        inputs=(None, *(_input(column, data) for column in sheet.columns)),
        left=(False, *(column.width_mm >= NAMES_MM for column in sheet.columns)),
        rows=tuple(
            tuple(shown_cell(column, _at(row, column.key), data) for column in sheet.columns) for row in rows
        ),
    )
    reach = sum(total <= TITLE_MM for total in accumulate(widths))
    cells = [_title(sheet.name, reach - 1)]
    return PlannedSheet(
        name=sheet.name,
        widths_mm=widths,
        cells=tuple(cells),
        landscape=sum(widths) > LANDSCAPE_OVER_MM,
        heights_mm=(
            *heights(cells, widths),
            head_height(TOP_ROWS, table.heads, widths),
            *_row_heights(table, widths),
        ),
        frozen_rows=TOP_ROWS + 1,
        table=table,
        locked=False,
        pages_wide=ceil(sum(widths) / PAGE_MM),
    )


def _row_heights(table: PlannedTable, widths: Sequence[float]) -> tuple[tuple[int, float], ...]:
    """Return the heights of the rows, blank ones as high as one line."""
    blank = [("",)] * (table.last_row - table.row - len(table.rows))
    cells = [
        _cell(table.row + 1 + i, column, "value", value)
        for i, row in enumerate((*table.rows, *blank))
        for column, value in enumerate(row, 1)
    ]
    return heights(cells, widths)


def _title(text: str, last_column: int) -> PlannedCell:
    return PlannedCell(row=0, column=0, last_row=0, last_column=last_column, look="title", text=text)


def _cell(
    row: int,
    column: int,
    look: Any,
    value: str | float | date,
    *,
    last_row: int | None = None,
    left: bool = False,
    rule: Input | None = None,
) -> PlannedCell:
    return PlannedCell(
        row=row,
        column=column,
        last_row=row if last_row is None else last_row,
        last_column=column,
        look=look,
        text="" if isinstance(value, date) else str(value),
        day=value if isinstance(value, date) else None,
        left=left,
        input=rule,
    )


def _notes() -> PlannedSheet:
    lines = (NOTES, *HOW)
    cells = [_cell(i, 0, "plain" if i else "title", line, left=bool(i)) for i, line in enumerate(lines)]
    return PlannedSheet(
        name=NOTES, widths_mm=(NOTES_MM,), cells=tuple(cells), heights_mm=heights(cells, (NOTES_MM,))
    )


def _input(column: Column, data: Mapping[str, Any]) -> Input:
    """Return the rule of a column's cells; lists are offered, not forced, where another word may be right."""
    if column.kind == "yes_no":
        return Input(kind="list", choices=YES_NO, wrong="请选 是 或 否。", hint=column.hint)
    if column.words and column.kind == "text":
        return Input(kind="list", choices=tuple(column.words), wrong="请从列表里选一个。", hint=column.hint)
    if column.refers_to and column.kind == "text":
        names = _names(column, data)
        if names:
            return Input(
                kind="list", choices=names, wrong="请从列表里选一个，或先在“单位”里添上。", loose=True
            )
    if column.kind == "date":
        return Input(kind="date", wrong="请写日期，如 2024-06-28。", hint=column.hint or DATE_HINT)
    return Input(kind="text", hint=column.hint)


def _names(column: Column, data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names by which a cell can refer to kinds or units, those that stand for one only."""
    sheet = KINDS if column.refers_to == "kind" else UNITS
    return tuple(dict.fromkeys(name_of(sheet, item, data) for item in data.get(sheet.key[0], ())))
