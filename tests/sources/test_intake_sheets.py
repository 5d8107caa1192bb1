"""Sheets as they come back: known by their heads, whatever was moved; nothing lost in silence."""

import re
from dataclasses import replace

from helpers.workbooks import CAMPAIGN, HEAD, LEDGER, LIST, LIST_HEAD, MONTHLY, monthly, read, told

from generator.model.form import FormUse
from generator.sources.intake.grid import Grid

VALUES = {
    "found": 3,
    "fines": 0.5,
    "held_on": "2024-06-05",
    "penalties": {"times": 1, "amount": 0.2},
}
ROWS = ({"place": "东坡一组", "people": 5}, {"place": "水库", "people": 0})


def ledger(*rows, head=("序号", "地点", "人数（人）"), merged=()):
    return Grid("表.xlsx", "台账", (*HEAD, head, *rows), dict(merged))


FILLED = ((1, "东坡一组", 5), (2, "水库", 0))


def test_a_sheet_of_values_gives_the_return():
    taken = read(monthly())

    assert told(taken) == []
    assert taken.filled is not None
    assert (taken.filled.unit, taken.filled.period, taken.filled.form) == ("dongpo", "2024-06", "monthly")
    assert (taken.filled.filled_by, str(taken.filled.filled_on)) == ("林一", "2024-06-28")
    assert taken.filled.values == VALUES


def test_entries_in_another_order_with_blank_rows_and_moved_columns_give_the_same():
    rows = [("", value, "", unit, label) for label, (_, unit, value) in reversed(LIST.items())]
    spaced = [row for each in rows for row in (each, ("",) * 5)]
    grid = Grid("表.xlsx", "Sheet1", (*HEAD, (), ("", "填报数", "", "计量单位", "填报项"), *spaced))

    taken = read(grid)

    assert told(taken) == []
    assert taken.filled is not None
    assert taken.filled.values == VALUES


def test_labels_with_other_spaces_and_widths_are_known():
    rows = [(label.replace("（", " (").replace("）", ")\n"), unit, v) for label, (_, unit, v) in LIST.items()]

    taken = read(Grid("表.xlsx", "情况表", (*HEAD, LIST_HEAD, *rows)))

    assert told(taken) == []
    assert taken.filled is not None
    assert taken.filled.values == VALUES


def test_a_printed_table_typed_anew_gives_the_value_next_to_each_label():
    printed = (
        (1, "发现（个）", 3, 2, "罚款（万元）", 0.5),
        (3, "开会时间", "2024-06-05", 4, "处罚（次）", 1),
        (5, "处罚（万元）", 0.2, "", "", ""),
    )

    taken = read(Grid("表.xlsx", "情况表", (*HEAD, *printed)))

    assert told(taken) == []
    assert taken.filled is not None
    assert taken.filled.values == VALUES


def test_a_blank_value_of_a_printed_table_is_not_the_next_serial():
    printed = ((1, "发现（个）", 3, 2, "罚款（万元）", ""), (3, "开会时间", "", 4, "处罚（次）", ""))

    taken = read(Grid("表.xlsx", "情况表", (*HEAD, *printed, (5, "处罚（万元）", ""))))

    assert taken.filled is not None
    assert taken.filled.values == {"found": 3}


def test_oddities_and_errors_stand_at_their_cells():
    taken = read(monthly(发现="３个", 罚款="若干", 开会时间="2024.6.5"))

    assert told(taken) == [("XLS-008", "C4"), ("XLS-009", "C5"), ("XLS-008", "C6")]
    assert "“３个”，读作 3" in taken.problems[0].message
    assert {p.unit for p in taken.problems} == {"dongpo"}


def test_a_required_value_that_is_blank_is_told_at_its_cell():
    assert told(read(monthly(发现=""))) == [("VAL-008", "C4")]


def test_a_label_that_is_gone_is_missing_and_its_value_is_lost():
    rows = [row for label, row in LIST.items() if label != "罚款"]
    grid = Grid("表.xlsx", "情况表", (*HEAD, LIST_HEAD, *rows, ("处罚金额", "万元", 0.5)))

    taken = read(grid)

    assert [p.code for p in taken.problems] == ["XLS-010", "XLS-011"]
    assert taken.problems[1].where == "表.xlsx 情况表!C8"
    assert "“0.5”" in taken.problems[1].message


def test_a_number_outside_the_cells_to_be_filled_in_is_told():
    assert told(read(monthly(("", "", "", "", 77)))) == [("XLS-011", "E9")]
    assert told(read(monthly(("", "", "", "３ 个")))) == [("XLS-011", "D9")]


