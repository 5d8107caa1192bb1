"""Text fitted into cells: lines, heights, room to write."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.layout.fit import (
    AUTO_SPACE_EM,
    CELL_PADDING_MM,
    CELL_PADDING_Y_MM,
    CELL_RULE_MM,
    NO_LINE_END,
    NO_LINE_START,
    CellText,
    break_lines,
    cell_height_mm,
    char_width_em,
    line_height_mm,
    row_heights_mm,
    stretch,
    text_width_mm,
    widest_em,
)
from generator.layout.gbt9704 import mm_from_pt

TEXTS = st.text(st.sampled_from("安全生产隐患排查，。、；（）《》“”0123456789abc.- "), max_size=60)
EM_MM = mm_from_pt(12.0)


def lines_of(text: str, chars: int) -> list[str]:
    """The lines of a text in a width of so many full-width characters of 12 pt."""
    return break_lines(text, chars * EM_MM, 12.0)


@pytest.mark.parametrize(
    ("char", "width"),
    [("安", 1), ("，", 1), ("“", 1), ("　", 1), ("𡐓", 1), ("8", 0.5), ("a", 0.5), (" ", 0.5)],
)
def test_width_of_a_character(char: str, width: float) -> None:
    assert char_width_em(char) == width


def test_width_of_a_line_in_millimetres() -> None:
    assert text_width_mm("2023年", 72.0) == pytest.approx(3 * 25.4)


def test_line_is_as_wide_as_the_office_program_that_adds_space_beside_digits() -> None:
    assert widest_em("2023年6月") == pytest.approx(4.5 + 3 * AUTO_SPACE_EM)
    assert widest_em("安全，12") == pytest.approx(4.0), "none after a mark"


def test_text_is_broken_where_the_width_ends() -> None:
    assert lines_of("安全生产隐患排查", 3) == ["安全生", "产隐患", "排查"]


def test_line_breaks_of_the_text_are_kept() -> None:
    assert lines_of("总体\n情况", 10) == ["总体", "情况"]
    assert lines_of("", 10) == [""]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("安全生产，隐患", ["安全生", "产，隐患"]),
        ("安全生（排查）", ["安全生", "（排查）"]),
        ("安全生产）。隐", ["安全生", "产）。隐"]),
    ],
)
def test_no_line_starts_or_ends_with_a_forbidden_mark(text: str, lines: list[str]) -> None:
    assert lines_of(text, 4) == lines


def test_numbers_and_words_stay_whole() -> None:
    assert lines_of("隐患2023条", 4) == ["隐患", "2023条"]


@given(TEXTS, st.integers(2, 20))
def test_breaking_loses_and_adds_no_character(text: str, chars: int) -> None:
    assert "".join(lines_of(text, chars)) == text


@given(TEXTS, st.integers(12, 30))
def test_lines_are_no_wider_than_the_cell(text: str, chars: int) -> None:
    plain = "".join(c for c in text if not c.isascii() and c not in NO_LINE_START | NO_LINE_END)
    assert all(widest_em(line) <= chars for line in lines_of(plain, chars))


@given(TEXTS, st.integers(8, 30))
def test_prohibitions_hold_unless_a_line_holds_nothing_else(text: str, chars: int) -> None:
    lines = lines_of(text, chars)
    for above, below in pairwise(lines):
        if len(above) > 1:
            assert below[:1] not in NO_LINE_START
            assert above[-1] not in NO_LINE_END


@given(TEXTS, st.integers(4, 12))
def test_a_narrower_cell_never_needs_fewer_lines(text: str, chars: int) -> None:
    plain = "".join(c for c in text if not c.isascii() and c not in NO_LINE_START | NO_LINE_END)
    assert len(lines_of(plain, chars)) >= len(lines_of(plain, chars + 3))


def test_height_of_a_cell_is_lines_padding_and_rule() -> None:
    width = 4 * EM_MM + 2 * CELL_PADDING_MM
    around = 2 * CELL_PADDING_Y_MM + CELL_RULE_MM

    assert cell_height_mm("安全生产", width, 12.0) == pytest.approx(line_height_mm(12.0) + around)
    assert cell_height_mm("安全生产隐", width, 12.0) == pytest.approx(2 * line_height_mm(12.0) + around)
    assert cell_height_mm("", width, 12.0) == pytest.approx(line_height_mm(12.0) + around)


def test_line_height_is_a_whole_number_of_half_points() -> None:
    assert line_height_mm(12.0) == pytest.approx(mm_from_pt(14.5))
    assert line_height_mm(10.5) == pytest.approx(mm_from_pt(12.5))


def test_rows_are_as_high_as_their_fullest_cell() -> None:
    low, high = CellText("安", 40.0, 0), CellText("安" * 40, 40.0, 0)

    assert row_heights_mm([low, high], [5.0], 12.0) == [cell_height_mm("安" * 40, 40.0, 12.0)]


def test_rows_keep_their_minimum() -> None:
    assert row_heights_mm([CellText("安", 40.0, 0)], [30.0, 8.0], 12.0) == [30.0, 8.0]


def test_merged_cell_stretches_the_last_of_its_rows_by_what_is_missing() -> None:
    label = CellText("组\n织\n领\n导\n情\n况", 12.0, 0, row_span=2)
    needed = cell_height_mm(label.text, 12.0, 12.0)

    assert row_heights_mm([label], [10.0, 10.0, 10.0], 12.0) == [10.0, pytest.approx(needed - 10.0), 10.0]


def test_merged_cell_that_has_room_changes_nothing() -> None:
    assert row_heights_mm([CellText("组", 12.0, 0, row_span=3)], [8.0, 8.0, 8.0], 12.0) == [8.0, 8.0, 8.0]


def test_cells_of_one_row_count_before_merged_ones_whatever_their_order() -> None:
    merged = CellText("组\n织\n领\n导", 12.0, 0, row_span=2)
    single = CellText("安" * 30, 20.0, 1)

    assert row_heights_mm([merged, single], [8.0, 8.0], 12.0) == row_heights_mm(
        [single, merged], [8.0, 8.0], 12.0
    )
    assert row_heights_mm([merged, single], [8.0, 8.0], 12.0)[1] == cell_height_mm(single.text, 20.0, 12.0)


def test_room_left_over_is_shared_out_in_proportion() -> None:
    assert stretch([10.0, 20.0], 45.0) == [15.0, 30.0]


def test_rows_grow_no_further_than_the_limit() -> None:
    assert stretch([10.0, 20.0], 300.0, limit=1.5) == [15.0, 30.0]


def test_rows_never_shrink() -> None:
    assert stretch([10.0, 20.0], 25.0) == [10.0, 20.0]
    assert stretch([], 25.0) == []


@given(st.lists(st.floats(1, 50), min_size=1, max_size=30), st.floats(1, 500))
def test_stretched_rows_fit_where_the_rows_fitted(heights: list[float], available: float) -> None:
    grown = stretch(heights, available)

    assert sum(grown) <= max(available, sum(heights)) + 1e-6
    assert all(b >= a for a, b in zip(heights, grown, strict=True))
