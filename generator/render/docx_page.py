"""Page of a Word file: section, margins, type sizes and faces, set from `layout` so that no shell can drift."""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt, Twips
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from generator.layout import gbt9704 as gb
from generator.model.sheet import stands_alone
from generator.problem import EnvironmentProblem
from generator.render.docx_turned import turn_page_number

FOOTER_TWIPS = 1446
TEXT_STYLES = ("表内文字", "表头文字")
BLANK = "空行"
CONTACT = "联系人"
NOTE = "附注"
HEADING_2 = "二级标题"
LOWER_HEADINGS = ("三级标题", "四级标题")
TAB_SLACK_MM = 0.5  # a text that ends at a tab stop must not reach beyond it
SIGNATURE_STYLES = (
    "发文机关署名",
    "成文日期",
    "署名（不盖章）",
    "日期（不盖章）",
    "签名章职务",
    "日期（签名章）",
)
JUSTIFIED = ("公文正文", "主送机关")
# LibreOffice shares out what a line lacks in whole twips to each character, up to 27 too few, and counts the last
# character's own spacing: text that reaches this much farther ends within 0.3 mm of the edge there and in Word (5.2.1).
EDGE_TWIPS = 11
FACE_LISTS = ("/fontTable.xml", "/theme1.xml")
NOT_HANGING = ("表内文字",)
OUTER_LINES = ("表外行", "表外行（居中）")


def shell_problem(what: str) -> EnvironmentProblem:
    """Return what to raise when a Word shell does not hold what it must."""
    return EnvironmentProblem(f"Word 模板改坏了：{what}。请恢复 templates/docx 里原来的模板，再改一遍。")


def set_page(document: Document, landscape: bool, two_sided: bool) -> None:
    """Set paper and margins (5.1, 5.2.1); a landscape table turns the sheet, margins with it (8)."""
    section = document.sections[0]
    size = (gb.PAGE_HEIGHT_MM, gb.PAGE_WIDTH_MM) if landscape else (gb.PAGE_WIDTH_MM, gb.PAGE_HEIGHT_MM)
    section.page_width, section.page_height = Mm(size[0]), Mm(size[1])
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    margins = (gb.TOP_MARGIN_MM, gb.OUTER_MARGIN_MM, gb.BOTTOM_MARGIN_MM, gb.BINDING_MARGIN_MM)
    top, right, bottom, left = margins[-1:] + margins[:-1] if landscape else margins
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.footer_distance = Twips(FOOTER_TWIPS)
    if landscape:
        turn_page_number(document, two_sided)
        _without_grid(document)
    if landscape or not two_sided:
        _remove(document, "w:mirrorMargins")


def _without_grid(document: Document) -> None:
    """Leave out the grid of lines: it does not divide a landscape type area, and LibreOffice centres what it divides."""
    for grid in document.sections[0]._sectPr.findall(qn("w:docGrid")):
        document.sections[0]._sectPr.remove(grid)


def set_edge(document: Document) -> None:
    """Let justified text end on the right edge of the type area in every office program (5.2.1)."""
    for name in JUSTIFIED:
        if name in document.styles:
            paragraph_style(document, name).paragraph_format.right_indent = Twips(-EDGE_TWIPS)


def _remove(document: Document, tag: str) -> None:
    for element in document.settings.element.findall(qn(tag)):
        document.settings.element.remove(element)


def set_punctuation(document: Document) -> None:
    """Let marks hang at the line's end in text and notes, never in cells, where a rule stands beside them.

    LibreOffice 7 reads w:overflowPunct the wrong way round, and where it hangs a mark beyond the type area it
    may lose the mark: there it must read a 1. Word then hangs marks in the margin, as it does by default.
    """
    for switch in document.styles.element.iter(qn("w:overflowPunct")):
        switch.set(qn("w:val"), "1")
    for name in NOT_HANGING:
        if name in document.styles:
            properties = document.styles[name].element.get_or_add_pPr()
            properties.insert(0, parse_xml(f'<w:overflowPunct {nsdecls("w")} w:val="0"/>'))


def keep_together(document: Document) -> None:
    """Keep each paragraph with the blank lines down to the signature: no page holds seal and date alone (7.3.5.5).

    A heading that stands alone in its line keeps with the paragraph after it, a contact's lines with each other, the note
    with the date.
    """
    paragraphs = document.paragraphs
    names = [p.style.name if p.style else "" for p in paragraphs]
    signed = max((i for i, name in enumerate(names) if name in SIGNATURE_STYLES), default=0)
    for i, paragraph in enumerate(paragraphs[:-1]):
        held = names[i + 1] == NOTE or (i < signed and names[i + 1] == BLANK)
        if held or names[i : i + 2] == [CONTACT] * 2 or _is_lone_heading(paragraph):
            paragraph.paragraph_format.keep_with_next = True