def test_a_number_in_the_head_that_belongs_to_no_label_is_told():
    taken = read(monthly(head=(*HEAD, ("联系电话：", 13000000001.0))))

    assert [(p.code, p.where, p.severity) for p in taken.problems] == [
        ("XLS-011", "表.xlsx 情况表!B3", "warning")
    ]


def test_a_number_typed_over_its_unit_is_told():
    rows = [row if label != "发现" else (label, 3, "") for label, row in LIST.items()]

    taken = read(Grid("表.xlsx", "情况表", (*HEAD, LIST_HEAD, *rows)))

    assert told(taken) == [("XLS-011", "B4"), ("VAL-008", "C4")]


def test_a_remark_beside_the_table_is_no_value():
    assert told(read(monthly(("", "", "", "已核对")))) == []


def test_a_value_merged_over_two_entries_is_read_for_neither():
    grid = monthly(罚款="")
    shared = replace(grid, merged={(4, 2): (3, 2)})
    blank = replace(monthly(罚款="", 发现=""), merged={(4, 2): (3, 2)})

    taken = read(shared)

    assert [(p.code, p.where) for p in taken.problems if "合在一格" in p.message] == [
        ("XLS-009", "表.xlsx 情况表!C5")
    ]
    assert not any("合在一格" in p.message for p in read(blank).problems)


def test_an_entry_that_stands_twice_with_other_values_is_not_chosen_between():
    assert told(read(monthly(("发现", "个", 4)))) == [("XLS-012", "C9")]


def test_an_entry_that_stands_twice_with_one_value_is_read():
    taken = read(monthly(("发现", "个", "")))

    assert told(taken) == []
    assert taken.filled is not None
    assert taken.filled.values["found"] == 3


def test_a_sheet_that_is_no_form_is_told():
    taken = read(Grid("表.xlsx", "Sheet3", (("通讯录",), ("林一", 13000000001.0))))

    assert told(taken) == [("XLS-004", "表.xlsx Sheet3")]


def test_two_forms_with_the_same_entries_are_not_guessed_between():
    twin = replace(MONTHLY, form="twin", short_title="旬报")
    campaign = replace(
        CAMPAIGN,
        definitions=(MONTHLY, LEDGER, twin),
        forms=(*CAMPAIGN.forms, FormUse(form="twin")),
    )

    assert [p.code for p in read(monthly(), campaign=campaign).problems] == ["XLS-005"]


def test_of_two_forms_with_the_same_entries_that_of_the_units_kind_is_read():
    twin = replace(MONTHLY, form="twin", short_title="旬报", used_by=("office",))
    campaign = replace(
        CAMPAIGN,
        definitions=(MONTHLY, LEDGER, twin),
        forms=(*CAMPAIGN.forms, FormUse(form="twin")),
    )

    taken = read(monthly(), campaign=campaign)

    assert told(taken) == []
    assert taken.filled is not None
    assert taken.filled.form == "monthly"


def headed(unit, month):
    return (("填报单位：", unit, "所报月份：", month), HEAD[1])


def test_an_unknown_unit_is_told_at_its_cell():
    assert told(read(monthly(head=headed("南山村", "2024年6月")))) == [("XLS-006", "B1")]


def test_a_form_that_the_unit_does_not_fill_in_is_told():
    taken = read(monthly(head=headed("应急办", "2024年6月")))

    (problem,) = taken.problems
    assert problem.code == "REF-011"
    assert not re.search("[a-z]", problem.message)  # whoever fills in sheets knows no key of the data


def test_a_sheet_without_a_unit_is_read_by_the_files_name_and_told():
    grid = replace(monthly(head=headed("", "2024年6月")), file="西岭村六月(1).xlsx")

    taken = read(grid)

    assert [(p.code, p.severity) for p in taken.problems] == [("XLS-008", "warning")]
    assert taken.unit == "xiling"


def test_a_sheet_of_one_unit_in_a_file_named_after_another_is_told():
    taken = read(replace(monthly(), file="西岭村.xlsx"))

    assert told(taken) == [("XLS-016", "B1")]
    assert taken.unit == "dongpo"


def test_last_months_form_is_told_when_a_month_is_asked_for():
    taken = read(monthly(head=headed("东坡村", "2024年5月")), period="2024-06")

    assert told(taken) == [("XLS-007", "D1")]
    assert "2024-05" in taken.problems[0].message


def test_a_month_in_another_manner_is_read_and_told():
    taken = read(monthly(head=headed("东坡村", "2024.6")))

    assert told(taken) == [("XLS-008", "D1")]
    assert taken.filled is not None
    assert taken.filled.period == "2024-06"


def test_a_month_outside_the_campaign_is_told():
    assert [p.code for p in read(monthly(head=headed("东坡村", "2025年6月"))).problems] == ["REF-018"]


