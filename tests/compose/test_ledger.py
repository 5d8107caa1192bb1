"""Ledgers: merged cells, head groups, blank rows, entries beside their dates, slices of a list."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from helpers.sheets import loaded, sheet
from helpers.tables import CAMPAIGN, PARTS, composed, hazard, printed_rows, table_of

from generator.compose.fitting import Around
from generator.compose.ledger import fit_ledger
from generator.layout import gbt9704 as gb
from generator.model.form import Field, Form
from generator.model.hazard import Progress
from generator.model.sheet import TableContent, is_listed


def page_starts(table: TableContent) -> list[int]:
    return [i for i, row in enumerate(table.grid.rows) if row.new_page]


def labels_of(table: TableContent, row: int) -> list[tuple[str, int]]:
    """The merged cells that begin in a row, and over how many rows each reaches."""
    cells = table.grid.rows[row].cells
    named = [c for c in cells if c.slot.startswith(("part.", "task."))]
    return [(table.values[c.slot].replace("\n", ""), c.row_span) for c in named]


def test_merged_columns_merge_down_to_where_the_page_ends() -> None:
    table = table_of("task-breakdown")
    starts = [1, *page_starts(table), len(table.grid.rows)]

    assert len(starts) > 3
    for start, end in pairwise(starts):
        assert len(labels_of(table, start)) == 2
        for row in range(start, end):
            assert all(row + span <= end for _, span in labels_of(table, row))


def test_merged_labels_are_repeated_on_every_page_and_continued_when_wanted() -> None:
    plain, marked = table_of("task-breakdown"), table_of("task-breakdown", continued=True)
    start = page_starts(marked)[-1]
    part = list(PARTS)[-1]

    assert labels_of(plain, page_starts(plain)[-1])[0][0] == part
    assert labels_of(marked, start)[0][0] == f"{part}（续）"
    assert labels_of(marked, 1)[0][0] == next(iter(PARTS))


def test_every_item_is_printed_once_with_its_labels() -> None:
    table = table_of("task-breakdown")
    items = [text for row in printed_rows(table) for text in row if ".始" in text]

    assert [text.split("始")[1][:2] for text in items] == [f"{n:02}" for n in range(1, 41)]


def test_equal_labels_under_other_parts_are_not_merged_and_empty_ones_never() -> None:
    rows = (
        {"part": "甲", "task": "同", "item": "1"},
        {"part": "乙", "task": "同", "item": "2"},
        {"item": "3"},
        {"item": "4"},
    )
    table = table_of("task-breakdown", campaign=replace(CAMPAIGN, lists={"tasks": rows}))

    assert [[(c.slot, c.row_span) for c in row.cells][:2] for row in table.grid.rows[1:]] == [
        [("part.1", 1), ("task.1", 1)],
        [("part.2", 1), ("task.2", 1)],
        [("part.3", 1), ("task.3", 1)],
        [("part.4", 1), ("task.4", 1)],
    ]


def test_a_group_of_heads_without_labels_is_one_merged_head() -> None:
    head = table_of("task-breakdown").grid.rows[0]

    assert [(c.text, c.col_span, c.row_span) for c in head.cells] == [("工作任务", 3, 1), ("责任单位", 1, 1)]
    assert head.head


def test_a_group_of_heads_with_labels_stands_over_them_and_other_heads_take_both_rows() -> None:
    upper, lower, *rows = table_of("inspection-list").grid.rows

    assert [(c.text, c.col_span, c.row_span) for c in upper.cells] == [
        ("序号", 1, 2),
        ("摸底调查工贸企业信息", 2, 1),
    ]
    assert [(c.text, c.col_span) for c in lower.cells] == [("单位名字", 1), ("类型", 1)]
    assert (upper.head, lower.head) == (True, True)
    assert len(rows) == 3


def test_a_units_slice_has_the_rows_that_name_it_numbered_anew() -> None:
    table = table_of("unit-tasks", "minzheng")
    printed = printed_rows(table)[1:]

    assert table.title[-1].endswith("民政办任务清单")
    assert [row[0] for row in printed] == [str(n) for n in range(1, len(printed) + 1)]
    assert {row[-1].replace("\n", "").strip() for row in printed} == {
        "各村（社区）、安委会各成员单位监督企业落实",
        "派出所、民政办",
        "安委会各成员单位",
    }


def test_rows_of_all_ledgers_are_of_the_same_cells() -> None:
    one, other = (
        table_of(
            "major-hazard-list", "hewan", replace(CAMPAIGN, hazards=(hazard(1, content=content), hazard(2)))
        )
        for content in ("电线老化", "疏散通道堵塞，安全出口锁闭，" * 9)
    )

    assert one.values != other.values
    assert [row.height_mm for row in one.grid.rows] != [row.height_mm for row in other.grid.rows]
    pairs = [p for p in zip(one.grid.rows, other.grid.rows, strict=False) if is_listed(p[0])]
    assert len(pairs) >= 2
    assert all(mine.cells is theirs.cells for mine, theirs in pairs)


def test_a_unit_that_no_row_names_gets_no_sheet() -> None:
    rows = ({"item": "1.抓好落实。", "responsible": "派出所"},)
    campaign = replace(CAMPAIGN, lists={"tasks": rows, "enterprises": ()})

    assert [s.code for s in composed(campaign, "minzheng").sheets] == []
    assert [s.name for s in composed(campaign, "paichusuo").sheets] == ["任务清单"]


def test_blank_rows_are_numbered_to_the_number_asked_for() -> None:
    printed = printed_rows(table_of("major-hazard-list"))

    assert [row[0] for row in printed[1:-1]] == [str(n) for n in range(1, 21)]
    assert printed[-1][0].startswith("填报说明：\n1.“涉及层面”")


def test_rows_a_little_over_one_page_are_set_smaller_and_not_joined_by_blank_rows_on_a_second() -> None:
    table = sheet("jiangguanchi", "problem-ledger", "yingji").content

    assert isinstance(table, TableContent)
    assert len(table.grid.rows) == 6  # the head and five hazards
    assert not any(row.new_page for row in table.grid.rows)
    assert table.grid.size_pt < 10.5


def test_a_page_is_filled_with_blank_rows_when_wanted() -> None:
    few = table_of("inspection-list")
    full = table_of("inspection-list", fill_page=True)
    heights = [row.height_mm for row in full.grid.rows]

    assert [r for r in printed_rows(full) if any(r)] == printed_rows(few)
    assert len(full.grid.rows) > 20
    assert 225 - 5 * 225 / 22 - heights[-1] - 2 < sum(heights) <= 225 - 4 * 225 / 22  # an empty line above


def test_entries_of_progress_stand_beside_their_dates() -> None:
    campaign = replace(CAMPAIGN, hazards=(hazard(),))
    row = printed_rows(table_of("major-hazard-list", "hewan", campaign))[1]
    texts, dates = row[10].split("\n"), row[11].split("\n")

    assert len(texts) == len(dates)
    assert "".join(texts).replace("　", "") == "已责令停产并制定整改方案已安装"
    assert texts.index("已安装") == dates.index("2023年", 1)
    assert [d for d in dates if d.strip()] == ["2023年", "2月2日", "2023年", "2月22日"]


def test_one_line_of_an_entry_stands_beside_one_date() -> None:
    entries = (Progress(on=date(2023, 3, 1), text="已停产"), Progress(on=date(2023, 4, 1), text="已销号"))
    campaign = replace(CAMPAIGN, hazards=(hazard(progress=entries),))
    row = printed_rows(table_of("major-hazard-list", "hewan", campaign))[1]

    assert row[10] == "已停产\n　\n已销号\n　"
    assert row[11] == "2023年\n3月1日\n2023年\n4月1日"


def test_an_entry_without_a_date_stands_beside_nothing() -> None:
    form = loaded("chengzhong").forms["major-hazard-list"]
    texts, dates = (c.name for c in form.columns if c.source.startswith("hazard.progress."))
    row = {column.name: "" for column in form.columns} | {texts: "已停产\n已销号", dates: "3月1日"}
    around = Around(title_lines=1, attachment=True, above=(), below=())
    fitted = fit_ledger(form, [row], around, gb.type_area_mm(form.page.orientation == "landscape")[0])

    assert fitted.values[f"{texts}.1"] == "已停产\n已销号"
    assert fitted.values[f"{dates}.1"] == "3月1日"


def test_a_row_higher_than_a_page_is_a_problem_that_names_it() -> None:
    rows = ({"item": "1.短。", "responsible": "派出所"}, {"item": "长" * 4000, "responsible": "派出所"})
    made = composed(replace(CAMPAIGN, lists={"tasks": rows, "enterprises": ()}))

    assert [p.code for p in made.problems] == ["BLD-005"]
    assert "“附件1 工作任务分解表”里，第 2 行的“工作任务”有 4000 个字" in made.problems[0].message


@pytest.mark.parametrize(("chars", "size"), [(500, 12.0), (600, 11.0)])
def test_a_table_is_set_smaller_until_its_highest_row_fits_a_page(chars: int, size: float) -> None:
    rows = tuple({"item": "长" * chars, "responsible": "派出所"} for _ in range(3))
    table = table_of("task-breakdown", campaign=replace(CAMPAIGN, lists={"tasks": rows}))

    assert table.grid.size_pt == size


def test_heads_over_heads_take_a_row_each_and_the_others_reach_to_the_bottom() -> None:
    columns = (
        Field(name="serial", label="序号", kind="serial", width_mm=20),
        Field(name="a", label="发现", unit="个", head_group="情况 / 重大", width_mm=40),
        Field(name="b", label="整改", unit="个", head_group="情况 / 重大", width_mm=40),
        Field(name="c", label="一般", head_group="情况", width_mm=56),
    )
    form = Form(schema=1, form="f", kind="ledger", title="台账", short_title="台账", columns=columns)
    grid = fit_ledger(form, [], Around(), 156.0).grid

    heads = [[(c.text, c.col_span, c.row_span) for c in row.cells] for row in grid.rows if row.head]
    assert heads == [
        [("序号", 1, 3), ("情况", 3, 1)],
        [("重大", 2, 1), ("一般", 1, 2)],
        [("发现（个）", 1, 1), ("整改（个）", 1, 1)],
    ]
