"""What a clerk may write for a unit, a sheet or a month, and how folders are named."""

from dataclasses import replace
from datetime import date

import pytest

from generator.derive.names import (
    BESIDE_FOLDERS,
    ISSUER,
    folder_names,
    is_period,
    latest_period,
    months,
    sheet_codes,
    sheet_sequence,
    unit_codes,
)
from generator.derive.units import codes_by_name, with_codes
from generator.model.campaign import Campaign
from generator.model.document import Attachment, Notice, Plan, WorkGroup
from generator.model.filled import Return
from generator.model.form import Form
from generator.model.organ import Issuer, Unit, UnitKind
from generator.press.manifest import MANIFEST_NAME

KINDS = (UnitKind(code="community", name="社区（村）", suffixes=("社区", "村", "新村")),)
CAMPAIGN = Campaign(
    schema=1,
    name="某县专项行动",
    issuer=Issuer(name="某县安全生产委员会", short_name="县安委会"),
    starts_on=date(2023, 5, 26),
    ends_on=date(2023, 12, 31),
    kinds=KINDS,
    units=(),
)
NOTICE = Notice(title="通知", addressees="各村", text="现印发。", document_date=date(2023, 5, 25))
PLAN = Plan(title="方案", text="一、总体要求")
GROUP = WorkGroup(title="名单", roles=())


def county(*units: Unit) -> Campaign:
    """The campaign with these units."""
    return with_codes(replace(CAMPAIGN, units=units))


def form(code: str, short_title: str) -> Form:
    """A form of which only code and short title matter."""
    return Form(schema=1, form=code, kind="indicator_table", title=short_title, short_title=short_title)


def returned(period: str) -> Return:
    """A return for a month."""
    return Return(schema=1, form="monthly", unit="柳林镇河湾村", period=period)


RIVER = Unit(name="柳林镇河湾村", short_name="河湾", kind="community")
EAST = Unit(name="东镇新华村", short_name="新华", kind="community")
WEST = Unit(name="西镇新华村", short_name="新华", kind="community", code="west")
QUARTER = Unit(name="东镇新华社区", short_name="新华", kind="community")

# units


def test_a_unit_goes_by_its_full_name_its_label_and_its_short_name() -> None:
    codes = unit_codes(county(RIVER))

    assert codes["柳林镇河湾村"] == codes["河湾村"] == codes["河湾"] == ("柳林镇河湾村",)
    assert codes["某县安全生产委员会"] == codes["县安委会"] == (ISSUER,)
    assert "河湾社区" not in codes  # a village never stands for a community


def test_a_name_that_two_units_share_stands_for_both() -> None:
    codes = unit_codes(county(EAST, WEST, QUARTER))

    assert codes["新华村"] == ("东镇新华村", "west")
    assert codes["新华"] == ("东镇新华村", "west", "东镇新华社区")
    assert codes["新华社区"] == ("东镇新华社区",)
    assert codes["西镇新华村"] == codes["west"] == ("west",)


def test_a_code_stands_for_its_own_unit_even_when_another_is_called_so() -> None:
    codes = unit_codes(county(replace(EAST, code="新华村"), WEST))

    assert codes["新华村"] == ("新华村",)
    assert codes["新华"] == ("新华村", "west")


def test_names_that_only_one_unit_goes_by_lead_to_its_code() -> None:
    codes = codes_by_name(county(EAST, WEST).units)

    assert codes["东镇新华村"] == "东镇新华村"
    assert codes["西镇新华村"] == codes["west"] == "west"
    assert "新华村" not in codes


# folders


def test_a_folder_is_named_after_the_label() -> None:
    assert folder_names(county(RIVER, QUARTER)) == {
        "": "某县安全生产委员会",
        "柳林镇河湾村": "河湾村",
        "东镇新华社区": "新华社区",
    }


def test_folders_of_two_units_of_one_label_are_told_apart_by_code() -> None:
    names = folder_names(county(EAST, WEST, RIVER))

    assert names["东镇新华村"] == "新华村（东镇新华村）"
    assert names["west"] == "新华村（west）"
    assert names["柳林镇河湾村"] == "河湾村"


def test_a_unit_that_is_called_like_the_issuer_has_a_folder_of_its_own() -> None:
    names = folder_names(county(Unit(name="某县安全生产委员会", kind="community", code="aw")))

    assert names == {"": "某县安全生产委员会", "aw": "某县安全生产委员会（aw）"}


