"""Named styles of the Word shells, and the small pieces of WordprocessingML that they are made of."""

from xml.sax.saxutils import escape

from generator.layout import gbt9704 as gb

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


def defaults() -> list[str]:
    """Return the defaults of a document and its nameless styles."""
    return [
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(gb.FACE_TEXT)}<w:kern w:val=\"2\"/>"
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'{line(LINE)}{jc("both")}</w:pPr>{run(spacing=-5)}</w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultFont"><w:name w:val="Default Paragraph Font"/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
    ]  # fmt: skip


def header_styles() -> list[str]:
    """Return the styles of the header: marks, rules, number, first lines of a letter."""
    area = gb.twips(gb.TYPE_AREA_WIDTH_MM)
    return [
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
    ]  # fmt: skip


def text_styles() -> list[str]:
    """Return the styles of title, text, attachment note, signature, date and note."""
    attachment = 5 * CHAR + CHAR * 4 // 5
    return [
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
    ]  # fmt: skip


def paper_styles() -> list[str]:
    """Return the styles of copy number, joint mark, signatories, imprint and lists of persons."""
    return [
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
    ]  # fmt: skip


def table_styles() -> list[str]:
    """Return the styles of attachments, tables and page numbers, and the faces of single words."""
    area = gb.twips(gb.TYPE_AREA_WIDTH_MM)
    return [
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


def styles_xml() -> str:
    """Return the part word/styles.xml."""
    rows = [*defaults(), *header_styles(), *text_styles(), *paper_styles(), *table_styles()]
    return f"{HEAD}<w:styles {W}>{''.join(rows)}</w:styles>"


def para(style_id: str, *pieces: str | tuple[str, str]) -> str:
    runs = "".join(piece_run(p) for p in pieces)
    ppr = f'<w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>' if style_id else ""
    return f"<w:p>{ppr}{runs}</w:p>"


def piece_run(piece: str | tuple[str, str]) -> str:
    text, rstyle = (piece, "") if isinstance(piece, str) else piece
    rpr = f'<w:rPr><w:rStyle w:val="{rstyle}"/></w:rPr>' if rstyle else ""
    body = "<w:tab/>" if text == "\t" else f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:r>{rpr}{body}</w:r>"
