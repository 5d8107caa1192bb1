"""Zero returns: that there was nothing is said with zeros."""

from dataclasses import replace
from typing import Any

import pytest
from small_campaign import CAMPAIGN, COUNTED, FORM, found

from generator.derive.units import with_codes
from generator.model.campaign import Duty
from generator.model.filled import Return
from generator.model.form import Field, Group, Part
from generator.validate.zero_returns import check_zero_returns

FINES = Field(
    name="fines",
    label="处罚",
    kind="parts",
    parts=(Part(name="times", unit="次"), Part(name="sum", unit="元")),
)
LEADER = Field(name="leader", label="带班领导", kind="person")
DUE = (Duty(name="月报", form="monthly", monthly_by=25, zero_return=True),)


def told(duties: tuple[Duty, ...] = (), required: bool = False, **values: Any) -> list[str]:
    form = replace(FORM, groups=(Group(fields=(replace(COUNTED, required=required), FINES, LEADER)),))
    filled = Return(schema=1, form="monthly", unit="东镇新华村", period="2023-06", values=values)
    campaign = with_codes(replace(CAMPAIGN, returns=(filled,), duties=duties))
    return [p.message for p in check_zero_returns(campaign, {"monthly": form})]


@pytest.mark.parametrize(
    "values",
    [{}, {"found": None, "fines": {"times": None}}, {"leader": "林正"}],
)
def test_a_table_without_a_single_number_is_no_zero_return(values: dict[str, Any]) -> None:
    (message,) = told(**values)

    assert message.startswith("“月度情况表”一个数也没有填")


@pytest.mark.parametrize("values", [{"found": 0}, {"fines": {"times": 0}}])
def test_a_zero_is_something_and_what_else_is_left_out_may_be(values: dict[str, Any]) -> None:
    assert told(**values) == []


def test_where_zeros_are_due_each_number_left_out_is_told() -> None:
    (message,) = told(DUE, found=0)

    assert message.startswith("“处罚（次，元）”没有填")
    assert told(DUE, found=0, fines={"times": 0}) == []


def test_a_number_that_must_be_there_is_told_as_that_alone() -> None:
    assert told(DUE, required=True) == []


def test_what_was_corrected_is_not_told_any_more() -> None:
    first = Return(schema=1, form="monthly", unit="东镇新华村", period="2023-06")
    second = replace(first, correction=1, values={"found": 0})

    assert [p.code for p in found(returns=(first,))] == ["VAL-013"]
    assert found(returns=(first, second)) == []
