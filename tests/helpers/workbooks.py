"""Workbooks filled in as a clerk would: values typed beside their labels, by openpyxl."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from generator.derive.entries import Entry, row_entries, value_entries
from generator.derive.forms import forms_in_use
from generator.derive.units import with_codes
from generator.model.campaign import Campaign
from generator.model.filled import Return, Scalar, Value
from generator.model.form import Field, Form, FormUse, Group, Part
from generator.model.organ import Issuer, Unit, UnitKind
from generator.sources.intake.files import read_grids
from generator.sources.intake.grid import Grid, Raw
from generator.sources.intake.taken import Taken, take

MONTHLY = Form(
    schema=1,
    form="monthly",
    kind="indicator_table",
    title="{campaign.name}情况表",
    short_title="情况表",
    used_by=("village",),
    groups=(
        Group(
            label="总体",
            fields=(
                Field(name="found", label="发现", unit="个", kind="count", required=True),
                Field(name="fines", label="罚款", unit="万元", kind="money"),
                Field(name="held_on", label="开会时间", kind="date"),
                Field(
                    name="penalties",
                    label="处罚",
                    kind="parts",
                    parts=(
                        Part(name="times", unit="次"),
                        Part(name="amount", unit="万元", kind="money"),
                    ),
                ),
            ),
        ),
    ),
)
LEDGER = Form(
    schema=1,
    form="ledger",
    kind="ledger",
    title="台账",
    short_title="台账",
    used_by=("village",),
    columns=(
        Field(name="serial", label="序号", kind="serial", width_mm=20),
        Field(name="place", label="地点", width_mm=60),
        Field(name="people", label="人数", unit="人", kind="count", width_mm=76),
    ),
)
CAMPAIGN = with_codes(
    Campaign(
        schema=1,
        name="柏山镇专项行动",
        issuer=Issuer(name="柏山镇安全生产委员会"),
        starts_on=date(2024, 5, 1),
        ends_on=date(2024, 12, 31),
        kinds=(UnitKind(code="village", name="村", suffixes=("村",)), UnitKind(code="office", name="部门")),
        units=(
            Unit(name="柏山镇东坡村", short_name="东坡", kind="village", code="dongpo"),
            Unit(name="柏山镇西岭村", short_name="西岭", kind="village", code="xiling"),
            Unit(name="柏山镇应急办", short_name="应急办", kind="office", code="yingji"),
        ),
        forms=(FormUse(form="monthly"), FormUse(form="ledger")),
        definitions=(MONTHLY, LEDGER),
    )
)
FORMS = forms_in_use(CAMPAIGN, {})
HEAD: tuple[tuple[Raw, ...], ...] = (
    ("填报单位：", "东坡村", "所报月份：", "2024年6月"),
    ("填报人：", "林一", "填报日期：", date(2024, 6, 28)),
)
LIST_HEAD: tuple[Raw, ...] = ("填报项", "计量单位", "填报数")
LIST: dict[str, tuple[Raw, ...]] = {
    "发现": ("发现", "个", 3),
    "罚款": ("罚款", "万元", 0.5),
    "开会时间": ("开会时间", "", date(2024, 6, 5)),
    "处罚（次）": ("处罚（次）", "次", 1),
    "处罚（万元）": ("处罚（万元）", "万元", 0.2),
}


def monthly(*more: tuple[Raw, ...], head: tuple[tuple[Raw, ...], ...] = HEAD, **changed: Raw) -> Grid:
    """The monthly sheet of 东坡村, some of its values changed by label, rows added at the end."""
    rows = [(*row[:-1], changed.get(label, row[-1])) for label, row in LIST.items()]
    return Grid("表.xlsx", "情况表", (*head, LIST_HEAD, *rows, *more))


def read(grid: Grid, period: str = "", campaign: Campaign = CAMPAIGN) -> Taken:
    """What a sheet of the small campaign is read as."""
    taken = take(grid, campaign, forms_in_use(campaign, {}), period)
    assert taken is not None
    return taken


def told(taken: Taken) -> list[tuple[str, str]]:
    """The codes and cells of the problems of a sheet."""
    return [(p.code, p.where.rpartition("!")[2]) for p in taken.problems]


def type_in(content: bytes, filled: Return, form: Form) -> bytes:
    """The workbook with a return typed into its sheet, names of who filled it in and the date too."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = next(s for s in book if s.title == form.short_title[:31])
    _type_head(sheet, filled)
    if entries := value_entries(form):
        rows = {str(row[2].value).removesuffix("（必填）"): row[0].row for row in sheet.iter_rows(min_row=6)}
        for entry in entries:
            _type(sheet, rows[entry.label], 5, value_at(filled.values, entry))
    else:
        _type_rows(sheet, filled, form)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _type_head(sheet: Worksheet, filled: Return) -> None:
    texts = {"填报人：": filled.filled_by, "审核人：": filled.reviewed_by, "填报日期：": filled.filled_on}
    for row in sheet.iter_rows(min_row=3, max_row=4):
        for cell in row:
            if cell.value in texts:
                value = texts[str(cell.value)]
                merged = [m for m in sheet.merged_cells.ranges if cell.coordinate in m]
                _type(sheet, cell.row, (merged[0].max_col if merged else cell.column) + 1, value or None)


def _type_rows(sheet: Worksheet, filled: Return, form: Form) -> None:
    columns = {str(cell.value).removesuffix("（必填）"): cell.column for cell in sheet[5]}
    for number, row in enumerate(filled.rows):
        for entry in row_entries(form):
            _type(sheet, 6 + number, columns[entry.head], value_at(row, entry))


def value_at(values: Mapping[str, Value], entry: Entry) -> Scalar:
    """The value of an entry among a return's values or in one of its rows."""
    value = values.get(entry.path[0])
    return value.get(entry.path[1]) if isinstance(value, dict) else value


def _type(sheet: Worksheet, row: int, column: int, value: Scalar | date) -> None:
    if value is None:
        return
    cell = sheet.cell(row, column)
    cell.value = {True: "是", False: "否"}[value] if isinstance(value, bool) else value
    if isinstance(value, str):
        cell.data_type = "s"


def grids_of(content: bytes, folder: Path, name: str = "表.xlsx") -> list[Grid]:
    """The sheets of a workbook as they are read from a file."""
    path = folder / name
    path.write_bytes(content)
    grids = read_grids(path, name)
    assert isinstance(grids, list)
    return grids
