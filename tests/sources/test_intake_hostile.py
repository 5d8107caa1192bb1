"""Workbooks made to cost much: what they cost follows their length and the cells with something in them."""

import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from helpers.workbooks import grids_of

from generator.problem import Problem
from generator.sources.intake.files import CELLS_MAX, MERGED_MAX, read_grids

SHEET = "xl/worksheets/sheet1.xml"
SPACES = "".join(
    f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
)
CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
FAILED = CELL.format(' table:formula="of:=1/0" office:string-value=""', "#DIV/0!")


def xlsx(*merges: str, rows: int = 20, before: str = "", after: str = "") -> bytes:
    """A workbook of `rows` rows and three columns with merged cells, something `before` and `after` its rows."""
    book = openpyxl.Workbook()
    for row in range(rows):
        book.active.append([f"第{row}行", 1, 2])
    plain, stream = BytesIO(), BytesIO()
    book.save(plain)
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in merges)
    merged = f"<mergeCells>{areas}</mergeCells>" if merges else ""
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(stream, "w") as packed:
        for name in old.namelist():
            part = old.read(name).decode()
            if name == SHEET:
                part = part.replace("<sheetData>", f"{before}<sheetData>")
                part = part.replace("</sheetData>", f"</sheetData>{merged}{after}")
            packed.writestr(name, part)
    return stream.getvalue()


def ods(*rows: str) -> bytes:
    """A workbook of OpenDocument with one sheet of these rows, each whole."""
    body = f'<office:body><office:spreadsheet><table:table table:name="表">{"".join(rows)}</table:table>'
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        text = f"<office:document-content{SPACES}>{body}</office:spreadsheet></office:body></office:document-content>"
        packed.writestr("content.xml", text)
    return stream.getvalue()


def refused(content: bytes, folder: Path, name: str) -> str:
    """Why a workbook is not read."""
    (folder / name).write_bytes(content)
    found = read_grids(folder / name, name)
    assert isinstance(found, Problem)
    assert found.code == "XLS-001"
    return found.message


def test_cells_merged_over_the_whole_sheet_are_merged_as_far_as_it_is_written(tmp_path):
    (grid,) = grids_of(xlsx("A1:XFD1048576"), tmp_path)

    assert set(grid.merged) == {(row, column) for row in range(20) for column in range(3)} - {(0, 0)}
    assert set(grid.merged.values()) == {(0, 0)}


def test_cells_of_opendocument_merged_without_bound_are_too(tmp_path):
    spans = ' table:number-columns-spanned="100000000000" table:number-rows-spanned="100000000000"'
    rows = [
        f"<table:table-row>{CELL.format(s, '甲')}{CELL.format('', '乙')}</table:table-row>"
        for s in (spans, "")
    ]

    (grid,) = grids_of(ods(*rows), tmp_path, "表.ods")

    assert set(grid.merged) == {(0, 1), (1, 0), (1, 1)}


