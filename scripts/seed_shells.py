"""Write first versions of the Word shells in templates/docx: clean packages with the named styles of the standard.

Run once for a new kind of form; afterwards the shells are edited in Word, WPS or LibreOffice and this seed is not
needed again. Usage: python scripts/seed_shells.py [NAME…]
"""

import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from generator.layout import gbt9704 as gb
from generator.resources import template_root

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
DRAWING = (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LINE = int(gb.pt_from_mm(gb.LINE_PITCH_MM) * 20)
INDENT = gb.twips(2 * gb.CHAR_PITCH_MM)
CHAR = gb.twips(gb.CHAR_PITCH_MM)
RED = gb.RED.lstrip("#")


def fonts(face: str) -> str:
    return f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def run(face: str = "", size: float = 0, color: str = "", spacing: int | None = None) -> str:
    parts = [fonts(face)] if face else []
    parts += [f'<w:color w:val="{color}"/>'] if color else []
    parts += [f'<w:spacing w:val="{spacing}"/>'] if spacing is not None else []
    parts += [f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'] if size else []
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


def style(code: str, name: str, ppr: str = "", rpr: str = "", based: str = "Normal") -> str:
    ppr = f"<w:pPr>{ppr}</w:pPr>" if ppr else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{code}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/><w:qFormat/>{ppr}{rpr}</w:style>'
    )


def character(code: str, name: str, face: str) -> str:
    return f'<w:style w:type="character" w:customStyle="1" w:styleId="{code}"><w:name w:val="{name}"/><w:qFormat/>{run(face)}</w:style>'


def ind(**kw: int) -> str:
    return "<w:ind " + " ".join(f'w:{k}="{v}"' for k, v in kw.items()) + "/>"


def tabs(*stops: tuple[str, int]) -> str:
    return "<w:tabs>" + "".join(f'<w:tab w:val="{v}" w:pos="{p}"/>' for v, p in stops) + "</w:tabs>"


def line(height: int, before: int = 0, rule: str = "exact") -> str:
    return f'<w:spacing w:before="{before}" w:after="0" w:line="{height}" w:lineRule="{rule}"/>'


NO_GRID = '<w:snapToGrid w:val="0"/>'


def jc(value: str) -> str:
    return f'<w:jc w:val="{value}"/>'


NUMBER_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="{round(gb.HEADER_RULE_PT * 8)}" w:space="5" w:color="{RED}"/></w:pBdr>'


OUTER, INNER = (round(gb.pt_from_mm(mm) * 8) for mm in (gb.IMPRINT_OUTER_RULE_MM, gb.IMPRINT_INNER_RULE_MM))
SIDE = gb.twips((gb.PAGE_WIDTH_MM - gb.LETTER_RULE_WIDTH_MM) / 2)
BESIDE = ind(left=SIDE - gb.twips(gb.BINDING_MARGIN_MM), right=SIDE - gb.twips(gb.OUTER_MARGIN_MM))
PRINT_TAB = tabs(("right", gb.twips(gb.TYPE_AREA_WIDTH_MM) - CHAR))


def edge(side: str, size: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'


def double_rule(kind: str) -> str:
    """A double rule below a paragraph: the gap and the thin rule are 0.75 pt in every office program."""
    size = round(gb.LETTER_RULE_PT[0] * 8)
    return f'<w:pBdr><w:bottom w:val="{kind}SmallGap" w:sz="{size}" w:space="0" w:color="{RED}"/></w:pBdr>'


def styles_xml() -> str:
    area = gb.twips(gb.TYPE_AREA_WIDTH_MM)
    attachment = 5 * CHAR + CHAR * 4 // 5
    rows = [
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(gb.FACE_TEXT)}<w:kern w:val=\"2\"/>"
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'{line(LINE)}{jc("both")}</w:pPr>{run(spacing=-5)}</w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultFont"><w:name w:val="Default Paragraph Font"/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        style("Mark", "发文机关标志", NO_GRID + line(1200) + jc("center"), run(gb.FACE_TITLE, 50, RED, 0)),
        style("MarkNext", "发文机关标志（续）", line(1200), based="Mark"),
        style(
            "Number", "发文字号",
            NUMBER_RULE + jc("center"),
        ),
        style("OrderNumber", "令号", jc("center")),
        style("LetterMark", "信函发文机关标志", BESIDE, based="Mark"),
        style("LetterRule", "信函首条红线", double_rule("thickThin") + NO_GRID + line(20) + BESIDE, run(size=1)),
        style("LetterRoom", "信函红线下空", NO_GRID + line(150), run(size=1)),
        style("LetterLastRule", "信函末条红线", double_rule("thinThick") + NO_GRID + line(20) + BESIDE, run(size=1)),
        style("LetterLine", "信函首行", tabs(("right", area)) + jc("left")),
        style("NumberRoom", "页码下空", NO_GRID + line(330), run(size=1)),
        style("DocTitle", "公文标题", '<w:keepNext/><w:keepLines/>' + NO_GRID + jc("center") + '<w:outlineLvl w:val="0"/>', run(gb.FACE_TITLE, gb.TITLE_PT, spacing=0)),
        style("DocTitleNewPage", "公文标题（另页）", "<w:pageBreakBefore/>", based="DocTitle"),
        style("Addressees", "主送机关"),
        style("Text", "公文正文", ind(firstLine=INDENT)),
        style("Level1", "一级标题", "<w:keepNext/>" + '<w:outlineLvl w:val="1"/>', based="Text"),
        style("Level2", "二级标题", '<w:outlineLvl w:val="2"/>', based="Text"),
        style("Level3", "三级标题", based="Text"),
        style("Level4", "四级标题", based="Text"),
        style("Contact", "联系人", based="Text"),
        style("AttachmentNote", "附件说明", tabs(("left", attachment)) + ind(left=attachment, hanging=attachment - 2 * CHAR) + jc("left")),
        style("AttachmentNoteNext", "附件说明（续）", tabs(("left", attachment)) + ind(left=attachment, hanging=attachment - 5 * CHAR) + jc("left")),
        style("Signature", "发文机关署名", "<w:keepNext/>" + tabs(("center", 21 * CHAR)) + jc("left")),
        style("Signatures", "联合署名", "<w:keepNext/>" + tabs(("center", 7 * CHAR), ("center", 14 * CHAR), ("center", 21 * CHAR)) + jc("left")),
        style("DocDate", "成文日期", tabs(("center", 21 * CHAR)) + jc("left")),
        style("Unsealed", "署名（不盖章）", "<w:keepNext/>" + ind(left=14 * CHAR) + jc("left")),
        style("UnsealedDate", "日期（不盖章）", ind(left=16 * CHAR) + jc("left")),
        style("Stamp", "签名章职务", "<w:keepNext/>" + ind(right=(gb.SIGNATURE_INSET_CHARS + gb.STAMP_CHARS + 2) * CHAR) + jc("right")),
        style("StampDate", "日期（签名章）", ind(right=gb.SIGNATURE_INSET_CHARS * CHAR) + jc("right")),
        style("Note", "附注", based="Text"),
        style("CopyNumber", "份号", "<w:keepNext/>" + jc("left")),
        style("Classification", "密级和紧急程度", "<w:keepNext/>" + jc("left"), run(gb.FACE_HEADING)),
        style("MarkRoom", "机关标志上空", NO_GRID + line(1900)),
        style("JointMark", "联合机关名称", NO_GRID + line(900) + jc("distribute"), run(gb.FACE_TITLE, 40, RED, 0)),
        style("JointMarkSide", "联合机关文件字样", NO_GRID + line(900) + jc("right"), run(gb.FACE_TITLE, 40, RED, 0)),
        style("SignatoryRow", "签发人行", tabs(("left", 16 * CHAR), ("left", 20 * CHAR)) + jc("left")),
        style("NumberRow", "发文字号（上行文）", NUMBER_RULE + tabs(("left", CHAR), ("left", 16 * CHAR), ("left", 20 * CHAR)) + jc("left")),
        style("ImprintLine", "版记抄送行", ind(left=CHAR) + jc("left"), run(size=gb.SIZE_4_PT, spacing=0)),
        style("ImprintPrint", "版记印发行", PRINT_TAB + ind(left=CHAR) + jc("left"), run(size=gb.SIZE_4_PT, spacing=0)),
        style("Anchor", "版记锚点", NO_GRID + line(20), run(size=1)),
        style("Attendance", "出席人员", ind(left=5 * CHAR, hanging=3 * CHAR) + jc("left")),
        style("AttendanceNext", "出席人员（续）", ind(left=5 * CHAR) + jc("left")),
        style("Blank", "空行", "<w:keepNext/>"),
        style("Roster", "名单", tabs(("left", 13 * CHAR // 2), ("left", 23 * CHAR // 2)) + ind(left=23 * CHAR // 2, hanging=19 * CHAR // 2) + jc("left")),
        style("AttachmentMark", "附件标识", "<w:keepNext/>" + jc("left"), run(gb.FACE_HEADING)),
        style("AttachmentMarkNewPage", "附件标识（另页）", "<w:pageBreakBefore/>", based="AttachmentMark"),
        style("TableTitle", "表题", "<w:keepNext/>" + NO_GRID + jc("center"), run(gb.FACE_TITLE, gb.TABLE_TITLE_PT, spacing=0)),
        style("TableLine", "表外行", tabs(("right", area)) + jc("left"), run(size=gb.TABLE_LINE_PT, spacing=0)),
        style("TableLineCenter", "表外行（居中）", jc("center"), based="TableLine"),
        style("Cell", "表内文字", NO_GRID + line(320) + jc("center"), run(size=12, spacing=0)),
        style("CellHead", "表头文字", "", run(gb.FACE_HEADING), based="Cell"),
        style("TableNote", "表下的注", NO_GRID + line(280) + ind(firstLine=420), run(size=10.5, spacing=0)),
        style("Footer", "页码", NO_GRID + '<w:spacing w:line="280" w:lineRule="exact"/>', run(gb.FACE_NUMBER, gb.PAGE_NUMBER_PT, spacing=0)),
        character("HeadingRun", "黑体字", gb.FACE_HEADING),
        character("KaiRun", "楷体字", gb.FACE_KAI),
    ]  # fmt: skip
    return f"{HEAD}<w:styles {W}>{''.join(rows)}</w:styles>"


def para(style_id: str, *pieces: str | tuple[str, str]) -> str:
    runs = "".join(_run(p) for p in pieces)
    ppr = f'<w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>' if style_id else ""
    return f"<w:p>{ppr}{runs}</w:p>"


def _run(piece: str | tuple[str, str]) -> str:
    text, rstyle = (piece, "") if isinstance(piece, str) else piece
    rpr = f'<w:rPr><w:rStyle w:val="{rstyle}"/></w:rPr>' if rstyle else ""
    body = "<w:tab/>" if text == "\t" else f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:r>{rpr}{body}</w:r>"


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


def footer(alignment: str, below: str = "", **indent: int) -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    ppr = f'<w:pPr><w:pStyle w:val="Footer"/>{ind(**indent)}{jc(alignment)}</w:pPr>'
    return f"{HEAD}<w:ftr {W}><w:p>{ppr}{_run('— ')}{field}{_run(' —')}</w:p>{below}</w:ftr>"


def letter_header() -> str:
    lines = (
        para("LetterMark", "{%p for line in head.mark %}")
        + para("LetterMark", "{{ line }}")
        + para("LetterMark", "{%p endfor %}")
    )
    return f"{HEAD}<w:hdr {W}>{lines}{para('LetterRule')}{para('LetterRoom')}</w:hdr>"


def letter_footer() -> str:
    return f"{HEAD}<w:ftr {W}>{para('LetterLastRule')}</w:ftr>"


def section(letter: bool) -> str:
    """The section; the lines of a letter begin anywhere below its double rule, so it has no grid of lines."""
    first = '<w:headerReference w:type="first" r:id="rId7"/><w:footerReference w:type="first" r:id="rId8"/>'
    grid = f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/>'
    return (
        f'<w:sectPr>{first if letter else ""}<w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{gb.twips(gb.PAGE_WIDTH_MM)}" w:h="{gb.twips(gb.PAGE_HEIGHT_MM)}"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1446" w:gutter="0"/>'
        f'<w:cols w:space="425"/>{"<w:titlePg/>" if letter else grid}</w:sectPr>'
    )


SETTINGS = (
    f'{HEAD}<w:settings {W}><w:mirrorMargins/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
    "<w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def content_types(letter: bool) -> str:
    parts = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "fontTable": "fontTable",
        "theme/theme1": "",
        "footer1": "footer",
        "footer2": "footer",
    }
    parts |= {"header1": "header", "footer3": "footer"} if letter else {}
    theme = "application/vnd.openxmlformats-officedocument.theme+xml"
    rows = "".join(
        f'<Override PartName="/word/{n}.xml" ContentType="{f"{TYPES}.{t}+xml" if t else theme}"/>'
        for n, t in parts.items()
    )
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def relations(*rows: tuple[str, str]) -> str:
    body = "".join(
        f'<Relationship Id="rId{i}" Type="{t}" Target="{target}"/>' for i, (t, target) in enumerate(rows, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE_RELS}">{body}</Relationships>'


def font_table() -> str:
    faces = (gb.FACE_TEXT, gb.FACE_TITLE, gb.FACE_HEADING, gb.FACE_KAI, gb.FACE_NUMBER)
    rows = "".join(
        f'<w:font w:name="{f}"><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for f in faces
    )
    return f"{HEAD}<w:fonts {W}>{rows}</w:fonts>"


def theme() -> str:
    colors = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4", "accent2": "ED7D31",
              "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1", "folHlink": "954F72"}  # fmt: skip
    scheme = "".join(f'<a:{n}><a:srgbClr val="{v}"/></a:{n}>' for n, v in colors.items())
    font = f'<a:latin typeface="{gb.FACE_TEXT}"/><a:ea typeface="{gb.FACE_TEXT}"/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    edge = "".join(
        f'<a:ln w="{w}"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>'
        for w in (6350, 12700, 19050)
    )
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="公文"><a:themeElements>'
        f'<a:clrScheme name="公文">{scheme}</a:clrScheme><a:fontScheme name="公文"><a:majorFont>{font}</a:majorFont>'
        f'<a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="公文"><a:fillStyleLst>{fill}</a:fillStyleLst>'
        f"<a:lnStyleLst>{edge}</a:lnStyleLst><a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def parts(body: str, letter: bool) -> dict[str, str]:
    size = int(gb.PAGE_NUMBER_PT) * 20
    below = para("NumberRoom") if letter else ""
    first = [(f"{OFFICE_RELS}/header", "header1.xml"), (f"{OFFICE_RELS}/footer", "footer3.xml")]
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return {
        "[Content_Types].xml": content_types(letter),
        "_rels/.rels": relations(
            (f"{OFFICE_RELS}/officeDocument", "word/document.xml"),
            (f"{PACKAGE_RELS}/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE_RELS}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>公文工坊</Application></Properties>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title/><dc:creator/></cp:coreProperties>',
        "word/document.xml": f"{HEAD}<w:document {W}{DRAWING}><w:body>{body}{section(letter)}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(
            (f"{OFFICE_RELS}/styles", "styles.xml"),
            (f"{OFFICE_RELS}/settings", "settings.xml"),
            (f"{OFFICE_RELS}/fontTable", "fontTable.xml"),
            (f"{OFFICE_RELS}/footer", "footer1.xml"),
            (f"{OFFICE_RELS}/footer", "footer2.xml"),
            (f"{OFFICE_RELS}/theme", "theme/theme1.xml"),
            *(first if letter else []),
        ),
        "word/styles.xml": styles_xml(),
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
        "word/footer1.xml": footer("right", below, right=size),
        "word/footer2.xml": footer("left", below, left=size),
        **({"word/header1.xml": letter_header(), "word/footer3.xml": letter_footer()} if letter else {}),
    }


def write(path: Path, body: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts(body, path.stem == "letter").items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


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
