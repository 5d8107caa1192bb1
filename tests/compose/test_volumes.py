"""Volumes of a campaign: which items go into which, in parts where they are too many, and what is written on them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.compose.volume_sheets import (
    cover_page,
    ledger_cover,
    list_sheet,
    note_sheet,
    spine_label,
    volumes_sheet,
)
from generator.compose.volumes import spine_mm, volume_code, volumes_of
from generator.model.filing import FiledItem, Filing, Volume, VolumePlan
from generator.sources.campaign import load

LOADED = load(Path(__file__).parents[2] / "fixtures" / "campaigns" / "small_valid")
CAMPAIGN, FORMS = LOADED.campaign, LOADED.forms
TABLE, CHECKLIST = "dispatch-communities", "hazard-checklist"
NAME = "柳林镇重大事故隐患专项排查整治2023行动"


def item(sheet=TABLE, pages=1, unit="柳林镇河湾村", day=30, **more):
    values = {
        "file": f"{sheet}.pdf",
        "title": f"{sheet} 题名",
        "author": "柳林镇河湾村",
        "number": "",
        "period": "2023-06",
    }
    return FiledItem(sheet=sheet, pages=pages, unit=unit, dated_on=date(2023, 6, day), **values | more)


NOTICE = item("notice", 3, "", author="柳林镇安全生产委员会", number="柳安委〔2023〕3号", period="")


def shared(items, filing=None):
    found = volumes_of(replace(CAMPAIGN, archive=filing), FORMS, items)
    return [(v.number, v.title, v.retention, [i.sheet for i in v.items]) for v in found]


def listed(volume, **filing):
    """What prints in each row of the list: the slots of one row side by side."""
    return printed(list_sheet(replace(CAMPAIGN, archive=Filing(**filing)), volume))


def printed(sheet):
    """A ledger with its rows that are not blank."""
    values = sheet.content.values
    rows = [
        [values[c.slot].replace("\n", "") for c in row.cells]
        for row in sheet.content.grid.rows
        if not row.head
    ]
    return sheet, [row for row in rows if any(row)]


def test_without_a_plan_documents_hazards_and_returns_make_a_volume_each():
    assert shared([NOTICE, item(TABLE), item(CHECKLIST), item("rectification-record")]) == [
        (1, f"{NAME}发文材料", "30年", ["notice"]),
        (2, f"{NAME}隐患清单和台账", "30年", ["hazard-checklist", "rectification-record"]),
        (3, f"{NAME}各单位报表", "10年", ["dispatch-communities"]),
    ]


def test_retention_that_is_said_for_all_holds_for_the_usual_volumes():
    assert {v[2] for v in shared([NOTICE, item(TABLE)], Filing(retention="永久"))} == {"永久"}


def test_planned_volumes_take_their_sheets_by_any_name_and_what_is_left_makes_one_more():
    plan = (
        VolumePlan(title="{campaign.name}报表", sheets=("附件2", "附件3"), retention="10年"),
        VolumePlan(title="{issuer.name}通知", sheets=("通知",)),
    )
    filing = Filing(volumes=plan, retention="永久", first_volume=7)

    assert shared([NOTICE, item(TABLE), item(CHECKLIST)], filing) == [
        (7, f"{NAME}报表", "10年", ["dispatch-communities"]),
        (8, "柳林镇安全生产委员会通知", "永久", ["notice"]),
        (9, f"{NAME}其他材料", "永久", ["hazard-checklist"]),
    ]


def test_too_many_pages_make_several_volumes_and_no_item_is_taken_apart():
    found = volumes_of(
        replace(CAMPAIGN, archive=Filing(pages_max=5)), FORMS, [item(pages=p) for p in (3, 2, 1, 9, 1)]
    )

    assert [(v.title.removeprefix(NAME), v.pages) for v in found] == [
        ("各单位报表（一）", 5),
        ("各单位报表（二）", 1),
        ("各单位报表（三）", 9),
        ("各单位报表（四）", 1),
    ]


def test_pages_run_through_a_volume_and_the_last_item_says_where_it_ends():
    volume = Volume(
        number=2, title="题名", retention="30年", items=(NOTICE, item(pages=2), item(pages=4, day=9))
    )
    _, rows = listed(volume)

    assert [row[5] for row in rows] == ["1", "4", "6—9"]
    assert rows[0][:5] == ["1", "柳安委〔2023〕3号", "柳林镇安全生产委员会", "notice 题名", "20230630"]
    assert rows[2][4] == "20230609"


def test_a_code_is_whole_or_left_open():
    volume = Volume(number=12, title="题名", retention="30年", items=(item(),))
    numbered = replace(CAMPAIGN, archive=Filing(fonds_number="J012", catalogue_number="3"))

    assert volume_code(numbered, volume) == "J012-3-0012"
    assert volume_code(CAMPAIGN, volume) == ""
    assert spine_label(numbered, volume).parts == (
        ("全宗号", "J012"),
        ("目录号", "3"),
        ("案卷号", "0012"),
        ("年度", "2023"),
        ("保管期限", "30年"),
    )


@pytest.mark.parametrize(
    ("pages", "two_sided", "width"), [(1, True, 10), (200, True, 15), (200, False, 30), (4000, True, 50)]
)
def test_a_spine_is_as_wide_as_the_leaves_need(pages, two_sided, width):
    campaign = replace(CAMPAIGN, settings=replace(CAMPAIGN.settings, two_sided=two_sided))
    volume = Volume(number=1, title="题名", retention="30年", items=(item(pages=pages),))

    assert spine_mm(campaign, volume) == width
    assert spine_mm(replace(campaign, archive=Filing(spine_mm=20)), volume) == 20


def test_a_cover_bears_what_the_standard_lists_and_leaves_open_what_the_archive_gives():
    volume = Volume(number=1, title="题名", retention="永久", items=(NOTICE, item(day=1, pages=2)))
    page = cover_page(replace(CAMPAIGN, archive=Filing(category="安全生产类")), volume)

    assert (page.organ, page.category, page.title) == ("柳林镇安全生产委员会", "安全生产类", "题名")
    assert page.facts == (
        ("时间", "自2023年6月至2023年6月"),
        ("保管期限", "永久"),
        ("件、页数", "本卷共2件5页"),
        ("归档号", ""),
    )


def test_a_ledgers_cover_counts_its_sheets():
    page = ledger_cover(CAMPAIGN, "整改台账", [item(pages=2, day=3), item()], "30年")

    assert ("起止日期", "2023年6月3日至2023年6月30日") in page.facts
    assert ("件、页数", "共2件3页") in page.facts


def test_a_note_says_what_the_volume_holds_and_who_filed_it():
    volume = Volume(number=1, title="题名", retention="30年", items=(NOTICE,))
    filing = Filing(filed_by="邱叶", filed_on=date(2024, 1, 8), remark="附件3缺原件。")
    content = note_sheet(replace(CAMPAIGN, archive=filing), volume).content
    lines = [line.right.strip("　") for row in content.grid.rows for cell in row.cells for line in cell.lines]

    assert "本卷共1件，3页，文件形成于2023年6月30日。" in "".join(content.values.values())
    assert "附件3缺原件。" in "".join(content.values.values())
    assert lines == ["立卷人：邱叶", "检查人：", "立卷时间：2024年1月8日"]


def test_a_note_says_which_returns_never_came():
    others = tuple(r for r in CAMPAIGN.returns if r.form != TABLE)
    campaign = replace(CAMPAIGN, returns=others, archive=Filing(pages_max=1))
    parts = volumes_of(campaign, FORMS, [item(TABLE), item("dispatch-departments")])

    assert [v.lacking for v in parts] == [
        (),
        (("进展情况调度表", "2023-05", 2), ("进展情况调度表", "2023-06", 1)),
    ]
    said = "".join(note_sheet(campaign, parts[1]).content.values.values()).replace("\n", "")
    assert "没有报送、卷内没有的：2023年5月进展情况调度表2件、2023年6月" in said


def test_a_note_expects_nothing_of_months_before_a_unit_was_there_and_after_it_ended():
    village, *others = CAMPAIGN.units
    units = (replace(village, last_month="2023-05"), *(replace(u, first_month="2023-06") for u in others))
    (volume,) = volumes_of(replace(CAMPAIGN, units=units, returns=()), FORMS, [item(TABLE)])

    assert volume.lacking == (("进展情况调度表", "2023-05", 1),)


def test_the_list_of_volumes_has_a_line_for_each():
    volumes = volumes_of(CAMPAIGN, FORMS, [NOTICE, item(day=9), item()])
    _, rows = printed(volumes_sheet(replace(CAMPAIGN, archive=Filing(fonds_number="J012")), volumes))

    assert rows == [
        ["0001", f"{NAME}发文材料", "2023", "20230630", "1", "3", "30年", ""],
        ["0002", f"{NAME}各单位报表", "2023", "20230609—20230630", "2", "2", "10年", ""],
    ]
