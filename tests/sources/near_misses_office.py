"""Near misses of office files: the base campaign as 活动.xlsx and 正文.docx, edited as a clerk may."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import every_problem
import openpyxl
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from office_cases import as_office, body_paragraph, book, edit_book, text

NOTICE = every_problem.ROOT / "OFF-006" / "text.yaml"
Change = Callable[[Path], None]


def with_notice(change: Change) -> Change:
    """Return the change of a campaign that has a notice, which becomes 正文.docx."""

    def both(campaign: Path) -> None:
        shutil.copy(NOTICE, campaign)
        change(campaign)

    return both


def keep_the_old_word_file_elsewhere(campaign: Path) -> None:
    as_office(campaign)
    (campaign / "旧稿").mkdir()
    (campaign / "旧稿" / "正文.doc").write_bytes(b"old")


def add_a_blank_sheet(campaign: Path) -> None:
    """Excel gives one to every new workbook."""
    as_office(campaign)
    workbook = openpyxl.load_workbook(campaign / "活动.xlsx")
    workbook.create_sheet("Sheet1")
    workbook.save(campaign / "活动.xlsx")


def space_out_a_head(campaign: Path) -> None:
    as_office(campaign)
    edit_book(campaign, ("单位", "C2", "简　称"))


def repeat_the_document_number(document: Document) -> None:
    document.paragraphs[0].insert_paragraph_before("柏安委〔2023〕3号")


def format_a_word_otherwise(document: Document) -> None:
    """Word marks the spelling and splits the runs; that is no revision."""
    paragraph = body_paragraph(document)
    paragraph._p.append(OxmlElement("w:proofErr"))
    paragraph.add_run("不得漏报。").bold = False


def write_before_the_date(document: Document) -> None:
    body_paragraph(document, 1).insert_paragraph_before("请于收文后三日内反馈。", style="公文正文")


def head_by_style_with_its_number(document: Document) -> None:
    document.styles.add_style("heading 1", WD_STYLE_TYPE.PARAGRAPH)
    body_paragraph(document).insert_paragraph_before("一、总体要求", style="heading 1")


def note_the_attachment_as_listed(document: Document) -> None:
    first = next(p for p in document.paragraphs if p.style.name.startswith(("署名", "日期")))
    first.insert_paragraph_before("附件：柏溪镇重大事故隐患专项排查整治2023行动月度情况表")


MADE: dict[str, Change] = {
    "OFF-001": keep_the_old_word_file_elsewhere,
    "OFF-002": add_a_blank_sheet,
    "OFF-003": space_out_a_head,
    "OFF-004": book(("基本情况", "开始日期", date(2023, 5, 26))),
    "OFF-005": with_notice(book(("基本情况", "发文字号", "柏安委〔2023〕13号"))),
    "OFF-006": with_notice(text(repeat_the_document_number)),
    "OFF-007": with_notice(text(format_a_word_otherwise)),
    "OFF-008": with_notice(text(write_before_the_date)),
    "OFF-009": with_notice(text(head_by_style_with_its_number)),
    "OFF-010": with_notice(text(note_the_attachment_as_listed)),
}
