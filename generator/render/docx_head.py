"""Header and imprint of a Word file (版头、版记): places and sizes that depend on the document."""

from copy import deepcopy

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from generator.layout import gbt9704 as gb
from generator.model.sheet import Head
from generator.render.docx_page import paragraph_style, shell_problem

IMPRINT_SLACK_MM = 1.5  # rules and rounding: the imprint must not run onto another page
IMPRINT_MARK = "{%p if foot %}"


def set_head(document: Document, head: Head) -> None:
    """Set the mark's size and place, its ink 35 mm below the top of the type area (7.2.4), and the signatories'."""
    lines_above = bool(head.copy_number) + len(head.classification)
    above = gb.MARK_INK_TOP_MM - lines_above * gb.LINE_PITCH_MM
    above -= gb.MARK_INK_OFFSET_EM * gb.mm_from_pt(head.mark_pt)
    leading = Pt(round(head.mark_pt * gb.MARK_LEADING))
    for name in ("发文机关标志", "发文机关标志（续）", "联合机关名称", "联合机关文件字样"):
        style = paragraph_style(document, name)
        style.font.size, style.paragraph_format.line_spacing = Pt(head.mark_pt), leading
    paragraph_style(document, "发文机关标志").paragraph_format.space_before = Mm(above)
    paragraph_style(document, "机关标志上空").paragraph_format.line_spacing = Mm(above)
    if head.mark_side:
        _set_joint_widths(document, head)
    stops = (head.signatory_mm, head.signatory_mm + len("签发人：") * gb.CHAR_PITCH_MM)
    for name in ("签发人行", "发文字号（上行文）"):
        tab_stops = list(paragraph_style(document, name).paragraph_format.tab_stops)[-len(stops) :]
        for stop, place in zip(tab_stops, stops, strict=True):
            stop.position = Mm(place)


def _set_joint_widths(document: Document, head: Head) -> None:
    """Make the column of names as wide as its longest name, so that the others spread to it."""
    table = document.tables[0]
    size = gb.mm_from_pt(head.mark_pt)
    widths = [Mm(size * max(map(len, head.mark)) + 1), Mm(size * (len(head.mark_side) + 0.4))]
    for cell, column, width in zip(table.rows[0].cells, table.columns, widths, strict=True):
        cell.width = column.width = Length(width)


def set_imprint_apart(document: Document, even: bool) -> None:
    """Put the imprint on a page of its own, the next or the next even one, without a page number (7.5)."""
    mark = next((p for p in document.paragraphs if p.text.strip() == IMPRINT_MARK), None)
    if mark is None:
        raise shell_problem(f"没有单独一段“{IMPRINT_MARK}”，不知道版记放在哪里")
    last = document.sections[-1]
    closing = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    style = OxmlElement("w:pStyle")
    style.set(qn("w:val"), "Anchor")
    properties.extend([style, deepcopy(last._sectPr)])
    closing.append(properties)
    mark._p.addprevious(closing)
    last.start_type = WD_SECTION.EVEN_PAGE if even else WD_SECTION.NEW_PAGE
    for reference in last._sectPr.findall(qn("w:footerReference")):
        last._sectPr.remove(reference)
    for footer in (last.footer, last.even_page_footer):
        footer.is_linked_to_previous = False


def set_imprint_place(document: Document, height_mm: float) -> None:
    """Put the imprint's last rule on the bottom of the type area (7.4.1)."""
    room = gb.TYPE_AREA_HEIGHT_MM - height_mm
    for places in document.element.body.iter(qn("w:tblpPr")):
        places.set(qn("w:tblpY"), str(gb.twips(gb.TOP_MARGIN_MM + room)))
    paragraph_style(document, "版记上空").paragraph_format.line_spacing = Mm(room - IMPRINT_SLACK_MM)
