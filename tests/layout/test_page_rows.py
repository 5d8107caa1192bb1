"""Rows shared out over pages: none is cut, merged cells are met on every page, some rows stay together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.layout.page_rows import FlowRow, filled_mm, heights_mm, pages_of


def rows(*heights: float) -> list[FlowRow]:
    return [FlowRow(height_mm=h) for h in heights]


def test_rows_fill_the_first_page_and_then_the_others() -> None:
    assert pages_of(rows(30, 30, 30, 50, 50), 60, 100) == [[0, 1], [2, 3], [4]]


def test_a_row_that_must_have_a_next_one_does_not_end_a_page() -> None:
    level = FlowRow(height_mm=10, with_next=True)
    assert pages_of([*rows(30, 50), level, *rows(40)], 100, 100) == [[0, 1], [2, 3]]


def test_a_row_that_must_have_a_previous_one_takes_it_along() -> None:
    total = FlowRow(height_mm=10, with_previous=True)
    assert pages_of([*rows(30, 30, 40), total], 100, 100) == [[0, 1], [2, 3]]


def test_a_merged_cell_stretches_its_rows_on_each_page() -> None:
    item = [FlowRow(height_mm=h, group=1, group_mm=40) for h in (10, 10, 10)]
    assert heights_mm(item) == pytest.approx([40 / 3] * 3)
    assert heights_mm(item[:1]) == [40]
    assert pages_of([*rows(70), *item], 100, 100) == [[0], [1, 2, 3]]


def test_a_page_is_filled_so_that_the_next_row_begins_a_page() -> None:
    assert filled_mm([20, 30], 100) == [40, 60]
    assert filled_mm([60, 60], 100) == [60, 60]


@given(heights=st.lists(st.floats(5, 100), min_size=1, max_size=60), first=st.floats(40, 140))
def test_every_row_stands_once_in_order_and_no_page_runs_over(heights: list[float], first: float) -> None:
    pages = pages_of(rows(*heights), first, 140)
    assert [place for page in pages for place in page] == list(range(len(heights)))
    for number, page in enumerate(pages):
        used = sum(heights[i] for i in page)
        assert used <= (140 if number else first) + 1e-6 or len(page) == 1