def test_a_sheet_that_nobody_filled_in_gives_no_return():
    empty = dict.fromkeys(LIST, "")

    taken = read(monthly(**empty))

    assert taken.filled is None
    assert [(p.code, p.severity) for p in taken.problems] == [("XLS-013", "warning")]


def test_unit_and_month_may_stand_in_one_cell_with_their_labels():
    grid = monthly(head=(("填报单位（盖章）：东坡村", "", "所报月份：2024年6月"),))

    taken = read(grid)

    assert told(taken) == []
    assert taken.unit == "dongpo"


def test_blank_cells_between_a_label_and_its_value_are_passed_over_but_no_label():
    head = (
        ("填报单位：", "", "", "东坡村", "所报月份：", "", "2024年6月"),
        ("填报人：", "", "", "", "填报日期：", ""),
    )

    taken = read(monthly(head=head))

    assert told(taken) == []
    assert taken.filled is not None
    assert (taken.unit, taken.filled.period, taken.filled.filled_by) == ("dongpo", "2024-06", "")


def test_a_ledger_gives_its_rows():
    taken = read(ledger(*FILLED))

    assert told(taken) == []
    assert taken.filled is not None
    assert taken.filled.rows == ROWS


def test_characters_that_no_document_may_hold_are_told_at_their_cells():
    taken = read(ledger((1, "东坡\ue000组", 5), (2, "上(田本)村", 6)))

    assert told(taken) == [("DATA-006", "B4"), ("CHAR-001", "B5")]


def test_a_ledger_with_moved_columns_and_blank_rows_gives_the_same():
    rows = [(people, "", place, number) for number, place, people in FILLED]
    grid = ledger(("",), rows[0], ("", "", "", 9), rows[1], head=("人数", "", "地点", "序号"))

    taken = read(grid)

    assert told(taken) == []
    assert taken.filled is not None
    assert taken.filled.rows == ROWS


def test_merged_cells_stand_for_each_of_their_rows_and_are_told():
    grid = ledger((1, "东坡一组", 5), (2, "", 6), merged={(4, 1): (3, 1)}.items())

    taken = read(grid)

    assert told(taken) == [("XLS-008", "B5")]
    assert taken.filled is not None
    assert [row["place"] for row in taken.filled.rows] == ["东坡一组", "东坡一组"]


def test_heads_repeated_on_a_second_page_are_no_row():
    taken = read(ledger(FILLED[0], ("序号", "地点", "人数（人）"), FILLED[1]))

    assert told(taken) == []
    assert taken.filled is not None
    assert taken.filled.rows == ROWS


def test_a_row_of_sums_is_no_row_and_is_told():
    taken = read(ledger(*FILLED, ("合计", "", 5)))

    assert [(p.code, p.where, p.severity) for p in taken.problems] == [
        ("XLS-011", "表.xlsx 台账!C6", "warning")
    ]
    assert taken.filled is not None
    assert taken.filled.rows == ROWS


def test_a_row_whose_text_begins_with_the_word_for_a_sum_is_a_row():
    taken = read(ledger(("", "合计村", 5), ("", "备注沟", 6)))

    assert told(taken) == []
    assert taken.filled is not None
    assert [row["place"] for row in taken.filled.rows] == ["合计村", "备注沟"]


def test_words_in_a_row_of_notes_are_told_and_signatures_are_not():
    taken = read(ledger(*FILLED, ("备注", "六组未报"), ("审核人：林二", "填报人：林一")))

    assert [(p.code, p.where) for p in taken.problems] == [("XLS-011", "表.xlsx 台账!B6")]


def test_a_column_that_the_form_has_not_is_lost_and_told():
    taken = read(ledger((1, "东坡一组", 5, "林一"), head=("序号", "地点", "人数（人）", "联系人")))

    assert told(taken) == [("XLS-011", "D4")]


def test_a_ledger_without_a_column_of_the_form_is_told():
    taken = read(ledger((1, "东坡一组"), head=("序号", "地点")))

    assert [p.code for p in taken.problems] == ["XLS-010"]


def test_a_column_that_stands_twice_is_told():
    taken = read(ledger((1, "东坡一组", 5, 6), head=("序号", "地点", "人数（人）", "人数（人）")))

    assert "XLS-012" in [p.code for p in taken.problems]


def test_a_signed_ledger_without_rows_is_a_zero_return_and_told():
    taken = read(ledger(("1", "", "")))

    assert told(taken) == [("XLS-013", "表.xlsx 台账")]
    assert taken.filled is not None
    assert taken.filled.rows == ()


def test_a_ledger_that_nobody_touched_gives_no_return():
    grid = Grid("表.xlsx", "台账", (HEAD[0], ("序号", "地点", "人数（人）"), (1, "", "")))

    taken = read(grid)

    assert taken.filled is None
    assert [p.code for p in taken.problems] == ["XLS-013"]
