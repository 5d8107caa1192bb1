"""Write first versions of the Word shells in templates/docx: clean packages with the named styles of the standard.

Run once for a new kind of form; afterwards the shells are edited in Word, WPS or LibreOffice and this seed is not
needed again. Usage: python scripts/seed_shells.py [NAME…]
"""

import sys

from shell_package import write
from shell_styles import INNER, LINE, OUTER, edge, para

from generator.layout import gbt9704 as gb
from generator.resources import template_root


def lines_loop(name: str) -> list[str]:
    return [
        para("TableLine", f"{{%p for line in {name} %}}"),
        para("TableLine", "{%p if line.center %}"),
        para("TableLineCenter", "{{ line.center }}"),
        para("TableLine", "{%p else %}"),
        para("TableLine", "{{ line.left }}", "\t", "{{ line.right }}"),
        para("TableLine", "{%p endif %}"),
        para("TableLine", "{%p endfor %}"),
    ]


def table_body() -> str:
    return "".join([
        para("AttachmentMark", "{%p if attachment %}"),
        para("AttachmentMark", "{{ attachment }}"),
        para("Blank"),
        para("AttachmentMark", "{%p endif %}"),
        para("TableTitle", "{{ title }}"),
        *lines_loop("above"),
        para("Cell", "［表格］"),
        para("TableNote", "{%p for note in notes %}"),
        para("TableNote", "{{ note }}"),
        para("TableNote", "{%p endfor %}"),
        *lines_loop("below"),
    ])  # fmt: skip


BLOCKS: dict[str, tuple[str, ...] | str] = {
    "heading_1": para("Level1", ("{{ block.lead }}", "HeadingRun"), "{{ block.text }}"),
    "heading_2": para("Level2", ("{{ block.lead }}", "KaiRun"), "{{ block.text }}"),
    "heading_3": para("Level3", "{{ block.text }}"),
    "heading_4": para("Level4", "{{ block.text }}"),
    "text": para("Text", "{{ block.text }}"),
    "contact": para("Contact", "{{ block.text }}"),
    "attachment_first": para(
        "AttachmentNote", "{{ block.label }}{{ block.number }}", "\t", "{{ block.text }}"
    ),
    "attachment_next": para("AttachmentNoteNext", "{{ block.number }}", "\t", "{{ block.text }}"),
    "signature": para("Signature", "\t", "{{ block.text }}"),
    "signatures": para("Signatures", "{{ block.text }}"),
    "attendance": (
        para("Text", "{%p if block.label %}")
        + para("Attendance", ("{{ block.label }}", "HeadingRun"), "{{ block.text }}")
        + para("Text", "{%p else %}")
        + para("AttendanceNext", "{{ block.text }}")
        + para("Text", "{%p endif %}")
    ),
    "date": para("DocDate", "\t", "{{ block.text }}"),
    "unsealed": para("Unsealed", "{{ block.text }}"),
    "unsealed_date": para("UnsealedDate", "{{ block.text }}"),
    "stamp": para("Stamp", "{{ block.text }}"),
    "stamp_date": para("StampDate", "{{ block.text }}"),
    "note": para("Note", "{{ block.text }}"),
    "roster": para("Roster", "{{ block.label }}", "\t", "{{ block.name }}", "\t", "{{ block.text }}"),
    "blank": para("Blank"),
}


def cell(width: int, body: str, borders: str = "", align: str = "") -> str:
    edges = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    vertical = f'<w:vAlign w:val="{align}"/>' if align else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{edges}{vertical}</w:tcPr>{body}</w:tc>'


def joint_mark() -> str:
    organs, side = gb.twips(110), gb.twips(34)
    names = (
        para("JointMark", "{%p for line in head.mark %}")
        + para("JointMark", "{{ line }}")
        + para("JointMark", "{%p endfor %}")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{organs + side}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{organs}"/><w:gridCol w:w="{side}"/></w:tblGrid><w:tr>'
        f"{cell(organs, names)}{cell(side, para('JointMarkSide', '{{ head.mark_side }}'), align='center')}</w:tr></w:tbl>"
    )


def imprint_table(plain: bool) -> str:
    width = gb.twips(gb.TYPE_AREA_WIDTH_MM)
    rules = "" if plain else f"<w:tblBorders>{edge('top', OUTER)}{edge('bottom', OUTER)}</w:tblBorders>"

    def row(body: str, borders: str = "") -> str:
        return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{LINE}" w:hRule="exact"/></w:trPr>{cell(width, body, borders)}</w:tr>'

    printed = para("ImprintPrint", "{{ foot.office }}", "\t", "{{ foot.date }}")
    print_line = (
        row(para("ImprintLine", "{%tr if foot.lines %}"))
        + row(printed, edge("top", INNER))
        + row(para("ImprintLine", "{%tr else %}"))
        + row(printed)
        + row(para("ImprintLine", "{%tr endif %}"))
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>{rules}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        + row(para("ImprintLine", "{%tr for line in foot.lines %}"))
        + row(para("ImprintLine", "{{ line }}"))
        + row(para("ImprintLine", "{%tr endfor %}"))
        + ("" if plain else print_line)
        + "</w:tbl>"
    )


def imprint_box(plain: bool) -> str:
    """Return the imprint in a text box, whose place and height on the page are set for each document."""
    extent = f'cx="{round(gb.TYPE_AREA_WIDTH_MM * 36000)}" cy="360000"'
    box = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>{imprint_table(plain)}{para('Anchor')}"
        '</w:txbxContent></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr></wps:wsp>'
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"'
        ' layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent {extent}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="1" name="版记"/>'
        "<wp:cNvGraphicFramePr/>"
        f'<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{box}'
        "</a:graphicData></a:graphic></wp:anchor>"
    )
    return (
        '<w:p><w:pPr><w:pStyle w:val="Anchor"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing>{anchor}</w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r></w:p>"
    )


