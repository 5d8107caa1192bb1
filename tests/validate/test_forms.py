"""Definitions of forms: the catalogue is sound, and each slip is found."""

from dataclasses import replace
from typing import Any

import pytest
from small_campaign import CAMPAIGN, FORM, LEDGER, found, places

from generator.model.form import Box, Field, Form, FormUse, Group, Line, Page, Part, Widths
from generator.model.hazard import Hazard
from generator.sources.catalogue import catalogue
from generator.validate.forms import HAZARD_SOURCES, check_form
from generator.validate.patterns import check_pattern


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_the_catalogue_is_sound(code: str) -> None:
    form = catalogue()[code]
    assert check_form(form, ()) == []
    assert form.form == code


def slips(form: Form, **changes: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    return places(check_form(replace(form, **changes), ()))


def test_column_widths_sum_to_the_type_area_of_the_orientation() -> None:
    landscape = Page(orientation="landscape")
    assert slips(LEDGER, page=landscape) == [("FORM-001", ("columns",))]
    wide = (replace(LEDGER.columns[0], width_mm=125), *LEDGER.columns[1:])
    assert slips(LEDGER, page=landscape, columns=wide) == []


@pytest.mark.parametrize(
    ("width", "codes"), [(56.5, []), (55.5, []), (56.6, ["FORM-001"]), (0, ["FORM-007"])]
)
def test_widths_may_be_off_by_half_a_millimetre(width: float, codes: list[str]) -> None:
    columns = (replace(LEDGER.columns[0], width_mm=width), *LEDGER.columns[1:])
    assert [code for code, _ in slips(LEDGER, columns=columns)] == codes


def test_labels_must_leave_room_for_values() -> None:
    page = Page(per_row=2)  # 156 mm / 2 - 8 mm - 62 mm leaves 8 mm for each value
    assert slips(FORM, page=page, widths=Widths(number=8, label=62)) == []
    assert slips(FORM, page=page, widths=Widths(number=8, label=62.1)) == [("FORM-008", ("groups", 0))]
    assert slips(FORM, page=Page(per_row=3), widths=Widths(number=8, label=62)) == [
        ("FORM-008", ("groups", 0))
    ]


@pytest.mark.parametrize(
    "field",
    [
        Field(name="x", kind="parts"),
        Field(name="x", kind="count", parts=(Part(name="a"),)),
        Field(name="x", kind="choice"),
        Field(name="x", choices=("a",)),
        Field(name="x", kind="seal_place"),
        Field(name="x", boxes=(Box(lines=(Line(left="盖章"),)),)),
    ],
)
def test_a_kind_and_what_it_needs_stand_together(field: Field) -> None:
    assert slips(FORM, groups=(Group(fields=(field,)),)) == [("FORM-004", ("groups", 0, "fields", 0))]


def test_names_of_fields_and_of_parts_are_not_repeated() -> None:
    parts = Field(name="p", kind="parts", parts=(Part(name="a"), Part(name="a")))
    groups = (Group(fields=(Field(name="x"),)), Group(fields=(Field(name="x"), parts)))
    assert slips(FORM, groups=groups) == [
        ("FORM-002", ("groups", 1, "fields", 0, "name")),
        ("FORM-002", ("groups", 1, "fields", 1, "parts", 1, "name")),
    ]


def test_every_source_names_an_attribute_of_a_hazard() -> None:
    assert {"hazard.name", "hazard.enterprise.phone", "hazard.rectification.goal_and_tasks"} <= HAZARD_SOURCES
    assert not {"hazard.extra", "hazard.enterprise", "hazard"} & HAZARD_SOURCES
    heads = {source.split(".")[1] for source in HAZARD_SOURCES}
    assert heads <= set(Hazard.__dataclass_fields__)


@pytest.mark.parametrize(
    ("field", "right"),
    [
        (Field(name="x", source="hazard.due_on"), True),
        (Field(name="x", source="hazard.extra.网格"), True),
        (Field(name="x", kind="serial"), True),
        (Field(name="x", kind="serial", source="hazard.number"), True),
        (Field(name="x", source="hazard.number"), False),
        (Field(name="x", source="hazard.enterprise"), False),
        (Field(name="x", source="hazard.__class__"), False),
        (Field(name="x", source="unit.name"), False),
        (Field(name="x"), False),
    ],
)
def test_sources_of_a_ledger_of_hazards(field: Field, right: bool) -> None:
    codes = [c for c, _ in slips(LEDGER, rows_from="hazards", columns=(replace(field, width_mm=156),))]
    assert codes == ([] if right else ["FORM-005"])


def test_a_form_that_units_fill_in_takes_nothing_from_hazards() -> None:
    groups = (Group(fields=(Field(name="x", source="hazard.name"),)),)
    assert slips(FORM, groups=groups) == [("FORM-005", ("groups", 0, "fields", 0, "source"))]
    assert slips(FORM, groups=groups, each="hazard") == []


def test_a_form_is_not_empty_and_not_of_two_kinds() -> None:
    assert slips(FORM, groups=()) == [("FORM-006", ("groups",))]
    assert slips(FORM, columns=LEDGER.columns) == [("FORM-006", ("columns",))]
    assert slips(LEDGER, columns=()) == [("FORM-006", ("columns",))]
    assert slips(FORM, groups=(Group(fields=()),)) == [("FORM-006", ("groups", 0))]


@pytest.mark.parametrize(
    ("pattern", "right"),
    [
        ("{campaign.name}调度表", True),
        ("{unit|____社区} {filled_on|{year}年　月　日}", True),
        ("{filled_by|}", True),
        ("没有名称", True),
        ("{}", False),
        ("{units}", False),
        ("{unit|{yaer}年}", False),
        ("{unit", False),
        ("unit}", False),
        ("}unit{", False),
    ],
)
def test_patterns(pattern: str, right: bool) -> None:
    assert [p.code for p in check_pattern(pattern, ())] == ([] if right else ["FORM-003"])


@pytest.mark.parametrize("place", ["above", "below"])
def test_patterns_in_lines_are_checked(place: str) -> None:
    lines = (Line(left="{unit}", right="{uint}"),)
    assert slips(FORM, **{place: lines}) == [("FORM-003", (place, 0, "right"))]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"copies": 0}, ("copies",)),
        ({"min_rows": -1}, ("min_rows",)),
        ({"page": Page(per_row=0)}, ("page", "per_row")),
        ({"page": Page(size_pt=8)}, ("page", "size_pt")),
        ({"page": Page(row_height_mm=0)}, ("page", "row_height_mm")),
    ],
)
def test_numbers_of_a_form_lie_within_bounds(changes: dict[str, Any], path: tuple[str, ...]) -> None:
    assert slips(FORM, **changes) == [("DATA-008", path)]


def test_a_change_is_checked_and_what_it_leaves_alone_is_not() -> None:
    bad = (replace(LEDGER.columns[0], width_mm=10), *LEDGER.columns[1:])
    uses = (FormUse(form="ledger", columns=bad), FormUse(form="monthly", title="{nmae}"))
    assert places(found(CAMPAIGN, forms=uses)) == [
        ("FORM-001", ("forms", 0, "columns")),
        ("FORM-003", ("forms", 1, "title")),
    ]
