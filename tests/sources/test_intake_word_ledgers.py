"""Ledgers of hazards in Word: merged and split cells, heads of two rows, tables that were parted, rows without a code."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from docx.oxml import OxmlElement
from helpers.tables import CAMPAIGN, forms_of, hazard, sheet_of
from helpers.word_tables import WordTable
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.derive.units import with_codes
from generator.model.form import Field, Form, FormUse, Line, Page
from generator.model.hazard import Enterprise
from generator.problem import Problem
from generator.render.docx import render_docx
from generator.sources.intake.grid import Grid
from generator.sources.intake.taken import take
from generator.sources.intake.word import read_word

FILE = "台账（2023年6月）.docx"
FORM = Form(
    schema=1,
    form="works-ledger",
    kind="ledger",
    title="工地隐患台账",
    short_title="工地隐患台账",
    used_by=("village",),
    rows_from="hazards",
    page=Page(orientation="landscape"),
    continued=True,
    above=(Line(left="填报单位：{unit|}"),),
    remark="每月报一次",
    columns=(
        Field(name="serial", label="序号", kind="serial", width_mm=10),
        Field(
            name="site",
            label="名称",
            head_group="工地",
            width_mm=40,
            source="hazard.enterprise.name",
            merge_by=("site",),
        ),
        Field(
            name="address", label="地点", head_group="工地", width_mm=30, source="hazard.enterprise.address"
        ),
        Field(name="content", label="隐患", width_mm=60, align="left", source="hazard.content"),
        Field(
            name="due_on", label="日期", head_group="整改", kind="date", width_mm=20, source="hazard.due_on"
        ),
        Field(
            name="completed_on",
            label="日期",
            head_group="完成",
            kind="date",
            width_mm=20,
            source="hazard.completed_on",
        ),
        Field(name="safe", label="是否销号", kind="yes_no", width_mm=20, source="hazard.extra.safe"),
        Field(
            name="funds", label="资金", unit="万元", kind="money", width_mm=20, source="hazard.extra.funds"
        ),
    ),
)


def works(*hazards):
    """The campaign with these hazards and the ledger of two head rows."""
    uses = (*CAMPAIGN.forms, FormUse(form="works-ledger"))
    return with_codes(replace(CAMPAIGN, hazards=hazards, definitions=(FORM,), forms=uses))


def site(number, name="河湾木业加工厂", **changes):
    made = {"due_on": date(2023, 6, number), "extra": {"safe": "否", "funds": "0.5"}, **changes}
    return hazard(number, enterprise=Enterprise(name=name, address=f"东路{number}号"), **made)


THREE = works(site(1), site(2), site(3, "河湾村便民超市", extra={}))


def table_of(campaign=THREE):
    return WordTable(render_docx(sheet_of("works-ledger", "hewan", campaign)).content)


def told(table, tmp_path, campaign=THREE):
    """What is told of the table: code, place within the file, message."""
    file = tmp_path / FILE
    file.write_bytes(table.saved())
    forms = forms_of(campaign)
    (grid,) = read_word(file, FILE, forms.values())
    taken = take(grid, campaign, forms, "")
    return [(p.code, p.where.removeprefix(f"{FILE} "), p.message) for p in taken.problems]


def places(found):
    return [(code, where) for code, where, _ in found]


def test_heads_of_two_rows_and_cells_that_the_form_merges_are_no_change(tmp_path):
    table = table_of()

    assert [table.texts(1), table.texts(2)] == [
        ["序\n号", "工地", "隐患", "整改", "完成", "是否销号", "资金\n（万元）"],
        ["", "名称", "地点", "", "日期", "日期", "", ""],
    ]
    assert told(table, tmp_path) == []


def test_columns_of_one_label_are_told_apart_by_the_words_above_them(tmp_path):
    table = table_of()
    table.type(4, 6, "2023年6月20日")

    ((code, where, message),) = told(table, tmp_path)

    assert (code, where) == ("XLS-018", "表1第4行第6格")
    assert "隐患 QX-002（没有编号，按其余各格认的）的“完成：日期”写的是“2023-06-20”，行动里没有写" in message


def test_a_merged_cell_of_two_pages_is_no_change(tmp_path):
    many = works(
        *(site(number % 28 + 1, code=f"QX-{number:03}", content=f"第{number}处") for number in range(60))
    )
    table = table_of(many)

    assert [row for row in range(3, 60) if "河湾木业加工厂（续）" in table.texts(row)]
    assert told(table, tmp_path, many) == []


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [(7, "是", "“是否销号”写的是“是”，行动里是“否”"), (8, "0.8", "“资金”写的是“0.8”，行动里是“0.5”")],
)
def test_columns_of_the_forms_own_are_compared_by_their_kind(cell, text, said, tmp_path):
    table = table_of()
    table.type(3, cell, text)

    ((_, _, message),) = told(table, tmp_path)

    assert said in message


def test_heads_that_were_copied_between_the_rows_are_heads(tmp_path):
    table = table_of()
    table.copy(2, below=3)
    table.copy(1, below=3)

    assert told(table, tmp_path) == []


def test_blank_rows_between_the_rows_are_nothing(tmp_path):
    table = table_of()
    table.copy(5, below=4)
    for number in range(1, 9):
        table.type(5, number, "")

    assert told(table, tmp_path) == []


def part(table, row):
    """Part a table before a row, as Word does with Ctrl+Shift+Enter: a paragraph stands between the parts."""
    below = deepcopy(table.table._tbl)
    for tr in below.tr_lst[: row - 1]:
        below.remove(tr)
    for each in table.rows[row - 1 :]:
        table.table._tbl.remove(each._tr)
    paragraph = table.document.add_paragraph()
    table.table._tbl.addnext(paragraph._p)
    paragraph._p.addnext(below)


def test_a_table_that_was_parted_goes_on_below(tmp_path):
    table = table_of()
    part(table, 5)

    assert told(table, tmp_path) == []


def test_a_change_in_the_lower_part_of_a_parted_table_is_told_there(tmp_path):
    table = table_of()
    table.type(5, 4, "消防通道堵塞")
    part(table, 5)

    assert places(told(table, tmp_path)) == [("XLS-018", "表2第1行第4格")]


def merge(table, first, last):
    """Merge the cells of one column from one row to another, as Word does; the words stay in the first."""
    for number in range(first, last + 1):
        properties = table.cells(number)[3]._tc.get_or_add_tcPr()
        properties.get_or_add_vMerge().val = "restart" if number == first else "continue"
        if number > first:
            table.type(number, 4, "")


def test_a_cell_that_a_clerk_merged_is_read_on_every_row_and_told(tmp_path):
    table = table_of()
    merge(table, 3, 4)

    found = told(table, tmp_path)

    assert places(found) == [("XLS-008", "表1第4行第4格"), ("XLS-018", "表1第4行第4格")]
    assert "“隐患”是合并的格，每一行都读作“始01砂光车间" in found[0][2]


def test_cells_merged_across_columns_are_read_in_each_and_told(tmp_path):
    table = table_of()
    row = table.rows[4]._tr
    row.tc_lst[2].merge(row.tc_lst[3])

    assert {code for code, _, _ in told(table, tmp_path)} == {"XLS-008", "XLS-018"}


def test_a_cell_that_was_split_loses_nothing(tmp_path):
    table = table_of()
    widen(table, before=4)
    split = deepcopy(table.cells(3)[3]._tc)
    table.cells(3)[3]._tc.addnext(split)
    table.cells(3)[3]._tc.tcPr.gridSpan.set(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val", "1"
    )
    split.tcPr.remove(split.tcPr.gridSpan)
    table.type(3, 5, "另写在旁边的半格里")

    assert ("XLS-011", "表1第3行第5格") in places(told(table, tmp_path))


def widen(table, before):
    """Make the cells of a column span two columns of the grid, as Word does where one of them is split."""
    for number in range(1, len(table.rows) + 1):
        cells = table.cells(number)
        at = 0
        for cell in cells:
            if at == before - 1 and cell._tc.grid_span == 1:
                cell._tc.grid_span = 2
            at += cell._tc.grid_span


def test_a_text_that_was_moved_away_with_changes_tracked_is_gone_from_its_cell(tmp_path):
    table = table_of()
    paragraph = table.cells(3)[2].paragraphs[0]._p
    moved = OxmlElement("w:moveFrom")
    for run in paragraph.r_lst:
        moved.append(run)
    paragraph.append(moved)

    ((code, where, message),) = told(table, tmp_path)

    assert (code, where) == ("XLS-018", "表1第3行第3格")
    assert "的“地点”写的是“”，行动里是“东路1号”" in message


def test_a_serial_number_that_turns_in_its_column_is_no_value_out_of_place(tmp_path):
    table = table_of()
    number = table.cells(3)[0].paragraphs[0]
    number.text = "10\n00"

    assert [br.tag.rpartition("}")[2] for br in number._p.iter() if br.tag.endswith("}br")] == ["br"]
    assert told(table, tmp_path) == []


def test_words_typed_over_the_remark_are_not_lost(tmp_path):
    table = table_of()
    last = len(table.rows)
    assert table.texts(last) == ["每月报一次"]
    table.type(last, 1, "配电箱敞开，已报镇里")

    assert places(told(table, tmp_path)) == [("XLS-011", f"表1第{last}行第1格")]


def test_two_hazards_that_a_row_is_equally_like_are_both_named(tmp_path):
    alike = works(site(1, content="甲处"), replace(site(1, content="乙处"), code="QX-002"))
    table = table_of(alike)
    table.type(3, 4, "丙处")
    table.type(4, 4, "丁处")

    first, second = told(table, tmp_path, alike)

    assert first[2].startswith("隐患 QX-001（没有编号，按其余各格认的，也可能是 QX-002）的“隐患”写的是“丙处”")
    assert second[2].startswith("隐患 QX-002（没有编号，按其余各格认的）的“隐患”写的是“丁处”")


def test_codes_that_a_clerk_wrote_into_a_column_of_their_own_are_used(tmp_path):
    table = table_of()
    table.type(2, 1, "")
    table.type(1, 1, "隐患编号")
    for row, code in ((3, "QX-002"), (4, "QX-001"), (5, "QX-003")):
        table.type(row, 1, code)

    found = told(table, tmp_path)

    assert {code for code, _, _ in found} == {"XLS-018"}
    assert found[0][2].startswith("隐患 QX-002 的“地点”写的是“东路1号”")


def read_file(table, tmp_path, campaign=THREE, templates=()):
    """What is found in the Word file: the problems of the file itself, and what each of its ledgers gives."""
    file = tmp_path / FILE
    file.write_bytes(table.saved())
    forms = forms_of(campaign)
    found = read_word(file, FILE, forms.values(), templates)
    taken = [take(grid, campaign, forms, "") for grid in found if isinstance(grid, Grid)]
    return [p for p in found if isinstance(p, Problem)], taken


def test_ledgers_of_several_units_in_one_file_are_each_its_own_units(tmp_path):
    village = replace(CAMPAIGN.units[0], name="清溪镇山坡村", short_name="山坡", code="shanpo")
    other = replace(site(4, "山坡石料场"), unit="shanpo")
    both = with_codes(replace(works(site(1), other), units=(*CAMPAIGN.units, village)))
    first, second = (
        WordTable(render_docx(sheet_of("works-ledger", unit, both)).content) for unit in ("hewan", "shanpo")
    )
    *_, end = first.document.element.body
    for element in list(second.document.element.body)[:-1]:
        end.addprevious(element)

    problems, taken = read_file(first, tmp_path, both)

    assert problems == []
    assert [(t.unit, t.problems) for t in taken] == [("hewan", ()), ("shanpo", ())]


def test_words_written_beside_the_table_are_told(tmp_path):
    table = table_of()
    table.document.add_paragraph("另有一处：村口变压器漏油，未列入表内")

    ((problem,), _) = read_file(table, tmp_path)

    assert (problem.code, problem.severity) == ("XLS-011", "warning")
    assert problem.where.startswith(f"{FILE} 正文第")
    assert problem.message.startswith("“另有一处：村口变压器漏油，未列入表内” 在表外，没有读入。")


def test_words_beside_the_table_of_a_template_of_the_campaigns_own_may_be_its_own(tmp_path):
    table = table_of()
    table.document.add_paragraph("联系人见镇政府值班表")

    assert read_file(table, tmp_path, templates=("works-ledger",))[0] == []
    assert read_file(table, tmp_path, templates=("ledger",))[0] == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["widen", "drop", "begin", "go on", "copy", "remove"]),
        st.integers(3, 6),
        st.integers(1, 8),
    ),
    max_size=7,
)


def mangle(table, step, row, number):
    """Change a table in a way that an office program or a clerk may; what is typed is told by its number alone."""
    if row > len(table.rows) or number > len(table.cells(row)):
        return
    cell = table.cells(row)[number - 1]
    properties = cell._tc.get_or_add_tcPr()
    match step:
        case "widen":
            cell._tc.grid_span = 2
        case "drop" if len(table.cells(row)) > 1:
            cell._tc.getparent().remove(cell._tc)
        case "begin" | "go on":
            properties.get_or_add_vMerge().val = "restart" if step == "begin" else "continue"
        case "copy":
            table.copy(row, below=row)
        case "remove":
            table.remove(row)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.generate],
)
@given(STEPS)
def test_however_a_table_is_mangled_whatever_is_seen_in_it_is_told(tmp_path, steps):
    table = table_of()
    for step in steps:
        mangle(table, *step)
    seen = [
        (row, number)
        for row in range(3, len(table.rows) + 1)
        for number in range(1, len(table.cells(row)) + 1)
        if not goes_on(table, row, number)
    ]
    for count, (row, number) in enumerate(seen):
        table.type(row, number, f"另写{count}号")

    said = "".join(message for _, _, message in told(table, tmp_path))

    assert [count for count in range(len(seen)) if f"另写{count}号" not in said] == []


def goes_on(table, row, number):
    """Whether a cell is the lower part of a merged one, whose words no program shows."""
    return table.cells(row)[number - 1]._tc.get_or_add_tcPr().vMerge_val == "continue"
