"""Texts in cells: what is known of a text is what would be found out again, and what is kept has a bound."""

import pytest

from generator.layout.breaks import is_full_width, takes_no_room
from generator.model.sheet import Cell, Grid
from generator.render import cell_texts
from generator.render.cell_texts import WHOLE, CellTexts
from generator.render.grid_places import Placed
from generator.render.page_places import Ems, Unplaced

GRID = Grid(widths_mm=(), rows=(), size_pt=10.0, line_pt=12.0)
WIDTH = 10 * 5 + 2 * cell_texts.PAD_X + cell_texts.RULE_PT  # room for five characters


def texts() -> CellTexts:
    return CellTexts(lambda face: Ems(lambda char: 0.5))


def block(written: str, *, align: str = "center", height: float = 100.0, known: CellTexts | None = None):
    placed = Placed(Cell(role="value", slot="a", align=align), 0.0, 0.0, WIDTH, height)
    return next((known or texts()).blocks([(placed, written)], GRID))


@pytest.mark.parametrize(
    ("written", "lines", "starts"),
    [
        ("隐患", ("隐患",), (15.0,)),
        ("隐患排查整治", ("隐患排查整", "治"), (0.0, 20.0)),
        ("隐患排查整，治", ("隐患排查", "整，治"), (5.0, 10.0)),
        ("共12处、3家", ("共12处、3", "家"), (2.5, 20.0)),
        ("一\n\n二", ("一", "", "二"), (20.0, 25.0, 20.0)),
        ("ab", ("ab",), (20.0,)),
    ],
)
def test_a_text_stands_in_the_middle_line_by_line(written, lines, starts):
    found = block(written).lines

    assert (found.texts, found.starts) == (lines, starts)
    assert block(written, align="left").lines.starts == (0.0,) * len(lines)


def test_a_text_that_is_met_again_is_the_same_lines_and_one_too_high_is_told_each_time():
    known = texts()

    assert block("隐患排查整治", known=known).lines is block("隐患排查整治", known=known).lines
    for _ in range(2):
        with pytest.raises(Unplaced, match="比它的格高"):
            block("隐患排查整治", known=known, height=20.0)


def test_what_is_kept_has_a_bound():
    known = texts()
    for number in range(3 * cell_texts._TEXTS_MOST):
        block(f"第{number}号", known=known)

    (room,) = known._rooms.values()
    assert len(room.known) <= cell_texts._TEXTS_MOST


def test_characters_counted_as_a_whole_em_take_one():
    counted = [char for char in map(chr, range(0x20, 0x10000)) if WHOLE.fullmatch(char)]

    assert len(counted) > 20_000
    assert all(is_full_width(char) and not takes_no_room(char) for char in counted)
