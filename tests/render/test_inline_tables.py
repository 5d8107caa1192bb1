"""Tables in a text stand where their line is, in Word, HTML and PDF alike."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from helpers.rendering import Renderings, office
from helpers.sheets import key
from helpers.tables import CAMPAIGN, composed, problems_of, sheet_of
from helpers.text import docx_text, html_text

from generator.layout import gbt9704 as gb
from generator.measure.page import characters, pages
from generator.model.document import Attachment, Imprint, Notice, Plan
from generator.model.form import FormUse
from generator.model.sheet import DocumentContent, inline_tables

TEXT = """一、拟督促、检查的企业、场所清单
［表：企业场所清单］
二、主要内容
［表：inspection-list］
三、时间安排"""
LISTED = "序号摸底调查工贸企业信息单位名字类型1河湾木业加工厂木材加工2河湾村便民超市零售业3清溪镇东湖酒店管理有限公司住宿业"
PRINTED = f"一、拟督促、检查的企业、场所清单{LISTED}二、主要内容{LISTED}三、时间安排"
PLANNED = replace(CAMPAIGN, attachments=(), plan=Plan(title="专项行动方案", text=TEXT))
PLANNED = replace(
    PLANNED, forms=(*PLANNED.forms, FormUse(form="inspection-list"), FormUse(form="task-breakdown"))
)


def test_a_table_stands_in_the_place_of_its_line(renderings: Renderings) -> None:
    made = sheet_of("plan", campaign=PLANNED)
    (page,) = pages(renderings.pdf(made))

    assert docx_text(renderings.docx(made)) == html_text(renderings.html(made)) == f"专项行动方案{PRINTED}"
    assert f"专项行动方案{PRINTED}" in characters(page)


def test_no_mark_is_left_in_the_word_file_and_styles_carry_the_size(renderings: Renderings) -> None:
    document = Document(io.BytesIO(renderings.docx(sheet_of("plan", campaign=PLANNED))))

    assert len(document.tables) == 2
    assert not any("表格" in p.text for p in document.paragraphs)
    assert list(document.element.body.iter(qn("w:sz"))) == []


def test_libreoffice_has_the_same_pages(renderings: Renderings, tmp_path: Path) -> None:
    if not office():
        pytest.skip("LibreOffice is not installed")
    made = sheet_of("plan", campaign=PLANNED)
    path = renderings.office_pdfs([made], tmp_path)[key(made)]

    assert len(pages(path)) == len(pages(renderings.pdf(made)))


def test_the_imprint_looks_for_its_page_after_the_rows_of_a_table() -> None:
    def page(rows: int) -> str:
        notice = Notice(
            title="通知", addressees="各村", text=TEXT, document_date=CAMPAIGN.starts_on, imprint=Imprint()
        )
        listed = tuple({"name": f"第{n}企业", "type": "零售业"} for n in range(rows))
        settings = replace(CAMPAIGN.settings, two_sided=False)
        source = replace(PLANNED, plan=None, notice=notice, lists={"enterprises": listed}, settings=settings)
        content = sheet_of("notice", campaign=source).content
        assert isinstance(content, DocumentContent)
        assert content.foot
        return content.foot.page

    # a row is 8 mm high: with 2 × 13 rows the second page is full, with 2 × 15 the third has begun
    assert [page(rows) for rows in (0, 13, 15)] == ["same", "next", "same"]


def test_a_form_whose_table_stands_in_a_text_needs_no_unit_to_fill_it_in() -> None:
    assert [(p.code, p.path) for p in problems_of(PLANNED)] == [("REF-016", ("forms", 3, "form"))]


@pytest.mark.parametrize("name", ["重大事故隐患清单", "没有的表"])
def test_what_cannot_stand_in_a_text_is_a_problem(name: str) -> None:
    plan = Plan(title="方案", text=f"一、清单\n［表：{name}］")
    found = problems_of(replace(CAMPAIGN, plan=plan))

    assert [(p.code, p.path) for p in found] == [("REF-021", ("plan", "text"))]


def test_brackets_within_a_line_are_text() -> None:
    plan = Plan(title="方案", text="见［表：企业场所清单］。")
    content = composed(replace(CAMPAIGN, plan=plan)).sheets[0].content

    assert isinstance(content, DocumentContent)
    assert [b.text for b in content.parts[0].blocks if b.style == "text"] == ["见［表：企业场所清单］。"]


def bound(two_sided: bool = True, **changes: object) -> DocumentContent:
    """A notice with its imprint and the task breakdown bound with it."""
    notice = Notice(
        title="通知",
        addressees="各村",
        text="请抓好落实。",
        document_date=CAMPAIGN.starts_on,
        imprint=Imprint(),
    )
    attachments = (Attachment(form="task-breakdown", bound=True),)
    settings = replace(CAMPAIGN.settings, two_sided=two_sided)
    source = replace(CAMPAIGN, notice=notice, attachments=attachments, settings=settings)
    content = sheet_of("notice", campaign=replace(source, **changes)).content  # type: ignore[arg-type]
    assert isinstance(content, DocumentContent)
    return content


def test_a_bound_table_stands_below_number_and_title_before_the_imprint() -> None:
    notice, attached = bound().parts

    assert [b.text for b in notice.blocks if b.style == "attachment_first"] == ["".join(attached.title)]
    assert (attached.attachment, attached.new_page) == ("附件", True)
    assert [bool(b.table) for b in attached.blocks] == [True]


def test_the_imprint_looks_for_its_page_after_a_bound_table() -> None:
    pages_of_table = 1 + sum(r.new_page for r in bound().parts[-1].blocks[0].table.grid.rows)  # type: ignore[union-attr]

    foot = bound(two_sided=False).foot
    assert foot
    assert foot.page == "same"
    assert (1 + pages_of_table) % 2  # the table ends on an odd page
    foot = bound().foot
    assert foot
    assert foot.page == "even"


def test_tables_of_a_document_are_all_set_at_one_size() -> None:
    forms = (*CAMPAIGN.forms, FormUse(form="inspection-list"))
    plan = Plan(title="方案", text="［表：企业场所清单］")
    content = bound(plan=plan, forms=forms)

    assert len({t.grid.size_pt for t in inline_tables(content)}) == 1
    assert len(inline_tables(content)) == 2


def test_a_row_of_a_bound_table_higher_than_a_page_is_told() -> None:
    high = ({"part": "一、", "task": "（一）", "item": "排查" * 900, "responsible": "派出所"},)
    attachments = (Attachment(form="task-breakdown", bound=True),)
    source = replace(PLANNED, attachments=attachments, lists={"tasks": high, "enterprises": ()})

    assert [(p.code, "工作任务" in p.message) for p in composed(source).problems] == [("BLD-005", True)]


def test_the_word_file_ends_with_a_paragraph_after_a_bound_table(renderings: Renderings) -> None:
    attachments = (Attachment(form="task-breakdown", bound=True),)
    made = sheet_of("plan", campaign=replace(PLANNED, attachments=attachments))
    body = Document(io.BytesIO(renderings.docx(made))).element.body

    assert [element.tag for element in list(body)[-3:]] == [qn("w:tbl"), qn("w:p"), qn("w:sectPr")]
    assert len(pages(renderings.pdf(made))) == 1 + sum(
        1 + sum(r.new_page for r in t.grid.rows)
        for t in inline_tables(made.content)[-1:]  # type: ignore[arg-type]
    )


def test_a_single_attachment_is_named_right_after_its_label(renderings: Renderings) -> None:
    attachments = (Attachment(form="task-breakdown", bound=True),)
    made = sheet_of("plan", campaign=replace(PLANNED, attachments=attachments))
    document = Document(io.BytesIO(renderings.docx(made)))
    note = next(p for p in document.paragraphs if p.text.startswith("附件："))

    assert note.style is not None
    (stop,) = note.style.paragraph_format.tab_stops
    assert stop.position.mm == pytest.approx(5 * gb.CHAR_PITCH_MM + 0.5, abs=0.02)