def document_body() -> str:
    return document_head() + parts_body(plain=False)


def letter_body() -> str:
    return letter_lines() + parts_body(plain=True)


def document_head() -> str:
    return "".join([
        para("Text", "{%p if head %}"),
        para("Text", "{%p if head.copy_number %}"),
        para("CopyNumber", "{{ head.copy_number }}"),
        para("Text", "{%p endif %}"),
        para("Text", "{%p for line in head.classification %}"),
        para("Classification", "{{ line }}"),
        para("Text", "{%p endfor %}"),
        para("Mark", "{%p if head.mark_side %}"),
        para("MarkRoom"),
        joint_mark(),
        para("Mark", "{%p else %}"),
        para("Mark", "{%p for line in head.mark %}"),
        para("Mark", "{%p if loop.first %}"),
        para("Mark", "{{ line }}"),
        para("Mark", "{%p else %}"),
        para("MarkNext", "{{ line }}"),
        para("Mark", "{%p endif %}"),
        para("Mark", "{%p endfor %}"),
        para("Mark", "{%p endif %}"),
        para("Blank") * gb.LINES_BEFORE_NUMBER,
        para("Text", "{%p if head.signatories %}"),
        para("Text", "{%p for line in head.signatories %}"),
        para("Text", "{%p if loop.first and loop.last %}"),
        para("NumberRow", "\t", "{{ head.number }}", "\t", "签发人：", ("{{ line }}", "KaiRun")),
        para("Text", "{%p elif loop.first %}"),
        para("SignatoryRow", "\t", "签发人：", ("{{ line }}", "KaiRun")),
        para("Text", "{%p elif loop.last %}"),
        para("NumberRow", "\t", "{{ head.number }}", "\t", "\t", ("{{ line }}", "KaiRun")),
        para("Text", "{%p else %}"),
        para("SignatoryRow", "\t", "\t", ("{{ line }}", "KaiRun")),
        para("Text", "{%p endif %}"),
        para("Text", "{%p endfor %}"),
        para("Text", '{%p elif head.format == "order" %}'),
        para("OrderNumber", "{{ head.number }}"),
        para("Text", "{%p else %}"),
        para("Number", "{{ head.number }}"),
        para("Text", "{%p endif %}"),
        para("Blank") * gb.LINES_BEFORE_TITLE,
        para("Text", "{%p endif %}"),
    ])  # fmt: skip


def letter_lines() -> str:
    return "".join([
        para("Text", "{%p if head.left %}"),
        para("Text", "{%p for line in head.left %}"),
        para("Text", "{%p if loop.first and head.copy_number %}"),
        para("LetterLine", "{{ line }}", "\t", "{{ head.number }}"),
        para("Text", "{%p elif loop.first %}"),
        para("LetterLine", ("{{ line }}", "HeadingRun"), "\t", "{{ head.number }}"),
        para("Text", "{%p else %}"),
        para("Classification", "{{ line }}"),
        para("Text", "{%p endif %}"),
        para("Text", "{%p endfor %}"),
        para("Text", "{%p else %}"),
        para("LetterLine", "\t", "{{ head.number }}"),
        para("Text", "{%p endif %}"),
        para("Blank") * gb.LINES_BEFORE_TITLE,
    ])  # fmt: skip


def parts_body(plain: bool) -> str:
    choices = []
    for i, (name, body) in enumerate(BLOCKS.items()):
        word = "elif" if i else "if"
        choices += [para("Text", f'{{%p {word} block.style == "{name}" %}}'), body]
    return "".join([
        para("Text", "{%p for part in parts %}"),
        para("Text", "{%p if part.title %}"),
        para("Text", "{%p if part.attachment and part.new_page %}"),
        para("AttachmentMarkNewPage", "{{ part.attachment }}"),
        para("Blank"),
        para("DocTitle", "{{ part.title }}"),
        para("Text", "{%p elif part.attachment %}"),
        para("AttachmentMark", "{{ part.attachment }}"),
        para("Blank"),
        para("DocTitle", "{{ part.title }}"),
        para("Text", "{%p elif part.new_page %}"),
        para("DocTitleNewPage", "{{ part.title }}"),
        para("Text", "{%p else %}"),
        para("DocTitle", "{{ part.title }}"),
        para("Text", "{%p endif %}"),
        para("Blank") * gb.LINES_BEFORE_ADDRESSEES,
        para("Text", "{%p endif %}"),
        para("Text", "{%p if part.addressees %}"),
        para("Addressees", "{{ part.addressees }}"),
        para("Text", "{%p endif %}"),
        para("Text", "{%p for block in part.blocks %}"),
        *choices,
        para("Text", "{%p endif %}"),
        para("Text", "{%p endfor %}"),
        para("Text", "{%p endfor %}"),
        para("Text", "{%p if foot %}"),
        imprint_box(plain),
        para("Text", "{%p endif %}"),
    ])  # fmt: skip


def main(names: list[str]) -> None:
    bodies = {
        "document": document_body,
        "letter": letter_body,
        "indicator_table": table_body,
        "ledger": table_body,
        "record": table_body,
    }
    for name in names or bodies:
        write(template_root() / "docx" / f"{name}.docx", bodies[name]())


if __name__ == "__main__":
    main(sys.argv[1:])
