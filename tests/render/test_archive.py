"""PDF for the archive (PDF/A-2u): what veraPDF says of it, what it says of itself, and how it is tagged."""

import re
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pytest
from helpers import verapdf
from helpers.made import issued
from helpers.rendering import Renderings
from helpers.sheets import FILLINGS, key, sheet, sheets
from pikepdf import Dictionary, Object, Pdf

from generator.measure.page import pages
from generator.model.sheet import Sheet

needs_verapdf = pytest.mark.skipif(bool(verapdf.lacking()), reason=verapdf.lacking() or "veraPDF is there")


def representatives() -> list[Sheet]:
    """The first sheet of every fixture campaign, one of each shell, each way round, filled and blank, and other heads."""
    organs = ("柳林镇人民武装部", "柳林镇党委")
    chosen: dict[object, Sheet] = {
        "letter": issued(format="letter", copy_number="000012", secrecy="秘密★1年", urgency="特急"),
        "joint": issued(joint_issuers=organs, signature=("柳林镇安全生产委员会", *organs)),
        "score sheet": next(s for s in sheets("xinyang") if s.code.startswith("score")),
    }
    for name in FILLINGS:
        for one in sheets(name):
            chosen.setdefault(name, one)
            chosen.setdefault((one.content.shell, one.content.landscape, one.filled), one)
    return list({key(one): one for one in chosen.values()}.values())


