"""How values print, how patterns take them, how names are padded."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compose.wording import (
    fill,
    fill_line,
    padded_name,
    pattern_names,
    printed_date,
    printed_month,
    printed_number,
    printed_value,
)
from generator.model.form import Field, Line, Part

NAMES = {"unit": "秋湖村", "period": "2023年6月", "filled_on": "", "year": "2023"}


def test_date_prints_without_leading_zeros() -> None:
    assert printed_date(date(2023, 5, 5)) == "2023年5月5日"
    assert printed_date(None) == ""


def test_month_prints_without_leading_zero() -> None:
    assert printed_month("2023-06") == "2023年6月"
    assert printed_month("2023-12") == "2023年12月"
    assert printed_month("") == ""


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (12, "12"),
        (1.5, "1.5"),
        (2.0, "2"),
        (0.1 + 0.2, "0.3"),
        (1e7, "10000000"),
        (1e-5, "0.00001"),
    ],
)
def test_number_prints_plainly(value: float, printed: str) -> None:
    assert printed_number(value) == printed


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_printed_number_is_the_number(value: Decimal) -> None:
    printed = printed_number(float(value))

    assert Decimal(printed) == value
    assert "e" not in printed.lower()
    assert not (printed.endswith("0") and "." in printed)


TIMES = Part(name="times", unit="次")
AMOUNT = Part(name="amount", unit="万元", kind="money")
TOTAL = Part(name="total", unit="个")
CRIME = Part(name="crime", prefix="其中", unit="个")
PARTY = Part(name="party", prefix="党委", unit="次")
GOVERNMENT = Part(name="government", prefix="政府", unit="次")


@pytest.mark.parametrize(
    ("field", "value", "printed"),
    [
        (Field(name="n", kind="count"), 0, "0"),
        (Field(name="n", kind="count"), None, ""),
        (Field(name="n", kind="money"), 2.50, "2.5"),
        (Field(name="n", kind="yes_no"), True, "是"),
        (Field(name="n", kind="yes_no"), False, "否"),
        (Field(name="n", kind="text"), "  已整改 ", "已整改"),
        (Field(name="n", kind="date"), "2023-06-08", "2023年6月8日"),
        (Field(name="n", kind="date"), "", ""),
        (Field(name="n", kind="parts", parts=(TIMES, AMOUNT)), {"times": 3, "amount": 1.5}, "3次，\n1.5万元"),
        (Field(name="n", kind="parts", parts=(TOTAL, CRIME)), {"total": 2, "crime": 0}, "2个，\n其中0个"),
        (Field(name="n", kind="parts", parts=(PARTY, GOVERNMENT)), {"government": 1, "party": 2}, "党委2次，\n政府1次"),
        (Field(name="n", kind="parts", parts=(TIMES, AMOUNT)), {"times": 3, "amount": None}, "3次"),
        (Field(name="n", kind="parts", parts=(TIMES, AMOUNT)), {}, ""),
    ],
)  # fmt: skip
def test_value_prints_as_its_kind_asks(field: Field, value: object, printed: str) -> None:
    assert printed_value(field, value) == printed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pattern", "filled"),
    [
        ("{unit}调度表", "秋湖村调度表"),
        ("{unit|＿＿＿社区}", "秋湖村"),
        ("时间：{filled_on|　年　月　日}", "时间：　年　月　日"),
        ("时间：{filled_on|{year}年　月　日}", "时间：2023年　月　日"),
        ("{filled_on|}", ""),
        ("没有名称", "没有名称"),
        ("{no.such|x}", "{no.such|x}"),
        ("{unit}{unit}", "秋湖村秋湖村"),
    ],
)
def test_pattern_takes_its_values_or_the_wording_for_blanks(pattern: str, filled: str) -> None:
    assert fill(pattern, NAMES) == filled


def test_braces_in_a_value_stand_for_themselves() -> None:
    assert fill("{unit}", {"unit": "{year}社区", "year": "2023"}) == "{year}社区"


def test_line_is_filled_in_all_three_places() -> None:
    line = Line(left="{unit}", center="{period}", right="{filled_on|空}")

    assert fill_line(line, NAMES) == Line(left="秋湖村", center="2023年6月", right="空")


def test_names_of_a_pattern_are_found_in_order() -> None:
    assert pattern_names("{unit|社区} {filled_on|{year}年}") == ["unit", "filled_on", "year"]


@pytest.mark.parametrize(
    ("name", "chars", "padded"),
    [
        ("王明", 3, "王　明"),
        ("王明", 4, "王　　明"),
        ("沈立诚", 3, "沈立诚"),
        ("欧阳明远", 3, "欧阳明远"),
        ("组长", 3, "组　长"),
        ("副组长", 4, "副　组长"),
        ("成", 3, "成"),
        ("Li", 3, "Li"),
        ("", 3, ""),
    ],
)
def test_short_name_is_padded_inside(name: str, chars: int, padded: str) -> None:
    assert padded_name(name, chars) == padded


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=5),
    st.integers(2, 6),
)
def test_padding_keeps_the_name_and_reaches_the_width(name: str, chars: int) -> None:
    padded = padded_name(name, chars)

    assert padded.replace("　", "") == name
    assert len(padded) == max(chars, len(name))
