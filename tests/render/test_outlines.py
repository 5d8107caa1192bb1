"""Outlines of glyphs made fewer: what stays is off by less than any printer shows, and the file is smaller."""

import pytest

from generator.render.glyph_outlines import Outline
from generator.render.outline_segments import fewer


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ([(10, 0), (20, 0), (5, 0)], [(35, 0)]),
        ([(100, 1), (100, -1)], [(200, 0)]),
        ([(100, 9), (100, -9)], [(100, 9), (100, -9)]),
        ([(10, 0), (-4, 0)], [(10, 0), (-4, 0)]),
        ([(10, 1, 10, 0, 10, -1)], [(30, 0)]),
        ([(10, 20, 10, 0, 10, -20)], [(10, 20, 10, 0, 10, -20)]),
        ([(0, 0), (7, 3), (0, 0)], [(7, 3)]),
        ([(50, 50, 50, 25, 50, 0), (50, 0, 50, -25, 50, -50)], [(100, 100, 100, 0, 100, -100)]),
        ([(50, 50, 50, 25, 50, 0), (50, 9, 50, -25, 50, -50)], None),
        ([(0, 50, 0, 50, 50, 0), (-50, 0, 0, -50, 0, -50)], None),
    ],
)
def test_segments_that_are_as_good_as_one_are_drawn_as_one(segments, expected):
    assert fewer(segments) == (segments if expected is None else expected)


def test_what_joined_lines_are_off_does_not_add_up():
    bend = [(40, step) for step in range(-6, 7)]  # an arc of lines, each a little off the one before

    drawn = fewer(bend)

    assert 1 < len(drawn) < len(bend)
    assert sum(x for x, _ in drawn) == 40 * 13
    assert sum(y for _, y in drawn) == 0


def test_the_line_that_closes_a_contour_is_understood_and_the_next_contour_stands_where_it_did():
    closed, left_open = (Outline(1.0, 0.0) for _ in range(2))
    for pen, last in ((closed, (0, 0)), (left_open, (40, 60))):
        pen.move_to(0, 0)
        for point in ((100, 0), (40, 100), last):
            pen.line_to(*point)
        pen.move_to(300, 300)
        pen.line_to(400, 300)

    #  moves: 0 0, then from (40, 100) to (300, 300) where the closing line was left out, else from (40, 60)
    assert closed.end() == _charstring("0 0 m 100 0 -60 100 l 260 200 m 100 0 l")
    assert left_open.end() == _charstring("0 0 m 100 0 -60 100 0 -40 l 260 240 m 100 0 l")


def _charstring(words: str) -> bytes:
    operators = {"m": b"\x15", "l": b"\x05"}
    return b"".join(operators.get(w) or _number(int(w)) for w in words.split()) + b"\x0e"


def _number(number: int) -> bytes:
    if abs(number) <= 107:
        return bytes((number + 139,))
    return bytes(((number - 108) // 256 + 247, (number - 108) % 256))
