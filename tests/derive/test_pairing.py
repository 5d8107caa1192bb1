"""Pairs drawn by lot: everyone inspected once, nobody by itself, no two by each other, the same from the same seed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.pairing import draw_pairs, pairs_of
from generator.model.pairing import Draw, Pair, Pairing


@given(count=st.integers(3, 200), seed=st.integers(-(10**12), 10**12))
def test_everyone_is_inspected_once_nobody_by_itself_no_two_by_each_other(count: int, seed: int) -> None:
    units = [f"u{i}" for i in range(count)]
    pairs = draw_pairs(units, seed)
    assert [a for a, _ in pairs] == units
    assert sorted(b for _, b in pairs) == sorted(units)
    assert all(a != b and (b, a) not in set(pairs) for a, b in pairs)


def test_the_same_seed_draws_the_same_pairs_for_good() -> None:
    drawn = (("a", "f"), ("b", "c"), ("c", "e"), ("d", "b"), ("e", "a"), ("f", "g"), ("g", "d"))
    assert draw_pairs("abcdefg", 20230720) == drawn


def test_another_seed_draws_other_pairs() -> None:
    draws = {draw_pairs("abcdefghijk", seed) for seed in range(50)}
    assert len(draws) == 50


def test_every_pair_that_may_be_drawn_is_drawn_about_equally_often() -> None:
    followers = [dict(draw_pairs("abcdef", seed))["a"] for seed in range(1000)]
    assert all(150 < followers.count(unit) < 250 for unit in "bcdef")


@pytest.mark.parametrize("units", ["", "a", "ab", "aab"])
def test_there_are_no_pairs_of_too_few_units(units: str) -> None:
    assert draw_pairs(units, 1) == ()


def test_given_pairs_stay_as_they_are_and_a_draw_makes_them() -> None:
    given_pairs = (Pair(inspector="a", inspected="b"),)
    assert pairs_of(Pairing(title="分组", pairs=given_pairs)) == given_pairs
    drawn = pairs_of(Pairing(title="分组", draw=Draw(units=("a", "b", "c"), seed=1)))
    assert [(p.inspector, p.inspected) for p in drawn] == list(draw_pairs("abc", 1))
