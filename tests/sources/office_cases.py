"""Cases of office files: the base campaign as 活动.xlsx and 正文.docx, then edited as a clerk would."""

import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from generator.verbs.office import convert_to


def as_office(campaign: Path) -> None:
    """Put office files in the place of a campaign's YAML."""
    made = campaign.with_name("made")
    convert_to(campaign, made, "office")
    shutil.rmtree(campaign)
    made.rename(campaign)


def edit_book(campaign: Path, *cells: tuple[str, str, object]) -> None:
    """Write values into cells of 活动.xlsx: sheet, cell, value."""
    book = openpyxl.load_workbook(campaign / "活动.xlsx")
    for sheet, cell, value in cells:
        book[sheet][cell] = value
    book.save(campaign / "活动.xlsx")


def edit_text(campaign: Path, change: Callable[[Document], None]) -> None:
    """Change 正文.docx by python-docx."""
    document = docx.Document(str(campaign / "正文.docx"))
    change(document)
    document.save(str(campaign / "正文.docx"))


def cell_of(campaign: Path, sheet: str, label: str) -> str:
    """Return the cell of the value beside a name in the basics, or the first below a head of a list."""
    book = openpyxl.load_workbook(campaign / "活动.xlsx")
    for row in book[sheet].iter_rows():
        for cell in row:
            if cell.value == label:
                beside = book[sheet].cell(cell.row, cell.column + 1)
                below = book[sheet].cell(cell.row + 1, cell.column)
                return (beside if sheet == "基本情况" else below).coordinate
    raise AssertionError(label)


def book(*edits: tuple[str, str, object]) -> Callable[[Path], None]:
    """Return the change that makes a campaign of office files and writes values: sheet, name or head, value."""

    def change(campaign: Path) -> None:
        as_office(campaign)
        for sheet, label, value in edits:
            edit_book(campaign, (sheet, cell_of(campaign, sheet, label), value))

    return change


def text(change: Callable[[Document], None]) -> Callable[[Path], None]:
    """Return the change that makes a campaign of office files and edits its text."""

    def both(campaign: Path) -> None:
        as_office(campaign)
        edit_text(campaign, change)

    return both


def body_paragraph(document: Document, index: int = 0):
    return [p for p in document.paragraphs if p.style.name == "公文正文"][index]


def track_a_change(document: Document) -> None:
    paragraph = body_paragraph(document)
    inserted = OxmlElement("w:ins")
    inserted.append(paragraph.runs[0]._r)
    paragraph._p.append(inserted)


def write_after_the_date(document: Document) -> None:
    document.add_paragraph("请于收文后三日内反馈。")


def head_by_style_alone(document: Document) -> None:
    document.styles.add_style("heading 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    body_paragraph(document).insert_paragraph_before("总体要求", style="heading 1")


def note_an_attachment(document: Document) -> None:
    day = next(p for p in document.paragraphs if p.text.endswith("日") and "年" in p.text)
    first = next(p for p in document.paragraphs if p.style.name.startswith(("署名", "日期")))
    assert day is not None
    first.insert_paragraph_before("附件：1.一张没有登记的表")
    first.insert_paragraph_before("2.又一张")


def save_as_old_word(campaign: Path) -> None:
    as_office(campaign)
    (campaign / "正文.docx").rename(campaign / "正文.doc")


def rename_a_head(campaign: Path) -> None:
    as_office(campaign)
    edit_book(campaign, ("单位", "C2", "俗称"))


def number_the_document_otherwise(document: Document) -> None:
    document.paragraphs[0].insert_paragraph_before("柏安委〔2023〕99号")


def rename_a_sheet(campaign: Path) -> None:
    as_office(campaign)
    workbook = openpyxl.load_workbook(campaign / "活动.xlsx")
    workbook["豁免"].title = "豁免的"
    workbook.save(campaign / "活动.xlsx")


def text_box(words: str):
    """Return a run that holds a text box."""
    return parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:textbox><w:txbxContent>'
        f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>"
    )


def numbered(texts: list[tuple[str, int]], levels: list[tuple[str, str]]) -> Document:
    """Return a notice whose paragraphs Word numbers by itself: words and level; kind and pattern of each level."""
    document = docx.Document()
    document.add_paragraph("通知").alignment = WD_ALIGN_PARAGRAPH.CENTER
    root = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"/>')
    for index, (kind, pattern) in enumerate(levels):
        head = f'<w:lvl {nsdecls("w")} w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        abstract.append(parse_xml(f'{head}<w:lvlText w:val="{pattern}"/></w:lvl>'))
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for words, level in texts:
        mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        document.add_paragraph(words)._p.get_or_add_pPr().append(parse_xml(mark))
    return document


CHANGES: dict[str, Callable[[Path], None]] = {
    "OFF-001": save_as_old_word,
    "OFF-002": rename_a_sheet,
    "OFF-003": rename_a_head,
    "OFF-004": book(("基本情况", "开始日期", "２０２３年５月２６日")),
    "OFF-005": book(("基本情况", "发文字号", "三号文")),
    "OFF-006": text(number_the_document_otherwise),
    "OFF-007": text(track_a_change),
    "OFF-008": text(write_after_the_date),
    "OFF-009": text(head_by_style_alone),
    "OFF-010": text(note_an_attachment),
}
