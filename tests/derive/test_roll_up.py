"""Roll-up: every number of a month's total, and who is and is not in it."""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.roll_up import RollUp, Total, roll_ups_of, rolled_up
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Field, Form, Group, LedgerCount, Part
from generator.model.organ import Issuer, Unit, UnitKind
from generator.sources.campaign import load

JIANGGUANCHI = Path(__file__).parents[2] / "fixtures" / "campaigns" / "jiangguanchi"

# The eleven communities that reported (秋湖 王店 董庄 湖徐 大胡庄 孙刘赵 南石庄 张堌堆 永宁 潩水湾 将官池), then the ten
# departments (党政办 应急办 财税所 执法大队 派出所 公共服务办 村镇规划办 乡村建设办 教育办 卫生院).
SUMS = {
    "self_found": ([1, 2, 3, 1, 2, 3, 2, 3, 1, 2, 3], []),
    "self_closed": ([1, 1, 2, 1, 1, 2, 1, 2, 1, 1, 2], []),
    "inspection_found": ([1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1], [0, 3, 0, 1, 1, 0, 1, 2, 1, 1]),
    "inspection_closed": ([1, 0, 1, 1, 0, 1, 0, 0, 0, 1, 0], [0, 1, 0, 0, 1, 0, 1, 2, 0, 0]),
    "listed": ([1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1], []),
    "listed_closed": ([1, 0, 1, 1, 0, 1, 0, 0, 0, 1, 0], []),
    "checked": ([8, 11, 14, 17, 20, 23, 18, 21, 24, 27, 19], [10, 14, 18, 22, 26, 16, 20, 24, 28, 32]),
    "principal_not_studied": ([1, 2, 3, 4, 1, 2, 4, 1, 2, 3, 4], [2, 3, 4, 2, 3, 4, 2, 3, 4, 2]),
    "principal_not_led": ([2, 3, 2, 3, 2, 3, 3, 2, 3, 2, 3], [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]),
    "no_duty_list": ([3, 4, 5, 3, 4, 5, 4, 5, 3, 4, 5], [3, 4, 5, 3, 4, 5, 3, 4, 5, 3]),
    "no_safety_staff": ([0, 1, 2, 0, 1, 2, 1, 2, 0, 1, 2], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]),
    "uncertified_work": ([0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0], [0, 2, 0, 2, 0, 0, 0, 0, 0, 0]),
    "outsourcing_disorder": ([0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1], [0, 1, 0, 0, 0, 0, 0, 1, 0, 0]),
    "no_drill": ([2, 3, 4, 5, 2, 3, 5, 2, 3, 4, 5], [2, 3, 4, 2, 3, 4, 2, 3, 4, 2]),
    "guided_key_places": ([2, 3, 4, 2, 3, 4, 3, 4, 2, 3, 4], [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]),
    "guided_enterprises": ([5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16], [4, 5, 6, 7, 8, 9, 10, 11, 12, 13]),
    "penalties.times": ([1, 2, 1, 2, 1, 2, 1, 1, 2, 1, 2], [0, 3, 0, 1, 1, 0, 1, 2, 1, 1]),
    "penalties.amount": (
        [0.5, 1.25, 1, 1, 0.75, 1.5, 0.75, 1, 1, 0.75, 1.5],
        [0, 2.75, 0, 1.15, 1.15, 0, 1.15, 1.95, 1.15, 1.15],
    ),
    "double_penalties": ([0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0], [0, 0, 0, 1, 0, 0, 0, 1, 0, 0]),
    "transferred": ([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 1, 0, 0]),
    "suspended": ([1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1], [0, 3, 0, 1, 1, 0, 1, 2, 1, 1]),
    "exposed": ([1, 2, 1, 2, 1, 2, 1, 1, 2, 1, 2], [0, 4, 0, 2, 1, 1, 1, 3, 1, 2]),
    "published_cases.total": ([0, 1, 0, 2, 0, 1, 1, 0, 1, 0, 1], [0, 1, 0, 1, 1, 0, 1, 1, 1, 1]),
    "published_cases.crime": ([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 1, 0, 0]),
    "accountability": ([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0], [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    "interviews": ([1, 2, 1, 2, 1, 2, 2, 1, 2, 1, 2], [1, 2, 3, 1, 2, 3, 1, 2, 3, 1]),
    "special_study.party": ([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], []),
    "special_study.government": ([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], []),
    "special_meetings.party": ([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], []),
    "special_meetings.government": ([2, 3, 2, 3, 2, 3, 3, 2, 3, 2, 3], []),
    "government_inspections": ([4, 5, 6, 4, 5, 6, 5, 6, 4, 5, 6], []),
    "department_lectures": ([2, 3, 2, 3, 2, 3, 3, 2, 3, 2, 3], []),
    "rewards.total": ([0.3, 0, 0, 0.3, 0, 0, 0, 0, 0.3, 0, 0], [0, 0.5, 0, 0.2, 0.2, 0, 0.2, 0.2, 0.2, 0.2]),
    "rewards.anonymous": ([0.1, 0, 0, 0.1, 0, 0, 0, 0, 0.1, 0, 0], [0, 0.3, 0, 0, 0, 0, 0, 0, 0, 0]),
    "assessments": ([2, 3, 4, 5, 2, 3, 5, 2, 3, 4, 5], []),
}


@pytest.fixture(scope="module")
def june() -> Total:
    loaded = load(JIANGGUANCHI)
    assert loaded.campaign is not None
    (roll_up,) = roll_ups_of(loaded.campaign, loaded.forms)
    return rolled_up(loaded.campaign, loaded.forms, roll_up, "2023-06")


@pytest.mark.parametrize("name", SUMS)
def test_a_number_of_the_towns_table_is_the_sum_shown(june: Total, name: str) -> None:
    field, _, part = name.partition(".")
    value = june.values[field]
    communities, departments = SUMS[name]

    assert (value[part] if isinstance(value, dict) else value) == pytest.approx(
        sum(communities + departments)
    )


def test_every_indicator_of_the_towns_table_is_checked(june: Total) -> None:
    not_added = {"media_column", "technical_inspectors"}

    assert {name.partition(".")[0] for name in SUMS} | not_added == set(june.values)
    assert june.values["media_column"] is True  # 秋湖村 says yes
    assert june.values["technical_inspectors"] == 6  # the town's own, not the 28 that the villages count


def test_a_unit_without_a_return_is_missing_and_the_others_count(june: Total) -> None:
    states = {(r.unit, r.state) for r in june.returns if r.state != "counted"}

    assert states == {("yangjuan", "missing")}
    assert len(june.returns) == 12 + 10


def test_nothing_that_was_reported_goes_nowhere(june: Total) -> None:
    assert june.unplaced == ()


FORM = Form(
    schema=1,
    form="monthly",
    kind="indicator_table",
    title="表",
    short_title="表",
    used_by=("village",),
    groups=(
        Group(
            fields=(
                Field(name="found", label="发现", kind="count"),
                Field(name="money", label="投入", kind="money"),
                Field(name="worst", label="最多", kind="count", aggregate="max"),
                Field(name="rate", label="合格率", kind="number", unit="%"),
                Field(name="trained", label="培训", kind="yes_no"),
                Field(name="signed", label="签字", kind="yes_no", aggregate="list"),
                Field(name="note", label="说明"),
                Field(
                    name="fines",
                    label="处罚",
                    kind="parts",
                    parts=(Part(name="times"), Part(name="amount", kind="money")),
                ),
                Field(
                    name="open",
                    label="未销号",
                    kind="count",
                    aggregate="ledger",
                    ledger=LedgerCount(closed=False),
                ),
            )
        ),
    ),
)


@cache
def town() -> Campaign:
    """The fixture, read once."""
    loaded = load(JIANGGUANCHI)
    assert loaded.campaign is not None
    return loaded.campaign


UNITS = tuple(Unit(name=f"{n}村", code=n, kind="village") for n in ("甲", "乙", "丙"))


def total(*returns: dict[str, object], roll_up: RollUp | None = None, wrong: tuple[str, ...] = ()) -> Total:
    """The total of what 甲村, 乙村 and 丙村 report, in that order; None stands for no return."""
    campaign = replace(
        town(),
        kinds=(UnitKind(code="village", name="村"),),
        units=UNITS,
        issuer=Issuer(name="镇"),
        returns=tuple(
            Return(schema=1, form="monthly", unit=unit.code, period="2023-06", values=values)  # type: ignore[arg-type]
            for unit, values in zip(UNITS, returns, strict=False)
        ),
    )
    bad = frozenset(("monthly", unit, "2023-06") for unit in wrong)
    return rolled_up(campaign, {"monthly": FORM}, roll_up or RollUp(form="monthly"), "2023-06", bad)


def test_what_is_left_out_is_not_zero_and_zero_is_reported() -> None:
    found = total({"found": 0}, {"found": None, "money": 1}, {"money": 2})
    cell = next(c for c in found.cells if c.field.name == "found")

    assert cell.value == 0
    assert [s.unit for s in cell.given] == ["甲"]
    assert [s.unit for s in cell.shares] == ["甲", "乙", "丙"]


def test_a_number_that_nobody_gave_stays_empty() -> None:
    assert total({"money": 1}, {"money": 2}, {}).values["found"] is None


def test_a_return_without_any_value_is_blank_and_no_zero_return() -> None:
    found = total({"found": 0}, {}, {"note": " "})

    assert [r.state for r in found.returns] == ["counted", "blank", "blank"]


def test_a_return_with_errors_is_told_from_one_that_never_came() -> None:
    found = total({"found": 1}, wrong=("乙",))

    assert [r.state for r in found.returns] == ["counted", "wrong", "missing"]


def test_money_is_added_in_decimal() -> None:
    assert total({"money": 0.1}, {"money": 0.2}).values["money"] == 0.3


def test_parts_are_added_one_by_one_and_a_part_left_out_counts_for_nothing() -> None:
    found = total({"fines": {"times": 1, "amount": 0.5}}, {"fines": {"times": 2}})

    assert found.values["fines"] == {"times": 3, "amount": 0.5}


def test_each_aggregate_combines_in_its_way() -> None:
    found = total(
        {"worst": 2, "rate": 90.5, "trained": "否", "signed": False, "note": "好"},
        {"worst": 7, "rate": 80.5, "trained": "是", "signed": "是", "note": "一般"},
        roll_up=RollUp(form="monthly", own={"2023-06": {"rate": 85.5}}),
    )

    assert found.values["worst"] == 7
    assert found.values["rate"] == 85.5
    assert found.values["trained"] is True
    assert found.values["signed"] == "甲村：否；乙村：是"
    assert found.values["note"] == "甲村：好；乙村：一般"


def test_all_that_say_no_make_no() -> None:
    assert total({"trained": False}, {"trained": "否"}, {}).values["trained"] is False


def test_the_ledger_counts_hazards_as_they_stood_at_the_end_of_the_month() -> None:
    cell = next(c for c in total({"open": 99}).cells if c.field.name == "open")
    loaded = load(JIANGGUANCHI)
    assert loaded.campaign is not None
    still_open = [
        h.code
        for h in loaded.campaign.hazards
        if h.inspected_on.isoformat() <= "2023-06-30"
        and not (h.closed_on and h.closed_on.isoformat() <= "2023-06-30")
    ]

    assert list(cell.hazards) == still_open
    assert cell.value == len(still_open) > 0
    assert [s.value for s in cell.shares] == [99]


def test_a_field_that_has_no_place_in_the_total_is_told() -> None:
    loaded = load(JIANGGUANCHI)
    assert loaded.campaign is not None
    campaign: Campaign = loaded.campaign
    roll_up = RollUp(form="dispatch-communities", sources=("dispatch-departments",))

    found = rolled_up(campaign, loaded.forms, roll_up, "2023-06")

    assert [field.name for _, field in found.unplaced] == [
        "department_found",
        "department_closed",
        "guided_key_towns",
    ]


def test_a_return_that_came_after_its_day_counts_and_is_told_late() -> None:
    loaded = load(JIANGGUANCHI)
    assert loaded.campaign is not None
    returns = tuple(
        replace(r, received_on=r.filled_on.replace(month=7, day=3))
        if r.unit == "qiuhu" and r.filled_on
        else r
        for r in loaded.campaign.returns
    )
    campaign = replace(loaded.campaign, returns=returns)
    (roll_up,) = roll_ups_of(campaign, loaded.forms)

    found = rolled_up(campaign, loaded.forms, roll_up, "2023-06")

    assert {(r.unit, r.late_days) for r in found.returns if r.late_days} == {("qiuhu", 3)}
    assert found.values["checked"] == 412


@given(
    st.lists(
        st.one_of(st.none(), st.integers(0, 10**9), st.decimals(0, 10**6, places=2)), min_size=3, max_size=3
    )
)
def test_a_total_is_the_exact_sum_of_what_was_given_and_keeps_every_share(
    values: list[int | Decimal | None],
) -> None:
    written = [float(v) if isinstance(v, Decimal) else v for v in values]
    found = total(*({"money": v} for v in written))
    cell = next(c for c in found.cells if c.field.name == "money")
    given_ = [Decimal(v) for v in values if v is not None]

    assert [s.value for s in cell.shares] == written
    assert cell.value == (float(sum(given_)) if given_ else None)
