"""Score sheets on many pages: head and item repeated, borders closed, the same rows on a page in PDF and Word."""

import io
import re
from pathlib import Path

import pytest
from docx import Document
from helpers.rendering import Renderings, office
from helpers.sheets import key, sheet

from generator.measure.page import Box, Page, characters, pages
from generator.model.sheet import Sheet, TableContent

BLANK = sheet("xinyang", "score-sheet")
FILLED = sheet("xinyang", "score-sheet", "shihe")
SHEETS = {"blank": BLANK, "filled": FILLED}
HEADS = "考评项目考评细则评分标准完成情况得分扣分及原因"
CLAUSE = re.compile(r"^\d+\.")
ITEM = re.compile(r"（[一二三四五六七八九十]+）")


@pytest.fixture(scope="module")
def office_pages(renderings: Renderings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What LibreOffice makes of the Word files."""
    if not office():
        pytest.skip("LibreOffice is not installed")
    return renderings.office_pdfs(SHEETS.values(), tmp_path_factory.mktemp("scores"))


@pytest.fixture(params=[f"{program}-{name}" for program in ("pdf", "word") for name in SHEETS])
def printed(
    request: pytest.FixtureRequest, renderings: Renderings, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Sheet, list[Page]]:
    """A score sheet and its pages, as our PDF or as LibreOffice prints the Word file."""
    program, name = str(request.param).split("-")
    made = SHEETS[name]
    if program == "pdf":
        return made, pages(renderings.pdf(made))
    return made, pages(request.getfixturevalue("office_pages")[key(made)])


def computed(made: Sheet) -> list[list[str]]:
    """The texts of the cells below the head on each page, as the grid says."""
    assert isinstance(made.content, TableContent)
    found: list[list[str]] = [[]]
    for row in made.content.grid.rows[1:]:
        found += [[]] if row.new_page else []
        found[-1] += [made.content.values.get(c.slot, c.text) for c in row.cells]
    return found


def test_every_page_holds_its_rows_below_the_head(printed: tuple[Sheet, list[Page]]) -> None:
    made, found = printed
    expected = computed(made)

    assert len(found) == len(expected) > 10
    for page, texts in zip(found, expected, strict=True):
        text = characters(page)
        clauses = [t for t in texts if CLAUSE.match(t)]
        labels = [t for t in texts if ITEM.match(t)]
        assert text.count(HEADS) == 1
        assert all(_bare(t) in text for t in (*clauses, *labels))
        assert len(clauses) >= 2
        assert labels
        assert ITEM.match(texts[0]) or texts[0].startswith(("一、", "二、"))


def test_the_borders_are_closed_on_every_page(printed: tuple[Sheet, list[Page]]) -> None:
    for page in printed[1]:
        box = page.table
        edges = [
            Box(box.left, box.top - 0.3, box.right, box.top + 0.5),
            Box(box.left, box.bottom - 0.5, box.right, box.bottom + 0.3),
            Box(box.left - 0.3, box.top, box.left + 0.5, box.bottom),
            Box(box.right - 0.5, box.top, box.right + 0.3, box.bottom),
        ]
        assert [_inked(page, edge) for edge in edges] == [1.0] * 4


def test_no_page_is_nearly_empty(printed: tuple[Sheet, list[Page]]) -> None:
    *full, last = [page.table for page in printed[1]]

    assert min(box.bottom - box.top for box in full) > 0.6 * 156
    assert last.bottom - last.top > 0.3 * 156


def test_merged_items_of_the_word_file_begin_and_end_with_the_page(renderings: Renderings) -> None:
    (table,) = Document(io.BytesIO(renderings.docx(BLANK))).tables
    begun = [bool(row._tr.xpath("./w:tc[1]//w:pageBreakBefore")) for row in table.rows]

    assert isinstance(BLANK.content, TableContent)
    assert begun == [row.new_page for row in BLANK.content.grid.rows]
    goes_on = [bool(row._tr.xpath("./w:tc[1]/w:tcPr/w:vMerge[not(@w:val)]")) for row in table.rows]
    assert sum(goes_on) > 20
    assert not any(on and begins for on, begins in zip(goes_on, begun, strict=True))


def _inked(page: Page, edge: Box) -> float:
    """How much of a border is there: of the longer side, the part of its millimetres with ink across it."""
    wide = edge.width > edge.bottom - edge.top
    length = edge.width if wide else edge.bottom - edge.top
    parts = [
        Box(edge.left + mm, edge.top, edge.left + mm + 1, edge.bottom)
        if wide
        else Box(edge.left, edge.top + mm, edge.right, edge.top + mm + 1)
        for mm in range(1, int(length) - 1)
    ]
    return sum(page.ink(part) is not None for part in parts) / len(parts)


def _bare(text: str) -> str:
    return "".join(text.split())
