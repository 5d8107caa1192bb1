"""The summary as an Excel file: values and formulas as they were given, the same bytes for the same data."""

import io
import zipfile
from dataclasses import replace

import openpyxl
from lxml import etree

from generator.model.summary import Summary, SummaryCell, SummarySheet
from generator.render.summary_xlsx import render_summary

NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
SHEET = SummarySheet(
    name="部门",
    title="=题",
    widths=(10.0, 10.0, 10.0),
    heads=(SummaryCell(value="单位", style="head"), SummaryCell(value="数"), SummaryCell(value="是否")),
    rows=(
        (SummaryCell(value="=1+1"), SummaryCell(value=0), SummaryCell(value=None)),
        (
            SummaryCell(value="莫𡐓村"),
            SummaryCell(value=0.3, formula="=ROUND(SUM(B3:B3),6)"),
            SummaryCell(value="是", formula='=IF(COUNTIF(C3:C3,"是")>0,"是","")'),
        ),
    ),
)
SUMMARY = Summary(title="汇总", author="镇", sheets=(SHEET,))


def parts(summary: Summary = SUMMARY) -> tuple[dict[str, etree._Element], list[str]]:
    """The cells of the sheet by reference, and the shared strings."""
    package = zipfile.ZipFile(io.BytesIO(render_summary(summary)))
    page = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    strings = etree.fromstring(package.read("xl/sharedStrings.xml"))
    texts = ["".join(s.itertext()) for s in strings.findall("x:si", NS)]
    return {c.get("r"): c for c in page.iterfind(".//x:c", NS)}, texts


def test_a_text_that_begins_like_a_formula_stays_a_text() -> None:
    cells, texts = parts()

    for reference, text in (("A1", "=题"), ("A3", "=1+1")):
        assert cells[reference].get("t") == "s"
        assert texts[int(cells[reference].findtext("x:v", "", NS))] == text


def test_zero_is_written_and_what_is_left_out_is_not() -> None:
    cells, _ = parts()

    assert cells["B3"].findtext("x:v", None, NS) == "0"
    assert cells["C3"].find("x:v", NS) is None


def test_a_formula_stands_with_its_value() -> None:
    cells, _ = parts()

    assert (cells["B4"].findtext("x:f", None, NS), cells["B4"].findtext("x:v", None, NS)) == (
        "ROUND(SUM(B3:B3),6)",
        "0.3",
    )
    assert cells["C4"].findtext("x:v", None, NS) == "是"


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert render_summary(SUMMARY) == render_summary(SUMMARY)


def test_a_text_longer_than_a_cell_takes_says_that_it_is_cut() -> None:
    long = replace(SHEET, rows=((SummaryCell(value="甲" * 40_000),),))

    cells, texts = parts(replace(SUMMARY, sheets=(long,)))

    text = texts[int(cells["A3"].findtext("x:v", "", NS))]
    assert len(text) == 32_767
    assert text.startswith("甲甲")
    assert text.endswith("……（太长，全文见汇总表）")


def test_a_sheet_too_wide_to_read_on_one_page_goes_on_with_title_heads_and_units() -> None:
    wide = replace(
        SHEET, name="部门2", title="2023年&进展", widths=(20.0, *(12.0,) * 37), heads=(SHEET.heads[0],) * 38
    )

    book = openpyxl.load_workbook(io.BytesIO(render_summary(replace(SUMMARY, sheets=(SHEET, wide)))))
    narrow, page = book.worksheets

    assert (narrow.page_setup.fitToWidth or 1, narrow.print_title_cols, narrow.print_area) == (1, None, "")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (
        3,
        0,
    )  # 464 characters, 200 to a page
    assert (page.print_title_rows, page.print_title_cols) == ("$2:$2", "$A:$A")
    assert page.print_area == "'部门2'!$A$2:$AL$4"
    assert page.oddHeader.center.text == "2023年&&进展"
