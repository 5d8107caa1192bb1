"""Values of returns: what each kind of field takes, and that nothing is guessed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from small_campaign import CAMPAIGN, FORM, LEDGER, found, places

from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Field, Group, Part
from generator.validate.values import check_value

UNIT = "东镇新华村"
PARTS = Field(
    name="fines", kind="parts", parts=(Part(name="times"), Part(name="amount", unit="万元", kind="money"))
)


def reported(**changes: Any) -> Campaign:
    filled = Return(schema=1, form="monthly", unit=UNIT, period="2023-06", values={"found": 1})
    return replace(CAMPAIGN, returns=(replace(filled, **changes),))


@pytest.mark.parametrize(
    ("kind", "good"),
    [
        ("count", [0, 3, 10**12]),
        ("money", [0, 1.5, 12]),
        ("number", [-2.5, 0, 7]),
        ("yes_no", [True, False, "是", "否"]),
        ("date", ["2024-02-29"]),
        ("choice", ["好", "差"]),
        ("text", ["有", 3, 1.5, ""]),
        ("person", ["罗敏"]),
        ("parts", [{"times": 1, "amount": 0.5}, {"times": None}, {}]),
    ],
)
def test_values_of_the_right_kind_pass(kind: Any, good: list[Any]) -> None:
    field = replace(PARTS, kind=kind, choices=("好", "差"))
    assert [list(check_value(field, value, ())) for value in good] == [[]] * len(good)


@pytest.mark.parametrize(
    ("kind", "code", "bad"),
    [
        ("count", "VAL-001", [-1, 1.0, 2.5, True, "3", "3个", "三", {}, float("inf")]),
        ("money", "VAL-002", [-0.01, True, "1,200", "1.5万元", float("nan"), {}]),
        ("number", "VAL-003", [False, "2", float("inf"), {}]),
        ("yes_no", "VAL-004", ["yes", "on", 1, 0, "", {}]),
        ("date", "VAL-005", ["2023-02-29", "2023-6-1", "20230601", 20230601, "２０２３-06-01", {}]),
        ("choice", "VAL-009", ["优", "", 1, True, {}]),
        ("parts", "VAL-006", [1, "1次", True, {"time": 1}]),
        ("text", "VAL-007", [True, {}]),
    ],
)
def test_values_of_the_wrong_kind_are_refused(kind: Any, code: str, bad: list[Any]) -> None:
    field = replace(PARTS, kind=kind, choices=("好", "差"))
    assert [[p.code for p in check_value(field, value, ())] for value in bad] == [[code]] * len(bad)


def test_a_part_is_checked_as_its_own_kind() -> None:
    problems = list(check_value(PARTS, {"times": 1.5, "amount": -1}, ("values", "fines")))
    assert places(problems) == [
        ("VAL-001", ("values", "fines", "times")),
        ("VAL-002", ("values", "fines", "amount")),
    ]


@pytest.mark.parametrize(("value", "remedy"), [("3个", "请只写数字 3，"), ("1.5万元", "请只写数字 1.5，")])
def test_the_remedy_shows_the_number_to_write(value: str, remedy: str) -> None:
    [problem] = check_value(Field(name="n", kind="money"), value, ())
    assert remedy in problem.message


def test_a_blank_value_is_not_wrong_unless_required() -> None:
    required = replace(FORM.groups[0].fields[0], name="must", required=True)
    form = replace(FORM, form="own", groups=(Group(fields=(*FORM.groups[0].fields, required)),))
    campaign = reported(form="own", values={"found": None, "must": None})
    problems = found(replace(campaign, definitions=(form,)))
    assert places(problems) == [("VAL-008", ("returns", 0, "values", "must"))]


def test_rows_of_a_ledger_are_checked_column_by_column() -> None:
    rows = ({"text": "甲", "count": 1}, {"txet": "乙", "count": "2个"}, {"serial": 3, "count": 1}, {})
    problems = found(reported(form="ledger", values={}, rows=rows))
    assert places(problems) == [
        ("REF-004", ("returns", 0, "rows", 1, "txet")),
        ("VAL-001", ("returns", 0, "rows", 1, "count")),
        ("REF-004", ("returns", 0, "rows", 2, "serial")),
        ("VAL-008", ("returns", 0, "rows", 3, "count")),
    ]


def test_the_values_of_a_form_for_others_are_not_looked_at() -> None:
    form = replace(FORM, form="towns", used_by=("town",))
    problems = found(replace(reported(form="towns", values={"fuond": "3个"}), definitions=(form,)))
    assert [p for p in places(problems) if p[1][0] == "returns"] == [("REF-011", ("returns", 0, "form"))]


def test_many_values_on_a_form_that_has_none_are_one_problem() -> None:
    values = {f"n{i}": i for i in range(30)}
    (problem,) = found(reported(form="ledger", values=values))
    assert (problem.code, problem.path) == ("REF-004", ("returns", 0, "values"))
    assert "请逐行写在 rows 里" in problem.message


def test_a_ledger_of_hazards_takes_nothing_from_a_return() -> None:
    columns = (LEDGER.columns[0], replace(LEDGER.columns[1], width_mm=100, source="hazard.content"))
    form = replace(LEDGER, form="findings", rows_from="hazards", columns=columns)
    problems = found(replace(reported(form="findings", values={"a": 1, "b": 2}), definitions=(form,)))
    assert places(problems) == [("REF-004", ("returns", 0, "values"))]
    assert "取自隐患" in problems[0].message


@pytest.mark.parametrize("name", ["月度情况表", "ledgr", "台账"])
def test_an_unknown_form_is_the_only_problem_and_its_code_is_suggested(name: str) -> None:
    (problem,) = found(reported(form=name, values={"fuond": "3个"}))
    assert problem.code == "REF-005"
    assert ("“monthly”" if name == "月度情况表" else "“ledger”") in problem.message


def test_rows_on_a_form_without_rows_are_refused() -> None:
    assert places(found(reported(rows=({"a": 1},)))) == [("REF-004", ("returns", 0, "rows"))]


@pytest.mark.parametrize("period", ["2023-6", "2023-13", "2023-00", "202306", "2023年6月", "", "2023-06-01"])
def test_a_period_is_written_as_year_and_two_digit_month(period: str) -> None:
    assert places(found(reported(period=period))) == [("DATA-007", ("returns", 0, "period"))]


@pytest.mark.parametrize(
    ("period", "codes"),
    [("2023-04", ["REF-018"]), ("2023-05", []), ("2023-12", []), ("2024-01", ["REF-018"])],
)
def test_a_period_lies_in_a_month_of_the_campaign(period: str, codes: list[str]) -> None:
    problems = found(reported(period=period))
    assert [(p.code, p.path, p.unit) for p in problems] == [
        (code, ("returns", 0, "period"), UNIT) for code in codes
    ]


def test_a_campaign_that_ends_before_it_starts_says_nothing_about_its_returns() -> None:
    assert [p.code for p in found(replace(reported(), ends_on=date(2023, 4, 1)))] == ["REF-012"]


def test_problems_of_a_return_carry_its_unit() -> None:
    problems = found(reported(period="6月", values={"found": -1, "fonud": 2}))
    assert sorted((p.code, p.unit) for p in problems) == [
        ("DATA-007", UNIT),
        ("REF-004", UNIT),
        ("VAL-001", UNIT),
    ]


def test_a_return_of_an_unknown_unit_affects_the_campaign() -> None:
    problems = found(reported(unit="新华村"))
    assert [(p.code, p.unit) for p in problems] == [("REF-002", "")]
    assert "应写它的代号“东镇新华村”" in problems[0].message