@pytest.fixture(scope="module")
def notice(renderings: Renderings) -> Iterator[Pdf]:
    """The notice of 18 pages: plan, headings, bound attachment."""
    with Pdf.open(renderings.archived(sheet("jiangguanchi", "notice"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def ledger(renderings: Renderings) -> Iterator[Pdf]:
    """A landscape table with a head that repeats."""
    made = next(s for s in sheets("jiangguanchi") if s.code == "problem-ledger" and s.filled)
    with Pdf.open(renderings.archived(made)) as opened:
        yield opened


@pytest.fixture(scope="module")
def judgements(renderings: Renderings) -> dict[str, verapdf.Judgement]:
    """What veraPDF says of the representatives by name, and of one ordinary PDF."""
    plain = renderings.pdf(sheet("small_valid", "notice"))
    found = verapdf.judged([*map(renderings.archived, representatives()), plain])
    return {"plain" if path == plain else path.name: one for path, one in found.items()}


@needs_verapdf
def test_every_kind_of_sheet_conforms_to_pdf_a_2u(judgements: dict[str, verapdf.Judgement]) -> None:
    kept = {name: one for name, one in judgements.items() if name != "plain"}

    assert len(kept) == len(representatives()) > 12
    assert {name: one.failed for name, one in kept.items() if one.failed} == {}
    assert all(one.checks > 1000 for one in kept.values())


@needs_verapdf
def test_an_ordinary_pdf_does_not_conform(judgements: dict[str, verapdf.Judgement]) -> None:
    """It has no identifier, no colour profile behind its colours, and no identification."""
    assert set(judgements["plain"].failed) == {"6.1.3-1", "6.2.4.3-2", "6.6.2.1-1"}


def test_metadata_say_title_organ_campaign_number_and_date(renderings: Renderings) -> None:
    made = sheet("office_papers", "notice")
    with Pdf.open(renderings.archived(made)) as opened:
        info = {name: str(value) for name, value in opened.docinfo.items()}
        with opened.open_metadata() as xmp:
            identified = xmp["pdfaid:part"], xmp["pdfaid:conformance"]
            described = xmp["dc:title"], xmp["dc:creator"], xmp["xmp:CreateDate"]

    assert info["/Title"] == "柏溪镇安全生产委员会关于开展有限空间作业安全专项整治行动的通知" == described[0]
    assert info["/Author"] == "柏溪镇安全生产委员会"
    assert described[1] == ["柏溪镇安全生产委员会"]
    assert info["/Subject"] == "柏溪镇有限空间作业安全专项整治行动"
    assert info["/Keywords"] == "柏安委〔2023〕7号"
    assert info["/CreationDate"].startswith("D:20230601")
    assert described[2] == "2023-06-01"
    assert identified == ("2", "U")


def test_a_units_table_is_the_units_and_bears_the_day_it_was_filled_in(renderings: Renderings) -> None:
    made = next(s for s in sheets("small_valid") if s.code == "dispatch-communities" and s.filled)

    described = made.description

    assert described.author == ("柳林镇河湾村",)
    assert described.keywords == ("2023年6月",)
    assert described.dated_on.isoformat() == "2023-06-30"


def test_language_colours_and_identifier_are_there(notice: Pdf) -> None:
    assert str(notice.Root.Lang) == "zh-CN"
    assert [intent.S for intent in notice.Root.OutputIntents] == ["/GTS_PDFA1"]
    assert notice.Root.OutputIntents[0].DestOutputProfile.N == 3
    assert len(notice.trailer.ID) == 2


def test_every_font_is_embedded_and_every_glyph_has_its_character(notice: Pdf, ledger: Pdf) -> None:
    found = 0
    for opened in (notice, ledger):
        for font in opened.pages[0].Resources.Font.values():
            inner = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in inner or "/FontFile3" in inner
            assert b"beginbfchar" in font.ToUnicode.read_bytes()
            found += 1
    assert found >= 5


def test_bookmarks_are_titles_headings_and_attachments(notice: Pdf) -> None:
    with notice.open_outline() as outline:
        titles = [item.title for item in outline.root]
        plan = outline.root[1]
        headings = [item.title for item in plan.children]

    assert titles == [
        "关于印发《将官池镇重大事故隐患专项排查整治2023行动实施方案》的通知",
        "将官池镇重大事故隐患专项排查整治2023行动实施方案",
        "附件1 将官池镇重大事故隐患专项排查整治工作专班",
    ]
    assert headings == ["一、总体要求", "二、专项行动主要内容", "三、阶段安排", "四、工作要求"]
    assert [item.title for item in plan.children[0].children] == ["（一）工作思路", "（二）工作目标"]


def children(node: Object) -> list[Object]:
    """The elements right below a node of a structure tree."""
    kids = node.get("/K", [])
    return [
        k for k in (list(kids) if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(k, Dictionary)
    ]


def elements(node: Object) -> Iterator[Object]:
    """Every element of a structure tree below a node, in order."""
    for child in children(node):
        yield child
        yield from elements(child)


def test_titles_headings_and_paragraphs_are_one_element_each_over_all_their_pages(
    renderings: Renderings, notice: Pdf
) -> None:
    page = renderings.html(sheet("jiangguanchi", "notice"))
    found = list(elements(notice.Root.StructTreeRoot))
    kinds = Counter(str(element.S) for element in found)
    paragraphs = len(re.findall(r"<p\b[^>]*>(?!</p>)", page))

    assert len(notice.pages) == 18
    assert paragraphs > 70
    assert (kinds["/Sect"], kinds["/H1"], kinds["/H2"], kinds["/H3"]) == (3, 3, 4, 3)
    assert kinds["/P"] == paragraphs
    assert [e for e in found if str(e.S) in ("/P", "/Div") and not len(e.K)] == []
    assert [e for e in found for child in children(e) if child.P.objgen != e.objgen] == []


def test_heads_of_a_table_say_what_they_head_and_repeat_on_each_page(ledger: Pdf) -> None:
    found = list(elements(ledger.Root.StructTreeRoot))
    heads = [element for element in found if element.S == "/TH"]

    assert heads
    assert {str(head.A.Scope) for head in heads} == {"/Column"}
    assert [element for element in found if "/ID" in element] == []
    assert any(element.S == "/TD" for element in found)


def test_a_page_number_is_no_part_of_the_text(notice: Pdf) -> None:
    for page in notice.pages:
        content = page.Contents.read_bytes()
        last = content[content.rfind(b"/Artifact") :]
        assert last.startswith(b"/Artifact\n<</Type /Pagination>>")
        assert b"Tj" in last or b"TJ" in last


def test_pages_for_the_archive_look_like_the_ordinary_ones(renderings: Renderings) -> None:
    made = sheet("small_valid", "notice")
    kept, plain = pages(renderings.archived(made)), pages(renderings.pdf(made))

    assert [page.glyphs for page in kept] == [page.glyphs for page in plain]
