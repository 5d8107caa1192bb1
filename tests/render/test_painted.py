"""Tables painted straight from their values stand exactly where the engine sets them, and look the same."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2 as pdfium
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from helpers.fillings import fillings, forms
from helpers.sheets import sheet, sheets
from PIL import Image, ImageChops, ImageFilter

from generator.model.form import Line
from generator.model.sheet import Sheet, TableContent
from generator.render import html, pdf
from generator.render.glyphs import Font
from generator.render.page_places import Page, Unplaced
from generator.render.painted_pdf import Painter, painter
from generator.render.typefaces import Typeface

FORMS = [pytest.param(form, one, id=f"{form.form}-{n}") for n, (form, one) in enumerate(forms())]
COUNT = int(os.environ.get("GONGWEN_FILLINGS", "2"))  # generated fillings of each form
SCALE = 300 / 72  # pixels in a point
NEAR_PT = 0.02
GREY = 64  # of 255: how far a pixel may lie beyond all that the other page has within one pixel of it
PAGES = 3  # of each sheet
PAGE_NUMBER = re.compile("— [0-9]+ —")
SPOT = 3  # pixels: a quarter of a millimetre; less is where rules meet


class Place(NamedTuple):
    """Line of text on a page: where it begins, its baseline and size, in pt."""

    y: float
    x: float
    size: float
    text: str


def set_by_the_engine(one: Sheet) -> list[list[Place]]:
    document = pdf._engine().HTML(string=html.render_html(one), url_fetcher=pdf._fetch).render()
    return [sorted(map(rounded, engine_lines(page))) for page in document.pages]


def engine_lines(page: Any) -> Iterator[Place]:
    for box in page._page_box.descendants():
        text = getattr(box, "text", "")
        if type(box).__name__ == "TextBox" and text and not PAGE_NUMBER.fullmatch(text):
            y = (box.position_y + box.baseline) * 0.75
            yield Place(y, box.position_x * 0.75, box.style["font_size"] * 0.75, text)


def painted(pages: list[Page]) -> list[list[Place]]:
    lines = (
        [Place(t.y, t.x, t.size, t.text) for t in page.every_text() if t.face != "number"] for page in pages
    )
    return [sorted(map(rounded, page)) for page in lines]


def rounded(place: Place) -> Place:
    return place._replace(y=round(place.y, 1), x=round(place.x, 1), size=round(place.size, 2))


def differing(content: bytes, other: bytes) -> list[int]:
    """How many spots of each page lie beyond what the other file has within a pixel of them."""
    pages, others = (list(rendered(one)) for one in (content, other))
    assert [page.size for page in pages] == [page.size for page in others]
    return [beyond(a, b) + beyond(b, a) for a, b in zip(pages, others, strict=True)]


def rendered(content: bytes) -> Iterator[Image.Image]:
    for page in list(pdfium.PdfDocument(content))[:PAGES]:
        yield page.render(scale=SCALE, grayscale=True).to_pil().convert("L")


def beyond(page: Image.Image, other: Image.Image) -> int:
    lowest, highest = other.filter(ImageFilter.MinFilter(3)), other.filter(ImageFilter.MaxFilter(3))
    off = ImageChops.lighter(ImageChops.subtract(lowest, page), ImageChops.subtract(page, highest))
    return sum(off.filter(ImageFilter.MinFilter(SPOT)).histogram()[GREY:])


@pytest.mark.parametrize(("form", "one"), FORMS)
def test_every_line_of_every_form_stands_where_the_engine_sets_it(form, one):
    compared = 0
    for filled in (one, *fillings(form, one, COUNT)):
        try:
            pages = painter(filled.fangsong).pages(filled)
        except Unplaced:
            continue
        for ours, theirs in zip(painted(pages), set_by_the_engine(filled), strict=True):
            assert [p.text for p in ours] == [p.text for p in theirs]
            for mine, its in zip(ours, theirs, strict=True):
                assert mine[:3] == pytest.approx(its[:3], abs=0.11), mine.text
        compared += 1

    assert compared


@pytest.mark.parametrize(("form", "one"), FORMS)
def test_every_form_looks_the_same_as_from_the_engine(form, one):
    for filled in (one, *fillings(form, one, COUNT - 1)):
        try:
            ours = painter(filled.fangsong).paint(filled)
        except Unplaced:
            continue
        theirs = pdf.render_pdf(html.render_html(filled))
        assert differing(ours.content, theirs.content) == [0] * min(PAGES, theirs.pages)
        assert ours.pages == theirs.pages
        assert set(ours.places) == set(theirs.places)
        for key, (number, place) in ours.places.items():
            assert number == theirs.places[key][0]
            for edge in ("left", "top", "right", "bottom"):
                assert getattr(place, edge) == pytest.approx(getattr(theirs.places[key][1], edge), abs=0.01)


def test_nearly_all_tables_of_the_fixture_campaigns_are_painted():
    reasons = [reason_of(one) for one in sheets("jiangguanchi") if isinstance(one.content, TableContent)]

    assert set(reasons) == {""}


def reason_of(one: Sheet) -> str:
    try:
        Painter(one.fangsong).pages(one)
    except Unplaced as unplaced:
        return str(unplaced)
    return ""


DISPATCH = sheet("jiangguanchi", "dispatch-communities", "wangdian")


def with_value(text: str) -> Sheet:
    content = DISPATCH.content
    assert isinstance(content, TableContent)
    return replace(
        DISPATCH, content=replace(content, values={**content.values, next(iter(content.values)): text})
    )


def headed(text: str) -> Sheet:
    content = DISPATCH.content
    assert isinstance(content, TableContent)
    return replace(DISPATCH, content=replace(content, above=(Line(left=text),)))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (with_value("e\N{COMBINING ACUTE ACCENT}"), "叠加的符号"),
        (with_value("三\t四"), "制表符"),
        (with_value("尛 三"), "生僻字旁边的空格"),
        (with_value("三\n 尛"), "生僻字旁边的空格"),
        (with_value("隐患" * 60), "比它的格高"),
        (with_value("\N{PILE OF POO}\N{VARIATION SELECTOR-16}"), "字库里没有|叠加的符号"),
        (headed("很长的单位名称" * 10), "表外的一行排不下"),
        (sheet("jiangguanchi", "notice"), "正文由排版引擎排"),
    ],
)
def test_what_would_change_the_page_is_left_to_the_engine(changed, reason):
    with pytest.raises(Unplaced, match=reason):
        painter(changed.fangsong).paint(changed)


def test_a_character_without_an_outline_is_left_to_the_engine(tmp_path: Path) -> None:
    made = FontBuilder(1000)
    made.setupGlyphOrder([".notdef", "jia", "yi"])
    made.setupCharacterMap({ord("甲"): "jia", ord("乙"): "yi", ord(" "): "jia"})
    pen = TTGlyphPen(None)
    for act, place in ((pen.moveTo, (0, 0)), (pen.lineTo, (900, 0)), (pen.lineTo, (0, 900))):
        act(place)
    pen.closePath()
    made.setupGlyf({".notdef": Glyph(), "jia": Glyph(), "yi": pen.glyph()})
    made.setupHorizontalMetrics(dict.fromkeys((".notdef", "jia", "yi"), (1000, 0)))
    made.setupHorizontalHeader()
    made.setupPost()
    made.save(tmp_path / "pictures.ttf")
    typeface = Typeface((Font("图形", "图形", 0, str(tmp_path / "pictures.ttf"), 0, "Pictures"),))
    typeface.first.glyphs.has.update({"甲": True, "乙": True, " ": True, "丙": True, "ش": True})

    assert [typeface.font_of(char).name for char in "乙 "] == ["Pictures"] * 2
    for char, reason in (("甲", "没有轮廓"), ("丙", "没有轮廓"), ("ش", "由排版引擎排")):
        with pytest.raises(Unplaced, match=reason):
            typeface.font_of(char)


def test_the_bytes_of_a_file_depend_on_its_sheet_alone():
    first = Painter(DISPATCH.fangsong).paint(DISPATCH).content
    busy = Painter(DISPATCH.fangsong)
    for one in sheets("jiangguanchi"):
        if reason_of(one) == "":
            busy.paint(one)

    assert busy.paint(DISPATCH).content == first


def test_text_is_found_and_copied_rare_names_too():
    one = headed("莫𡐓村 ABC 第3组")
    content = painter(one.fangsong).paint(one).content

    text = pdfium.PdfDocument(content)[0].get_textpage().get_text_range()
    assert "莫𡐓村 ABC 第3组" in text
    assert "企业自查发现的重大事故隐患" in text


def test_a_painted_file_is_a_sound_pdf_with_the_official_description():
    with pikepdf.Pdf.open(BytesIO(painter(DISPATCH.fangsong).paint(DISPATCH).content)) as file:
        assert file.check() == [] if hasattr(file, "check") else file.check_pdf_syntax() == []
        assert str(file.docinfo.Title) == DISPATCH.description.title
        assert str(file.Root.Lang) == "zh-CN"
        with file.open_outline() as outline:
            assert [item.title for item in outline.root] == [
                "附件2 将官池镇重大事故隐患专项排查整治2023行动进展情况调度表"
            ]


def test_a_file_of_one_page_is_small():
    assert len(painter(DISPATCH.fangsong).paint(DISPATCH).content) < 110_000
