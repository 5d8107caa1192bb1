"""What a clerk types after options, and how it is read."""

from datetime import date, timedelta

import click
import pytest

from generator.cli import values
from generator.cli.base import repeat_options
from generator.cli.build import command

CTX = click.Context(command)
PARAM = command.params[0]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ((), ()),
        (("all",), ()),
        (("全部",), ()),
        (("秋湖村",), ("秋湖村",)),
        (("秋湖村,应急办，财税所、党政办",), ("秋湖村", "应急办", "财税所", "党政办")),
        (("秋湖村", "应急办", "秋湖村"), ("秋湖村", "应急办")),
        ((" 秋湖村 ,, ",), ("秋湖村",)),
        (("秋湖村,all",), ()),
    ],
)
def test_names_are_separated_by_commas_and_all_means_no_choice(typed, read):
    assert values.names(CTX, PARAM, typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ((), ()),
        (("docx,pdf,html",), ("docx", "pdf", "html")),
        (("PDF",), ("pdf",)),
        ((".docx", "pdf", "docx"), ("docx", "pdf")),
        (("all",), ("docx", "pdf", "html")),
    ],
)
def test_formats_are_read_in_the_order_typed(typed, read):
    assert values.formats(CTX, PARAM, typed) == read


def test_an_unknown_format_names_the_nearest():
    with pytest.raises(click.BadParameter, match="没有 doc 这个格式，是不是 docx？"):
        values.formats(CTX, PARAM, ("doc",))


@pytest.mark.parametrize(
    "typed", ["2023-06", "2023-6", "2023年6月", "2023年06月", "202306", "2023.6", "2023/06"]
)
def test_months_are_read_in_the_ways_people_write_them(typed):
    assert values.month(CTX, PARAM, typed) == "2023-06"


@pytest.mark.parametrize("typed", ["2023-13", "2023-00", "2023", "六月", "2023-06-01", "２０２３-06"])
def test_what_is_no_month_is_refused(typed):
    with pytest.raises(click.BadParameter, match="不是月份，请写成 2023-06 这样"):
        values.month(CTX, PARAM, typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("行动 --units 甲 乙 -o 输出", "行动 --units 甲 --units 乙 -o 输出"),
        ("行动 -o 输出 --units 甲 乙 丙", "行动 -o 输出 --units 甲 --units 乙 --units 丙"),
        (
            "行动 --units=甲 乙 --sheets 附件2 附件3",
            "行动 --units=甲 --units 乙 --sheets 附件2 --sheets 附件3",
        ),
        ("--units 甲 行动 -o 输出", "--units 甲 行动 -o 输出"),
        ("行动 -o 输出 多余", "行动 -o 输出 多余"),
        ("行动 --json 多余", "行动 --json 多余"),
        ("行动 --units 甲 -- 乙", "行动 --units 甲 -- 乙"),
        ("行动 --units 甲 --period", "行动 --units 甲 --period"),
        ("行动 -o输出 --units 甲 乙", "行动 -o输出 --units 甲 --units 乙"),
    ],
)
def test_names_in_a_row_after_a_repeatable_option_belong_to_it(typed, meant):
    assert repeat_options(command.params, typed.split()) == meant.split()


@pytest.mark.parametrize("typed", ["2023-06-08", "2023-6-8", "2023.6.8", "2023年6月8日", "20230608"])
def test_a_day_may_be_written_as_in_a_document(typed):
    assert values.day(CTX, PARAM, typed) == date(2023, 6, 8)


@pytest.mark.parametrize("typed", ["2023-06-31", "6月8日", "23.6.8", "2023年6月"])
def test_what_is_no_day_is_told(typed):
    with pytest.raises(click.BadParameter, match="不是日期，请写成"):
        values.day(CTX, PARAM, typed)


def test_what_has_happened_is_no_later_than_today():
    today = values.day_so_far(CTX, PARAM, "")

    assert values.day_so_far(CTX, PARAM, today.isoformat()) == today
    with pytest.raises(click.BadParameter, match="还没有到"):
        values.day_so_far(CTX, PARAM, (today + timedelta(days=400)).isoformat())
