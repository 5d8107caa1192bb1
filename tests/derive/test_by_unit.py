"""Returns and hazards of a unit are those that the whole campaign has of it."""

from dataclasses import replace
from pathlib import Path

from generator.derive.by_unit import hazards_of, returns_of
from generator.sources.campaign import load

SMALL = Path(__file__).parents[2] / "fixtures" / "campaigns" / "small_valid"


def test_each_unit_has_its_own_returns_and_hazards_in_the_order_of_the_data() -> None:
    campaign = load(SMALL).campaign
    assert campaign
    assert campaign.returns
    assert campaign.hazards

    for unit in campaign.units:
        assert returns_of(campaign, unit.code) == [r for r in campaign.returns if r.unit == unit.code]
        mine = [h for h in campaign.hazards if unit.code in (h.unit, h.department)]
        assert hazards_of(campaign, unit.code) == mine


def test_a_hazard_that_its_own_unit_found_stands_once() -> None:
    campaign = load(SMALL).campaign
    assert campaign
    hazard = replace(campaign.hazards[0], department=campaign.hazards[0].unit)

    assert hazards_of(replace(campaign, hazards=(hazard,)), hazard.unit) == [hazard]


def test_a_campaign_that_changed_is_looked_up_anew() -> None:
    campaign = load(SMALL).campaign
    assert campaign
    unit = campaign.returns[0].unit
    assert returns_of(campaign, unit)

    assert returns_of(replace(campaign, returns=()), unit) == []


def test_nobody_has_no_hazards() -> None:
    campaign = load(SMALL).campaign
    assert campaign

    assert hazards_of(campaign, "") == []
