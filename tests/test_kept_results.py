"""Results kept by the value they were made of: by itself, not by an equal one, and by many threads at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from random import Random

from generator.kept import Kept

THREADS, ASKED = 8, 20


class Slow(dict):
    """Results of which one is long in going."""

    def pop(self, place):
        time.sleep(0.001)
        return super().pop(place)


def test_what_was_made_is_found_by_the_very_value_and_the_oldest_go():
    kept: Kept[object] = Kept(2)
    wholes = [[1], [1], [2]]
    made = [kept.of(whole, "", object) for whole in wholes]

    assert made[0] is not made[1], "equal is not the same"
    assert kept.of(wholes[2], "", object) is made[2]
    assert kept.of(wholes[1], "", object) is made[1]
    assert kept.of(wholes[0], "", object) is not made[0], "the oldest went"


def test_a_result_may_be_made_of_others():
    kept: Kept[int] = Kept(2)
    inner, outer = [1], [2]

    assert kept.of(outer, "", lambda: 1 + kept.of(inner, "", lambda: 1)) == 2


def test_many_threads_at_once_get_what_belongs_to_their_value():
    kept: Kept[int] = Kept(3)
    kept._made = Slow()
    wholes = [[number] for number in range(12)]

    def ask(seed: int) -> int:
        chosen = Random(seed).choices(wholes, k=ASKED)
        return sum(kept.of(whole, "", lambda w=whole: w[0]) == whole[0] for whole in chosen)

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(ask, range(THREADS))) == [ASKED] * THREADS
    assert len(kept._made) == 3
