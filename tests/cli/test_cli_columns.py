"""Chinese text in columns of a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from generator.cli.columns import NOT_AT_START, pad, text_width, wrap


def test_wide_characters_take_two_columns_and_combining_ones_none():
    assert text_width("a字") == 3
    assert text_width("莫𡐓村") == 6
    assert text_width("e\u0301") == 1
    assert text_width("（）") == 4


def test_pad_counts_columns():
    assert pad("秋湖", 6) == "秋湖  "
    assert pad("秋湖村", 4) == "秋湖村"


def test_a_line_is_broken_between_chinese_characters_and_keeps_latin_words_whole():
    assert wrap("生成 docx 文件", 8) == ["生成", "docx 文", "件"]


def test_no_line_starts_with_closing_punctuation_or_ends_with_opening():
    assert wrap("甲乙丙，丁", 6) == ["甲乙", "丙，丁"]
    assert wrap("甲乙（丙）", 6) == ["甲乙", "（丙）"]


def test_lines_after_the_first_keep_its_indentation():
    assert wrap("  甲乙丙丁", 6) == ["  甲乙", "  丙丁"]


def test_an_empty_text_is_one_empty_line():
    assert wrap("", 10) == [""]


@given(st.text(alphabet="甲乙丙（）“”，。、ab-", max_size=60), st.integers(min_value=12, max_value=40))
def test_wrapping_loses_no_character_and_starts_no_line_with_closing_punctuation(text, width):
    lines = wrap(text, width)

    assert "".join(lines) == text
    assert [line for line in lines[1:] if line[0] in NOT_AT_START] == []
