"""Problems of a run (所见问题), in the order of the campaign, whoever found them first; the first thousands of them."""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field

from generator.dataclass import dataclass
from generator.problem import Problem, Severity

KEPT_MAX = 5_000
FIRST, LAST = -1, 1 << 62


@dataclass(slots=True)
class Found:
    """Problems found (所见问题): of each severity those of the first units; the others are counted in `more`."""

    more: Counter[Severity] = field(default_factory=Counter)
    _kept: dict[Severity, list[tuple[int, int, Problem]]] = field(
        default_factory=lambda: {"error": [], "warning": []}
    )
    _count: int = 0

    def add(self, problems: Iterable[Problem], place: int) -> None:
        """Add what was found at a place of the campaign: FIRST before all units, LAST behind them."""
        for problem in problems:
            kept = self._kept[problem.severity]
            insort(kept, (place, self._count, problem))
            self._count += 1
            if len(kept) > KEPT_MAX:
                kept.pop()
                self.more[problem.severity] += 1

    def listed(self) -> Sequence[Problem]:
        """Return the problems that were kept, in order."""
        return [problem for _, _, problem in sorted(entry for kept in self._kept.values() for entry in kept)]
