"""Grids worked out from a form's definition: columns, spans, rows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compose.fitting import Around
from generator.compose.grid import build_grid
from generator.compose.table import Facts, fitted_table
from generator.layout import gbt9704 as gb
from generator.model.form import Box, Field, Form, Group, Line, Page, Widths
from generator.model.sheet import Grid
from generator.sources.catalogue import catalogue

TABLE = Form(schema=1, form="t", kind="indicator_table", title="表", short_title="表")


def fields(count: int) -> tuple[Field, ...]:
    """So many indicators, a, b, c."""
    return tuple(Field(name=chr(97 + i), label=chr(0x4E00 + i), kind="count") for i in range(count))


def drawn(grid: Grid) -> list[str]:
    """Each row as text: a cell's wording or {slot}, with its spans where they are more than one."""
    return [
        " | ".join(_cell(c.text or f"{{{c.slot}}}", c.col_span, c.row_span) for c in r.cells)
        for r in grid.rows
    ]


def _cell(text: str, columns: int, rows: int) -> str:
    return text + (f" ×{columns}" if columns > 1 else "") + (f" ↓{rows}" if rows > 1 else "")


def test_indicators_stand_two_a_row_numbered_within_their_group() -> None:
    form = replace(TABLE, groups=(Group(label="甲", fields=fields(3)), Group(label="乙", fields=fields(2))))

    assert drawn(build_grid(form)) == [
        "甲 ↓2 | 1 | 一 | {a} | 2 | 丁 | {b}",
        "3 | 丂 | {c} | {} | {} | {}",
        "乙 | 1 | 一 | {a} | 2 | 丁 | {b}",
    ]


def test_32_indicators_in_four_groups_stand_on_16_rows() -> None:
    # two a row: 6, 8, 10 and 8 indicators on 3 + 4 + 5 + 4 rows
    grid = build_grid(catalogue()["dispatch-communities"])

    labels = [(c.row_span, c.text[:2]) for r in grid.rows for c in r.cells if c.role == "group"]
    assert labels == [(3, "总体"), (4, "对企"), (5, "部门"), (4, "党委")]
    assert len(grid.rows) == 16
    assert sum(bool(c.slot) for r in grid.rows for c in r.cells) == 32
    # group 12 mm; twice number 7, label 46, value (156 - 12) / 2 - 7 - 46 = 19
    assert grid.widths_mm == pytest.approx((12, 7, 46, 19, 7, 46, 19))


def test_row_is_as_high_as_its_highest_field_asks() -> None:
    plain, high = Field(name="a"), Field(name="b", height_mm=28)
    form = replace(TABLE, page=Page(row_height_mm=8), groups=(Group(fields=(plain, high, plain)),))

    assert [r.height_mm for r in build_grid(form).rows] == [28, 8]


def test_group_without_a_label_takes_the_label_column_too() -> None:
    form = replace(
        TABLE,
        kind="record",
        widths=Widths(group=20, number=0, label=30),
        groups=(Group(fields=fields(1), per_row=1), Group(label="甲", fields=fields(1), per_row=1)),
    )

    grid = build_grid(form)

    assert drawn(grid) == ["一 | {a} ×2", "甲 | 一 | {a}"]
    assert grid.widths_mm == pytest.approx((20, 30, 106))


def test_opinion_boxes_share_the_value_cell() -> None:
    boxes = (Box(lines=(Line(left="签字："),)), Box(lines=(Line(right="（盖章）"),), seal=True))
    opinion = Field(name="opinion", label="意见", kind="seal_place", boxes=boxes, height_mm=40)
    form = replace(
        TABLE, kind="record", widths=Widths(number=0, label=36), groups=(Group(fields=(opinion,), per_row=1),)
    )

    grid = build_grid(form)

    assert [c.role for c in grid.rows[0].cells] == ["label", "box", "box"]
    assert grid.rows[0].height_mm == 40
    assert grid.widths_mm == pytest.approx((36, 60, 60))


def test_columns_of_a_ledger_fill_the_type_area_in_proportion() -> None:
    columns = (Field(name="a", label="甲", width_mm=50), Field(name="b", label="乙", width_mm=100))
    form = replace(
        TABLE, kind="ledger", columns=columns, page=Page(orientation="landscape"), remark="备注：说明"
    )

    grid = fitted_table(form, Facts(rows=({"a": "一"}, {"a": "二"})), Around(), 225.0).grid

    assert grid.widths_mm == pytest.approx((75, 150))
    assert drawn(grid) == ["甲 | 乙", "{a.1} | {b.1}", "{a.2} | {b.2}", "备注：说明 ×2"]
    assert [r.head for r in grid.rows] == [True, False, False, False]


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_every_form_of_the_catalogue_covers_its_grid_exactly(code: str) -> None:
    form = catalogue()[code]
    width, _ = gb.type_area_mm(form.page.orientation == "landscape")
    grid = fitted_table(form, Facts(), Around(), width).grid

    assert sum(grid.widths_mm) == pytest.approx(
        225 if form.page.orientation == "landscape" else 156, abs=0.05
    )
    assert _covers_exactly(grid)


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3), st.booleans()), min_size=1, max_size=5),
    st.sampled_from([0.0, 7.0]),
)
def test_any_groups_cover_their_grid_exactly(groups: list[tuple[int, int, bool]], number: float) -> None:
    made = tuple(
        Group(label="组" if labelled else "", fields=fields(count), per_row=per_row)
        for count, per_row, labelled in groups
    )
    grid = build_grid(replace(TABLE, groups=made, widths=Widths(group=10, number=number, label=20)))

    assert _covers_exactly(grid)


def _covers_exactly(grid: Grid) -> bool:
    """Whether the cells, with their spans, cover every place of the grid once."""
    covered: dict[tuple[int, int], int] = {}
    for row, cells in enumerate(grid.rows):
        column = 0
        for cell in cells.cells:
            while (row, column) in covered:
                column += 1
            for r in range(row, row + cell.row_span):
                for c in range(column, column + cell.col_span):
                    covered[r, c] = covered.get((r, c), 0) + 1
    places = {(r, c) for r in range(len(grid.rows)) for c in range(len(grid.widths_mm))}
    return covered.keys() == places and set(covered.values()) == {1}
