"""Rows shared out over pages: no row is cut or lost, merged cells get their room on every page, some rows stay together."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.layout.page_rows import UNSURE_MM, PageRows, Rooms, Run, overfull, split


def starts(pages: list[PageRows]) -> list[int]:
    return [page.start for page in pages]


def test_rows_that_fit_stand_on_one_page_at_their_own_heights() -> None:
    assert split([10, 20, 30], [], Rooms(60, 100)) == [PageRows(0, 3, (10, 20, 30))]


def test_a_table_without_rows_takes_one_page() -> None:
    assert split([], [], Rooms(60, 100)) == [PageRows(0, 0, ())]


def test_the_first_page_has_less_room_than_later_ones() -> None:
    assert starts(split([20] * 12, [], Rooms(50, 100))) == [0, 2, 7]


def test_the_last_row_moves_on_with_what_follows_the_table() -> None:
    assert starts(split([20] * 5, [], Rooms(100, 100, tail_mm=0))) == [0]
    assert starts(split([20] * 5, [], Rooms(100, 100, tail_mm=10))) == [0, 4]


def test_a_bound_row_takes_the_rows_before_it_along() -> None:
    assert starts(split([30, 50, 10, 40], [], Rooms(100, 100), {3})) == [0, 2]
    assert starts(split([30, 30, 40, 10], [], Rooms(100, 100), {2, 3})) == [0, 1]


def test_bound_rows_that_fill_no_page_together_are_parted() -> None:
    assert starts(split([60, 60, 60], [], Rooms(100, 100), {1, 2})) == [0, 1, 2]


def test_a_row_higher_than_a_page_has_one_of_its_own_and_is_told() -> None:
    pages = split([20, 150, 20], [], Rooms(100, 100))

    assert starts(pages) == [0, 1, 2]
    assert overfull(pages, Rooms(100, 100)) == [1]


def test_a_merged_cell_gets_its_room_on_every_page_it_reaches() -> None:
    pages = split([30] * 4, [Run(0, 4, 50)], Rooms(100, 100))

    assert starts(pages) == [0, 3]
    assert pages[1].heights == (50,)


def test_a_merged_cell_that_needs_more_stretches_its_rows_alike() -> None:
    assert split([10, 20, 10], [Run(0, 2, 45)], Rooms(100, 100))[0].heights == (15, 30, 10)


def test_a_merged_cell_within_another_stretches_after_it() -> None:
    (page,) = split([10, 10, 10], [Run(0, 3, 60), Run(1, 2, 35)], Rooms(100, 100))

    assert page.heights == (20, 35, 20)


def test_a_row_that_another_program_might_find_room_for_is_kept_off_the_page() -> None:
    first, _ = split([20, 20, 20, 20, 20.5], [], Rooms(100, 100))

    spare = 100 - sum(first.heights)
    assert 0 <= spare <= 20.5 - UNSURE_MM + 1e-6
    assert len(set(first.heights)) == 1


def test_a_page_that_has_clearly_no_room_left_is_not_stretched() -> None:
    assert split([45, 45, 45], [], Rooms(100, 100))[0].heights == (45, 45)


HEIGHTS = st.lists(st.floats(6, 60), min_size=1, max_size=60)


@given(HEIGHTS, st.floats(60, 200), st.floats(80, 250), st.floats(0, 40), st.sets(st.integers(1, 60)))
def test_every_row_stands_once_in_order_and_pages_are_not_overfull(
    heights: list[float], first: float, later: float, tail: float, bound: set[int]
) -> None:
    rooms = Rooms(first, later, tail)

    pages = split(heights, [], rooms, bound)

    assert [i for p in pages for i in range(p.start, p.end)] == list(range(len(heights)))
    assert all(len(p.heights) == p.end - p.start for p in pages)
    for number, page in enumerate(pages):
        assert sum(page.heights) <= rooms.of(number) + 1e-6 or page.end - page.start == 1
        assert page.start not in bound or pages[number - 1].end - pages[number - 1].start == 1
        assert all(
            h >= own - 1e-9 for h, own in zip(page.heights, heights[page.start : page.end], strict=True)
        )


@given(HEIGHTS, st.floats(100, 250))
def test_the_row_after_a_page_has_no_place_on_it(heights: list[float], room: float) -> None:
    pages = split(heights, [], Rooms(room, room))

    for page, following in pairwise(pages):
        spare = room - sum(page.heights)
        assert spare == pytest.approx(0) or following.heights[0] >= spare + UNSURE_MM - 1e-6
