"""Reminders and the list of the late: what they say of what is overdue."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.compose.late_list import late_list_sheet
from generator.compose.reminder import reminder_sheet
from generator.derive.deadlines import Due, Occasion
from generator.model.campaign import Campaign, Duty
from generator.model.sheet import DocumentContent, TableContent
from generator.sources.campaign import load

JIANGGUANCHI = Path(__file__).parents[2] / "fixtures" / "campaigns" / "jiangguanchi"
ON = date(2023, 7, 3)
TABLE = Duty(name="调度表", monthly_by="month_end", report_to="镇安委会办公室", zero_return=True)
RECORD = Duty(name="整改台账", within_days=3, after="close_out")
LATE = Due(
    occasion=Occasion(duty=TABLE, unit="qiuhu", due_on=date(2023, 6, 30), period="2023-06"),
    state="late",
    days=3,
)
UNSEALED = Due(
    occasion=Occasion(duty=RECORD, unit="qiuhu", due_on=date(2023, 7, 1), hazard="JGC-020"),
    state="unsealed",
    days=2,
)


def campaign() -> Campaign:
    loaded = load(JIANGGUANCHI)
    assert loaded.campaign is not None
    return loaded.campaign


def paragraphs(*overdue: Due) -> list[str]:
    town = campaign()
    unit = next(u for u in town.units if u.code == "qiuhu")
    content = reminder_sheet(town, unit, overdue, ON).content
    assert isinstance(content, DocumentContent)
    return [block.lead + block.text for block in content.parts[0].blocks]


def test_each_item_says_what_by_when_to_whom_and_what_is_lacking() -> None:
    found = paragraphs(LATE, UNSEALED)

    assert "1.调度表（2023年6月），应于2023年6月30日前报镇安委会办公室，已逾期3天；" in found
    assert (
        "2.整改台账（JGC-020），应于2023年7月1日前报送，文件已收到，还缺签字盖章的原件或扫描件，已逾期2天。"
        in found
    )


def test_a_zero_return_is_asked_for_only_where_the_duty_asks() -> None:
    asked = "没有情况的也要零报送，逐项填“0”，不能空着。"

    assert asked in paragraphs(LATE)
    assert asked not in paragraphs(UNSEALED)


def test_one_item_alone_has_no_number() -> None:
    assert any(p.startswith("调度表（2023年6月），应于") for p in paragraphs(LATE))


def test_the_issuers_own_document_and_attachments_stay_out_of_a_reminder() -> None:
    town = campaign()
    content = reminder_sheet(town, town.units[1], [LATE], ON).content
    assert isinstance(content, DocumentContent)

    assert [part.title for part in content.parts] == [("催报通知单",)]
    assert content.parts[0].addressees.startswith(town.units[1].name)


def test_the_list_names_units_in_the_campaigns_order_with_what_each_lacks() -> None:
    other = replace(LATE, occasion=replace(LATE.occasion, unit="wangdian"))
    content = late_list_sheet(campaign(), [other, LATE, UNSEALED], ON).content
    assert isinstance(content, TableContent)

    printed = [v.replace("\n", "") for v in content.values.values()]
    assert [v for v in printed if v in ("秋湖村", "王店村")][:1] == ["秋湖村"]
    assert [v for v in printed if v in ("未报", "缺盖章件")] == ["未报", "缺盖章件", "未报"]
