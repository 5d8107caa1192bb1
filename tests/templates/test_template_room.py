"""Paragraphs added around a table that must stay on its one page."""

import pytest
from docx.document import Document
from helpers.sheets import loaded, usable
from template_samples import LEDGER, TABLE, Edit, cell, edited, form_of, in_paragraph, template_of

from generator.compose.sheets import blank_sheet
from generator.measure.templates.check import check_template
from generator.problem import Problem


def spills(code: str, edit: Edit) -> list[Problem]:
    form = form_of(code)
    sample = blank_sheet(usable(loaded("small_valid")), form)
    found = check_template(edited(template_of(code), edit), code, form, sample=sample)
    return [p for p in found.problems(code) if p.code == "TPL-019"]


def words_below(document: Document) -> None:
    document.add_paragraph("联系电话：12345")


def empty_below(document: Document) -> None:
    document.add_paragraph("")


def two_above(document: Document) -> None:
    for text in ("内部资料", "注意保存"):
        document.paragraphs[4].insert_paragraph_before(text)


@pytest.mark.parametrize(
    ("edit", "place", "word"),
    [
        (words_below, "正文第10段", "多了这一段，"),
        (empty_below, "正文第10段", "多了这一段，"),
        (two_above, "正文第5段", "多了这一段等 2 段，"),
    ],
)
def test_a_paragraph_added_around_a_full_page_is_a_warning_at_its_place(
    edit: Edit, place: str, word: str
) -> None:
    (problem,) = spills(TABLE, edit)

    assert (problem.where, problem.severity) == (f"{TABLE}：{place}", "warning")
    assert word in problem.message


def words_in_a_condition(document: Document) -> None:
    document.paragraphs[3].insert_paragraph_before("附件见后")


def words_in_place_of_a_row(document: Document) -> None:
    row = document.tables[0].rows[2]._tr
    document.tables[0]._tbl.remove(row)
    document.add_paragraph("联系电话：12345")


def words_in_place_of_the_title(document: Document) -> None:
    in_paragraph(5, "进展情况调度表")(document)


def words_in_header(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = "内部资料"


def words_in_a_cell(document: Document) -> None:
    cell(document, 1, 4).add_paragraph("（个）")


@pytest.mark.parametrize(
    ("code", "edit"),
    [
        (LEDGER, words_below),
        (TABLE, words_in_a_condition),
        (TABLE, words_in_place_of_a_row),
        (TABLE, words_in_place_of_the_title),
        (TABLE, words_in_header),
        (TABLE, words_in_a_cell),
        (TABLE, in_paragraph(5, "{{ title }}（试行）")),
    ],
)
def test_what_leaves_room_or_adds_no_paragraph_is_let_through(code: str, edit: Edit) -> None:
    assert spills(code, edit) == []
