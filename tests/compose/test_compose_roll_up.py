"""The town's own sheets: its table and its ledgers, printed from the units' data."""

from pathlib import Path

import pytest

from generator.compose.roll_up import ledger_forms, ledger_sheet, total_sheet
from generator.derive.roll_up import roll_ups_of, rolled_up
from generator.model.sheet import TableContent
from generator.sources.campaign import Loaded, load

JIANGGUANCHI = Path(__file__).parents[2] / "fixtures" / "campaigns" / "jiangguanchi"


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(JIANGGUANCHI)


def table(loaded: Loaded) -> TableContent:
    assert loaded.campaign is not None
    (roll_up,) = roll_ups_of(loaded.campaign, loaded.forms)
    total = rolled_up(loaded.campaign, loaded.forms, roll_up, "2023-06")
    sheet, problems = total_sheet(loaded.campaign, total)
    assert problems == []
    assert isinstance(sheet.content, TableContent)
    return sheet.content


def test_the_table_is_the_towns_and_its_day_is_left_to_be_written(loaded: Loaded) -> None:
    (line,) = table(loaded).above

    assert line.left == "将官池镇"
    assert line.right.replace("　", "") == "时间：2023年月日"


def test_the_table_prints_the_totals_and_is_nobodys_attachment(loaded: Loaded) -> None:
    content = table(loaded)

    assert content.values["checked"] == "412"
    assert content.values["penalties"].replace("\n", "") == "26次，21.45万元"
    assert content.attachment == ""


def test_a_ledger_lists_the_hazards_of_all_units_known_by_the_end_of_the_month(loaded: Loaded) -> None:
    assert loaded.campaign is not None
    checklist = loaded.forms["hazard-checklist"]
    sheet, _ = ledger_sheet(loaded.campaign, checklist, "2023-05")
    assert isinstance(sheet.content, TableContent)
    major = [
        h.enterprise.name
        for h in loaded.campaign.hazards
        if h.level == "重大" and h.inspected_on.isoformat() < "2023-06-01"
    ]

    printed = {v.replace("\n", "") for v in sheet.content.values.values()}
    assert len(major) >= 1
    assert set(major) <= printed
    assert not {h.enterprise.name for h in loaded.campaign.hazards} - set(major) & printed


def test_only_ledgers_of_hazards_are_put_together(loaded: Loaded) -> None:
    assert [f.form for f in ledger_forms(loaded.forms.values())] == ["hazard-checklist", "problem-ledger"]
