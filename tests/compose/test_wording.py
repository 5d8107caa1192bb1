"""How values print, and how patterns take them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compose.wording import (
    fill,
    fill_line,
    padded_name,
    printed_date,
    printed_month,
    printed_number,
    printed_value,
)
from generator.model.filled import Scalar, Value
from generator.model.form import Field, FieldKind, Line, Part

# values


@pytest.mark.parametrize(
    ("day", "printed"),
    [(date(2023, 5, 25), "2023年5月25日"), (date(2023, 12, 1), "2023年12月1日"), (None, "")],
)
def test_dates_have_no_leading_zeros(day: date | None, printed: str) -> None:
    assert printed_date(day) == printed


@pytest.mark.parametrize(
    ("period", "printed"), [("2023-06", "2023年6月"), ("2023-11", "2023年11月"), ("", "")]
)
def test_months_have_no_leading_zeros(period: str, printed: str) -> None:
    assert printed_month(period) == printed


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (0, "0"),
        (12, "12"),
        (100, "100"),
        (1.5, "1.5"),
        (2.0, "2"),
        (0.1 + 0.2, "0.3"),  # 0.30000000000000004
        (1.1 + 2.2, "3.3"),  # 3.3000000000000003
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        (12345678.91, "12345678.91"),
        (10**20, "100000000000000000000"),
        ("1.50", "1.5"),
    ],
)
def test_numbers_print_without_exponent_or_trailing_zeros(number: Scalar, printed: str) -> None:
    assert printed_number(number) == printed


@given(st.decimals(0, 10**9, places=4))
def test_a_number_prints_as_it_was_written(written: Decimal) -> None:
    printed = printed_number(float(written))

    assert Decimal(printed) == written
    assert set(printed) <= set("0123456789.")
    assert not ("." in printed and printed.endswith(("0", ".")))


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        ("count", 3, "3"),
        ("count", 0, "0"),
        ("count", None, ""),
        ("money", 0.50, "0.5"),
        ("number", -1.5, "-1.5"),
        ("yes_no", True, "是"),
        ("yes_no", False, "否"),
        ("yes_no", None, ""),
        ("choice", "未整改", "未整改"),
        ("choice", None, ""),
        ("person", "王明", "王明"),
        ("text", " 已整改 \n", "已整改"),
        ("text", "第一行\n第二行", "第一行\n第二行"),
        ("date", "2023-06-09", "2023年6月9日"),
        ("date", "", ""),
        ("date", "秋湖村：2023-06-09；王店村：2023-06-12", "秋湖村：2023年6月9日；王店村：2023年6月12日"),
    ],
)
def test_a_value_prints_as_its_kind_asks(kind: FieldKind, value: Value, printed: str) -> None:
    assert printed_value(Field(name="it", kind=kind), value) == printed


PENALTIES = Field(
    name="penalties",
    kind="parts",
    parts=(
        Part(name="times", unit="次"),
        Part(name="amount", unit="万元", kind="money"),
        Part(name="crime", prefix="其中", unit="个"),
    ),
)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ({"times": 2, "amount": 1.50, "crime": 0}, "2次，\n1.5万元，\n其中0个"),
        ({"crime": 1, "times": 2}, "2次，\n其中1个"),  # in the form's order; the missing one leaves no gap
        ({"times": None, "amount": 0}, "0万元"),
        ({}, ""),
        (None, ""),
    ],
)
def test_several_numbers_stand_in_one_cell_each_on_a_line(value: Value, printed: str) -> None:
    assert printed_value(PENALTIES, value) == printed


def test_parts_of_equal_unit_are_told_apart_by_their_prefix() -> None:
    study = Field(
        name="study",
        kind="parts",
        parts=(
            Part(name="party", prefix="党委", unit="次"),
            Part(name="government", prefix="政府", unit="次"),
        ),
    )

    assert printed_value(study, {"government": 1, "party": 2}) == "党委2次，\n政府1次"


# patterns

NAMES = {"unit": "秋湖社区", "year": "2023", "filled_on": "", "filled_by": "", "campaign.name": "2023行动"}


@pytest.mark.parametrize(
    ("pattern", "printed"),
    [
        ("单位：{unit}", "单位：秋湖社区"),
        ("{campaign.name}台账", "2023行动台账"),
        ("{unit|____社区}", "秋湖社区"),
        ("{filled_by}", ""),
        ("填报人：{filled_by|____}", "填报人：____"),
        ("{filled_by|}", ""),
        ("时间：{filled_on|{year}年　　月　　日}", "时间：2023年　　月　　日"),
        ("{filled_on|{filled_by|{year}}年}", "2023年"),
        ("{filled_by|甲|乙}", "甲|乙"),
        ("{unkown}", "{unkown}"),
        ("{unkown|____}", "{unkown|____}"),
        ("{filled_on|{unkown}}", "{unkown}"),
        ("{unkown|{year}}", "{unkown|2023}"),
        ("50%{", "50%{"),
        ("没有名称", "没有名称"),
    ],
)
def test_patterns_take_names_and_wording_for_blanks(pattern: str, printed: str) -> None:
    assert fill(pattern, NAMES) == printed


@pytest.mark.parametrize("name", ["行动{campaign.name}", "行动{unit}", "行动{year|}", "行动}", "{行动"])
def test_braces_in_a_value_stay_as_they_are(name: str) -> None:
    assert fill("{campaign.name}台账", {**NAMES, "campaign.name": name}) == f"{name}台账"


def test_a_line_has_its_three_places_filled() -> None:
    line = Line(left="{unit}", center="{year}年", right="{filled_by|____}")

    assert fill_line(line, NAMES) == Line(left="秋湖社区", center="2023年", right="____")


# names of persons


@pytest.mark.parametrize(
    ("name", "chars", "padded"),
    [
        ("王明", 3, "王　明"),
        ("王明", 4, "王　　明"),
        ("顾明哲", 3, "顾明哲"),
        ("上官若水", 3, "上官若水"),
        ("李", 3, "李"),
        ("", 3, ""),
        ("Li", 3, "Li"),
        ("组长", 3, "组　长"),
        ("𡐓明", 3, "𡐓　明"),
    ],
)
def test_short_names_are_padded_to_the_length_of_long_ones(name: str, chars: int, padded: str) -> None:
    assert padded_name(name, chars) == padded


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=5),
    st.integers(2, 6),
)
def test_padding_keeps_the_name_and_reaches_the_length(name: str, chars: int) -> None:
    padded = padded_name(name, chars)

    assert padded.replace("　", "") == name
    assert len(padded) == max(chars, len(name))
