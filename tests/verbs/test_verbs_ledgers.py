"""Ledgers of hazards come back, in workbooks and in Word: untouched without a word, touched with just what was touched."""

import shutil

import openpyxl
import pytest
from helpers.sheets import CAMPAIGNS, NAMES, loaded, usable

from generator import verbs
from generator.derive.entries import hazard_entries

WITH_LEDGERS = [name for name in NAMES if any(map(hazard_entries, loaded(name).forms.values()))]
VILLAGE = "河湾村 2023年6月.xlsx"
LEDGER = "问题隐患排查整治工作台账"


def told(result):
    """What was found, save that nothing was filled in."""
    return [str(p) for p in result.problems if p.code != "XLS-013"]


@pytest.mark.parametrize("name", WITH_LEDGERS)
def test_workbooks_of_hazards_that_nobody_touched_come_back_without_a_word(name, tmp_path):
    month = f"{usable(loaded(name)).starts_on:%Y}-06"
    verbs.intake_blank(CAMPAIGNS / name, tmp_path / "发出", (), month)
    for file in (tmp_path / "发出").glob("各单位通用*"):
        file.unlink()

    assert told(verbs.intake_read(CAMPAIGNS / name, [tmp_path / "发出"], tmp_path / "returns", month)) == []


@pytest.fixture
def ledger(tmp_path):
    """A village's workbook of hazards, its ledger to be changed, and what is told of it then."""
    source = shutil.copytree(CAMPAIGNS / "small_valid", tmp_path / "town")
    verbs.intake_blank(source, tmp_path, ("河湾村",), "2023-06")
    book = openpyxl.load_workbook(tmp_path / VILLAGE)

    def said():
        book.save(tmp_path / VILLAGE)
        result = verbs.intake_read(source, [tmp_path / VILLAGE], source / "returns", "2023-06")
        return [
            (p.code, p.where.rpartition("!")[2], p.message) for p in result.problems if p.code != "XLS-013"
        ]

    return book[LEDGER], said


def column(sheet, head):
    return next(cell.column for cell in sheet[5] if cell.value == head)


def test_a_row_without_its_code_is_known_by_its_other_cells(ledger):
    sheet, said = ledger
    sheet.cell(6, 2).value = None
    sheet.cell(6, column(sheet, "复查情况")).value = "已复查合格"

    ((code, cell, message),) = said()

    assert (code, cell) == ("XLS-018", "J6")
    assert message.startswith("隐患 LL-001（没有编号，按其余各格认的）的“复查情况”写的是“已复查合格”")


def test_a_ledger_whose_column_was_taken_out_is_told_and_nothing_of_that_column_is_compared(ledger):
    sheet, said = ledger
    sheet.delete_cols(column(sheet, "检查人员"))

    assert [(code, message[:7]) for code, _, message in said()] == [("XLS-010", "缺“检查人员”")]


def test_a_ledger_whose_codes_were_taken_out_is_known_by_its_other_cells(ledger):
    sheet, said = ledger
    for row in range(5, 9):
        sheet.cell(row, column=2).value = None
    sheet.cell(20, 3).value = "新来的木器厂"

    first, second = said()

    assert (first[0], first[2][:7]) == ("XLS-010", "缺“隐患编号”")
    assert (second[0], second[1]) == ("XLS-018", "C20")
    assert "新的一条隐患（检查企业（单位）名称：新来的木器厂）" in second[2]
