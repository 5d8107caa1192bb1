"""The town of the story: campaign A with eight communities and six departments, and clerks who fill in workbooks."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from click.testing import CliRunner, Result
from helpers.sheets import CAMPAIGNS, loaded, usable
from helpers.workbooks import type_in
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from generator.cli import gongwen
from generator.model.filled import Return

COMMUNITIES = ("qiuhu", "wangdian", "dongzhuang", "huxu", "dahuzhuang", "yangjuan", "yongning", "yishuiwan")
DEPARTMENTS = ("dangzheng", "yingji", "caishui", "zhifa", "paichusuo", "jiaoyu")
UNITS = (*COMMUNITIES, *DEPARTMENTS)
LATE = ("yishuiwan", "paichusuo")
ZERO = "yangjuan"
JUNE = "2023-06"
DISPATCH = "进展情况调度表"
LABEL_COLUMN, VALUE_COLUMN = 3, 5
DEMO = CAMPAIGNS / "jiangguanchi"

Spoil = Callable[[openpyxl.Workbook], None]


def run(*words: object) -> Result:
    """Run `gongwen` in this process; a traceback fails the story at once."""
    done = CliRunner().invoke(gongwen, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def found_town(folder: Path) -> Path:
    """Campaign A as it stands before June's returns: its own fourteen units, their hazards and receipts."""
    town = folder / "行动"
    shutil.copytree(DEMO, town)
    shutil.rmtree(town / "returns" / JUNE)
    units = _read(town / "units.yaml")
    units["units"] = [u for u in units["units"] if u["kind"] == "town" or u["code"] in UNITS]
    _write(town / "units.yaml", units)
    hazards = _read(town / "hazards.yaml")
    hazards["hazards"] = [_of_the_town(h) for h in hazards["hazards"] if h["unit"] in UNITS]
    _write(town / "hazards.yaml", hazards)
    campaign = _read(town / "campaign.yaml")
    campaign["receipts"] = [r for r in campaign["receipts"] if "units" not in r]
    _write(town / "campaign.yaml", campaign)
    return town


def _of_the_town(hazard: dict[str, Any]) -> dict[str, Any]:
    if hazard.get("department") not in (None, *UNITS):
        hazard["department"] = "yingji"
    return hazard


def _read(file: Path) -> dict[str, Any]:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _write(file: Path, data: dict[str, Any]) -> None:
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def june(code: str) -> Return:
    """What a unit has to report for June; 羊圈村 reports that there was nothing."""
    returns = usable(loaded("jiangguanchi")).returns
    if code != ZERO:
        return next(r for r in returns if (r.unit, r.period) == (code, JUNE))
    like = june("qiuhu")
    nothing = {name: _zero(value) for name, value in like.values.items()}
    return Return(
        schema=1,
        form=like.form,
        unit=ZERO,
        period=JUNE,
        filled_on=like.filled_on,
        filled_by="杨朔",
        values=nothing,
    )


def _zero(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _zero(part) for name, part in value.items()}
    return False if isinstance(value, bool) else 0


def book_of(code: str, month: int = 6) -> str:
    """The name of the workbook sent to a unit."""
    label = next(u.label for u in usable(loaded("jiangguanchi")).units if u.code == code)
    return f"{label} 2023年{month}月.xlsx"


def fill_in(book: Path, target: Path, code: str, *spoils: Spoil) -> Path:
    """Fill in a unit's workbook as its clerk, spoilt in some ways, and send it back under another name or the same."""
    filled = june(code)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(type_in(book.read_bytes(), filled, loaded("jiangguanchi").forms[filled.form]))
    if spoils:
        opened = openpyxl.load_workbook(target)
        for spoil in spoils:
            spoil(opened)
        opened.save(target)
    return target


def beside(sheet: Worksheet, label: str) -> Cell:
    """The cell in which the value of a label is typed."""
    row = next(
        cell.row
        for (cell,) in sheet.iter_rows(min_col=LABEL_COLUMN, max_col=LABEL_COLUMN, min_row=6)
        if cell.value == label
    )
    return sheet.cell(row, VALUE_COLUMN)


def typed(label: str, raw: object) -> Spoil:
    """Type something else beside a label of the dispatch table."""

    def spoil(book: openpyxl.Workbook) -> None:
        cell = beside(book[DISPATCH], label)
        cell.value = raw

    return spoil


def at(address: str, raw: object, sheet: str = DISPATCH) -> Spoil:
    """Type something into a cell."""

    def spoil(book: openpyxl.Workbook) -> None:
        book[sheet][address].value = raw

    return spoil


def renamed(label: str, new: str) -> Spoil:
    """Change the words of a label."""

    def spoil(book: openpyxl.Workbook) -> None:
        beside(book[DISPATCH], label).offset(column=LABEL_COLUMN - VALUE_COLUMN).value = new

    return spoil


def recopied(label: str, raw: object) -> Spoil:
    """Copy the row of a label to the end of the table, with another value."""

    def spoil(book: openpyxl.Workbook) -> None:
        sheet = book[DISPATCH]
        row = sheet.max_row + 1
        sheet.cell(row, LABEL_COLUMN).value, sheet.cell(row, VALUE_COLUMN).value = label, raw

    return spoil
