"""Kept results (留存): what was made of a value once, found again by that very value, not by an equal one.

For values that take longer to compare than to hold on to: a form, a grid. At most so many are kept; the oldest go.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Results kept by the value they were made of and a key (留存); safe to be asked from several threads."""

    def __init__(self, most: int = 512) -> None:
        self._most = most
        self._made: dict[tuple[int, Hashable], tuple[object, T]] = {}
        self._lock = threading.Lock()

    def of(self, whole: object, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gives for a value and a key, made once; at the same moment by each thread that asks."""
        place = (id(whole), key)
        known = self._made.get(place)
        if known is None or known[0] is not whole:
            known = whole, make()
            with self._lock:
                while len(self._made) >= self._most and place not in self._made:
                    self._made.pop(next(iter(self._made)))
                self._made[place] = known
        return known[1]
