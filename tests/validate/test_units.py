"""Units keep their suffix: a 村 never prints as 社区; two units of one name are legal."""

from dataclasses import replace

import pytest
from small_campaign import CAMPAIGN, found, places

from generator.derive.units import codes_by_name, with_codes
from generator.model.campaign import Campaign
from generator.model.organ import Unit


def with_units(*units: Unit) -> Campaign:
    return with_codes(replace(CAMPAIGN, units=units))


def test_the_sample_has_no_problem() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("name", "kind", "short", "label"),
    [
        ("东镇新华村", "village", "新华", "新华村"),
        ("东镇幸福新村", "village", "幸福", "幸福新村"),
        ("东镇新村村", "village", "新村", "新村村"),
        ("东镇莫𡐓村", "village", "莫𡐓", "莫𡐓村"),
        ("东镇秋湖社区", "community", "秋湖", "秋湖社区"),
        ("东镇河东居委会", "community", "河东", "河东居委会"),
        ("东镇", "town", "", "东镇"),
    ],
)
def test_the_suffix_is_the_longest_of_its_kind_that_ends_the_name(
    name: str, kind: str, short: str, label: str
) -> None:
    unit = Unit(name=name, kind=kind, short_name=short)
    assert with_units(unit).units[0].label == label
    assert found(units=(unit,), forms=()) == []


def test_a_village_of_a_kind_with_other_suffixes_never_borrows_them() -> None:
    unit = Unit(name="东镇新华村", kind="community", short_name="新华")
    assert with_units(unit).units[0].label == "新华"
    assert places(found(units=(unit,))) == [("UNIT-003", ("units", 0, "name"))]


@pytest.mark.parametrize("suffix", ["社区", "镇"])
def test_a_suffix_that_contradicts_the_name_is_an_error(suffix: str) -> None:
    unit = Unit(name="东镇新华村", kind="village", short_name="新华", suffix=suffix)
    assert places(found(units=(unit,))) == [("UNIT-001", ("units", 0, "suffix"))]


def test_a_suffix_inside_a_name_with_another_ending_is_fine() -> None:
    unit = Unit(name="东镇秋湖社区居民委员会", kind="community", short_name="秋湖", suffix="社区")
    assert found(units=(unit,)) == []
    assert with_units(unit).units[0].label == "秋湖社区"


def test_two_villages_of_one_name_are_legal_with_codes_of_their_own() -> None:
    towns = (Unit(name="东镇", kind="town"), Unit(name="西镇", kind="town"))
    same = (
        Unit(name="新华村", kind="village", code="east", parent="东镇"),
        Unit(name="新华村", kind="village", code="west", parent="西镇"),
    )
    assert found(units=(*towns, *same)) == []


def test_a_name_that_two_units_share_names_neither() -> None:
    same = (Unit(name="新华村", kind="village", code="a"), Unit(name="新华村", kind="village", code="b"))
    other = Unit(name="东镇秋湖社区", kind="community", short_name="秋湖", code="q")
    names = codes_by_name(with_units(*same, other).units)
    assert names == {"a": "a", "b": "b", "q": "q", "秋湖社区": "q", "东镇秋湖社区": "q"}


def test_two_villages_of_one_name_without_codes_clash() -> None:
    same = (Unit(name="新华村", kind="village"), Unit(name="新华村", kind="village"))
    assert places(found(units=same)) == [("REF-003", ("units", 0, "code")), ("REF-003", ("units", 1, "code"))]


def test_an_abbreviation_that_picks_characters_of_the_name_is_no_slip() -> None:
    unit = Unit(name="东镇应急管理办公室", kind="village", short_name="应急办")
    assert [p.code for p in found(units=(unit,))] == ["UNIT-003"]


def test_a_circle_of_three_parents_is_found_at_each_of_them() -> None:
    units = tuple(
        Unit(name=f"{name}镇", kind="town", code=name, parent=parent)
        for name, parent in (("甲", "乙"), ("乙", "丙"), ("丙", "甲"))
    )
    assert places(found(units=units, forms=())) == [("REF-008", ("units", i, "parent")) for i in range(3)]


def test_a_unit_below_a_circle_is_not_blamed_for_it() -> None:
    units = (
        Unit(name="甲镇", kind="town", code="甲", parent="甲"),
        Unit(name="乙镇", kind="town", code="乙", parent="甲"),
    )
    assert places(found(units=units, forms=())) == [("REF-008", ("units", 0, "parent"))]
