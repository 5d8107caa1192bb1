"""Page number of a landscape sheet in Word: turned, in the place it has on portrait pages (GB/T 9704-2012, 7.5, 8)."""

from copy import deepcopy

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from generator.layout import gbt9704 as gb

BOX_LENGTH_MM = 30.0
FOOTER_DISTANCE_MM = 10.0
# LibreOffice sets turned text 0.8 mm nearer the edge than its line's middle, where Word has it: halfway suits both.
TURNED_SHIFT_MM = 0.4
# A floating table of one turned cell: of all ways to turn text, the one that Word, WPS and LibreOffice all place.
_TABLE = """<w:tbl {namespaces}><w:tblPr>
<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{left}" w:tblpY="{top}"/>
<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>
<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>
<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>
<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr></w:tc></w:tr></w:tbl>"""


def turn_page_number(document: Document, two_sided: bool) -> None:
    """Move the page numbers of odd and even pages into turned boxes at the left edge of the sheet.

    An even page of a two-sided sheet is bound at its lower end, as the portrait one is at its right.
    """
    section = document.sections[0]
    section.footer_distance = Mm(FOOTER_DISTANCE_MM)
    # A landscape type area is as high as the portrait one is wide; odd numbers stand at its lower end.
    lower = gb.BINDING_MARGIN_MM + gb.TYPE_AREA_WIDTH_MM - BOX_LENGTH_MM
    upper = gb.OUTER_MARGIN_MM if two_sided else gb.BINDING_MARGIN_MM
    for footer, top in ((section.footer, lower), (section.even_page_footer, upper)):
        paragraph = footer.paragraphs[0]._p
        box = _box(top)
        next(box.iter(qn("w:tc"))).append(deepcopy(paragraph))
        paragraph.addprevious(box)
        for child in list(paragraph):
            if child.tag != qn("w:pPr"):
                paragraph.remove(child)


def _box(top_mm: float) -> BaseOxmlElement:
    width = gb.mm_from_pt(gb.PAGE_NUMBER_PT)
    left = gb.BOTTOM_MARGIN_MM - gb.PAGE_NUMBER_GAP_MM - width / 2 + TURNED_SHIFT_MM
    sizes = {"left": left, "top": top_mm, "width": width, "height": BOX_LENGTH_MM}
    return parse_xml(_TABLE.format(namespaces=nsdecls("w"), **{k: gb.twips(v) for k, v in sizes.items()}))