@pytest.mark.parametrize("name", ["manifest.json", "Manifest.JSON", "某县安全生产委员会"])
def test_no_unit_takes_the_folder_of_the_issuer_or_the_name_of_the_manifest(name: str) -> None:
    assert folder_names(county(Unit(name=name, kind="community", code="x")))["x"] == f"{name}（x）"


def test_the_files_beside_the_folders_are_those_the_press_writes() -> None:
    assert BESIDE_FOLDERS == (MANIFEST_NAME,)


@pytest.mark.parametrize(
    ("one", "other"), [("A区", "a区"), ("Ａ区", "A区"), ("A 区", "A  区"), ("甲村.", "甲村")]
)
def test_names_that_a_file_system_takes_for_one_are_told_apart(one: str, other: str) -> None:
    units = (Unit(name=one, kind="town", code="1"), Unit(name=other, kind="town", code="2"))

    assert folder_names(county(*units)) == {
        "": "某县安全生产委员会",
        "1": f"{one}（1）",
        "2": f"{other}（2）",
    }


def test_a_name_told_apart_is_not_that_of_a_third_unit() -> None:
    third = Unit(name="新华村（west）", kind="town", code="third")
    codes = (replace(EAST, code="a"), replace(EAST, code="A"))

    assert folder_names(county(third, EAST, WEST))["west"] == "新华村（west）2"
    assert folder_names(county(WEST, EAST, third))["west"] == "新华村（west）2"
    assert [folder_names(county(*codes))[c] for c in "aA"] == ["新华村（a）", "新华村（A）2"]


# sheets

FORMS = {
    f.form: f for f in (form("d1", "进展情况调度表"), form("d2", "进展情况调度表"), form("led", "问题台账"))
}


def test_a_sheet_goes_by_its_code_its_number_and_its_short_title() -> None:
    attachments = (Attachment(form="roster"), Attachment(form="d1"), Attachment(form="led"))
    codes = sheet_codes(replace(CAMPAIGN, work_group=GROUP, attachments=attachments), FORMS)

    assert codes["附件1"] == codes["名单"] == codes["工作专班名单"] == ("roster",)
    assert codes["附件2"] == codes["d1"] == ("d1",)
    assert codes["附件3"] == codes["led"] == codes["问题台账"] == ("led",)
    assert codes["进展情况调度表"] == ("d1", "d2")
    assert "附件4" not in codes


@pytest.mark.parametrize(
    ("notice", "plan", "known"),
    [
        (NOTICE, PLAN, {"通知": "notice", "印发通知": "notice", "方案": "notice", "实施方案": "notice"}),
        (NOTICE, None, {"通知": "notice", "印发通知": "notice", "notice": "notice"}),
        (None, PLAN, {"方案": "plan", "实施方案": "plan", "plan": "plan"}),
        (None, None, {}),
    ],
)
def test_notice_and_plan_are_one_sheet(
    notice: Notice | None, plan: Plan | None, known: dict[str, str]
) -> None:
    codes = sheet_codes(replace(CAMPAIGN, notice=notice, plan=plan), {})

    assert {word: codes[word] for word in known} == {word: (code,) for word, code in known.items()}
    assert bool(notice) == ("通知" in codes)
    assert bool(plan) == ("方案" in codes)
    assert "名单" not in codes


def test_sheets_are_printed_as_documents_attachments_by_number_other_forms() -> None:
    attachments = (Attachment(form="roster"), Attachment(form="led"), Attachment(form="d1"))

    sequence = sheet_sequence(replace(CAMPAIGN, attachments=attachments), FORMS)

    assert sequence == ["notice", "plan", "roster", "led", "d1", "d2"]


# months


def test_the_latest_month_is_that_of_the_returns() -> None:
    months_of_returns = (
        "2023-06",
        "2023-11",
        "2023-09",
        "2032-06",
        "2023-04",
        "6月",
    )  # not the typing errors

    assert latest_period(replace(CAMPAIGN, returns=tuple(map(returned, months_of_returns)))) == "2023-11"
    assert latest_period(CAMPAIGN) == "2023-05"  # without any, the first month of the campaign
    assert months(CAMPAIGN) == ("2023-05", "2023-12")


@pytest.mark.parametrize(
    ("period", "known"),
    [("2023-04", False), ("2023-05", True), ("2023-12", True), ("2024-01", False), ("2024-02", False)],
)
def test_months_of_the_campaign_are_known_and_no_others(period: str, known: bool) -> None:
    assert is_period(replace(CAMPAIGN, returns=(returned("2024-02"),)), period) == known
