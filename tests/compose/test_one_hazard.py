"""One hazard, many sheets: recorded once, it says the same on the checklist, both ledgers, its record and the slip."""

from dataclasses import replace
from datetime import date

import pytest
from helpers.sheets import loaded, usable

from generator.compose.sheets import Order, unit_sheets
from generator.derive.forms import forms_in_use
from generator.model.filled import Return
from generator.model.form import FormUse
from generator.sources.catalogue import catalogue

TOWN = usable(loaded("jiangguanchi"))
CODE, UNIT, FINDER = "JGC-009", "wangdian", "yingji"
SHEETS = {
    "hazard-checklist": "A4",
    "problem-ledger": "A5",
    "rectification-record": "A6",
    "major-hazard-list": "B3",
}


def printed(campaign, unit, period="2023-06"):
    """What each sheet of a unit prints, by form, without line breaks."""
    uses = (
        *campaign.forms,
        FormUse(form="major-hazard-list", used_by=("community",)),
        FormUse(form="handover-slip", used_by=("department",)),
    )
    campaign = replace(campaign, forms=uses)
    forms = forms_in_use(campaign, catalogue())
    made = unit_sheets(
        campaign, forms, next(u for u in campaign.units if u.code == unit), Order(period=period)
    )
    return {s.code: repr(s.content).replace("\\n", "") for s in made.sheets if s.filled}


@pytest.mark.parametrize("code", SHEETS)
def test_the_hazard_stands_on_every_sheet_of_its_unit(code):
    said = printed(TOWN, UNIT)[code]
    hazard = next(h for h in TOWN.hazards if h.code == CODE)

    assert hazard.content in said or hazard.name in said
    assert hazard.enterprise.name in said or code == "major-hazard-list"  # it has no column for it


def test_the_slip_of_the_team_that_found_it_lists_it():
    said = printed(TOWN, FINDER)["handover-slip"]
    open_ones = [
        h
        for h in TOWN.hazards
        if h.department == FINDER and not h.closed_on and h.inspected_on < date(2023, 7, 1)
    ]

    assert len(open_ones) > 1
    assert all(f"{h.enterprise.name}：{h.content}" in said for h in open_ones)
    closed = next(h for h in TOWN.hazards if h.department == FINDER and h.closed_on)
    assert closed.content not in said


def test_what_the_team_wrote_itself_stands_on_its_slip_instead():
    filled = Return(
        schema=1, form="handover-slip", unit=FINDER, period="2023-06", values={"problems": "另写的问题"}
    )
    said = printed(replace(TOWN, returns=(*TOWN.returns, filled)), FINDER)["handover-slip"]

    assert "另写的问题" in said
    assert "许州金谷面粉有限公司" not in said


def test_a_change_of_the_hazard_changes_every_sheet():
    hazards = tuple(
        replace(h, measures="停产改造", due_on=date(2023, 8, 9)) if h.code == CODE else h
        for h in TOWN.hazards
    )
    after = printed(replace(TOWN, hazards=hazards), UNIT)

    assert "停产改造" in after["problem-ledger"]
    assert "停产改造" in after["major-hazard-list"]
