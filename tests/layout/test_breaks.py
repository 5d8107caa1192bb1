"""Where a line may end: marks at its edges, pairs, numbers, words; and where it ends when nothing is permitted."""

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.layout import breaks

MIXED = st.text(
    "排查整治莫𡐓村㙍，、。；：？！（）《》“”‘’〔〕—…·％0123456789.,-/%@AbZ \u3000\u00a0", max_size=60
)


def ends(text: str) -> list[float]:
    """Full-width characters one unit wide, others half."""
    return list(accumulate(1.0 if breaks.is_full_width(c) else 0.5 for c in text))


def lines(text: str, width: float) -> list[str]:
    """The text on lines of so many characters."""
    found = []
    while text:
        cut = breaks.first_line(text, ends(text), breaks.Measure(width, 1.0))
        found.append(text[:cut])
        text = text[cut:]
    return found


def permitted(text: str) -> str:
    """The text with a bar wherever a line may end."""
    return "".join("|" * (i > 0 and breaks.may_end(text, i)) + c for i, c in enumerate(text))


@pytest.mark.parametrize(
    "expected",
    [
        "排|查，|整|治。",
        "排|（查）|整",
        "他|说|“好”|，".replace("|，", "，"),
        "《方|案》|的",
        "共|15.5%，|3|至|5|人",
        "2023|年|5|月|25|日",
        "隐|患|——|排|查",
        "排……|查",
        "2020—|2023|年",
        "艾|力·|买|买|提",
        "和/或",
        "GB/T |9704—|2012",
        "村 |组",
        "莫|𡐓|村",
        "10\u00a0吨",
        "葛\U000e0100|村",
        "a.b_c@x.cn",
        "Lü|镇",
        "￥100|元",
    ],
)
def test_lines_end_where_the_standard_of_punctuation_permits(expected: str) -> None:
    assert permitted(expected.replace("|", "")) == expected


@pytest.mark.parametrize(
    ("char", "full"),
    [*((c, True) for c in "镇𡐓，“”—…·①℃×°％　〔"), *((c, False) for c in "A1é%. -/\u0301\U000e0100\u00ad")],
)
def test_marks_and_symbols_of_chinese_typefaces_take_a_whole_em(char: str, full: bool) -> None:
    assert breaks.is_full_width(char) is full


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        (
            "信箱abcdefgh@hewan.example.cn",
            11,
            ["信箱abcdefgh@hewan.", "example.cn"],
        ),  # else 9 of 11 stay empty
        ("信箱abc@hewan.cn", 7, ["信箱", "abc@hewan.cn"]),  # a short word goes to the next line whole
        (
            "编号0123456789012345678",
            9,
            ["编号", "012345678901234567", "8"],
        ),  # a number is cut when it is longer
        ("见9704-2012、乙", 5, ["见", "9704-", "2012、乙"]),  # rather after its hyphen than before a mark
        ("甲乙  丙", 2, ["甲乙  ", "丙"]),  # spaces at the end take no room
        ("。。。。", 2, ["。。", "。。"]),  # nothing else is left
        ("甲", 0.5, ["甲"]),
    ],
)
def test_a_line_that_would_stay_half_empty_takes_a_part_of_the_next_word(
    text: str, width: float, expected: list[str]
) -> None:
    assert lines(text, width) == expected


@given(MIXED, st.integers(8, 28))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    found = lines(text, width)

    assert "".join(found) == text
    assert all(ends(line.rstrip(" "))[-1] <= width for line in found if line.strip(" "))


@given(
    st.lists(
        st.sampled_from(["隐患整改", "，", "（试行）", "2023年", "15.5%", "《方案》", "——", "……", "“好”"])
    )
)
def test_lines_of_words_that_fit_never_begin_or_end_with_a_mark_that_must_not(words: list[str]) -> None:
    text = "查".join(words)

    found = lines(text, 12)

    for before, after in pairwise(found):
        assert after[0] not in breaks.NO_LINE_START
        assert before[-1] not in breaks.NO_LINE_END
        assert not (before[-1] == after[0] and after[0] in breaks.PAIRED)
        assert not (before[-1].isdigit() and after[0].isdigit())


@given(MIXED.filter(bool), st.sampled_from([1.0, 2.5, 7.0, 12.5, 40.0]))
def test_all_lines_at_once_are_those_one_after_the_other(text: str, width: float) -> None:
    measure = breaks.Measure(width, 1.0)

    found = breaks.lines(text, [0.0, *ends(text)], measure)

    assert [text[start:end] for start, end in found] == lines(text, width)


@given(MIXED.filter(bool), st.sampled_from([1.0, 2.5, 7.0, 12.5]))
def test_between_two_characters_a_line_ends_as_the_rules_say(text: str, width: float) -> None:
    measure, every = breaks.Measure(width, 1.0), ends(text)
    ruled = breaks.permitted_line(text, every, measure)

    assert breaks.first_line(text, every, measure) == ruled or not ruled
