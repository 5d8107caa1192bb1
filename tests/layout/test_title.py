"""Titles broken into lines."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.layout.fit import NO_LINE_END, NO_LINE_START, char_width_em
from generator.layout.title import break_title
from generator.layout.words import words

LIMIT = 20
TITLES = st.text(
    "关于印发将官池镇重大事故隐患专项排查整治行动实施方案的通知和与《》（）“”、。2023", min_size=1
)


def width(line: str) -> float:
    """Width in characters: digits and letters are half as wide."""
    return sum(map(char_width_em, line))


def test_a_title_that_fits_stays_on_one_line() -> None:
    assert break_title("重大事故隐患整改台账", LIMIT) == ("重大事故隐患整改台账",)


def test_a_long_title_is_broken_between_words_into_balanced_lines() -> None:
    # 16 + 2 (2023) + 9 = 27 characters; the middle, 13.5, lies inside 专项排查整治
    title = "将官池镇重大事故隐患专项排查整治2023行动进展情况调度表"

    lines = break_title(title, LIMIT, words)

    assert lines == ("将官池镇重大事故隐患专项排查整治", "2023行动进展情况调度表")


REAL = {
    "关于印发《将官池镇重大事故隐患专项排查整治2023行动实施方案》的通知": (
        "关于印发《将官池镇重大事故隐患",
        "专项排查整治2023行动实施方案》的通知",
    ),
    "柳林镇安全生产委员会关于做好重大事故隐患专项排查整治2023行动情况报送工作的通知": (
        "柳林镇安全生产委员会关于做好重大事故隐患",
        "专项排查整治2023行动情况报送工作的通知",
    ),
    "将官池镇人民政府关于印发《突发事件应急预案》的通知": (
        "将官池镇人民政府关于印发",
        "《突发事件应急预案》的通知",
    ),
    "国务院安委会办公室关于印发《全国重大事故隐患专项排查整治2023行动总体方案》的通知": (
        "国务院安委会办公室关于印发",
        "《全国重大事故隐患专项排查整治",
        "2023行动总体方案》的通知",
    ),
    "关于进一步加强夏季高温时段危险化学品、烟花爆竹、工贸、消防和城镇燃气安全生产工作的紧急通知": (
        "关于进一步加强夏季高温时段",
        "危险化学品、烟花爆竹、工贸、消防和",
        "城镇燃气安全生产工作的紧急通知",
    ),
    "关于成立青石镇第五次全国经济普查领导小组及其办公室的通知": (
        "关于成立青石镇第五次全国经济普查",
        "领导小组及其办公室的通知",
    ),
}


@pytest.mark.parametrize("title", REAL)
def test_titles_break_between_words_into_trapezoids_and_diamonds(title: str) -> None:
    lines = break_title(title, LIMIT, words)

    assert lines == REAL[title]
    assert len({width(line) for line in lines}) > 1, "never a rectangle"


@pytest.mark.parametrize("title", REAL)
@pytest.mark.parametrize("limit", [16, 18, 20, 24])
def test_no_line_begins_with_a_word_that_leans_on_the_one_before(title: str, limit: int) -> None:
    for line in break_title(title, limit, words)[1:]:
        assert line[0] not in "的和与及》、年"


@pytest.mark.parametrize("title", REAL)
def test_the_middle_line_of_three_is_never_the_shortest(title: str) -> None:
    for limit in range(12, 25):
        widths = [width(line) for line in break_title(title, limit, words)]
        assert not (len(widths) == 3 and widths[1] < min(widths[0], widths[2]) - 2), limit


def test_a_book_title_that_has_room_on_a_line_stays_whole() -> None:
    title = "青石镇党政办公室关于转发《安全生产责任制考核办法》的通知"

    assert break_title(title, LIMIT, words) == (
        "青石镇党政办公室关于转发",
        "《安全生产责任制考核办法》的通知",
    )


def test_names_stay_whole() -> None:
    # the dictionary knows 将官, but not 将官池镇
    title = "关于做好二〇二三年度将官池镇防汛工作的通知"

    assert words("将官池镇防汛", ("将官池镇",)) == ("将官池镇", "防汛")
    assert any(
        line.startswith("将官池镇") for line in break_title(title, 12, lambda t: words(t, ("将官池镇",)))
    )


def test_words_lose_nothing() -> None:
    title = "".join(REAL)

    assert "".join(words(title, ("将官池镇",))) == title


@pytest.mark.parametrize(
    "title",
    [
        "柳林镇安全生产委员会关于做好重大事故隐患专项排查整治2023行动情况报送工作的通知",
        "关于进一步加强夏季高温时段危险化学品、烟花爆竹、工贸、消防和城镇燃气安全生产工作的紧急通知",
    ],
)
def test_no_line_is_much_shorter_than_another(title: str) -> None:
    assert min(map(width, break_title(title, LIMIT, words))) >= LIMIT / 3


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于开展排查整治的\n通知", ("关于开展排查整治的", "通知")),
        ("  关于开展\n  排查整治的通知\n", ("关于开展", "排查整治的通知")),
        ("甲" * 12 + "\n" + "乙" * 12, ("甲" * 12, "乙" * 12)),
    ],
)
def test_line_breaks_in_the_data_are_kept(title: str, lines: tuple[str, ...]) -> None:
    assert break_title(title, LIMIT) == lines


def test_a_hinted_line_that_is_too_long_is_broken_again() -> None:
    # 30 characters at most 20 a line: 15 + 15, then the hinted second line
    assert break_title("甲" * 30 + "\n通知", LIMIT) == ("甲" * 15, "甲" * 15, "通知")


def test_a_year_is_never_cut() -> None:
    # the middle of 甲×9 2023 乙×9 lies inside the year: 9 + 2 + 9 = 20 characters, 12 a line
    assert break_title("甲" * 9 + "2023" + "乙" * 9, 12) == ("甲" * 9 + "2023", "乙" * 9)


@given(TITLES)
@example("2" * 100)
@example("、" * 30)
@example("《" * 50)
def test_no_line_is_longer_than_the_limit_and_nothing_is_lost(title: str) -> None:
    lines = break_title(title, LIMIT, words)

    assert "".join(lines) == title.strip()
    assert max(map(width, lines)) <= LIMIT


@given(
    st.lists(st.sampled_from(["重大事故", "2023", "《行动》", "（试行）", "隐患、", "“回头看”"]), min_size=1)
)
def test_lines_of_words_keep_digits_and_marks_together(pieces: list[str]) -> None:
    # there is always a permitted place a few characters away
    for before, after in pairwise(break_title("甲".join(pieces), LIMIT, words)):
        assert not (before[-1] + after[0]).isdigit()
        assert before[-1] not in NO_LINE_END
        assert after[0] not in NO_LINE_START
