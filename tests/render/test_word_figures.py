"""Figures in Word: the chart as a picture with its title below, said in words for those who cannot see it."""

import io
from datetime import date

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from PIL import Image

from generator.layout import gbt9704 as gb
from generator.model.chart import Chart, Series
from generator.model.sheet import Block, Description, DocumentContent, Part, Sheet
from generator.render.chart_picture import DOTS_PER_INCH, chart_png
from generator.render.docx import render_docx

CHART = Chart(
    title="各月报送情况（份）",
    description="2023年6月：按期20，未报1。",
    labels=("23年6月",),
    series=(Series(name="按期", values=(20,), ink="full"), Series(name="未报", values=(1,), ink="hollow")),
    stacked=True,
)


@pytest.fixture(scope="module")
def picture() -> bytes:
    return chart_png(CHART)


@pytest.fixture(scope="module")
def document(picture: bytes) -> DocumentObject:
    blocks = (
        Block(style="text", text="六月的情况见图。"),
        Block(style="figure", text=CHART.title, figure=CHART),
        Block(style="text", text="以上。"),
    )
    content = DocumentContent(
        shell="document",
        head=None,
        parts=(Part(title=("情况分析",), blocks=blocks, new_page=False),),
        signature_mm=0.0,
        roster_mm=(0.0, 0.0),
    )
    told = Description(
        title="情况分析", author=("柏溪镇",), subject="", keywords=(), dated_on=date(2023, 6, 30)
    )
    sheet = Sheet(
        code="situation", name="情况分析", unit="", folder="柏溪镇", description=told, content=content
    )
    return Document(io.BytesIO(render_docx(sheet, pictures=[picture]).content))


def test_the_picture_stands_between_its_texts_over_its_title(document: DocumentObject) -> None:
    texts = [p.text for p in document.paragraphs]
    place = texts.index("六月的情况见图。")

    assert texts[place + 2 : place + 4] == [CHART.title, "以上。"]
    assert document.paragraphs[place + 1]._p.findall(f".//{qn('w:drawing')}")
    assert not any("［图］" in text for text in texts)


def test_it_is_as_wide_as_the_type_area_and_not_cut_off_by_an_exact_line(document: DocumentObject) -> None:
    (shape,) = document.inline_shapes
    paragraph = next(p for p in document.paragraphs if p._p.findall(f".//{qn('w:drawing')}"))

    assert shape.width.mm == pytest.approx(gb.TYPE_AREA_WIDTH_MM, abs=0.01)
    assert paragraph.paragraph_format.line_spacing == 1.0
    assert paragraph.paragraph_format.first_line_indent == 0
    assert paragraph.paragraph_format.keep_with_next


def test_it_is_said_in_words(document: DocumentObject) -> None:
    (described,) = document.element.body.iter(qn("wp:docPr"))

    assert described.get("descr") == CHART.description


def test_the_picture_is_the_chart_of_the_pdf_and_always_the_same(picture: bytes) -> None:
    image = Image.open(io.BytesIO(picture))

    assert image.width == pytest.approx(gb.TYPE_AREA_WIDTH_MM / gb.MM_PER_INCH * DOTS_PER_INCH, abs=1)
    assert (0x2F, 0x55, 0x97) in {colour for _, colour in image.convert("RGB").getcolors(1_000_000) or ()}
    assert chart_png(CHART) == picture
