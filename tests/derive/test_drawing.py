"""A form is drawn from a head as a person would read it; what it does not say for certain is told as a guess."""

import pytest
from helpers.heads import LEDGER, RECORD, THREE_LEVELS, UNITS, drawn, head_workbook

from generator.model.form import Field, Form


def labels(form: Form | None) -> list[tuple[str, str]]:
    assert form is not None
    over = [(c.head_group, c.label) for c in form.columns]
    return over or [(g.label, f.label) for g in form.groups for f in g.fields]


def field(form: Form | None, label: str) -> Field:
    assert form is not None
    return next(f for f in form.fields if f.label == label)


def test_a_ledger_has_the_columns_of_its_head_with_the_merged_heads_over_them() -> None:
    form = drawn(LEDGER).form

    assert labels(form) == [
        ("", "序号"),
        ("", "企业名称"),
        ("排查发现隐患（个）", "重大隐患数"),
        ("排查发现隐患（个）", "一般隐患数"),
        ("排查发现隐患（个）", "其中已整改数"),
        ("整改情况", "是否完成整改"),
        ("整改情况", "整改时限"),
        ("", "联系电话"),
        ("", "备注"),
    ]


def test_title_lines_and_notes_stand_where_they_stood_with_what_is_filled_in() -> None:
    form = drawn(LEDGER).form
    assert form is not None

    assert form.title == "全区重点企业安全生产排查整治情况台账"
    assert [(line.left, line.right) for line in form.above] == [
        ("填报单位（盖章）：{unit|}", "填报日期：{filled_on|　　　　年　　月　　日}")
    ]
    assert form.above[0].seal_of == "unit"
    assert [(line.left, line.right) for line in form.below] == [
        ("审核人：{reviewed_by|　　　　　}", "填报人：{filled_by|　　　　　}")
    ]
    assert form.notes == ("每月25日前报送。", "没有的填0。")


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("序号", "serial"),
        ("企业名称", "text"),
        ("重大隐患数", "count"),
        ("是否完成整改", "yes_no"),
        ("整改时限", "date"),
        ("联系电话", "text"),
        ("备注", "text"),
    ],
)
def test_kinds_are_read_off_the_labels(label: str, kind: str) -> None:
    assert field(drawn(LEDGER).form, label).kind == kind


def test_what_is_guessed_is_told_at_its_cell_and_what_is_certain_is_not() -> None:
    told = {g.where: g.taken for g in drawn(LEDGER).guesses}

    assert told["表1!G5"] == "日期"
    assert "表1!F5" not in told  # the list 是、否 leaves no doubt
    assert "表1!A4" in told  # what kind of table


def test_widths_are_those_of_the_workbook_on_the_page_and_fill_it() -> None:
    form = drawn(LEDGER).form
    assert form is not None
    widths = {c.label: c.width_mm for c in form.columns}

    assert form.page.orientation == "landscape"
    assert round(sum(widths.values()), 1) == 225
    assert widths["企业名称"] > widths["备注"] > widths["联系电话"]


def test_a_table_with_a_row_for_each_unit_gives_an_indicator_table_of_its_columns() -> None:
    found = drawn(UNITS)

    assert found.form is not None
    assert found.form.kind == "indicator_table"
    assert labels(found.form) == [
        ("企业自查情况", "自查企业数"),
        ("企业自查情况", "发现隐患数"),
        ("企业自查情况", "其中：重大隐患"),
        ("企业自查情况", "合计"),
        ("部门执法情况", "检查企业数"),
        ("部门执法情况", "处罚次数"),
        ("部门执法情况", "罚款"),
    ]
    assert (field(found.form, "罚款").kind, field(found.form, "罚款").unit) == ("money", "万元")


def test_formulas_and_其中_become_relations_between_the_figures() -> None:
    form = drawn(UNITS).form
    assert form is not None
    name = {f.label: f.name for f in form.fields}

    assert set(form.rules) == {
        f"{name['自查企业数']} + {name['发现隐患数']} == {name['合计']}",
        f"{name['其中：重大隐患']} <= {name['发现隐患数']}",
    }


def test_a_row_of_numbers_below_the_head_is_told_and_left_out() -> None:
    told = [(p.code, p.where) for p in drawn(UNITS).problems]
    assert told == [("DRAW-002", "表1!A5")]


