"""What the instrument reads off a page: glyphs, rules, colours, pages that lie or stand, files that cannot be read."""

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from helpers.made import issued, notice_of
from helpers.rendering import Renderings
from helpers.sheets import sheet

from generator.layout import gbt9704 as gb
from generator.measure.page import Box, NotReadable, Page, pages
from generator.measure.pdf import measure_pdf
from generator.measure.rules import rules
from generator.model.document import Imprint
from generator.render.pdf import render_pdf

A4 = (595.28, 841.89)
LEDGER = ("small_valid", "problem-ledger", "柳林镇河湾村")


def drawn(content: str, folder: Path, form: str = "") -> Page:
    """A page with a content stream of its own, and a form /F drawn by it."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    page.Contents = pdf.make_stream(content.encode())
    if form:
        stream = pdf.make_stream(form.encode())
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        stream.BBox, stream.Matrix = [0, 0, 600, 900], [1, 0, 0, 1, 0, 100]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=stream))
    path = folder / "drawn.pdf"
    pdf.save(path)
    return pages(path)[0]


def laid(path: Path, folder: Path, *, rotate: int) -> Page:
    """The first page of a landscape file on an upright sheet, its head at the left edge, shown turned by /Rotate."""
    pdf = pikepdf.open(path)
    page = pdf.pages[0]
    _, height = (float(v) for v in page.MediaBox[2:])
    page.contents_add(f"q 0 1 -1 0 {height} 0 cm\n".encode(), prepend=True)
    page.contents_add(b"\nQ")
    page.MediaBox = [0, 0, page.MediaBox[3], page.MediaBox[2]]
    page.Rotate = rotate
    turned = folder / f"turned-{rotate}.pdf"
    pdf.save(turned)
    return pages(turned)[0]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("1.5 w 1 0 0 RG 100 600 m 400 600 l S", ""),
        ("1 0 0 rg 100 599.25 300 1.5 re f", ""),
        ("1 0 0 rg 100 599.25 100 1.5 re 200 599.25 200 1.5 re f", ""),
        ("q 1 0 0 1 50 0 cm /F Do Q", "1 0 0 rg 50 499.25 300 1.5 re f"),
        ("q 0 1 -1 0 0 0 cm 1.5 w 1 0 0 RG 600 -100 m 600 -400 l S Q", ""),
        ("q 100 500 300 100.75 re W n 1 0 0 rg 0 500 600 99.25 re 0 500 600 100.75 re f* Q", ""),
    ],
    ids=["stroked", "filled", "in pieces", "in a form", "turned", "a clipped frame"],
)
def test_a_rule_is_read_however_it_is_drawn(content: str, form: str, tmp_path: Path) -> None:
    (rule,) = rules(drawn(content, tmp_path, form))

    assert rule.flat
    assert rule.red
    assert rule.thickness == pytest.approx(gb.mm_from_pt(1.5), abs=0.01)
    assert rule.box.left == pytest.approx(gb.mm_from_pt(100), abs=0.01)
    assert rule.box.width == pytest.approx(gb.mm_from_pt(300), abs=0.01)
    assert rule.box.center_y == pytest.approx(gb.mm_from_pt(A4[1] - 600), abs=0.01)


def test_white_and_thick_things_are_no_rules(tmp_path: Path) -> None:
    content = "1 1 1 rg 0 0 595 1 re f 0 0 0 rg 100 100 300 30 re f 10 10 4 1 re f"

    assert rules(drawn(content, tmp_path)) == ()


@pytest.mark.parametrize("rotate", [90, 0])
def test_a_landscape_table_on_an_upright_sheet_is_read_as_it_is_held(
    rotate: int, renderings: Renderings, tmp_path: Path
) -> None:
    path = renderings.pdf(sheet(*LEDGER))
    plain = pages(path)[0]

    turned = laid(path, tmp_path, rotate=rotate)

    assert (turned.width, turned.height) == pytest.approx((plain.width, plain.height), abs=0.1)
    assert [g.char for g in turned.glyphs] == [g.char for g in plain.glyphs]
    assert [g.x for g in turned.glyphs] == pytest.approx([g.x for g in plain.glyphs], abs=0.1)
    assert [g.baseline for g in turned.glyphs] == pytest.approx([g.baseline for g in plain.glyphs], abs=0.1)
    assert [g.angle for g in turned.glyphs] == [g.angle for g in plain.glyphs]
    title = plain.line("台账").box.grown(1)
    ours, theirs = plain.ink(title), turned.ink(title)
    assert ours
    assert theirs
    assert (theirs.left, theirs.top) == pytest.approx((ours.left, ours.top), abs=0.2)


def test_a_crop_box_moves_nothing(renderings: Renderings, tmp_path: Path) -> None:
    path = renderings.pdf(sheet("small_valid", "notice"))
    pdf = pikepdf.open(path)
    for page in pdf.pages:
        page.MediaBox = [-20, -30, 700, 900]
        page.CropBox = [0, 0, *A4]
    pdf.save(tmp_path / "cropped.pdf")

    cropped, plain = pages(tmp_path / "cropped.pdf")[0], pages(path)[0]

    assert [g.baseline for g in cropped.glyphs] == pytest.approx([g.baseline for g in plain.glyphs], abs=0.1)
    assert [v for v in measure_pdf(tmp_path / "cropped.pdf") if v.outcome == "fail"] == []


def test_ink_at_600_dpi_agrees_with_the_glyphs_outlines(renderings: Renderings) -> None:
    page = pages(renderings.pdf(sheet("small_valid", "notice")))[0]
    mark = [g for g in page.glyphs if g.red]

    ink = page.fine_ink(Box(20, 60, 190, 95), red=True)

    assert ink
    assert ink.top == pytest.approx(min(g.ink.top for g in mark), abs=0.15)
    assert ink.left == pytest.approx(min(g.ink.left for g in mark), abs=0.15)
    assert ink.right == pytest.approx(max(g.ink.right for g in mark), abs=0.15)


def test_characters_beyond_the_first_plane_are_one_glyph(tmp_path: Path) -> None:
    path = tmp_path / "rare.pdf"
    path.write_bytes(render_pdf('<p lang="zh">莫𡐓村</p>').content)

    glyphs = pages(path)[0].glyphs

    assert [g.char for g in glyphs] == ["莫", "𡐓", "村"]
    assert [b.x - a.x for a, b in pairwise(glyphs)] == pytest.approx([glyphs[0].em_mm] * 2, abs=0.1)


def _locked(path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=A4)
    pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


def _cut(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\n")


def _text(path: Path) -> None:
    path.write_text("安全生产", encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "words"), [(_locked, "密码"), (_cut, "坏了"), (_text, "不是 PDF"), (Path.touch, "不是 PDF")]
)
def test_a_file_that_cannot_be_read_says_why_in_a_sentence(
    make: Callable[[Path], None], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "one.pdf"
    make(path)

    with pytest.raises(NotReadable, match=words):
        pages(path)


def test_a_page_without_text_is_told_not_guessed(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=A4)
    pdf.save(tmp_path / "scan.pdf")

    found = measure_pdf(tmp_path / "scan.pdf")

    assert {(v.what, v.outcome) for v in found} == {("纸张", "pass"), ("文字", "unknown")}
    assert ["扫描件" in v.found for v in found if v.what == "文字"] == [False]


def test_a_file_of_pictures_is_called_a_scan(tmp_path: Path) -> None:
    drawn("0 0 0 rg 100 100 m 200 300 300 300 400 100 c f", tmp_path)

    (verdict,) = [v for v in measure_pdf(tmp_path / "drawn.pdf") if v.what == "文字"]

    assert "只有图（扫描件）" in verdict.found


@pytest.mark.parametrize("content", [b"", b"\x00garbage %%( <<"], ids=["emptied", "garbage"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_page_without_text_among_others_cannot_be_told(
    number: int, content: bytes, renderings: Renderings, tmp_path: Path
) -> None:
    pdf = pikepdf.open(renderings.pdf(notice_of(60)))
    pdf.pages[number - 1].Contents = pdf.make_stream(content)
    pdf.save(tmp_path / "emptied.pdf")

    told = [v for v in measure_pdf(tmp_path / "emptied.pdf") if v.what == "文字"]

    assert [(v.page, v.outcome, v.found) for v in told] == [(number, "unknown", "这一页上没有文字，量不了")]


def test_the_page_before_an_imprint_on_an_even_page_may_be_blank(renderings: Renderings) -> None:
    text = "\n".join(["全面排查整治重大事故隐患压实责任落到岗位逐条逐项。"] * 25)
    path = renderings.pdf(issued(text=text, imprint=Imprint(copy_to="县安委办")))
    assert [bool(page.glyphs) for page in pages(path)] == [True, True, False, True]

    found = measure_pdf(path)

    assert [str(v) for v in found if v.what == "文字"] == []
    assert [(v.page, v.outcome) for v in found if v.what == "版记页、空白页不编页码"] == [
        (3, "pass"),
        (4, "pass"),
    ]


def test_the_blank_back_of_a_printed_sheet_may_be_blank(renderings: Renderings, tmp_path: Path) -> None:
    sheets = pikepdf.open(renderings.pdf(sheet("small_valid", "dispatch-communities")))
    printed = pikepdf.new()
    for _ in range(2):
        printed.pages.extend(sheets.pages)
        printed.add_blank_page(page_size=A4)
    printed.pages.extend(sheets.pages)
    printed.save(tmp_path / "printed.pdf")
    assert len(sheets.pages) == 1

    assert [str(v) for v in measure_pdf(tmp_path / "printed.pdf") if v.what == "文字"] == []


def test_half_the_pages_of_a_file_may_be_pictures(renderings: Renderings, tmp_path: Path) -> None:
    pdf = pikepdf.open(renderings.pdf(sheet("small_valid", "notice")))
    pdf.add_blank_page(page_size=A4)
    pdf.save(tmp_path / "mixed.pdf")

    assert [str(v) for v in measure_pdf(tmp_path / "mixed.pdf") if v.outcome == "fail"] == []


COVER = "q 1 1 1 rg {} re f Q"


@pytest.mark.parametrize(
    ("drawn_over", "told"),
    [("0 0 600 850", [1]), ("60 500 480 60", [1]), ("0 0 600 60", []), ("600 0 100 850", [])],
    ids=["the page", "some lines", "the foot, where nothing is", "beside the sheet"],
)
def test_text_that_is_covered_is_told(
    drawn_over: str, told: list[int], renderings: Renderings, tmp_path: Path
) -> None:
    pdf = pikepdf.open(renderings.pdf(notice_of(60)))
    pdf.pages[0].contents_add(COVER.format(drawn_over).encode())
    pdf.save(tmp_path / "covered.pdf")

    found = [v for v in measure_pdf(tmp_path / "covered.pdf") if v.what == "文字"]

    assert [v.page for v in found] == told
    assert all(v.outcome == "unknown" and "看不见" in v.found for v in found)


@pytest.mark.parametrize(
    "sides",
    [(0, 0, 0, 0), (0, 0, 595, 0), (0, 0, 10**9, 10**9), (0, 0, -10, -10)],
    ids=["zero", "no height", "absurd", "tiny"],
)
def test_a_sheet_of_no_possible_size_is_told_by_its_page(
    sides: tuple[int, ...], renderings: Renderings, tmp_path: Path
) -> None:
    pdf = pikepdf.open(renderings.pdf(notice_of(60)))
    pdf.pages[1].MediaBox = pikepdf.Array(sides)
    pdf.save(tmp_path / "sized.pdf")

    with pytest.raises(NotReadable, match="第2页的纸大小不对"):
        measure_pdf(tmp_path / "sized.pdf")


@pytest.mark.parametrize("sides", [(0, 0, 170, 170), (-700, 0, -100, 842)], ids=["small", "text beside it"])
def test_text_off_its_sheet_fails_and_stops_nothing(
    sides: tuple[int, ...], renderings: Renderings, tmp_path: Path
) -> None:
    pdf = pikepdf.open(renderings.pdf(notice_of(60)))
    for page in pdf.pages:
        page.MediaBox = pikepdf.Array(sides)
    pdf.save(tmp_path / "off.pdf")

    assert "纸张" in {v.what for v in measure_pdf(tmp_path / "off.pdf") if v.outcome == "fail"}


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_gives_verdicts_or_a_sentence_never_a_crash(
    seed: int, renderings: Renderings, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    content = bytearray(renderings.pdf(sheet("small_valid", "notice")).read_bytes())
    for _ in range(40):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path = tmp_path / "damaged.pdf"
    path.write_bytes(content[: chance.randrange(len(content) // 2, len(content) + 1)])

    assert all(map(str, _found(path)))


def _found(path: Path) -> list[object]:
    try:
        return list(measure_pdf(path))
    except NotReadable as error:
        return [error]
