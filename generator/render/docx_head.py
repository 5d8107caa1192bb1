"""Header and imprint of a Word file (版头、版记): places and sizes that depend on the document."""

from copy import deepcopy

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, Twips

from generator.layout import gbt9704 as gb
from generator.model.sheet import Head
from generator.render.docx_page import FOOTER_TWIPS, paragraph_style, shell_problem

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
BOX_SLACK_MM = 1.5  # rules and rounding: nothing in the box is cut
RULE_LINE_MM = gb.mm_from_pt(1)  # the line above a letter's rule, which holds it
RED_RULES = ("发文字号", "发文字号（上行文）", "信函首条红线", "信函末条红线")
IMPRINT_MARK = "{%p if foot %}"


def set_head(document: Document, head: Head) -> None:
    """Set the mark's size, the place of its ink below the top of the type area (7.2.4, 10), and the signatories'."""
    above = head.mark_ink_mm - gb.MARK_INK_OFFSET_EM * gb.mm_from_pt(head.mark_pt)
    if head.format == "letter":
        _set_letter(document, head, above)
        above = 0.0
    else:
        above -= len(head.left) * gb.LINE_PITCH_MM
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


def _set_letter(document: Document, head: Head, above: float) -> None:
    """Put mark and first double rule into the header of page 1, the second into its footer (10.1)."""
    section = document.sections[0]
    section.header_distance = Mm(gb.TOP_MARGIN_MM + above)
    section.footer_distance = Mm(gb.LETTER_LAST_RULE_MM)
    leading = gb.mm_from_pt(round(head.mark_pt * gb.MARK_LEADING)) * len(head.mark)
    rule = paragraph_style(document, "信函首条红线").paragraph_format
    rule.space_before = Mm(head.rule_mm - above - leading - RULE_LINE_MM)
    room = paragraph_style(document, "信函红线下空").paragraph_format
    room.line_spacing = Mm(head.lines_mm - head.rule_mm - gb.letter_rule_mm())
    raised = FOOTER_TWIPS - gb.twips(gb.LETTER_LAST_RULE_MM)
    paragraph_style(document, "页码下空").paragraph_format.line_spacing = Twips(raised)


def set_preprinted(document: Document) -> None:
    """Leave the red rules white, in their place: the paper carries them already (套打)."""
    for name in RED_RULES:
        if name in document.styles:
            for border in document.styles[name].element.iter(qn("w:top"), qn("w:bottom")):
                border.set(qn("w:color"), "FFFFFF")


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
    last.different_first_page_header_footer = False
    last.start_type = WD_SECTION.EVEN_PAGE if even else WD_SECTION.NEW_PAGE
    for reference in last._sectPr.findall(qn("w:footerReference")):
        last._sectPr.remove(reference)
    for footer in (last.footer, last.even_page_footer):
        footer.is_linked_to_previous = False


def set_imprint_place(document: Document, height_mm: float, two_sided: bool) -> None:
    """Put the imprint's text box where its last rule lies on the bottom of the type area (7.4.1).

    On papers printed on two sides it is on an even page, whose binding margin is on the right.
    """
    left = gb.OUTER_MARGIN_MM if two_sided else gb.BINDING_MARGIN_MM
    top = gb.TOP_MARGIN_MM + gb.TYPE_AREA_HEIGHT_MM - height_mm
    body = document.element.body
    for name, place in (("positionH", left), ("positionV", top)):
        for position in body.iter(f"{{{DRAWING}}}{name}"):
            position[0].text = str(Mm(place))
    for extent in (*body.iter(f"{{{DRAWING}}}extent"), *body.iter(qn("a:ext"))):
        extent.set("cy", str(Mm(height_mm + BOX_SLACK_MM)))