def test_pairs_of_label_and_room_give_a_record_with_its_groups_and_seal_places() -> None:
    form = drawn(RECORD).form
    assert form is not None

    assert form.kind == "record"
    assert [(g.label, g.per_row, [f.label for f in g.fields]) for g in form.groups] == [
        ("", 2, ["企业名称", "法定代表人", "地址", "联系电话", "从业人数", "是否规上企业"]),
        ("隐患\n情况", 1, ["主要问题", "整改措施"]),
        ("", 1, ["企业意见"]),
    ]
    seal = field(form, "企业意见")
    assert (seal.kind, seal.boxes[0].seal, seal.boxes[0].lines[1].left) == (
        "seal_place",
        True,
        "负责人签字：",
    )


def test_a_key_stays_as_it_is_when_columns_are_put_in_before_it_or_moved() -> None:
    def keys(*heads: str) -> dict[str, str]:
        form = drawn(head_workbook([["台账"], list(heads), [None], [None]], ruled=(2, 4))).form
        assert form is not None
        return {f.label: f.name for f in form.fields}

    once = keys("序号", "企业名称", "网格员包保情况", "处罚次数")
    moved = keys("序号", "处罚次数", "网格员包保情况", "另加的一栏", "企业名称")

    assert {label: moved[label] for label in once} == once
    assert once["企业名称"] == "enterprise"  # as in the catalogue
    assert once["处罚次数"] == "penalties_times"


def test_the_list_of_a_rule_of_input_becomes_choices_wherever_it_stands() -> None:
    content = head_workbook(
        [["台账"], ["序号", "隐患等级", "整改情况"], [None], [None]],
        ruled=(2, 4),
        lists={"B3:B4": "=选项!$A$1:$A$3", "C3:C4": ["已整改", "未整改"]},
        others={"选项": ["重大", "较大", "一般"]},
    )
    form = drawn(content).form

    assert field(form, "隐患等级").choices == ("重大", "较大", "一般")
    assert field(form, "整改情况").choices == ("已整改", "未整改")


def test_an_example_row_tells_kinds_and_is_left_out() -> None:
    content = head_workbook(
        [["台账"], ["序号", "单位", "发生", "面积"], ["例", "河湾村", "2024-06-01", "3.5"], [None]],
        ruled=(2, 4),
    )
    found = drawn(content, kind="ledger")

    assert (field(found.form, "发生").kind, field(found.form, "面积").kind) == ("date", "number")
    assert [(p.code, p.where) for p in found.problems] == [("DRAW-002", "表1!A3")]


def test_rows_with_labels_and_several_columns_of_figures_give_an_item_for_each() -> None:
    content = head_workbook(
        [
            ["重点领域排查情况表"],
            ["序号", "领域", "检查家次（家次）", "发现隐患（个）", "备注"],
            [1, "危险化学品", None, None],
            [2, "道路交通", None, None],
            [3, "建筑施工", None, None],
        ],
        ruled=(2, 5),
    )
    found = drawn(content)

    assert labels(found.form)[:3] == [
        ("危险化学品", "检查家次"),
        ("危险化学品", "发现隐患"),
        ("道路交通", "检查家次"),
    ]
    assert len({f.name for f in found.form.fields}) == 6 if found.form else False


def test_a_sheet_without_a_head_draws_nothing_and_says_what_to_do() -> None:
    found = drawn(head_workbook([["关于报送情况的说明"], ["请各单位按时报送。"]], ruled=(9, 9)))

    assert found.form is None
    assert [(p.code, p.severity) for p in found.problems] == [("DRAW-001", "error")]


def test_a_column_without_a_head_and_too_many_columns_are_both_told() -> None:
    heads = [f"第{i}项检查发现问题情况" for i in range(40)]
    content = head_workbook([["台账"], ["序号", *heads, None, "备注"], [None], [None]], ruled=(2, 4))

    assert [(p.code, p.where) for p in drawn(content).problems] == [
        ("DRAW-003", "表1!AP2"),
        ("DRAW-004", "表1!A2"),
    ]


def test_heads_over_heads_are_kept_from_the_top_down() -> None:
    form = drawn(THREE_LEVELS).form

    assert labels(form) == [
        ("", "序号"),
        ("", "企业名称"),
        ("排查整治情况 / 重大隐患", "发现"),
        ("排查整治情况 / 重大隐患", "整改"),
        ("排查整治情况 / 一般隐患", "发现"),
        ("排查整治情况 / 一般隐患", "整改"),
        ("", "备注"),
    ]
    assert form is not None
    assert len({c.name for c in form.columns}) == 7
