"""Geometry of seals: over what they press, inside their box, across the edges of leaves."""

from itertools import pairwise

import pytest

from generator.layout import gbt9704 as gb
from generator.layout.seals import (
    Circle,
    Rect,
    Words,
    beside_others,
    has_room,
    holds,
    in_box,
    meet,
    over_signature,
    over_words,
    straddles,
)

SHEET = Rect(0, 0, 210, 297)


def test_name_and_date_lie_a_little_below_the_middle_of_the_seal():
    name = Rect(100, 150, 140, 150 + gb.LINE_PITCH_MM)
    circle = over_signature(name, 42)

    between_name_and_date = name.bottom
    assert circle == Circle(120, between_name_and_date - gb.SEAL_RISE_MM, 42)


def test_the_top_of_a_seal_lies_within_one_line_of_the_text_above():
    text_bottom = 100.0
    name_top = text_bottom + gb.LINES_BEFORE_SIGNATURE * gb.LINE_PITCH_MM
    for mm in (38, 42, 45, 50):
        top = over_signature(Rect(80, name_top, 120, name_top + gb.LINE_PITCH_MM), mm).box.top
        assert text_bottom < top <= text_bottom + gb.LINE_PITCH_MM, mm


def test_a_seal_over_words_near_the_edge_is_kept_on_the_sheet():
    circle = over_words(Rect(2, 2, 20, 8), 42, SHEET)

    assert (circle.x, circle.y) == (24, 24)
    assert holds(SHEET, circle)


NAME = Rect(60, 100, 74, 105)


def test_a_seal_over_a_line_keeps_its_usual_place_where_nothing_stands_around():
    far = Words(Rect(150, 100, 180, 105))
    label = Words(Rect(30, 100, 60, 105))  # goes on with the name

    assert beside_others(NAME, 42, SHEET, [far, label]) == over_words(NAME, 42, SHEET)


@pytest.mark.parametrize("other", [Rect(78, 85, 120, 95), Rect(30, 107, 120, 115), Rect(20, 80, 58, 90)])
def test_a_seal_over_a_line_moves_away_from_other_words_and_still_covers_the_name(other):
    circle = beside_others(NAME, 42, SHEET, [Words(other)])

    usual = over_words(NAME, 42, SHEET)
    assert free_of(circle, other)
    assert not free_of(usual, other)
    assert all(
        (x - circle.x) ** 2 + (y - circle.y) ** 2 <= 21**2 + 0.1
        for x in (NAME.left, NAME.right)
        for y in (NAME.top, NAME.bottom)
    )


def test_what_is_filled_in_is_left_free_before_fixed_words():
    above, below = Rect(40, 70, 100, 99), Rect(40, 107, 100, 112)  # no place is free of both
    circles = [
        beside_others(NAME, 42, SHEET, [Words(above, filled=first), Words(below, filled=not first)])
        for first in (True, False)
    ]

    assert circles[0].y > circles[1].y
    assert free_of(circles[1], below)


def test_a_name_longer_than_the_seal_is_covered_as_far_as_it_goes():
    long = Rect(60, 100, 120, 105)
    circle = beside_others(long, 42, SHEET, [Words(Rect(90, 80, 140, 98))])

    assert 60 < circle.x < 90
    assert abs(circle.y - 102.5) < 21


def free_of(circle: Circle, other: Rect) -> bool:
    x = min(max(circle.x, other.left), other.right)
    y = min(max(circle.y, other.top), other.bottom)
    return (x - circle.x) ** 2 + (y - circle.y) ** 2 >= (circle.mm / 2 - 1) ** 2


def test_a_seal_in_a_box_is_moved_inside_its_rules():
    box = Rect(50, 100, 180, 145)
    circle = in_box(Rect(150, 130, 167, 135), box, 42)

    assert circle.x == 180 - 21 - 2
    assert circle.y == (100 + 145) / 2, "a box without two millimetres to spare has the seal in its middle"
    assert holds(box, circle)


def test_a_seal_in_a_large_box_stays_over_its_label_and_date():
    label = Rect(110, 150, 127, 155)

    assert in_box(label, Rect(50, 80, 180, 190), 42) == over_signature(label, 42)


@pytest.mark.parametrize(("width", "height", "room"), [(43, 43, True), (43, 42.5, False), (42, 60, False)])
def test_a_box_has_room_for_a_seal_and_half_a_millimetre_round_it(width, height, room):
    assert has_room(Rect(0, 0, width, height), 42) is room


@pytest.mark.parametrize(("apart", "touching"), [(45.0, False), (42.6, False), (42.4, True), (20.0, True)])
def test_seals_that_nearly_touch_count_as_meeting(apart, touching):
    assert meet(Circle(50, 50, 42), Circle(50 + apart, 50, 42)) is touching


def test_a_single_leaf_has_no_seal_across_its_edge():
    assert straddles(1, two_sided=False, landscape=False, mm=42) == []
    assert straddles(2, two_sided=True, landscape=False, mm=42) == []


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("leaves", range(2, 11))
def test_the_strips_of_all_leaves_make_the_whole_circle(leaves, landscape):
    (seal,) = straddles(leaves, two_sided=False, landscape=landscape, mm=42)

    strips = [_across(s.visible, s.circle, landscape) for s in seal.slices]
    assert [s.page for s in seal.slices] == list(range(1, leaves + 1))
    assert strips[0][0] == pytest.approx(-21)
    assert strips[-1][1] == pytest.approx(21)
    assert all(b[0] == pytest.approx(a[1]) for a, b in pairwise(strips))


def _across(visible: Rect, circle: Circle, landscape: bool) -> tuple[float, float]:
    """What is seen of a circle, from its middle, across the binding."""
    if landscape:
        return visible.top - circle.y, visible.bottom - circle.y
    return visible.left - circle.x, visible.right - circle.x


def test_a_slice_lies_at_the_outer_edge_at_the_same_height_on_every_leaf():
    (seal,) = straddles(4, two_sided=False, landscape=False, mm=42)

    assert {(s.visible.right, s.visible.center_y, s.circle.y) for s in seal.slices} == {(210, 148.5, 148.5)}
    assert {round(s.visible.width, 6) for s in seal.slices} == {10.5}


def test_a_turned_leaf_has_its_slice_below_where_it_is_right_when_bound():
    (seal,) = straddles(3, two_sided=False, landscape=True, mm=42)

    assert {(s.visible.bottom, s.visible.center_x) for s in seal.slices} == {(210, 148.5)}


def test_leaves_printed_on_two_sides_are_pressed_on_their_fronts():
    (seal,) = straddles(5, two_sided=True, landscape=False, mm=42)

    assert [(s.page, s.number, s.total) for s in seal.slices] == [(1, 1, 3), (3, 2, 3), (5, 3, 3)]
    assert (seal.first_page, seal.last_page) == (1, 5)


@pytest.mark.parametrize("leaves", [11, 19, 20, 40, 100])
def test_more_leaves_than_ten_take_several_seals_that_share_a_leaf_at_other_heights(leaves):
    seals = straddles(leaves, two_sided=False, landscape=False, mm=42)

    assert all(2 <= len(s.slices) <= gb.STRADDLE_LEAVES_MAX for s in seals)
    assert (seals[0].first_page, seals[-1].last_page) == (1, leaves)
    for one, other in pairwise(seals):
        assert one.last_page == other.first_page
        assert not meet(one.slices[-1].circle, Circle(one.slices[-1].circle.x, other.slices[0].circle.y, 42))
