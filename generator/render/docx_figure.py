"""Figures in Word (图): a picture over its title, in place of the mark that the shell printed."""

import io
from collections.abc import Iterator, Sequence

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from generator.layout import gbt9704 as gb
from generator.model.chart import Chart
from generator.render.docx_page import shell_problem

MARK = "［图］"
TITLE_STYLE = "黑体字"
TITLE_PT = 12.0
SPACE_PT = 6.0


def mark_of(title: str) -> str:
    """Return the text that holds the place of a figure."""
    return f"{MARK}{title}"


def place_figures(document: DocumentObject, charts: Sequence[Chart], pictures: Sequence[bytes]) -> None:
    """Put each picture, and its title below it, in the place of its mark."""
    for chart, picture in zip(charts, pictures, strict=True):
        mark = next(_marks(document, mark_of(chart.title)), None)
        if mark is None:
            raise shell_problem(f"没有“{MARK}”，不知道图放在哪里")
        title = mark.insert_paragraph_before(chart.title)
        run = mark.runs[0]
        run.text = ""
        run.add_picture(io.BytesIO(picture), width=Mm(gb.TYPE_AREA_WIDTH_MM))
        _describe(run._r, chart)
        title._p.addprevious(mark._p)
        _set(mark, keep=True)
        _set(title, keep=False)
        for written in title.runs:
            written.style = TITLE_STYLE
            written.font.size = Pt(TITLE_PT)


def _marks(document: DocumentObject, text: str) -> Iterator[Paragraph]:
    return (p for p in document.paragraphs if p.text.strip() == text)


def _describe(run: BaseOxmlElement, chart: Chart) -> None:
    """Say in words what the picture shows, and that nothing is kept free around it."""
    for inline in run.iter(qn("wp:inline")):
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
    for described in run.iter(qn("wp:docPr")):
        described.set("descr", chart.description)


def _set(paragraph: Paragraph, *, keep: bool) -> None:
    """Centre a paragraph in a line as high as what stands in it: an exact line would cut the picture off."""
    form = paragraph.paragraph_format
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER
    form.first_line_indent = Mm(0)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    form.keep_with_next = keep
    off_grid = parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>')
    paragraph._p.get_or_add_pPr().insert_element_before(off_grid, "w:spacing", "w:ind", "w:jc")
    if keep:
        form.space_before = Pt(SPACE_PT)
    else:
        form.space_after = Pt(SPACE_PT)
