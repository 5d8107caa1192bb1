"""Limits (限次): how often somebody may do something within a while; counted in memory, forgotten in time."""

import time
from collections.abc import Callable, Hashable

from fastapi import HTTPException, Request

KEYS_MAX = 10_000  # remembered at once
TO_MAX = 500  # characters of the page to come back to after signing in
FAILURES_MAX, FAILURES_WITHIN_S = 60, 600  # wrong passwords and codes from one address
TOO_OFTEN = "试错的次数太多，先停一停。请过 10 分钟再试，急用请找管理员。"


class Quota:
    """How many times (限次) within a span of seconds, for each key by itself."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.seconds, self.clock = most, seconds, clock
        self._counted: dict[Hashable, tuple[float, int]] = {}

    def count(self, key: Hashable) -> int:
        """Count one more, and return how many they are within the span."""
        began, number = self._standing(key)
        if len(self._counted) >= KEYS_MAX:
            self._forget()
        self._counted[key] = began, number + 1
        return number + 1

    def is_spent(self, key: Hashable) -> bool:
        """Tell whether the most that is allowed was counted already."""
        return self._standing(key)[1] >= self.most

    def _standing(self, key: Hashable) -> tuple[float, int]:
        at = self.clock()
        began, number = self._counted.get(key, (at, 0))
        return (began, number) if at - began < self.seconds else (at, 0)

    def _forget(self) -> None:
        """Forget what is over; all of it when that is not enough."""
        at = self.clock()
        self._counted = {k: c for k, c in self._counted.items() if at - c[0] < self.seconds}
        if len(self._counted) >= KEYS_MAX:
            self._counted.clear()


def address_of(request: Request) -> str:
    """Return from where somebody asks."""
    return request.client.host if request.client else ""


def stop_guessing(request: Request) -> None:
    """Refuse to try another password or code where too many were wrong."""
    if request.app.state.failures.is_spent(address_of(request)):
        raise HTTPException(429, TOO_OFTEN)


def count_failure(request: Request) -> None:
    """Count a wrong password or code."""
    request.app.state.failures.count(address_of(request))
