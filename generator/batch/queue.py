"""Queue (队列) of the units of a run, cut into chunks of about a second."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from generator.batch.chunks import Chunk, Done
from generator.batch.making import Task
from generator.dataclass import dataclass

CHUNK_SECONDS = 1.0
GROWTH = 4  # of one chunk over the one before, while the pace is being found out

Cut: TypeAlias = Callable[[Sequence[Task], tuple[str, ...]], Chunk]


@dataclass(slots=True)
class Queue:
    """Queue (队列) of the units that wait, cut into chunks of about a second at the pace found out so far."""

    tasks: Sequence[Task]
    cut: Cut
    size: int = 1
    _next: int = 0
    _seconds_each: float = 0.0

    @property
    def left(self) -> int:
        """How many units are not handed out."""
        return len(self.tasks) - self._next

    @property
    def seconds_left(self) -> float:
        """How long those would take one process."""
        return self.left * self._seconds_each

    def next(self, workers: int) -> Chunk:
        """Cut the next chunk; towards the end they are smaller, so that all workers end together."""
        fair = -(-self.left // (2 * workers)) if workers > 1 else self.left
        tasks = self.tasks[self._next : self._next + max(1, min(self.size, fair))]
        self._next += len(tasks)
        return self.cut(tasks, ())

    def learn(self, done: Done) -> None:
        """Learn the pace from a chunk that is done."""
        self._seconds_each = max(done.seconds / len(done.units), 1e-6)
        wanted = int(CHUNK_SECONDS / self._seconds_each)
        self.size = max(1, min(wanted, GROWTH * max(self.size, len(done.units))))
