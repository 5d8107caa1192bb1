"""Word files: sound, with official faces and a page that Word, WPS and LibreOffice lay out as the PDF."""

import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.table import Table
from helpers.made import (
    LEDGER_ROWS,
    LONG_NAME,
    full_record,
    headed_notice,
    long_ledger,
    long_roster,
    mixed_notice,
    notice_of,
    worded_ledger,
)
from helpers.numbered import with_number
from helpers.rendering import Renderings, office
from helpers.sheets import content_of, every, key, sheet
from helpers.text import docx_text, squeezed
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from generator.layout import gbt9704 as gb
from generator.measure.docx import measure_office, measure_xml
from generator.measure.page import Page, characters, pages
from generator.model.sheet import Sheet, TableContent
from generator.render.docx import render_docx
from generator.render.docx_grid import RULE_EIGHTHS_PT

OFFICIAL = {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}
FACES = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
WORDED = [worded_ledger(rows) for rows in range(1, 6)]
HEADINGS = ("（一）自查范围", "1.自查范围")
HEADED = {heading: [headed_notice(lines, heading) for lines in range(4, 10)] for heading in HEADINGS}
DATED = [notice_of(lines) for lines in range(1, 12)]
RULE_MM = RULE_EIGHTHS_PT / 8 * gb.MM_PER_INCH / gb.PT_PER_INCH + 0.3
needs_office = pytest.mark.skipif(office() is None, reason="LibreOffice 没有安装：make test 会装上")


