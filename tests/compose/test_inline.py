"""Roster and tables in the text of a document, and the sub-district's plan, which has both."""

from compose_samples import FORMS, GROUP, NOTICE, PLAN, attached, campaign
from helpers.sheets import loaded, sheet, usable

from generator.compose.document import document_content
from generator.compose.text import roster_mm
from generator.derive.names import sheet_codes
from generator.layout import gbt9704 as gb
from generator.model.document import Plan
from generator.model.sheet import Block, DocumentContent

SAYING = "成立领导小组："
WITH_ROSTER = Plan(title="专项行动方案", text=f"{SAYING}\n［名单］\n一、时间安排")


def blocks(plan: Plan) -> list[Block]:
    """The paragraphs of a plan of a campaign that has a work group and no roster among its attachments."""
    content = document_content(campaign(plan=plan, work_group=GROUP), FORMS)
    assert content
    (part,) = content.parts
    return list(part.blocks)


def sub_districts_plan() -> tuple[Block, ...]:
    """The paragraphs of the plan of 公园街道."""
    content = sheet("chengzhong", "notice").content
    assert isinstance(content, DocumentContent)
    return content.parts[1].blocks


# ［名单］


def test_the_roster_stands_in_the_place_of_its_line() -> None:
    found = blocks(WITH_ROSTER)

    assert found[0] == Block(style="text", text=SAYING)
    assert [b.style for b in found[1:-1]].count("roster") == sum(len(r.members) for r in GROUP.roles)
    assert found[-1].lead == "一、时间安排"
    assert not any("名单" in b.text for b in found)


def test_the_name_of_the_list_within_a_line_is_text() -> None:
    assert [b.text for b in blocks(Plan(title="方案", text="见［名单］。"))] == ["见［名单］。"]


def test_columns_of_a_roster_in_a_text_have_room_for_its_names() -> None:
    content = document_content(campaign(plan=WITH_ROSTER, work_group=GROUP), FORMS)

    assert content
    assert content.roster_mm == roster_mm(blocks(WITH_ROSTER))


def test_asking_for_a_roster_that_stands_in_the_text_gives_the_document() -> None:
    within = campaign(notice=NOTICE, plan=WITH_ROSTER, work_group=GROUP)
    bound = campaign(notice=NOTICE, plan=PLAN, work_group=GROUP, attachments=attached("roster"))

    assert sheet_codes(within, FORMS)["名单"] == ("notice",)
    assert sheet_codes(bound, FORMS)["名单"] == ("roster",)


# 名单的栏宽


def title_chars(title: str) -> float:
    """How many characters the titles' column has room for, with a title in it."""
    label, name = roster_mm([Block(style="roster", label="副组长：", name="上官若", text=title)])
    return gb.CHARS_PER_LINE - gb.ROSTER_INDENT_CHARS - (label + name) / gb.CHAR_PITCH_MM


def test_names_stand_closer_to_a_title_that_then_keeps_to_one_line() -> None:
    # 28 less 2 indented, 4.5 for roles and 5 for names leave 16.5; names need 3 and one more
    assert title_chars("办公室主任") == 16.5
    assert 17.0 < title_chars("公园街道办事处副主任、公园司法所长") < 17.2
    assert title_chars("职" * 18) == 16.5


# 公园街道


def test_the_leading_group_stands_within_the_plan() -> None:
    members = [b for b in sub_districts_plan() if b.style == "roster"]

    assert [b.label for b in members] == ["组　长：", "", "副组长：", "", "", "", ""]  # 2 and 5


def test_the_list_of_enterprises_has_a_head_of_two_rows_and_twelve_enterprises() -> None:
    (table,) = [b.table for b in sub_districts_plan() if b.table]
    upper, lower = (row for row in table.grid.rows if row.head)

    assert [(c.text, c.row_span, c.col_span) for c in upper.cells] == [
        ("序号", 2, 1),
        ("摸底调查工贸企业信息", 1, 2),
    ]
    assert [c.text for c in lower.cells] == ["单位名字", "类型"]
    types = [table.values[f"type.{n}"] for n in range(1, 13)]
    assert types == ["餐饮业", "零售业", "餐饮业", "零售业", *["住宿业"] * 8]
    assert "type.13" not in table.values


def test_both_deadlines_of_the_dispatch_table_are_held() -> None:
    duties = [d for d in usable(loaded("chengzhong")).duties if d.form == "dispatch-communities"]

    assert [(d.monthly_by, d.cumulative_from, d.zero_return) for d in duties] == [
        (28, "2023-05", False),
        (1, "2023-06", True),
    ]


def test_the_blank_list_of_major_hazards_has_twenty_numbered_rows_and_its_rules_last() -> None:
    content = sheet("chengzhong", "major-hazard-list").content
    assert not isinstance(content, DocumentContent)
    rows = [row for row in content.grid.rows if not row.head]

    assert [content.values[f"serial.{n}"] for n in range(1, 21)] == [str(n) for n in range(1, 21)]
    assert len(rows) == 21
    assert (rows[-1].cells[0].role, rows[-1].cells[0].col_span) == ("remark", 13)


def test_several_entries_of_progress_stand_in_one_cell_beside_their_dates() -> None:
    content = sheet("chengzhong", "major-hazard-list", "zhonghuan").content
    assert not isinstance(content, DocumentContent)
    texts, dates = (content.values[f"{name}.1"].split("\n") for name in ("progress", "progress_on"))

    assert [(t, d) for t, d in zip(texts, dates, strict=True) if d == "2023年"] == [
        ("签订合同", "2023年"),
        ("主机到货", "2023年"),
        ("一至五层调", "2023年"),
    ]
    assert dates[1::2] == ["6月8日", "6月20日", "6月27日"]
