"""Rules between the figures of a form, and inspections outside the campaign."""

from dataclasses import replace
from datetime import date

import pytest
from small_campaign import CAMPAIGN, FORM, found, places

from generator.model.filled import Value
from generator.model.form import Field, Group, Part
from generator.model.hazard import Enterprise, Hazard
from generator.validate.rules import check_form_rules, check_relations

CASES = Field(
    name="cases",
    label="案例",
    kind="parts",
    parts=(Part(name="total", unit="个"), Part(name="crime", prefix="其中", unit="个")),
)
FIELDS = (*(Field(name=n, label=n, kind="count") for n in ("found", "closed", "left")), CASES)
TABLE = replace(FORM, groups=(Group(fields=FIELDS),))


@pytest.mark.parametrize(
    ("rule", "values", "broken"),
    [
        ("closed <= found", {"found": 3, "closed": 4}, ("closed",)),
        ("closed <= found", {"found": 3, "closed": 3}, None),
        ("closed <= found", {"closed": 3}, None),
        ("closed + left == found", {"found": 5, "closed": 3, "left": 1}, ("closed",)),
        ("closed + left == found", {"found": 5, "closed": 3, "left": 2}, None),
        ("cases.crime <= cases.total", {"cases": {"total": 1, "crime": 2}}, ("cases", "crime")),
        ("cases.crime <= cases.total", {"cases": {"total": 2, "crime": 2}}, None),
    ],
)
def test_figures_that_break_a_rule_are_placed_at_its_first(
    rule: str, values: dict[str, Value], broken: tuple[str, ...] | None
) -> None:
    problems = list(check_relations(values, replace(TABLE, rules=(rule,)), ("values",)))

    assert places(problems) == ([("VAL-011", ("values", *broken))] if broken else [])


@pytest.mark.parametrize(
    "rule", ["closed < found", "closed <= 5 个", "", "closed <= fuond", "cases <= found"]
)
def test_a_rule_that_cannot_be_read_or_names_no_figure_is_a_problem_of_the_form(rule: str) -> None:
    problems = list(check_form_rules(replace(TABLE, rules=("closed <= found", rule)), ()))

    assert places(problems) == [("FORM-011", ("rules", 1))]


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2023, 4, 30), ["REF-025"]),
        (date(2023, 5, 1), []),
        (date(2023, 12, 31), []),
        (date(2024, 1, 1), ["REF-025"]),
    ],
)
def test_an_inspection_outside_the_campaign_is_found_and_its_rectification_after_is_not(
    day: date, codes: list[str]
) -> None:
    hazard = Hazard(
        code="H-1",
        unit=CAMPAIGN.units[0].name,
        enterprise=Enterprise(name="木器厂"),
        name="通道堵塞",
        level="一般",
        content="堆放货物",
        inspected_on=day,
        due_on=date(2024, 2, 1),
    )

    assert [p.code for p in found(hazards=(hazard,))] == codes
