"""Titles broken into lines (7.3.1)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.layout.fit import NO_LINE_END, NO_LINE_START, char_width_em
from generator.layout.title import break_title

LIMIT = 20


def width(line: str) -> float:
    """The width of a line in ems."""
    return sum(map(char_width_em, line))


def test_short_title_stands_on_one_line() -> None:
    assert break_title("重大事故隐患整改台账", LIMIT) == ("重大事故隐患整改台账",)


def test_line_breaks_of_the_title_are_kept() -> None:
    assert break_title("将官池镇重大事故隐患专项排查整治\n2023行动实施方案\n", LIMIT) == (
        "将官池镇重大事故隐患专项排查整治",
        "2023行动实施方案",
    )


def test_long_title_is_broken_at_words_into_balanced_lines() -> None:
    title = "关于印发《将官池镇重大事故隐患专项排查整治2023行动实施方案》的通知"

    assert break_title(title, LIMIT) == (
        "关于印发《将官池镇重大事故隐患",
        "专项排查整治2023行动实施方案》的通知",
    )


@pytest.mark.parametrize(
    "title",
    [
        "柳林镇安全生产委员会关于做好重大事故隐患专项排查整治2023行动情况报送工作的通知",
        "关于进一步加强夏季高温时段危险化学品、烟花爆竹、工贸、消防和城镇燃气安全生产工作的紧急通知",
    ],
)
def test_no_line_is_much_shorter_than_another(title: str) -> None:
    lines = break_title(title, LIMIT)

    assert "".join(lines) == title
    assert max(map(width, lines)) <= LIMIT
    assert min(map(width, lines)) >= LIMIT / 3


@given(st.text(st.sampled_from("关于印发《》的通知专项行动实施方案2023（）、"), min_size=1, max_size=70))
def test_breaking_loses_no_character(title: str) -> None:
    assert "".join(break_title(title, LIMIT)) == title


@given(st.text(st.sampled_from("关于印发的通知专项行动实施方案重大事故隐患"), min_size=1, max_size=70))
def test_lines_are_no_wider_than_the_type_area(title: str) -> None:
    assert max(map(width, break_title(title, LIMIT))) <= LIMIT


@given(
    st.lists(
        st.sampled_from(("安全生产", "《方案》", "（试行）", "2023", "行动", "、")), min_size=1, max_size=16
    )
)
def test_no_line_begins_or_ends_with_a_mark_that_must_not(words: list[str]) -> None:
    lines = break_title("".join(words).strip("、").replace("、、", "、") or "通知", LIMIT)
    for above, below in pairwise(lines):
        assert above[-1] not in NO_LINE_END
        assert below[0] not in NO_LINE_START
