"""Cells into values: what is plain, what is told, what is refused."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from generator.derive.entries import Entry
from generator.sources.intake.cells import read_cell

YEARS = (2023, 2025)


def entry(kind, unit="", choices=()):
    return Entry(path=("value",), label="值", kind=kind, unit=unit, choices=choices)


COUNT, MONEY = entry("count", "个"), entry("money", "万元")
NUMBER, DAY, TEXT = entry("number"), entry("date"), entry("text")
DAYS = replace(DAY, several=True)
YES_NO, GRADE = entry("yes_no"), entry("choice", choices=("好", "一般", "Ａ类"))

PLAIN = [
    (COUNT, 3.0, 3),
    (COUNT, 0, 0),
    (MONEY, 0.5, 0.5),
    (MONEY, 12.0, 12),
    (NUMBER, -1.2, -1.2),
    (DAY, date(2024, 6, 5), "2024-06-05"),
    (DAY, datetime(2024, 6, 5), "2024-06-05"),
    (DAY, "2024-06-05", "2024-06-05"),
    (DAYS, "2024-06-05\n\n2024-06-20", "2024-06-05\n2024-06-20"),
    (DAYS, date(2024, 6, 5), "2024-06-05"),
    (TEXT, "=SUM(A1)", "=SUM(A1)"),
    (TEXT, "莫𡐓村\n二组", "莫𡐓村\n二组"),
    (YES_NO, "是", True),
    (YES_NO, "否", False),
    (GRADE, "一般", "一般"),
]


@pytest.mark.parametrize(("asked", "raw", "value"), PLAIN)
def test_a_plain_value_is_read_without_a_word(asked, raw, value):
    reading = read_cell(asked, raw, YEARS)

    assert (reading.value, reading.odd, reading.wrong) == (value, "", "")
    assert type(reading.value) is type(value)


ODD = [
    (COUNT, "3个", 3),
    (COUNT, "１２", 12),
    (COUNT, "1,200", 1200),
    (COUNT, " 1，200 个", 1200),
    (MONEY, "1.2万元", 1.2),
    (MONEY, "1.2万", 1.2),
    (MONEY, "5000元", 0.5),
    (DAY, "2024.6.5", "2024-06-05"),
    (DAY, "2024年6月5日", "2024-06-05"),
    (DAY, "２０２４／６／５", "2024-06-05"),
    (DAY, "20240605", "2024-06-05"),
    (DAYS, "2024.6.5\n2024-06-20", "2024-06-05\n2024-06-20"),
    (DAY, 45448.0, "2024-06-05"),
    (DAY, "45448", "2024-06-05"),
    (DAY, datetime(2024, 6, 5, 13, 30), "2024-06-05"),
    (TEXT, 13000000001.0, "13000000001"),
    (TEXT, date(2024, 6, 5), "2024-06-05"),
    (TEXT, True, "TRUE"),
    (YES_NO, "√", True),
    (YES_NO, "×", False),
    (GRADE, " A类", "Ａ类"),
]


@pytest.mark.parametrize(("asked", "raw", "value"), ODD)
def test_an_odd_value_is_read_and_what_it_was_read_as_is_told(asked, raw, value):
    reading = read_cell(asked, raw, YEARS)

    assert reading.wrong == ""
    assert reading.value == value
    assert "读作" in reading.odd


REFUSED = [
    (DAYS, "2024-06-05\n6月20日", "6月20日"),
    (COUNT, 3.5, "应是整数"),
    (COUNT, -1, "不小于 0"),
    (COUNT, "约3", "约3"),
    (COUNT, "三", "三"),
    (COUNT, "3-5", "3-5"),
    (COUNT, "3家", "单位应是“个”"),
    (COUNT, "/", "没有统计"),
    (COUNT, "无", "没有统计"),
    (COUNT, "1,20", "1,20"),
    (COUNT, 1e15, "15 位"),
    (COUNT, date(2024, 6, 5), "2024-06-05"),
    (COUNT, True, "TRUE"),
    (COUNT, "#REF!", "公式出错"),
    (COUNT, "Err:502", "公式出错"),
    (MONEY, "-0.5", "不小于 0"),
    (NUMBER, "3个", "不带单位"),
    (DAY, "6月5日", "年份四位"),
    (DAY, "24.6.5", "年份四位"),
    (DAY, "5/6/2024", "年份四位"),
    (DAY, "2024-06-31", "不存在"),
    (DAY, "2004-06-05", "离行动太远"),
    (DAY, 43986, "离行动太远"),  # 2020-06-04: the serial of 2024-06-05 in a workbook that counts from 1904
    (DAY, 3, "应是日期"),
    (DAY, 45448.5, "应是日期"),
    (TEXT, 410411199001011234.0, "15 位"),
    (YES_NO, "部分", "部分"),
    (GRADE, "差", "只能写 好"),
]


@pytest.mark.parametrize(("asked", "raw", "words"), REFUSED)
def test_what_cannot_be_read_surely_is_refused_with_what_was_found(asked, raw, words):
    reading = read_cell(asked, raw, YEARS)

    assert reading.value is None
    assert words in reading.wrong


@pytest.mark.parametrize("asked", [COUNT, DAY, TEXT, YES_NO, GRADE])
def test_a_blank_cell_holds_no_value(asked):
    reading = read_cell(asked, "", YEARS)

    assert (reading.value, reading.odd, reading.wrong) == (None, "", "")
