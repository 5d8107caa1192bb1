"""Long tables: pages begin at the computed rows in PDF and LibreOffice, texts are equal, merged cells are merged."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from helpers.rendering import Renderings, office
from helpers.sheets import key, sheet
from helpers.tables import CAMPAIGN, hazard, printed_rows, sheet_of
from helpers.text import docx_text, html_text, squeezed

from generator.measure.page import characters, pages
from generator.model.sheet import Sheet, TableContent

MARK = re.compile(r"始(\d\d)")
HAZARDS = tuple(
    hazard(n, content=f"始{n:02}砂光车间{'除尘系统未设置火花探测' * (n % 4)}") for n in range(1, 15)
)

TABLES = {
    "breakdown": sheet_of("task-breakdown"),
    "continued": sheet_of("task-breakdown", continued=True),
    "slice": sheet_of("unit-tasks", "paichusuo"),
    "hazards": sheet_of("major-hazard-list", "hewan", replace(CAMPAIGN, hazards=HAZARDS)),
    "head-groups": sheet_of("inspection-list", fill_page=True),
}
MERGED = ("breakdown", "continued", "slice")


@pytest.fixture(scope="module")
def office_pages(renderings: Renderings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What LibreOffice makes of the Word files."""
    if not office():
        pytest.skip("LibreOffice is not installed")
    return renderings.office_pdfs(TABLES.values(), tmp_path_factory.mktemp("tables"))


def computed(made: Sheet) -> list[list[str]]:
    """The numbers of the items on each page, as the grid says."""
    assert isinstance(made.content, TableContent)
    found: list[list[str]] = [[]]
    for row, texts in zip(made.content.grid.rows, printed_rows(made.content), strict=True):
        found += [[]] if row.new_page else []
        found[-1] += MARK.findall("".join(texts))
    return found


def printed(path: Path) -> list[list[str]]:
    """The numbers of the items on each page of a PDF, in order."""
    return [sorted(MARK.findall(characters(page))) for page in pages(path)]


@pytest.mark.parametrize("name", MERGED)
def test_pages_of_the_pdf_begin_at_the_computed_rows(name: str, renderings: Renderings) -> None:
    expected = computed(TABLES[name])

    assert len(expected) > 2
    assert printed(renderings.pdf(TABLES[name])) == expected


@pytest.mark.parametrize("name", MERGED)
def test_pages_of_libreoffice_begin_at_the_computed_rows(name: str, office_pages: dict[str, Path]) -> None:
    assert printed(office_pages[key(TABLES[name])]) == computed(TABLES[name])


@pytest.mark.parametrize("name", TABLES)
def test_pages_of_both_hold_the_same_rows(
    name: str, renderings: Renderings, office_pages: dict[str, Path]
) -> None:
    assert printed(office_pages[key(TABLES[name])]) == printed(renderings.pdf(TABLES[name]))


@pytest.mark.parametrize("name", TABLES)
def test_word_and_html_have_the_same_text(name: str, renderings: Renderings) -> None:
    made = TABLES[name]

    assert docx_text(renderings.docx(made)) == html_text(renderings.html(made))


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_is_printed(name: str, renderings: Renderings) -> None:
    made = TABLES[name]
    assert isinstance(made.content, TableContent)
    text = html_text(renderings.html(made))

    assert "".join(squeezed(t) for row in printed_rows(made.content) for t in row) in text


def test_labels_continued_on_a_page_say_so_in_the_pdf(renderings: Renderings) -> None:
    first, *others = (characters(page) for page in pages(renderings.pdf(TABLES["continued"])))

    assert "（续）" not in first
    assert all("（续）" in text for text in others)
    assert "（续）" not in "".join(characters(page) for page in pages(renderings.pdf(TABLES["breakdown"])))


def test_merged_cells_of_the_word_file_begin_and_end_with_the_page(renderings: Renderings) -> None:
    made = TABLES["breakdown"]
    (table,) = Document(io.BytesIO(renderings.docx(made))).tables
    begun = [bool(row._tr.xpath("./w:tc[1]//w:pageBreakBefore")) for row in table.rows]

    assert isinstance(made.content, TableContent)
    assert begun == [row.new_page for row in made.content.grid.rows]
    for i in (i for i, begins in enumerate(begun) if begins):
        assert {m.get(f"{{{m.nsmap['w']}}}val") for m in _merges(table.rows[i]._tr)} <= {"restart"}


def _merges(row: object) -> Iterator[object]:
    yield from row.xpath("./w:tc/w:tcPr/w:vMerge")  # type: ignore[attr-defined]


def test_three_places_of_a_line_stand_left_centred_and_right(renderings: Renderings) -> None:
    last = pages(renderings.pdf(TABLES["hazards"]))[-1]
    line = last.line("审核人")
    area = last.type_area()

    assert line.text.startswith("审核人：填表人：填报时间：2023年")
    assert line.place("审").x == pytest.approx(area.left, abs=0.5)
    assert line.place("填").x == pytest.approx(area.center_x - 2 * 12 * 25.4 / 72, abs=0.5)


def test_a_line_without_a_centred_text_has_one_tab_so_that_a_long_left_part_keeps_to_it(
    renderings: Renderings,
) -> None:
    made = sheet("chengzhong", "dispatch-communities")
    document = Document(io.BytesIO(renderings.docx(made)))
    (line,) = [p for p in document.paragraphs if p.text.startswith("单位名称：")]

    assert line.text.count("\t") == 1
    assert len(line.paragraph_format.tab_stops) == 0  # the right edge is its style's