def test_cells_merged_again_and_again_are_refused(tmp_path):
    told = refused(xlsx(*["A1:C1000"] * (MERGED_MAX // 3000 + 1), rows=1000), tmp_path, "表.xlsx")

    assert "取消合并" in told


@pytest.mark.parametrize(
    "before",
    [
        f'<table:table-row table:number-rows-repeated="{CELLS_MAX}"><table:table-cell/></table:table-row><table:table-row>',
        f'<table:table-row><table:table-cell table:number-columns-repeated="{CELLS_MAX}"/>',
    ],
    ids=["down", "across"],
)
def test_a_failed_formula_far_away_is_named_before_it_takes_all_memory(before, tmp_path):
    assert "很远的格" in refused(ods(f"{before}{FAILED}</table:table-row>"), tmp_path, "表.ods")


@pytest.mark.parametrize("piece", ['<c r="A1">', '<c r="A1"', '<c r="A1"><f>', '<c r="A1"><v>'])
def test_cells_that_are_never_closed_are_read_once(piece, tmp_path):
    """Half a megabyte: read once, it takes well below a second; read from each cell to the end, minutes."""
    content = xlsx(after=f"<!--<f>{piece * 50_000}-->")

    start = time.perf_counter()
    (grid,) = grids_of(content, tmp_path)

    assert time.perf_counter() - start < 5
    assert grid.raw((0, 0)) == "第0行"


def test_a_failed_formula_after_a_cell_that_is_never_closed_is_seen(tmp_path):
    failed = '<row r="1"><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    content = xlsx(rows=0, before='<!--<c r="A1"><v>-->', after=f"<sheetData>{failed}</sheetData>")

    (grid,) = grids_of(content, tmp_path)

    assert grid.raw((0, 3)) == "#DIV/0!"


def far(written: str, part: str = SHEET, encoding: str = "utf-8") -> bytes:
    """A workbook with `written` in the rows of its sheet, which lies in `part`."""
    plain, stream = BytesIO(xlsx()), BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(stream, "w") as packed:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == SHEET:
                text = text.replace("</sheetData>", f"{written}</sheetData>")
            text = text.replace(SHEET.removeprefix("xl/"), part.removeprefix("xl/"))
            packed.writestr(
                part if name == SHEET else name, text.encode(encoding if name == SHEET else "utf-8")
            )
    return stream.getvalue()


FAR = [
    far('<row r="900000"><c s="0" r="ZZ900000"><v>1</v></c></row>'),
    far("<row r='900000'><c r='ZZ900000'><v>1</v></c></row>"),
    far('<row r="900000"><c r = "ZZ900000"\n><v>1</v></c></row>'),
    far('<row r="900000"><c r="A900000"><v>1</v></c></row><row r="2"><c r="ZZ2"><v>1</v></c></row>'),
    far('<x:row xmlns:x="urn:x" r="900000"><x:c r="ZZ900000"><x:v>1</x:v></x:c></x:row>'),
    far('<row r="900000"><c r="ZZ900000"><v>1</v></c></row>', "xl/elsewhere/a.xml"),
    far('<row r="1048576"><c r="A1048576"><v>1</v></c><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>'),
]


@pytest.mark.parametrize("content", FAR, ids=range(len(FAR)))
def test_a_cell_far_away_is_refused_however_it_is_written(content, tmp_path, unopened):
    assert "很远的格" in refused(content, tmp_path, "表.xlsx")


REPEATED = " table:number-{}-repeated='{}'"


@pytest.mark.parametrize(
    "row",
    [
        f"<table:table-row{REPEATED.format('rows', 1048576)}>{CELL.format('', '甲') * 4}</table:table-row>",
        f"<table:table-row{REPEATED.format('rows', 500)}>{CELL.format(REPEATED.format('columns', 16000), '甲')}"
        "</table:table-row>",
    ],
    ids=["down", "across"],
)
def test_cells_repeated_without_bound_are_refused(row, tmp_path, unopened):
    assert "很远的格" in refused(ods(row), tmp_path, "表.ods")


@pytest.mark.parametrize(
    "content",
    [
        far('<row r="30"><c r="A30"><v>1</v></c></row>', encoding="utf-16"),
        far('<row r="30"><c r="A30"><v>1</v></row>'),
        far('<row r="30"><c r="A-3"><v>1</v></c></row>'),
        ods("<table:table-row>"),
    ],
    ids=["two bytes a character", "not closed", "no place", "rows not closed"],
)
def test_what_readers_may_read_otherwise_is_refused(content, tmp_path, unopened):
    assert "已损坏" in refused(content, tmp_path, "表.xlsx")


def test_a_failed_formula_is_seen_where_tags_have_a_prefix(tmp_path):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    row = f'<x:row xmlns:x="{space}" r="21"><x:c t="e" r="B21"><x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c></x:row>'

    (grid,) = grids_of(far(row), tmp_path)

    assert grid.raw((20, 1)) == "#DIV/0!"


@pytest.fixture
def unopened(monkeypatch):
    """Whatever is refused was never handed to the reader that takes the memory."""

    def opened(_file):
        raise AssertionError("it was opened")

    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", opened, raising=True)
