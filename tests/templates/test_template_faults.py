"""Faults seeded into templates, each found at its place; what only looks like one is left alone."""

from dataclasses import replace

import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from template_samples import (
    LEDGER,
    TABLE,
    Edit,
    cell,
    edited,
    form_of,
    found,
    in_cell,
    in_paragraph,
    template_of,
    write,
)

from generator.measure.templates.check import check_template
from generator.render.docx_templates import SHELLS
from generator.resources import template_root


def two_paragraphs(document: Document) -> None:
    write(document.paragraphs[4], "{{ ti")
    document.paragraphs[5].insert_paragraph_before("tle }}", "表题")


def two_cells(document: Document) -> None:
    write(cell(document, 1, 4).paragraphs[0], "{{ value.self")
    write(cell(document, 1, 5).paragraphs[0], "_found }}")


def endif_in_another_cell(document: Document) -> None:
    write(cell(document, 1, 4).paragraphs[0], "{% if value.self_found %}")
    write(cell(document, 1, 6).paragraphs[0], "{% endif %}")


def row_tag_outside(document: Document) -> None:
    document.paragraphs[5].insert_paragraph_before("{%tr if title %}", "表题")
    document.paragraphs[6].insert_paragraph_before("{%tr endif %}", "表题")


def narrow_table(document: Document) -> None:
    document.tables[0]._tbl.tblGrid.gridCol_lst[2].w = Mm(30)


def wide_cell(document: Document) -> None:
    cell(document, 3, 4).width = Mm(29)


def another_face(document: Document) -> None:
    run = document.paragraphs[4].runs[0]
    run.font.name = "微软雅黑"
    run._r.rPr.rFonts.set(qn("w:eastAsia"), "微软雅黑")


def face_of(paragraph: Paragraph, face: str) -> None:
    for run in paragraph.runs:
        run.font.name = face
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def wide_margin(document: Document) -> None:
    document.sections[0].left_margin = Mm(31.8)


def letter_paper(document: Document) -> None:
    document.sections[0].page_width, document.sections[0].page_height = Mm(215.9), Mm(279.4)