@pytest.fixture(scope="module")
def office_pdfs(renderings: Renderings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What LibreOffice makes of every Word file, all converted in one go."""
    wanted = [
        *(p.values[0] for p in every()),
        long_ledger(),
        long_roster(),
        full_record(),
        *WORDED,
        *(made for several in HEADED.values() for made in several),
        mixed_notice(),
        *DATED,
    ]
    return renderings.office_pdfs(
        (s for s in wanted if isinstance(s, Sheet)), tmp_path_factory.mktemp("office")
    )


def _open(content: bytes) -> DocumentObject:
    return Document(io.BytesIO(content))


# 完好


@pytest.mark.parametrize("made", every())
def test_openxml_audit_finds_nothing(made: Sheet, renderings: Renderings, tmp_path: Path) -> None:
    path = tmp_path / "sheet.docx"
    path.write_bytes(renderings.docx(made))

    result = OpenXmlValidator(security_validation=True).validate(str(path))

    assert [str(e) for e in result.errors] == []


@pytest.mark.parametrize("made", every())
def test_no_tag_and_no_mark_is_left(made: Sheet, renderings: Renderings) -> None:
    with zipfile.ZipFile(io.BytesIO(renderings.docx(made))) as package:
        parts = {n: package.read(n).decode() for n in package.namelist() if n.endswith(".xml")}

    assert "word/document.xml" in parts
    assert {n for n, text in parts.items() if re.search(r"\{\{|\{%|%\}|\}\}|［表格］", text)} == set()


# 字体


@pytest.mark.parametrize("made", every())
def test_every_style_and_run_names_official_faces(made: Sheet, renderings: Renderings) -> None:
    assert _faces(renderings.docx(made)) <= OFFICIAL


def test_document_names_all_five_faces(renderings: Renderings) -> None:
    assert _faces(renderings.docx(sheet("jiangguanchi", "notice"))) == OFFICIAL


@pytest.mark.parametrize("code", ["notice", "dispatch-communities", "problem-ledger", "rectification-record"])
def test_other_set_of_names_leaves_no_gb2312_anywhere(code: str) -> None:
    content = render_docx(replace(sheet("jiangguanchi", code), fangsong="仿宋")).content

    assert _faces(content) <= {"方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"}
    assert {"仿宋", "楷体"} <= _faces(content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any("_GB2312" in package.read(n).decode("utf-8", "replace") for n in package.namelist())


def _faces(content: bytes) -> set[str]:
    """Every face named in the document, its styles and its footers."""
    document = _open(content)
    section = document.sections[0]
    roots = [document.element, document.styles.element]
    roots += [f._element for f in (section.footer, section.even_page_footer)]
    fonts = [f for root in roots for f in root.iter(qn("w:rFonts"))]
    return {str(f.get(qn(name))) for f in fonts for name in FACES if f.get(qn(name))}


@pytest.mark.parametrize("made", every())
def test_styles_alone_carry_faces_and_sizes(made: Sheet, renderings: Renderings) -> None:
    body = _open(renderings.docx(made)).element.body

    assert list(body.iter(qn("w:rFonts"), qn("w:sz"))) == []


# 表与版面


@pytest.mark.parametrize("made", [p for p in every() if isinstance(content_of(p), TableContent)])
def test_head_rows_repeat_and_no_row_is_cut(made: Sheet, renderings: Renderings) -> None:
    assert isinstance(made.content, TableContent)
    rows = [row for table in _tables(renderings.docx(made)) for row in table.rows]
    heads = [row._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for row in rows]
    uncut = [row._tr.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows]

    expected = [row.head for row in made.content.grid.rows]
    assert heads == expected
    assert uncut == [True] * len(expected)


def _tables(content: bytes) -> list[Table]:
    return list(_open(content).tables)


@pytest.mark.parametrize("made", every())
def test_page_is_that_of_the_standard(made: Sheet, renderings: Renderings) -> None:
    section = _open(renderings.docx(made)).sections[0]
    paper = (section.page_width, section.page_height)
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)

    assert all(value is not None for value in (*paper, *margins))
    size = [round(v.mm) for v in paper if v is not None]
    edges = [v.mm for v in margins if v is not None]
    if made.content.landscape:
        assert size == [297, 210]
        assert edges == pytest.approx([28, 37, 26, 35], abs=0.1)
    else:
        assert size == [210, 297]
        assert edges == pytest.approx([37, 26, 35, 28], abs=0.1)


@pytest.mark.parametrize("code", ["notice", "dispatch-communities", "rectification-record"])
@pytest.mark.parametrize("two_sided", [True, False])
def test_margins_are_mirrored_when_printed_on_both_sides(code: str, two_sided: bool) -> None:
    made = replace(sheet("small_valid", code), two_sided=two_sided)

    settings = _open(render_docx(made).content).settings.element

    assert (settings.find(qn("w:mirrorMargins")) is not None) == two_sided
    assert settings.find(qn("w:evenAndOddHeaders")) is not None


@pytest.mark.parametrize("code", ["notice", "dispatch-communities", "problem-ledger"])
def test_page_number_is_a_field_right_on_odd_and_left_on_even_pages(
    code: str, renderings: Renderings
) -> None:
    section = _open(renderings.docx(sheet("small_valid", code))).sections[0]

    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = [p for p in footer._element.iter(qn("w:p")) if "".join(p.itertext()).strip()]
        assert [t.text.strip() for t in paragraph.iter(qn("w:instrText"))] == ["PAGE"]
        assert squeezed("".join(t.text for t in paragraph.iter(qn("w:t")))) == "—1—"
        properties = paragraph.find(qn("w:pPr"))
        assert properties.find(qn("w:jc")).get(qn("w:val")) == side
        assert properties.find(qn("w:ind")).get(qn(f"w:{side}")) == str(gb.twips(gb.mm_from_pt(14)))


def test_lines_of_a_contact_keep_together(renderings: Renderings) -> None:
    paragraphs = _open(renderings.docx(sheet("forest_fire", "notice"))).paragraphs
    lines = [p for p in paragraphs if p.style and p.style.name == "联系人"]

    assert [p.text for p in lines] == [
        "联系人：盛秋原　　联系电话：13000000031",
        "电子邮箱：slsfz@songling.example",
    ]
    assert lines[0].paragraph_format.keep_with_next


def test_word_files_need_no_system_library(tmp_path: Path) -> None:
    """Without Pango, importing WeasyPrint fails: a Word file must not ask for it."""
    target = tmp_path / "sheet.docx"
    script = f"""
import sys
for name in ("weasyprint", "pango", "cairocffi", "cffi", "pydyf", "tinycss2"):
    sys.modules[name] = None
from helpers.sheets import sheet
from generator.render.docx import render_docx
open({str(target)!r}, "wb").write(render_docx(sheet("small_valid", "dispatch-communities")).content)
"""
    root = Path(__file__).parents[2]
    paths = f"{root}:{root / 'tests'}"
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "进展情况调度表" in docx_text(target.read_bytes())


def test_marks_that_word_must_escape_print_as_they_are() -> None:
    made = sheet("small_valid", "dispatch-communities")
    assert isinstance(made.content, TableContent)
    values = {**made.content.values, "self_found": "<3>&“甲”{{乙}}"}

    content = render_docx(replace(made, content=replace(made.content, values=values))).content

    assert "<3>&“甲”{{乙}}" in docx_text(content)


# LibreOffice


@needs_office
@pytest.mark.parametrize("made", every())
def test_libreoffice_prints_the_same_text_on_as_many_pages_as_the_pdf(
    made: Sheet, renderings: Renderings, office_pdfs: dict[str, Path]
) -> None:
    ours, theirs = pages(renderings.pdf(made)), pages(office_pdfs[key(made)])

    assert len(theirs) == len(ours)
    assert _characters(theirs) == _characters(ours)


@needs_office
@pytest.mark.parametrize("made", every())
def test_libreoffice_keeps_everything_inside_the_type_area(made: Sheet, office_pdfs: dict[str, Path]) -> None:
    for number, page in enumerate(pages(office_pdfs[key(made)]), 1):
        area = page.type_area(number if not page.landscape else 1, made.two_sided).grown(RULE_MM)
        assert [g for g in page.body if not area.holds(g.ink)] == []
        if isinstance(made.content, TableContent):
            assert area.holds(page.table), page.table


@needs_office
@pytest.mark.parametrize("made", every())
def test_libreoffice_sets_the_page_number_7_mm_below_the_type_area(
    made: Sheet, office_pdfs: dict[str, Path]
) -> None:
    dash = gb.TOP_MARGIN_MM + gb.TYPE_AREA_HEIGHT_MM + gb.PAGE_NUMBER_GAP_MM
    for number, page in with_number(made, pages(office_pdfs[key(made)])):
        places = [page.upright(g.ink) for g in page.number]
        assert "".join(g.char for g in page.number) == f"—{number}—"
        assert places[0].center_y == pytest.approx(dash, abs=0.5)
        assert (places[0].left > 105) == bool(number % 2)


@needs_office
@pytest.mark.parametrize("made", every())
def test_no_clause_fails_in_the_file_or_in_libreoffices_pdf(
    made: Sheet, renderings: Renderings, office_pdfs: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "sheet.docx"
    path.write_bytes(renderings.docx(made))

    own = measure_xml(path)
    found = [*own, *measure_office(office_pdfs[key(made)], own)]

    assert [str(v) for v in found if v.outcome == "fail"] == []


@needs_office
def test_libreoffice_sets_the_mark_and_22_lines_where_the_standard_has_them(
    office_pdfs: dict[str, Path],
) -> None:
    found = pages(office_pdfs[key(sheet("jiangguanchi", "notice"))])
    full = [[x for x in p.lines if x.size_pt == pytest.approx(gb.TEXT_PT, abs=0.1)] for p in found[2:15]]
    mark = found[0].ink(red=True)

    assert mark
    assert mark.top == pytest.approx(gb.TOP_MARGIN_MM + gb.MARK_INK_TOP_MM, abs=0.5)
    assert max(map(len, full)) == gb.LINES_PER_PAGE
    for lines in full:
        pitches = [b.baseline - a.baseline for a, b in pairwise(lines)]
        assert pitches == pytest.approx([gb.LINE_PITCH_MM] * len(pitches), abs=0.3)
    assert Counter(len(x.text) for lines in full for x in lines).most_common(1)[0][0] == gb.CHARS_PER_LINE


@needs_office
def test_libreoffice_begins_the_seal_boxes_of_a_full_record_on_a_new_page(
    renderings: Renderings, office_pdfs: dict[str, Path]
) -> None:
    made = full_record()
    ours, theirs = pages(renderings.pdf(made)), pages(office_pdfs[key(made)])

    seals = [characters(p).count("（盖章）") for p in ours]
    assert seals == [1, 0, 0, 4]  # the first stands beside the unit's name
    assert [_characters([p]) for p in theirs] == [_characters([p]) for p in ours]


@needs_office
@pytest.mark.parametrize("made", WORDED)
def test_libreoffice_keeps_the_signature_of_a_ledger_beside_its_rows(
    made: Sheet, renderings: Renderings, office_pdfs: dict[str, Path]
) -> None:
    ours, theirs = pages(renderings.pdf(made)), pages(office_pdfs[key(made)])

    assert len(theirs) == len(ours)
    for found in (ours, theirs):
        assert "hewan" in characters(found[-1])
        assert "填报人：" in characters(found[-1])


@needs_office
def test_roster_with_a_long_name_keeps_its_columns(
    renderings: Renderings, office_pdfs: dict[str, Path]
) -> None:
    made = long_roster()
    for (page,) in (pages(renderings.pdf(made)), pages(office_pdfs[key(made)])):
        role, short = page.line("常务副组长"), page.line("陶冶")
        title = role.glyphs[role.text.index("党委委员")]
        turned = page.lines[page.lines.index(role) + 1]

        assert LONG_NAME in role.text
        assert title.x >= role.glyphs[role.text.index("党委委员") - 1].end
        assert short.left == pytest.approx(role.place(LONG_NAME).x, abs=0.3)
        assert [turned.left, short.place("镇长").x] == pytest.approx([title.x] * 2, abs=0.3)


@needs_office
def test_libreoffice_repeats_a_ledgers_head_and_never_cuts_a_row(office_pdfs: dict[str, Path]) -> None:
    texts = [characters(page) for page in pages(office_pdfs[key(long_ledger())])]

    assert len(texts) >= 3
    assert all("问题隐患" in t and "整改责任人" in t for t in texts)
    for n in range(1, LEDGER_ROWS + 1):
        assert sum(f"始{n:02}" in t and f"终{n:02}" in t for t in texts) == 1, f"row {n}"


@needs_office
def test_lines_of_rare_characters_digits_letters_and_other_faces_keep_the_grid(
    renderings: Renderings, office_pdfs: dict[str, Path], tmp_path: Path
) -> None:
    path, pdf = tmp_path / "mixed.docx", office_pdfs[key(mixed_notice())]
    path.write_bytes(renderings.docx(mixed_notice()))

    own = measure_xml(path)
    found = [*own, *measure_office(pdf, own)]

    assert [str(v) for v in found if v.outcome == "fail"] == []
    # With the page number; the last text before the signature goes to its page whole.
    assert {len(p.lines) for p in pages(pdf)[1:-2]} == {gb.LINES_PER_PAGE + 1}
    assert {v.page for v in found if v.what == "满行的右边" and v.source == "office"} >= {1, 2, 3}


@needs_office
@pytest.mark.parametrize("made", DATED, ids=range(1, len(DATED) + 1))
def test_libreoffice_never_leaves_the_date_on_a_page_without_text(
    made: Sheet, office_pdfs: dict[str, Path]
) -> None:
    last = pages(office_pdfs[key(made)])[-1]

    assert "2023年5月26日" in characters(last)
    assert "全面排查整治" in characters(last)


@needs_office
@pytest.mark.parametrize("heading", HEADINGS)
def test_heading_alone_in_its_line_goes_to_the_page_of_its_text(
    heading: str, renderings: Renderings, office_pdfs: dict[str, Path]
) -> None:
    places = set()
    for made in HEADED[heading]:
        for found in (pages(renderings.pdf(made)), pages(office_pdfs[key(made)])):
            (page,) = [p for p in found if heading in characters(p)]
            assert f"{heading}全面" in characters(page)
            places.add(found.index(page))
    assert places == {0, 1}


def _characters(found: list[Page]) -> Counter[str]:
    return Counter(g.char for page in found for g in page.glyphs)
