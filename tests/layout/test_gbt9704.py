"""The numbers of GB/T 9704-2012 agree with one another."""

import pytest

from generator.layout import gbt9704 as gb


def test_margins_and_type_area_make_up_the_sheet() -> None:
    # 5.1 and 5.2.1: 28 + 156 + 26 = 210 wide, 37 + 225 + 35 = 297 high
    assert (gb.BINDING_MARGIN_MM, gb.TYPE_AREA_WIDTH_MM, gb.OUTER_MARGIN_MM) == (28, 156, 26)
    assert (gb.TOP_MARGIN_MM, gb.TYPE_AREA_HEIGHT_MM, gb.BOTTOM_MARGIN_MM) == (37, 225, 35)
    assert gb.PAGE_WIDTH_MM == 28 + 156 + 26
    assert gb.PAGE_HEIGHT_MM == 37 + 225 + 35


def test_28_characters_fill_a_line_and_22_lines_a_page() -> None:
    assert pytest.approx(156) == gb.CHARS_PER_LINE * gb.CHAR_PITCH_MM
    assert pytest.approx(225) == gb.LINES_PER_PAGE * gb.LINE_PITCH_MM
    assert (gb.CHARS_PER_LINE, gb.LINES_PER_PAGE) == (28, 22)


def test_28_characters_of_16_pt_fit_only_when_set_tighter() -> None:
    # 16 pt = 5.644 mm; 28 × 5.644 = 158.0 mm; with -0.21 pt each 28 × 5.570 = 156.0 mm
    tight = gb.mm_from_pt(gb.TEXT_PT + gb.LETTER_SPACING_PT)

    assert 28 * gb.mm_from_pt(gb.TEXT_PT) == pytest.approx(158.04, abs=0.01)
    assert 28 * tight <= gb.TYPE_AREA_WIDTH_MM
    assert 28 * tight == pytest.approx(156, abs=0.05)
    assert 29 * tight > gb.TYPE_AREA_WIDTH_MM


def test_lengths_turn_into_points_and_twips_and_back() -> None:
    # one inch = 25.4 mm = 72 pt = 1440 twips
    assert gb.pt_from_mm(25.4) == pytest.approx(72)
    assert gb.mm_from_pt(72) == pytest.approx(25.4)
    assert gb.twips(25.4) == 1440
    assert gb.twips(gb.TOP_MARGIN_MM) == 2098  # 37 / 25.4 × 1440 = 2097.6


def test_a_landscape_table_turns_the_type_area() -> None:
    assert gb.type_area_mm(landscape=False) == (156, 225)
    assert gb.type_area_mm(landscape=True) == (225, 156)
