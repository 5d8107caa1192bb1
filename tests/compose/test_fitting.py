"""Tables fitted to their page: type size, heights of rows, blank rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from generator.compose.fitting import (
    LITTLE_OVER,
    NOTE_MAX_PT,
    SAFETY_MM,
    STRETCH_LIMIT,
    Around,
    Fitted,
    HighRow,
    fit_table,
    outer_line_count,
)
from generator.compose.grid import build_grid
from generator.compose.table import Facts, fitted_table
from generator.layout import gbt9704 as gb
from generator.model.form import Box, Field, Form, Group, Line, Page

ROOM = gb.TYPE_AREA_HEIGHT_MM - gb.LINE_PITCH_MM - SAFETY_MM  # under a title of one line: 212.77 mm
PAGE = gb.TYPE_AREA_HEIGHT_MM - SAFETY_MM  # a page without title: 223 mm
HEAD = 10.0  # head row of a ledger
FOUR_LINES = "一\n二\n三\n四"  # 12 pt: 4 × 5.115 + 1.07 = 21.53 mm; 11 pt: 4 × 4.586 + 1.07 = 19.41 mm
LEDGER = Form(
    schema=1,
    form="ledger",
    kind="ledger",
    title="台账",
    short_title="台账",
    page=Page(row_height_mm=10.0),
    columns=(Field(name="text", label="内容", width_mm=156),),
)


def table(*sizes: int, page: Page | None = None) -> Form:
    """A table of groups with so many indicators each, two a row."""
    groups = tuple(
        Group(label=f"组{g}", fields=tuple(Field(name=f"f{g}_{i}", label="指标") for i in range(size)))
        for g, size in enumerate(sizes)
    )
    page = page or Page(fit="one_page")
    return Form(
        schema=1, form="t", kind="indicator_table", title="表", short_title="表", page=page, groups=groups
    )


def fitted(
    form: Form,
    texts: Sequence[str] = (),
    notes: Sequence[str] = (),
    attachment: bool = False,
    values: Mapping[str, str] | None = None,
) -> Fitted:
    """The form fitted under a title of one line, with rows of these texts."""
    facts = Facts(rows=tuple({"text": text} for text in texts))
    around = Around(attachment=attachment, above=form.above, below=form.below, notes=tuple(notes))
    if form.kind != "ledger":
        return fit_table(form, build_grid(form), values or {}, around)
    return fitted_table(form, facts, around, gb.TYPE_AREA_WIDTH_MM)


def blank_rows(found: Fitted) -> int:
    """The number of rows without any text."""
    rows = [row for row in found.grid.rows if not row.head]
    return sum(not any(found.values.get(c.slot, c.text) for c in row.cells) for row in rows)


def heights(found: Fitted) -> list[float]:
    """The heights of the rows in mm."""
    return [row.height_mm for row in found.grid.rows]


# size of the type


def test_a_short_table_is_set_at_the_forms_own_size() -> None:
    found = fitted(table(6))

    assert (found.grid.size_pt, found.fits) == (12.0, True)
    assert found.grid.line_pt == pytest.approx(14.5)  # 12 × 1.2 = 14.4, to the half point


@pytest.mark.parametrize("long_notes", [1, 2, 4, 7])
def test_longer_notes_make_the_type_smaller_and_the_table_still_fits(long_notes: int) -> None:
    notes = ["对照方案逐项如实填报，深挖细查。" * 8] * long_notes

    found = fitted(table(6, 8, 10, 8), notes=notes)
    shorter = fitted(table(6, 8, 10, 8), notes=notes[:-1])

    assert found.grid.size_pt <= shorter.grid.size_pt
    assert found.fits
    assert sum(heights(found)) < ROOM


def test_size_stops_at_the_forms_smallest() -> None:
    # 60 rows of at least 7.5 mm = 450 mm never stand on one page
    form = table(120, page=Page(fit="one_page", min_size_pt=10.0))

    found = fitted(form)

    assert (found.grid.size_pt, found.fits) == (10.0, False)


@pytest.mark.parametrize(
    ("size", "least", "rows", "expected"),
    [
        (20.0, 18.0, 2, 20.0),  # larger than the usual sizes
        (13.0, 12.5, 2, 13.0),  # between two of them
        (12.0, 12.0, 2, 12.0),
        (12.0, 9.2, 120, 9.2),  # far too long
    ],
)
def test_the_forms_own_sizes_are_tried_whatever_they_are(
    size: float, least: float, rows: int, expected: float
) -> None:
    page = Page(fit="one_page", size_pt=size, min_size_pt=least)

    assert fitted(table(rows, page=page)).grid.size_pt == expected


def test_notes_are_never_larger_than_the_table_nor_than_their_own_limit() -> None:
    large = fitted(table(2, page=Page(fit="one_page", size_pt=16.0)), notes=["说明"])
    small = fitted(table(2, page=Page(fit="one_page", size_pt=9.0)), notes=["说明"])

    assert (large.note_pt, large.note_line_pt) == pytest.approx((NOTE_MAX_PT, 12.5))
    assert (small.note_pt, small.note_line_pt) == pytest.approx((9.0, 11.0))


# a table over several pages


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        (9, 12.0),  # 10 + 9 × 21.53 = 203.8 of 212.8 mm
        (10, 11.0),  # 225.3 mm is 1.06 pages; at 11 pt 10 + 10 × 19.41 = 204.1 mm
        (12, 12.0),  # 268.4 mm is 1.26 pages: two pages at the form's own size
        (40, 12.0),
    ],
)
def test_a_ledger_a_little_over_one_page_is_set_smaller_a_longer_one_flows(rows: int, size: float) -> None:
    found = fitted(LEDGER, [FOUR_LINES] * rows)

    assert (HEAD + 12 * 21.53) / ROOM > LITTLE_OVER > (HEAD + 10 * 21.53) / ROOM
    assert (found.grid.size_pt, found.fits) == (size, True)


def test_a_flowing_ledger_that_no_size_brings_onto_one_page_keeps_its_own() -> None:
    form = replace(LEDGER, page=replace(LEDGER.page, min_size_pt=11.5))

    assert fitted(form, [FOUR_LINES] * 10).grid.size_pt == 12.0


@pytest.mark.parametrize(
    ("lines", "size"),
    [
        (40, 12.0),  # 40 × 5.115 + 1.07 = 205.7 of 213 mm below the head row
        (50, 10.0),  # 10.5 pt: 221.6 mm; 10 pt: 50 × 4.233 + 1.07 = 212.7 mm
        (60, 9.0),  # 9 pt: 60 × 3.881 + 1.07 = 233.9 mm
    ],
)
def test_a_flowing_table_is_set_smaller_until_each_row_fits_a_page(lines: int, size: float) -> None:
    found = fitted(LEDGER, ["一", "\n".join("一" * lines), "一\n" * 30])

    assert (found.grid.size_pt, found.fits) == (size, True)
    assert found.high == ((HighRow(number=2, label="内容", chars=119),) if lines == 60 else ())


def test_a_high_row_of_a_table_of_groups_is_named_by_its_fullest_field() -> None:
    form = table(4, page=Page(fit="flow", per_row=2))

    found = fitted(form, values={"f0_2": "隐患" * 900, "f0_3": "无"})

    assert found.high == (HighRow(number=0, label="指标", chars=1800),)


def test_a_box_higher_than_a_page_is_named_by_its_label() -> None:
    box = Field(
        name="seal", label="主管部门\n意见", kind="seal_place", height_mm=224.0, boxes=(Box(lines=()),)
    )
    form = replace(table(4, page=Page(fit="flow")), groups=(Group(fields=(box,), per_row=1),))

    assert fitted(form).high == (HighRow(number=0, label="主管部门意见", chars=0),)


def test_a_record_flows_only_when_its_smallest_size_does_not_fit() -> None:
    texts = {"f0_0": "隐患" * 300, "f0_2": "隐患" * 300}
    form = table(4, page=Page(fit="flow", per_row=1))

    # 12 pt: 26 lines twice and two empty rows, 1.3 pages
    assert fitted(form, values=texts).grid.size_pt == 12.0
    smaller = fitted(replace(form, kind="record"), values=texts)
    assert smaller.grid.size_pt < 12.0
    assert sum(heights(smaller)) < ROOM
    long = {name: text * 2 for name, text in texts.items()}
    flowing = fitted(replace(form, kind="record"), values=long)
    assert (flowing.grid.size_pt, flowing.fits, flowing.high) == (
        10.0,
        True,
        (),
    )  # 10.5 pt: a row higher than a page


# lines above and below


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        (Line(left="字" * 36), 1),  # 36.85 characters of 12 pt in 156 mm
        (Line(left="字" * 37), 2),
        (Line(left="字" * 20, right="字" * 16), 1),
        (Line(left="字" * 20, right="字" * 17), 2),
        (Line(left="字" * 40, right="字" * 16), 2),
        (Line(left="字" * 42, right="字" * 16), 3),  # 20 characters a line beside 16
        (Line(left="字" * 2, right="字" * 40), 3),  # 18 characters a line in half the width
        (Line(center="字" * 37), 2),
    ],
)
def test_lines_around_a_table_are_counted_as_they_wrap(line: Line, lines: int) -> None:
    assert outer_line_count(line, gb.TYPE_AREA_WIDTH_MM) == lines


def test_a_unit_name_that_wraps_takes_its_lines_from_the_table() -> None:
    short = fitted(replace(table(40), above=(Line(left="字" * 36),)))
    long = fitted(replace(table(40), above=(Line(left="字" * 37),)))

    assert sum(heights(short)) - sum(heights(long)) == pytest.approx(gb.LINE_PITCH_MM, abs=0.3)


# room to write


def test_rows_of_one_page_share_the_spare_room_up_to_the_limit() -> None:
    # 6 indicators on 3 rows of 7.5 mm = 22.5 mm; 212 mm of room is 9 times that, the limit 1.8
    assert heights(fitted(table(6))) == pytest.approx([7.5 * STRETCH_LIMIT] * 3)


def test_rows_fill_a_page_that_is_nearly_full() -> None:
    # 40 indicators on 20 rows of 7.5 mm = 150 mm in 212.77 mm: 1.418 times as high
    found = heights(fitted(table(40)))

    assert sum(found) == pytest.approx(ROOM, abs=0.2)
    assert found == pytest.approx([ROOM / 20] * 20, abs=0.01)


def test_lines_around_and_the_attachment_line_take_their_room() -> None:
    # above, below: a line each; 附件1 and a blank line: two more
    plain = fitted(table(40))
    lined = fitted(replace(table(40), above=(Line(left="单位"),), below=(Line(left="填报人"),)))
    attached = fitted(table(40), attachment=True)

    for other in (lined, attached):
        assert sum(heights(plain)) - sum(heights(other)) == pytest.approx(2 * gb.LINE_PITCH_MM, abs=0.3)


def test_groups_that_begin_a_page_are_fitted_to_it_on_their_own() -> None:
    # front: 20 rows of 7.5 mm stretched to 212.77 mm; back: 4 rows of 40 mm = 160 mm stretched to 223 mm
    front = table(40, page=Page(fit="flow")).groups[0]
    boxes = tuple(Field(name=f"b{i}", label="意见", height_mm=40.0) for i in range(4))
    form = table(2, page=Page(fit="flow"))
    form = replace(form, groups=(front, Group(fields=boxes, per_row=1, new_page=True)))

    found = heights(fitted(form))

    assert [row.new_page for row in build_grid(form).rows] == [False] * 20 + [True, False, False, False]
    assert sum(found[:20]) == pytest.approx(ROOM, abs=0.2)
    assert found[20:] == pytest.approx([PAGE / 4] * 4, abs=0.01)


def test_notes_below_take_room_from_the_last_page_only() -> None:
    front = table(40, page=Page(fit="flow"))
    back = Group(fields=(Field(name="b", label="意见", height_mm=200.0),), per_row=1, new_page=True)
    form = replace(front, groups=(*front.groups, back))

    plain, noted = fitted(form), fitted(form, notes=["此表一式两份。"])

    assert heights(plain)[:20] == heights(noted)[:20]
    # one line of 10.5 pt: 12.5 pt = 4.41 mm and 1 mm above it
    assert heights(plain)[20] - heights(noted)[20] == pytest.approx(5.41, abs=0.01)


# blank rows


@pytest.mark.parametrize(
    ("texts", "least", "blanks"),
    [
        ([], 9, 9),
        (["一"] * 2, 9, 7),
        (["一"] * 9, 9, 0),
        (["一"] * 12, 9, 0),
        ([FOUR_LINES] * 8, 20, 2),  # 212.77 - 10 - 8 × 21.53 = 30.5 mm, a line of 5.1 mm spare: two of 10 mm
        ([], 200, 20),  # 202.77 mm: twenty of 10 mm
        ([FOUR_LINES] * 40, 60, 12),  # nine on each page, four on the last: 213 - 4 × 21.53 = 126.9 mm
    ],
)
def test_blank_rows_are_added_up_to_the_least_number_while_they_fit(
    texts: list[str], least: int, blanks: int
) -> None:
    assert blank_rows(fitted(replace(LEDGER, min_rows=least), texts)) == blanks


def test_a_blank_row_is_as_high_as_a_line_even_where_the_form_says_less() -> None:
    # a line of 12 pt needs 5.115 + 1.07 = 6.185 mm: 202.77 / 6.185 = 32.8
    form = replace(LEDGER, min_rows=200, page=Page(row_height_mm=2.0))

    assert blank_rows(fitted(form)) == 32


def test_a_table_of_groups_has_no_blank_rows() -> None:
    assert len(fitted(replace(table(6), min_rows=9)).grid.rows) == 3


def test_blank_tables_of_a_form_are_fitted_once_for_the_same_room() -> None:
    form = table(40)
    east, west, long = (Around(above=(Line(left=f"{name}社区"),)) for name in ("东", "西", "东" * 40))

    grids = [fit_table(form, build_grid(form), {"f0_0": ""}, around).grid for around in (east, west, long)]
    filled = fit_table(form, build_grid(form), {"f0_0": FOUR_LINES}, east).grid

    heights = [sum(row.height_mm for row in grid.rows) for grid in (*grids, filled)]
    assert outer_line_count(long.above[0], gb.TYPE_AREA_WIDTH_MM) == 2
    assert grids[0] is grids[1]
    assert heights[0] - heights[2] == pytest.approx(gb.LINE_PITCH_MM, abs=0.2)  # 20 rows, each rounded
    assert filled.rows[0].height_mm > grids[0].rows[0].height_mm
