"""Deadlines: the day by which something is due, and how it stands on another day."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from generator.derive.calendar import on_workday
from generator.derive.deadlines import Due, dues, occasions
from generator.model.campaign import Campaign, Duty, Settings
from generator.model.filled import Receipt, Return
from generator.model.form import Form
from generator.model.hazard import Enterprise, Hazard
from generator.model.organ import Issuer, Unit, UnitKind
from generator.sources.campaign import load

JIANGGUANCHI = Path(__file__).parents[2] / "fixtures" / "campaigns" / "jiangguanchi"


def campaign(duty: Duty, **data: object) -> Campaign:
    """A campaign of two villages from 25 May to 31 August 2023 with one duty."""
    return replace(
        Campaign(
            schema=1,
            name="行动",
            issuer=Issuer(name="镇"),
            starts_on=date(2023, 5, 25),
            ends_on=date(2023, 8, 31),
            kinds=(UnitKind(code="village", name="村"),),
            units=tuple(Unit(name=f"{code}村", code=code, kind="village") for code in ("甲", "乙")),
            duties=(duty,),
        ),
        **data,  # type: ignore[arg-type]
    )


def days(duty: Duty, **data: object) -> list[tuple[str, str]]:
    """What 甲村 has to hand in by when: month or hazard, and day."""
    found = occasions(campaign(duty, **data), {})
    return [(o.period or o.hazard, o.due_on.isoformat()[5:]) for o in found if o.unit == "甲"]


def village(**data: object) -> Duty:
    return Duty(name="月报", used_by=("village",), **data)  # type: ignore[arg-type]


def states(on: date, duty: Duty, **data: object) -> list[tuple[str, str, int]]:
    return [(d.occasion.unit, d.state, d.days) for d in dues(campaign(duty, **data), {}, on)]


def test_a_month_end_is_each_months_own() -> None:
    assert days(village(monthly_by="month_end")) == [
        ("2023-05", "05-31"),
        ("2023-06", "06-30"),
        ("2023-07", "07-31"),
        ("2023-08", "08-31"),
    ]


def test_a_day_before_the_campaign_begins_is_not_due() -> None:
    assert days(village(monthly_by=15))[0] == ("2023-06", "06-15")


def test_a_duty_begins_with_the_month_from_which_figures_are_cumulative() -> None:
    assert days(village(monthly_by=28, cumulative_from="2023-07")) == [
        ("2023-07", "07-28"),
        ("2023-08", "08-28"),
    ]


def test_a_day_of_the_next_month_is_for_the_month_before() -> None:
    assert days(village(monthly_by=1, next_month=True))[:2] == [("2023-05", "06-01"), ("2023-06", "07-01")]


@pytest.mark.parametrize(
    ("way", "day"),
    [("", "2023-06-24"), ("earlier", "2023-06-21"), ("later", "2023-06-25")],
)
def test_a_day_off_moves_to_a_working_day_that_way(way, day) -> None:
    # 2023-06-22 to 24 (Thursday to Saturday) were off, Sunday 25 was worked in exchange
    settings = Settings(holidays=(date(2023, 6, 22), date(2023, 6, 23)), workdays=(date(2023, 6, 25),))

    assert on_workday(date(2023, 6, 24), way, settings).isoformat() == day


def test_days_after_close_out_are_counted_for_each_closed_hazard_of_the_unit() -> None:
    def hazard(code: str, unit: str, closed_on: date | None) -> Hazard:
        return Hazard(
            code=code,
            unit=unit,
            enterprise=Enterprise(name="厂"),
            name="隐患",
            level="重大",
            content="内容",
            inspected_on=date(2023, 6, 1),
            closed_on=closed_on,
        )

    hazards = (
        hazard("1", "甲", date(2023, 6, 29)),
        hazard("2", "甲", None),
        hazard("3", "乙", date(2023, 7, 1)),
    )

    assert days(village(within_days=3, after="close_out"), hazards=hazards) == [("1", "07-02")]


JUNE = village(due_on=date(2023, 6, 15))


def test_before_its_day_it_is_open_on_its_day_too_and_late_after() -> None:
    assert states(date(2023, 6, 12), JUNE) == [("甲", "open", 3), ("乙", "open", 3)]
    assert states(date(2023, 6, 15), JUNE) == [("甲", "open", 0), ("乙", "open", 0)]
    assert states(date(2023, 6, 16), JUNE) == [("甲", "late", 1), ("乙", "late", 1)]


def test_a_receipt_tells_what_came_and_what_came_late() -> None:
    receipts = (
        Receipt(duty="月报", units=("甲",), received_on=date(2023, 6, 15)),
        Receipt(duty="月报", units=("乙",), received_on=date(2023, 6, 17)),
    )

    assert states(date(2023, 6, 20), JUNE, receipts=receipts) == [("甲", "in", 0), ("乙", "in_late", 2)]


def test_what_comes_later_is_not_there_yet() -> None:
    receipts = (Receipt(duty="月报", received_on=date(2023, 6, 17)),)

    assert states(date(2023, 6, 16), JUNE, receipts=receipts) == [("甲", "late", 1), ("乙", "late", 1)]


def test_a_receipt_without_units_is_for_all() -> None:
    receipts = (Receipt(duty="月报", received_on=date(2023, 6, 14)),)

    assert {state for _, state, _ in states(date(2023, 6, 16), JUNE, receipts=receipts)} == {"in"}


def test_without_the_sealed_original_nothing_is_complete() -> None:
    duty = replace(JUNE, sealed=True)
    file = Receipt(duty="月报", received_on=date(2023, 6, 14))
    original = Receipt(duty="月报", units=("甲",), sealed_on=date(2023, 6, 16))

    found = dues(campaign(duty, receipts=(file, original)), {}, date(2023, 6, 18))

    assert [(d.state, d.days, d.is_overdue) for d in found] == [("in_late", 1, False), ("unsealed", 3, True)]


def test_a_return_tells_of_its_own_month_only() -> None:
    form = Form(
        schema=1, form="table", kind="indicator_table", title="表", short_title="表", used_by=("village",)
    )
    duty = Duty(name="表", form="table", monthly_by="month_end")
    filled = Return(schema=1, form="table", unit="甲", period="2023-05", filled_on=date(2023, 5, 31))

    found = dues(campaign(duty, returns=(filled,)), {"table": form}, date(2023, 7, 1))

    assert [(d.occasion.unit, d.occasion.period, d.state) for d in found][:4] == [
        ("甲", "2023-05", "in"),
        ("乙", "2023-05", "late"),
        ("甲", "2023-06", "late"),
        ("乙", "2023-06", "late"),
    ]


def test_a_return_with_errors_has_come_and_is_not_complete() -> None:
    form = Form(
        schema=1, form="table", kind="indicator_table", title="表", short_title="表", used_by=("village",)
    )
    duty = Duty(name="表", form="table", monthly_by="month_end")
    wrong = frozenset({("table", "甲", "2023-05")})

    found = dues(campaign(duty), {"table": form}, date(2023, 6, 2), wrong)

    assert [(d.state, d.days) for d in found][:3] == [("wrong", 2), ("late", 2), ("open", 28)]


def test_who_is_merged_or_not_yet_there_in_a_month_is_asked_for_nothing_once() -> None:
    merged = Unit(name="甲村", code="甲", kind="village", last_month="2023-04")
    new = Unit(name="乙村", code="乙", kind="village", first_month="2023-06")

    def asked(due_on: date, workday: Literal["", "later"] = "") -> list[str]:
        duty = village(due_on=due_on, workday=workday)
        return [o.unit for o in occasions(campaign(duty, units=(merged, new)), {})]

    assert asked(date(2023, 4, 28)) == ["甲"]
    assert asked(date(2023, 5, 31)) == []
    assert asked(date(2023, 6, 15)) == ["乙"]
    assert asked(date(2023, 4, 30), "later") == ["甲"], "a Sunday, moved to a day of May"


TABLE = Form(
    schema=1, form="table", kind="indicator_table", title="表", short_title="表", used_by=("village",)
)
ONCE = Duty(name="表", form="table", due_on=date(2023, 6, 15))


def returned(unit: str, period: str, on: date) -> Return:
    return Return(schema=1, form="table", unit=unit, period=period, filled_on=on)


def test_a_return_of_any_month_is_what_is_due_once_and_the_first_counts() -> None:
    returns = (
        returned("甲", "2023-06", date(2023, 6, 20)),
        returned("甲", "2023-05", date(2023, 5, 31)),
        returned("乙", "2023-06", date(2023, 6, 17)),
    )

    assert [
        (d.state, d.days, d.came_on)
        for d in dues(campaign(ONCE, returns=returns), {"table": TABLE}, date(2023, 6, 20))
    ] == [("in", 0, date(2023, 5, 31)), ("in_late", 2, date(2023, 6, 17))]


def test_a_wrong_return_of_any_month_is_what_is_due_once() -> None:
    wrong = frozenset({("table", "甲", "2023-05"), ("other", "乙", "2023-05")})

    found = dues(campaign(ONCE), {"table": TABLE}, date(2023, 6, 20), wrong)

    assert [(d.state, d.days) for d in found] == [("wrong", 5), ("late", 5)]


def test_a_countys_score_sheet_of_august_is_in_by_its_day_in_september() -> None:
    loaded = load(JIANGGUANCHI.parent / "xinyang")
    assert loaded.campaign is not None
    found = dues(loaded.campaign, loaded.forms, date(2023, 9, 20))

    sheets = {d.occasion.unit: d.state for d in found if d.occasion.duty.form == "score-sheet"}
    assert sheets.pop("shihe") == "in"
    assert set(sheets.values()) == {"late"}


def test_the_towns_june_as_it_stood_on_the_28th() -> None:
    loaded = load(JIANGGUANCHI)
    assert loaded.campaign is not None
    found = dues(loaded.campaign, loaded.forms, date(2023, 6, 28))

    def units(name: str, period: str, state: str) -> list[str]:
        return [d.occasion.unit for d in found if _is(d, name, period) and d.state == state]

    assert units("专项行动开展情况", "2023-06", "late") == ["yangjuan", "zhanggudui"]
    assert units("专项行动开展情况", "2023-06", "in_late") == ["paichusuo"]
    assert len(units("进展情况调度表（各社区）", "2023-06", "open")) == 12
    assert units("进展情况调度表（各社区）", "2023-05", "in") == ["qiuhu", "wangdian", "yongning"]


def _is(due: Due, name: str, period: str) -> bool:
    return (due.occasion.duty.name, due.occasion.period) == (name, period)


@pytest.mark.parametrize("duty", [village(monthly_by="month_end", next_month=True, workday="later"), JUNE])
def test_a_campaign_that_ends_with_the_last_day_there_is_has_its_days(duty) -> None:
    found = dues(campaign(duty, starts_on=date(9999, 11, 25), ends_on=date.max), {}, date.max)

    assert found[-1].occasion.due_on <= date.max
