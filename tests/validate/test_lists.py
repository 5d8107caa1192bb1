"""Checks of lists, of the units their rows name, and of a hazard's dates."""

from dataclasses import replace
from datetime import date

import pytest
from helpers.tables import CAMPAIGN, hazard, problems_of

from generator.compose.sheets import listed
from generator.derive import lists
from generator.derive.lists import flat_rows, units_named
from generator.derive.units import with_codes
from generator.model.hazard import Progress
from generator.model.organ import Unit, UnitKind
from generator.sources.catalogue import catalogue


def test_a_nested_row_has_the_values_of_those_around_it_and_may_change_them() -> None:
    rows = ({"a": 1, "rows": ({"b": 2, "rows": ({"c": 3}, {"a": 9, "c": 4})}, {"b": 5})},)

    assert [r.values for r in flat_rows(rows)] == [
        {"a": 1, "b": 2, "c": 3},
        {"a": 9, "b": 2, "c": 4},
        {"a": 1, "b": 5},
    ]
    assert [r.path for r in flat_rows(rows)] == [
        (0, "rows", 0, "rows", 0),
        (0, "rows", 0, "rows", 1),
        (0, "rows", 1),
    ]
    assert next(iter(flat_rows(rows))).places == {
        "a": (0, "a"),
        "b": (0, "rows", 0, "b"),
        "c": (0, "rows", 0, "rows", 0, "c"),
    }


def test_units_are_named_by_name_by_short_name_and_by_kind() -> None:
    campaign = with_codes(CAMPAIGN)

    assert units_named(campaign, "各村(社区)、民政办") == ({"hewan", "minzheng"}, ())
    assert units_named(campaign, "安委会各成员单位监督企业落实") == ({"paichusuo", "minzheng"}, ())
    assert units_named(campaign, "清溪镇河湾村；派出所等部门") == ({"hewan", "paichusuo"}, ())
    assert units_named(campaign, "派出所，中小企业") == ({"paichusuo"}, ("中小企业",))


def test_units_are_named_together_by_suffix_kind_or_as_all() -> None:
    kinds = (
        UnitKind(code="village", name="社区（村）", suffixes=("社区", "村")),
        UnitKind(code="office", name="镇直部门"),
    )
    units = (
        Unit(name="清溪镇东门社区", short_name="东门", kind="village", code="dongmen"),
        Unit(name="清溪镇河湾村", short_name="河湾", kind="village", code="hewan"),
        Unit(name="清溪镇民政办", kind="office", code="minzheng"),
    )
    campaign = with_codes(replace(CAMPAIGN, kinds=kinds, units=units))
    villages = {"dongmen", "hewan"}
    said = {
        "各村": {"hewan"},
        "各社区、村": villages,
        "各村（社区）": villages,
        "各社区(村)": villages,
        "各有关部门": {"minzheng"},
        "镇直各部门；各村": {"hewan", "minzheng"},
        "各单位": {*villages, "minzheng"},
    }

    assert {text: units_named(campaign, text) for text in said} == {
        t: (codes, ()) for t, codes in said.items()
    }
    assert units_named(campaign, "各村民组、各企业") == (set(), ("各村民组", "各企业"))


def test_what_units_are_called_is_worked_out_once_for_all_units_and_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    units = tuple(Unit(name=f"清溪镇{i}号村", kind="village", code=f"v{i}") for i in range(30))
    rows = tuple({"item": f"第{i}项", "responsible": f"清溪镇{i}号村、民政办"} for i in range(600))
    campaign = with_codes(replace(CAMPAIGN, units=(*units, *CAMPAIGN.units), lists={"tasks": rows}))
    form = catalogue()["unit-tasks"]
    worked_out, named = [], []
    names, of_text = lists._names, lists.units_named
    monkeypatch.setattr(lists, "_names", lambda c: worked_out.append(c) or names(c))
    monkeypatch.setattr(lists, "units_named", lambda c, text: named.append(text) or of_text(c, text))

    found = {unit.code: listed(campaign, form, unit) for unit in campaign.units}

    assert (len(worked_out), len(named)) == (1, len(rows))
    assert found["v7"] == (rows[7],)
    assert found["minzheng"] == rows
    assert found["hewan"] == ()


def test_the_slice_of_a_campaign_that_changed_is_worked_out_anew() -> None:
    form = catalogue()["unit-tasks"]
    campaign = with_codes(replace(CAMPAIGN, lists={"tasks": ({"item": "甲", "responsible": "民政办"},)}))
    office = next(unit for unit in campaign.units if unit.code == "minzheng")
    assert len(listed(campaign, form, office)) == 1

    renamed = tuple(
        replace(u, name="清溪镇残联", short_name="") if u.code == office.code else u for u in campaign.units
    )

    assert listed(replace(campaign, units=renamed), form, office) == ()
    assert listed(replace(campaign, lists={}), form, office) == ()


def test_the_campaign_of_the_tables_has_no_problem() -> None:
    assert problems_of(CAMPAIGN) == []


def test_a_value_of_the_wrong_kind_is_found_where_it_was_written() -> None:
    rows = ({"part": ["甲"], "rows": ({"item": "1"}, {"item": True})},)
    found = problems_of(replace(CAMPAIGN, lists={**CAMPAIGN.lists, "tasks": rows}))

    assert [(p.code, p.path) for p in found] == [
        ("VAL-007", ("lists", "tasks", 0, "part")),
        ("VAL-007", ("lists", "tasks", 0, "rows", 1, "item")),
    ]


def test_a_key_that_no_form_takes_is_found_once_where_it_was_written() -> None:
    rows = ({"prat": "甲", "rows": ({"item": "1"}, {"item": "2"})},)
    found = problems_of(replace(CAMPAIGN, lists={**CAMPAIGN.lists, "tasks": rows}))

    assert [(p.code, p.path) for p in found] == [("REF-004", ("lists", "tasks", 0, "prat"))]
    assert "“part”" in found[0].message


def test_what_is_no_row_is_found() -> None:
    rows = ({"part": "甲", "rows": ["一行", {"item": "2"}]}, {"rows": "两行"})
    found = problems_of(replace(CAMPAIGN, lists={**CAMPAIGN.lists, "tasks": rows}))

    assert [(p.code, p.path) for p in found] == [
        ("DATA-002", ("lists", "tasks", 0, "rows", 0)),
        ("DATA-002", ("lists", "tasks", 1, "rows")),
    ]


def test_dates_after_an_inspection_do_not_lie_before_it() -> None:
    day = date(2023, 2, 1)
    early = hazard(
        inspected_on=date(2023, 2, 2),
        due_on=day,
        completed_on=day,
        progress=(Progress(on=day, text="已停产"),),
    )
    same = hazard(
        2, inspected_on=day, due_on=day, completed_on=day, progress=(Progress(on=day, text="已停产"),)
    )
    found = problems_of(replace(CAMPAIGN, hazards=(early, same)))

    assert [(p.code, p.path) for p in found] == [
        ("REF-020", ("hazards", 0, "due_on")),
        ("REF-020", ("hazards", 0, "completed_on")),
        ("REF-020", ("hazards", 0, "progress", 0, "on")),
    ]