def _is_lone_heading(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is the heading alone, without the text that may follow it in the same line."""
    name = paragraph.style.name if paragraph.style else ""
    if name in LOWER_HEADINGS:
        return stands_alone(paragraph.text)
    return name == HEADING_2 and len([run for run in paragraph.runs if run.text]) == 1


def set_faces(document: Document, fangsong: str) -> None:
    """Name 仿宋 and 楷体 as the campaign's settings ask: with or without _GB2312."""
    if fangsong == gb.FACE_TEXT:
        return
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for key, face in list(fonts.attrib.items()):
            fonts.set(key, str(face).replace("_GB2312", ""))
    for part in document.part.package.iter_parts():
        if part.partname.endswith(FACE_LISTS):
            part._blob = part.blob.replace(b"_GB2312", b"")


def set_signature(document: Document, place_mm: float, several_mm: tuple[float, ...] = ()) -> None:
    """Centre signature and date on one place when sealed (7.3.5.1), begin them there when not (7.3.5.2).

    Several organs' signatures stand in a row, each centred on its own place.
    """
    for name in ("发文机关署名", "成文日期"):
        for stop in paragraph_style(document, name).paragraph_format.tab_stops:
            stop.position = Mm(place_mm)
    if several_mm:
        row = paragraph_style(document, "联合署名").paragraph_format
        for stop in list(row.tab_stops):
            row.tab_stops._pPr.tabs.remove(stop._tab)
        for place in several_mm:
            row.tab_stops.add_tab_stop(Mm(place), WD_TAB_ALIGNMENT.CENTER)
    for name, chars in (("署名（不盖章）", 0), ("日期（不盖章）", 2)):
        indent = Mm(place_mm + chars * gb.CHAR_PITCH_MM)
        paragraph_style(document, name).paragraph_format.left_indent = indent


def set_single_note(document: Document) -> None:
    """Begin the name of the only attachment right after 附件：, where no number stands (7.3.4)."""
    label = Mm(len("附件：") * gb.CHAR_PITCH_MM + TAB_SLACK_MM)
    place = Length(Mm(gb.TEXT_INDENT_CHARS * gb.CHAR_PITCH_MM) + label)
    paragraph = paragraph_style(document, "附件说明").paragraph_format
    for stop in paragraph.tab_stops:
        stop.position = place
    paragraph.left_indent, paragraph.first_line_indent = place, Length(-label)


def set_roster(document: Document, label_mm: float, name_mm: float) -> None:
    """Set the columns of a roster: role, name, then the title, whose turned lines begin where it does."""
    left = gb.ROSTER_INDENT_CHARS * gb.CHAR_PITCH_MM
    paragraph = paragraph_style(document, "名单").paragraph_format
    for stop in list(paragraph.tab_stops):
        paragraph.tab_stops._pPr.tabs.remove(stop._tab)
    for position in (left + label_mm, left + label_mm + name_mm):
        paragraph.tab_stops.add_tab_stop(Mm(position))
    paragraph.left_indent = Mm(left + label_mm + name_mm)
    paragraph.first_line_indent = Mm(-label_mm - name_mm)


def set_cell_sizes(document: Document, sizes: tuple[float, float]) -> None:
    """Set the type size and line height in pt that were fitted for the cells."""
    for name in TEXT_STYLES:
        paragraph_style(document, name).font.size = Pt(sizes[0])
        paragraph_style(document, name).paragraph_format.line_spacing = Pt(sizes[1])


def set_lines_around(document: Document, note: tuple[float, float], landscape: bool) -> None:
    """Set type size and line height of the notes, and the right edge of the lines around a table."""
    notes = paragraph_style(document, "表下的注")
    notes.font.size, notes.paragraph_format.line_spacing = Pt(note[0]), Pt(note[1])
    notes.paragraph_format.first_line_indent = Pt(note[0] * 2)
    width, _ = gb.type_area_mm(landscape)
    paragraph_style(document, OUTER_LINES[0]).font.size = Pt(gb.TABLE_LINE_PT)
    stops = paragraph_style(document, OUTER_LINES[0]).paragraph_format.tab_stops
    for stop in list(stops):
        stop.position = Mm(width)


def set_middles(document: Document, landscape: bool) -> None:
    """Set the middle of the lines around a table that have a centred text; others go from left to right at once."""
    width, _ = gb.type_area_mm(landscape)
    for paragraph in document.paragraphs:
        if paragraph.style and paragraph.style.name == OUTER_LINES[0] and paragraph.text.count("\t") == 2:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width / 2), WD_TAB_ALIGNMENT.CENTER)


def paragraph_style(document: Document, name: str) -> ParagraphStyle:
    style = next((s for s in document.styles if s.name == name), None)
    if not isinstance(style, ParagraphStyle):
        raise shell_problem(f"没有段落样式“{name}”")
    return style
