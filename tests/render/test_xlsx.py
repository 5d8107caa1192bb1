"""The workbook as Excel has it: look, locks, rules, print set-up, texts that stay texts."""

import zipfile
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from helpers.workbooks import CAMPAIGN, FORMS, LEDGER

from generator.compose.workbook import unit_workbook
from generator.model.form import Page
from generator.model.workbook import PlannedCell, PlannedSheet, Workbook
from generator.render.xlsx import render_xlsx

VILLAGE = CAMPAIGN.units[0]


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_xlsx(unit_workbook(CAMPAIGN, FORMS, VILLAGE, "2024-06", "东坡村 2024年6月"))


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(BytesIO(content))


def test_the_same_campaign_gives_the_same_bytes_with_no_clock_in_them(content):
    again = render_xlsx(unit_workbook(CAMPAIGN, FORMS, VILLAGE, "2024-06", "东坡村 2024年6月"))

    assert again == content
    with zipfile.ZipFile(BytesIO(content)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in packed.read("docProps/core.xml")


def test_unit_and_month_are_filled_in_and_locked(book):
    sheet = book["情况表"]

    assert [sheet[c].value for c in ("A1", "C2", "E2")] == ["柏山镇专项行动情况表", "东坡村", "2024年6月"]
    assert all(sheet[c].protection.locked for c in ("A1", "C2", "E2", "C6"))


def test_sheets_are_protected_without_a_password_and_values_unlocked(book):
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    assert not any(book["情况表"].cell(row, 5).protection.locked for row in range(6, 11))
    assert not any(book["台账"].cell(row, 3).protection.locked for row in (6, 55))
    assert not book["台账"].column_dimensions["C"].protection.locked  # rows below the table


def test_every_number_date_and_list_has_its_rule_in_chinese(book):
    rules = {str(r.sqref): r for r in book["情况表"].data_validations.dataValidation}

    assert {cell: rules[cell].type for cell in ("E3", "E6", "E7", "E8")} == {
        "E3": "date",
        "E6": "whole",
        "E7": "decimal",
        "E8": "date",
    }
    assert rules["E6"].error == "请写不小于 0 的整数，不带单位；没有写 0。"


def test_heads_stay_in_view_and_are_repeated_on_a4(book):
    for name in ("情况表", "台账"):
        sheet = book[name]
        assert sheet.freeze_panes == "A6"
        assert sheet.print_title_rows == "$5:$5"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)


def test_a_form_of_one_page_is_printed_on_one():
    monthly = replace(FORMS["monthly"], page=Page(fit="one_page"))
    made = render_xlsx(unit_workbook(CAMPAIGN, {"monthly": monthly}, VILLAGE, "2024-06", "x"))

    setup = openpyxl.load_workbook(BytesIO(made))["情况表"].page_setup
    assert setup.fitToHeight in (None, 1)  # Excel's own default


def test_a_ledger_is_a_table_with_blank_rows_as_wide_as_its_page(book):
    sheet = book["台账"]
    (table,) = sheet.tables.values()

    assert table.ref == "A5:C55"
    assert [cell.value for cell in sheet[5]][:3] == ["序号", "地点", "人数（人）"]
    assert [sheet.cell(row, 1).value for row in (6, 55)] == [1, 50]


def test_faces_are_those_of_official_documents(book):
    sheet = book["情况表"]

    assert [sheet[c].font.name for c in ("A1", "A5", "E6")] == ["方正小标宋简体", "黑体", "仿宋_GB2312"]
    assert sheet["E6"].border.left.style == "thin"


def test_a_text_that_looks_like_a_formula_stays_a_text():
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "http://a.cn", "007", "{=A1}"]
    cells = tuple(
        PlannedCell(row=i, column=0, last_row=i, last_column=0, look="plain", text=text)
        for i, text in enumerate(texts)
    )
    sheet = PlannedSheet(name="表", widths_mm=(50.0,), cells=cells)

    written = openpyxl.load_workbook(
        BytesIO(render_xlsx(Workbook(name="x", title="x", fangsong="仿宋", sheets=(sheet,))))
    )

    assert [(cell.value, cell.data_type in "s", cell.hyperlink) for cell in written["表"]["A"]] == [
        (text, True, None) for text in texts
    ]


def test_forms_with_one_short_title_have_sheets_of_their_own():
    twin = replace(LEDGER, form="twin")
    made = unit_workbook(CAMPAIGN, FORMS | {"twin": twin}, VILLAGE, "2024-06", "x")

    assert len({sheet.name for sheet in made.sheets}) == 4