def turned_paper(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    section.top_margin, section.right_margin = Mm(28), Mm(37)
    section.bottom_margin, section.left_margin = Mm(26), Mm(35)


def exchange(first: tuple[int, int], second: tuple[int, int]) -> Edit:
    """Exchange the texts of two cells, as by cutting and pasting."""

    def edit(document: Document) -> None:
        cells = [cell(document, *first), cell(document, *second)]
        texts = [c.text for c in cells]
        for one, text in zip(cells, reversed(texts), strict=True):
            write(one.paragraphs[0], text)
            for paragraph in one.paragraphs[1:]:
                paragraph._p.getparent().remove(paragraph._p)

    return edit


def no_end_of_loop(document: Document) -> None:
    row = document.tables[0].rows[3]._tr
    row.getparent().remove(row)


def text_beside_row_tag(document: Document) -> None:
    document.tables[0].rows[1].cells[0].add_paragraph("以下逐条填写")


def tracked(document: Document) -> None:
    change = parse_xml(
        f'<w:ins {nsdecls("w")} w:id="1" w:author="王明"><w:r><w:t>（试行）</w:t></w:r></w:ins>'
    )
    document.paragraphs[4]._p.append(change)


def deleting(*pieces: str) -> Edit:
    """An edit that deletes the text of the fourth cell with changes tracked; the deleted text lies in these pieces."""

    def edit(document: Document) -> None:
        paragraph = cell(document, 1, 4).paragraphs[0]
        write(paragraph)
        runs = "".join(f'<w:r><w:delText xml:space="preserve">{piece}</w:delText></w:r>' for piece in pieces)
        change = f'<w:del {nsdecls("w")} w:id="1" w:author="王明">{runs}</w:del>'
        paragraph._p.append(parse_xml(change))

    return edit


def commented(document: Document) -> None:
    document.add_comment(document.paragraphs[4].runs, "改一改", "王明")


# What is done, to which template, the code and the place that are found, a word of the message.
FAULTS: list[tuple[str, str, Edit, str, str, str]] = [
    ("a misspelt value", TABLE, in_cell(1, 4, "{{ value.self_fonud }}"), "TPL-004", "表1第1行第4格", "value.self_found"),
    ("a misspelt name", TABLE, in_paragraph(5, "{{ titel }}"), "TPL-004", "正文第5段", "是不是“title”"),
    ("a name that is a list", TABLE, in_paragraph(5, "{{ notes }}"), "TPL-004", "正文第5段", "要用 for"),
    ("a value without its group", TABLE, in_cell(1, 4, "{{ self_found }}"), "TPL-004", "表1第1行第4格", "value.self_found"),
    ("a drifted label", TABLE, in_cell(1, 3, "企业自己查出的隐患（个）"), "TPL-011", "表1第1行第3格", "“企业自查发现的"),
    ("a drifted head", LEDGER, in_cell(1, 2, "检查组人员"), "TPL-011", "表1第1行第2格", "检查人员"),
    ("values exchanged", TABLE, exchange((1, 4), (2, 4)), "TPL-011", "表1第1行第4格", "印在“企业自查发现的"),
    ("labels exchanged", TABLE, exchange((1, 3), (1, 6)), "TPL-011", "表1第1行第7格", "张冠李戴"),
    ("heads exchanged", LEDGER, exchange((1, 2), (1, 3)), "TPL-011", "表1第3行第2格", "印在“检查时间”名下"),
    ("values of a ledger exchanged", LEDGER, exchange((3, 4), (3, 5)), "TPL-011", "表1第3行第4格", "换回原处"),
    ("an emptied label", TABLE, in_cell(1, 3, ""), "TPL-011", "表1第1行第3格", "没有名称"),
    ("an emptied label after another value", TABLE, in_cell(1, 6, ""), "TPL-011", "表1第1行第6格", "没有名称"),
    ("an emptied label in a lower row", TABLE, in_cell(2, 3, ""), "TPL-011", "表1第2行第3格", "“专项检查发现的"),
    ("an emptied head", LEDGER, in_cell(1, 2, ""), "TPL-011", "表1第1行第2格", "没有名称"),
    ("groups exchanged", TABLE, exchange((1, 1), (4, 1)), "TPL-011", "表1第1行第1格", "属于“总体情况”"),
    ("full-width braces", TABLE, in_cell(2, 4, "｛｛ value.inspection_found ｝｝"), "TPL-005", "表1第2行第4格", "全角"),
    ("a full-width per cent", TABLE, in_paragraph(4, "{％p endif ％}"), "TPL-005", "正文第4段", "全角"),
    ("smart quotation marks", TABLE, in_cell(1, 4, "{% if title == “” %}{% endif %}"), "TPL-005", "表1第1行第4格", "引号"),
    ("formats within a tag", TABLE, in_cell(1, 4, "{{ value.", "self_found", " }}"), "TPL-007", "表1第1行第4格", "格式"),
    ("a tag in two paragraphs", TABLE, two_paragraphs, "TPL-006", "正文第5段", "}}"),
    ("a tag in two cells", TABLE, two_cells, "TPL-006", "表1第1行第4格", "{{ value.self"),
    ("an if without end", TABLE, in_paragraph(4, ""), "TPL-008", "正文第1段", "{%p endif %}"),
    ("an end without if", TABLE, in_paragraph(1, ""), "TPL-008", "正文第4段", "if"),
    ("a loop without end", LEDGER, no_end_of_loop, "TPL-008", "表1第2行第1格", "{%tr endfor %}"),
    ("an if ending in another cell", TABLE, endif_in_another_cell, "TPL-008", "表1第1行第6格", "不在同一段"),
    ("a row's tag outside a table", TABLE, row_tag_outside, "TPL-008", "正文第6段", "不在表格里"),
    ("ends of two kinds", TABLE, in_paragraph(4, "{% endif %}"), "TPL-008", "正文第4段", "段落里"),
    ("text that a row's tag drops", LEDGER, text_beside_row_tag, "TPL-009", "表1第2行第1格", "以下逐条填写"),
    ("text that a paragraph's tag drops", TABLE, in_paragraph(4, "{%p endif %}附件"), "TPL-009", "正文第4段", "“附件”"),
    ("columns beyond the type area", TABLE, narrow_table, "TPL-012", "表1", "140.0"),
    ("a cell beyond its column", TABLE, wide_cell, "TPL-012", "表1第3行", "166.0"),
    ("a face of an office program", TABLE, another_face, "TPL-013", "正文第5段", "微软雅黑"),
    ("the margin of an office program", TABLE, wide_margin, "TPL-014", "页面设置", "31.8"),
    ("another paper", TABLE, letter_paper, "TPL-014", "页面设置", "216×279"),
    ("turned paper", TABLE, turned_paper, "TPL-014", "页面设置", "表单规定竖向"),
    ("a change not accepted", TABLE, tracked, "TPL-018", "正文第5段", "修订"),
    ("a deleted tag", TABLE, deleting("{{ value.self_found }}"), "TPL-018", "表1第1行第4格", "接受修订"),
    ("a deleted tag in pieces", TABLE, deleting("{{ value.", "self_found }}"), "TPL-018", "表1第1行第4格", "接受修订"),
    ("a comment", TABLE, commented, "TPL-018", "正文第5段", "批注"),
    ("a filter", TABLE, in_cell(1, 4, "{{ value.self_found|upper }}"), "TPL-003", "表1第1行第4格", "过滤器"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "edit", "code", "place", "word"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_seeded_fault_is_found_at_its_place(
    form: str, edit: Edit, code: str, place: str, word: str
) -> None:
    problems = found(edited(template_of(form), edit), form)

    hits = [p for p in problems if p.code == code and p.where == f"{form}：{place}"]
    assert [p for p in hits if word in p.message], list(map(str, problems))


def test_faults_of_one_file_are_all_found_at_once_each_with_what_to_do() -> None:
    content = template_of(TABLE)
    for edit in (
        in_cell(1, 4, "{{ value.x }}"),
        in_cell(2, 4, "｛｛ value.inspection_found ｝｝"),
        wide_margin,
    ):
        content = edited(content, edit)

    problems = found(content)

    assert {"TPL-004", "TPL-005", "TPL-014"} <= {p.code for p in problems}
    assert [p for p in problems if not p.message.endswith("。")] == []


def test_findings_follow_the_file_and_one_mistake_is_told_once() -> None:
    content = edited(edited(template_of(TABLE), in_cell(1, 4, "{{ value.self_fonud }}")), narrow_table)
    content = edited(content, in_paragraph(5, "{{ title|upper }}"))
    problems = found(edited(content, in_cell(3, 4, "{{ value.listed|upper }}")))

    assert [(p.code, p.where.partition("：")[2]) for p in problems] == [
        ("TPL-003", "正文第5段"),
        ("TPL-012", "表1"),
        ("TPL-012", "表1第1行"),
        ("TPL-004", "表1第1行第4格"),
        ("TPL-003", "表1第3行第4格"),
    ]


def test_a_face_in_a_whole_table_is_told_once_with_a_count_and_each_paragraph_outside_by_itself() -> None:
    def whole_file(document: Document) -> None:
        for row in (1, 2):
            for number in (3, 4):
                face_of(cell(document, row, number).paragraphs[0], "微软雅黑")
        face_of(cell(document, 3, 4).paragraphs[0], "等线")
        for number in (5, 6):
            face_of(document.paragraphs[number - 1], "微软雅黑")

    problems = found(edited(template_of(TABLE), whole_file))

    assert [
        (p.code, p.where.partition("：")[2], "等 4 处" in p.message, " 处的" in p.message) for p in problems
    ] == [
        ("TPL-013", "正文第5段", False, False),
        ("TPL-013", "正文第6段", False, False),
        ("TPL-013", "表1第1行第3格", True, True),
        ("TPL-013", "表1第3行第4格", False, False),
    ]


@pytest.mark.parametrize(
    ("form", "edit", "told"),
    [
        (LEDGER, in_cell(2, 1, "{%tr for row in rows|sort %}"), ("TPL-003", "表1第2行第1格")),
        (LEDGER, in_cell(2, 1, "{%tr for row in rows if row.number %}"), ("TPL-003", "表1第2行第1格")),
        (LEDGER, in_cell(2, 1, "{%tr for n, row in rows.items() %}"), ("TPL-003", "表1第2行第1格")),
        (LEDGER, in_cell(2, 1, "{%tr for row in rosw %}"), ("TPL-004", "表1第2行第1格")),
        (LEDGER, in_cell(4, 1, "{%tr endfor row %}"), ("TPL-003", "表1第4行第1格")),
        (TABLE, in_paragraph(1, "{%p if not attachment %}"), ("TPL-003", "正文第1段")),
        (TABLE, in_paragraph(4, "{%p endif attachment %}"), ("TPL-003", "正文第4段")),
        (TABLE, in_paragraph(6, "{%- else x %}"), ("TPL-003", "正文第6段")),
    ],
)
def test_a_refused_or_misspelt_tag_brings_no_errors_of_its_loop(
    form: str, edit: Edit, told: tuple[str, str]
) -> None:
    problems = found(edited(template_of(form), edit), form)

    assert [(p.code, p.where.partition("：")[2]) for p in problems if p.severity == "error"] == [told]


def test_a_deleted_tag_that_was_not_accepted_is_an_error_at_its_cell_alone_and_deleted_words_are_a_warning() -> (
    None
):
    def of(content: bytes) -> list[tuple[str, str]]:
        problems = check_template(content, TABLE, form_of(TABLE)).problems(TABLE)
        return [(p.code, p.severity) for p in problems if p.code != "TPL-010"]

    tag = edited(template_of(TABLE), deleting("{{ value.self_found }}"))
    words = edited(template_of(TABLE), deleting("约 5 个"))

    assert of(tag) == [("TPL-018", "error")]
    assert of(words) == [("TPL-018", "warning")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("value.self_fonud", "“value.self_found”"),
        ("self_fonud", "“value.self_found”"),
        ("vlaue.self_found", "“value”"),
        ("value.titel", "“title”"),
        ("above_1.rigth", "“above_1.right”"),
    ],
)
def test_a_misspelt_name_is_told_with_the_one_that_is_meant(written: str, meant: str) -> None:
    (problem,) = [p for p in found(with_name(written)) if p.code == "TPL-004"]

    assert f"是不是{meant}？" in problem.message


@pytest.mark.parametrize(
    "written", ["value.x", "value.abc", "value.total", "value.phone", "remark", "unit.name"]
)
def test_a_name_like_no_other_is_told_with_what_there_is(written: str) -> None:
    (problem,) = [p for p in found(with_name(written)) if p.code == "TPL-004"]

    assert "是不是" not in problem.message
    assert "可用的有：" in problem.message


def with_name(written: str) -> bytes:
    return edited(template_of(TABLE), in_cell(1, 4, f"{{{{ {written} }}}}"))


@pytest.mark.parametrize(("form", "place"), [(TABLE, (1, 6)), (TABLE, (2, 3)), (LEDGER, (1, 2))])
def test_an_emptied_label_is_one_warning_and_no_exchange(form: str, place: tuple[int, int]) -> None:
    problems = found(edited(template_of(form), in_cell(*place, "")), form)

    assert [(p.code, p.severity) for p in problems] == [("TPL-011", "warning")]


def test_a_label_cut_out_and_put_beside_another_value_is_an_exchange() -> None:
    def moved(document: Document) -> None:
        write(cell(document, 1, 6).paragraphs[0], cell(document, 1, 3).text)
        write(cell(document, 1, 3).paragraphs[0], "")

    problems = found(edited(template_of(TABLE), moved))

    assert ("表1第1行第7格", "error") in [(p.where.partition("：")[2], p.severity) for p in problems]


def test_a_tag_without_its_partner_is_told_beside_a_refused_one() -> None:
    content = edited(template_of(TABLE), in_paragraph(1, "{%p if not attachment %}"))
    content = edited(content, in_cell(1, 4, "{% if value.self_found %}{{ value.self_found }}"))

    problems = found(content)

    assert [(p.code, p.where.partition("：")[2]) for p in problems] == [
        ("TPL-003", "正文第1段"),
        ("TPL-008", "表1第1行第4格"),
    ]


def test_a_field_that_must_be_filled_in_is_missed_as_an_error_others_as_a_warning() -> None:
    form = form_of(TABLE)
    first, *others = form.groups[0].fields
    group = replace(form.groups[0], fields=(replace(first, required=True), *others))
    changed = replace(form, groups=(group, *form.groups[1:]))
    content = edited(edited(template_of(TABLE), in_cell(1, 4, "")), in_cell(1, 7, ""))

    problems = check_template(content, TABLE, changed).problems(TABLE)

    missing = [(p.severity, first.label in p.message) for p in problems if p.code == "TPL-010"]
    assert missing == [("error", True), ("warning", False)]


def test_a_ledger_without_its_loop_is_an_error() -> None:
    def take_out(document: Document) -> None:
        for row in list(document.tables[0].rows)[1:4]:
            row._tr.getparent().remove(row._tr)

    problems = found(edited(template_of(LEDGER), take_out), LEDGER)

    assert [(p.code, p.severity) for p in problems] == [("TPL-010", "error")]


# What a clerk may do freely.


def more_rows_and_paragraphs(document: Document) -> None:
    document.add_paragraph("联系电话：完成率％、{备注}、｛完成 80%｝、单价 100%｝")
    document.tables[0].add_row()


def item_of_another_name(document: Document) -> None:
    write(document.tables[0].rows[1].cells[0].paragraphs[0], "{%tr for item in rows %}")
    for one in document.tables[0].rows[2].cells:
        write(one.paragraphs[0], one.text.replace("row.", "item."))


def label_on_other_lines(document: Document) -> None:
    write(cell(document, 1, 3).paragraphs[0], "企业自查发现的重大\n事故隐患（个）")


def columns_with_their_heads_exchanged(document: Document) -> None:
    rows = document.tables[0].rows
    for row in (rows[0]._tr, rows[2]._tr):
        row.tc_lst[1].addprevious(row.tc_lst[2])


def rows_with_their_labels_exchanged(document: Document) -> None:
    rows = document.tables[0].rows
    rows[4]._tr.addprevious(rows[5]._tr)


def two_values_in_one_cell(document: Document) -> None:
    write(cell(document, 1, 4).paragraphs[0], "{{ value.self_found }}，整改{{ value.self_closed }}")
    write(cell(document, 1, 7).paragraphs[0], "")


def choice(document: Document) -> None:
    write(
        cell(document, 1, 4).paragraphs[0],
        '{% if value.self_found == "0" %}无{% elif value.self_found %}{{ value.self_found }}{% else %}　{% endif %}',
    )


def margins_within_tolerance(document: Document) -> None:
    document.sections[0].left_margin = Mm(27.2)


def standard_face_of_another_name(document: Document) -> None:
    run = document.paragraphs[4].runs[0]
    run.font.name = "楷体"
    run._r.rPr.rFonts.set(qn("w:eastAsia"), "楷体")


def hint_of_an_input_method(document: Document) -> None:
    write(cell(document, 1, 4).paragraphs[0], "{{ value.", "", "self_found }}")
    properties = cell(document, 1, 4).paragraphs[0].runs[2]._r.get_or_add_rPr()
    properties.append(parse_xml(f'<w:rFonts {nsdecls("w")} w:hint="eastAsia"/>'))


@pytest.mark.parametrize(
    ("form", "edit"),
    [
        (TABLE, more_rows_and_paragraphs),
        (LEDGER, item_of_another_name),
        (TABLE, label_on_other_lines),
        (TABLE, choice),
        (LEDGER, columns_with_their_heads_exchanged),
        (TABLE, rows_with_their_labels_exchanged),
        (TABLE, two_values_in_one_cell),
        (TABLE, margins_within_tolerance),
        (TABLE, standard_face_of_another_name),
        (TABLE, in_cell(1, 4, "约", "{{ value.self_found }}", "个")),
        (TABLE, in_cell(1, 4, "{{value.self_found}}")),
        (TABLE, hint_of_an_input_method),
    ],
)
def test_what_only_looks_like_a_fault_is_left_alone(form: str, edit: Edit) -> None:
    assert list(map(str, found(edited(template_of(form), edit), form))) == []


# Shells


def shell(name: str) -> bytes:
    return (template_root() / "docx" / f"{name}.docx").read_bytes()


@pytest.mark.parametrize("name", SHELLS)
def test_our_own_shells_have_no_fault(name: str) -> None:
    assert list(map(str, check_template(shell(name), name, None).problems(name))) == []


def no_grid_mark(document: Document) -> None:
    next(p for p in document.paragraphs if p.text == "［表格］").text = "［表 格］"


def no_style(document: Document) -> None:
    document.styles["表内文字"].element.getparent().remove(document.styles["表内文字"].element)


def no_signature(document: Document) -> None:
    mark = next(p for p in document.paragraphs if '"signature"' in p.text)
    write(mark, mark.text.replace('"signature"', '"signatrue"'))


@pytest.mark.parametrize(
    ("name", "edit", "code", "word"),
    [
        ("ledger", no_grid_mark, "TPL-015", "“［表格］”"),
        ("ledger", no_style, "TPL-015", "“表内文字”"),
        ("document", no_signature, "TPL-015", "signature"),
        ("document", no_signature, "TPL-004", "“signature”"),
        ("ledger", in_paragraph(5, "{{ value.x }}"), "TPL-004", "value"),
    ],
)
def test_a_shell_that_lacks_what_the_program_needs_is_found(
    name: str, edit: Edit, code: str, word: str
) -> None:
    problems = check_template(edited(shell(name), edit), name, None).problems(name)

    assert [p for p in problems if p.code == code and p.severity == "error" and word in p.message]
