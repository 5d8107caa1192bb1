"""Running (运行) a batch: chunks cut to about a second, handed out a few ahead, done again when a worker is lost."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from generator.batch.chunks import Chunk, Done
from generator.batch.crew import Crew, Hiring
from generator.batch.executors import PEAK_MB_MAX, serial
from generator.batch.making import Made, Task
from generator.problem import EnvironmentProblem, Problem

CHUNK_SECONDS = 1.0
CHUNK_SECONDS_ALONE = 0.075  # while the others wait
GROWTH = 4  # of one chunk over the one before, while the pace is being found out
LOST_IN_A_ROW_MAX = 10

Cut: TypeAlias = Callable[[Sequence[Task], tuple[str, ...]], Chunk]


@dataclass(slots=True)
class Queue:
    """Queue (队列) of the units that wait, cut into chunks by the pace found out so far; `size` is that of the first."""

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

    def next(self, workers: int, seconds: float) -> Chunk:
        """Cut a chunk of about so many seconds; towards the end they are smaller, so that all workers end together."""
        fair = -(-self.left // (2 * workers)) if workers > 1 else self.left
        paced = int(seconds / self._seconds_each) if self._seconds_each else self.size
        tasks = self.tasks[self._next : self._next + max(1, min(paced, self.size, fair))]
        self._next += len(tasks)
        return self.cut(tasks, ())

    def learn(self, done: Done) -> None:
        """Learn the pace from a chunk that is done."""
        self._seconds_each = max(done.seconds / len(done.units), 1e-6)
        self.size = max(self.size, GROWTH * len(done.units))


def run(queue: Queue, hiring: Hiring) -> Iterator[Done]:
    """Yield what becomes of each chunk, as it is done.

    The first ones are done here: they tell the pace, and whoever is hired then finds everything warm. A chunk whose
    worker is lost is done again alone; lost again, it is halved, until the unit is found that no worker survives, which
    is reported. Raises what a chunk raises, and EnvironmentProblem when too many are lost.
    """
    dismiss = hiring.cancel
    try:
        yield from _alone(queue, hiring)
        if not queue.left:
            return
        crew = hiring.crew(queue.seconds_left)
        dismiss = crew.dismiss
        yield from _Shift(queue, crew).results()
    except CancelledError as error:
        raise EnvironmentProblem("和 Dask 调度器的连接断了：请确认它还在运行，再运行一次") from error
    finally:
        dismiss()


def _alone(queue: Queue, hiring: Hiring) -> Iterator[Done]:
    """Do the first chunks here, small ones, until others are hired."""
    here, spent, chunks = serial(), 0.0, 0
    while queue.left and not hiring.due(spent, chunks):
        done = here.submit(queue.next(1, CHUNK_SECONDS_ALONE)).result()
        queue.learn(done)
        spent, chunks = spent + done.seconds, chunks + 1
        yield done


@dataclass(slots=True)
class _Shift:
    """A crew at work (当班): the chunks that it is at, and those whose workers were lost once."""

    queue: Queue
    crew: Crew
    flying: "dict[Future[Done], Chunk]" = field(default_factory=dict)
    suspects: deque[Chunk] = field(default_factory=deque)
    alone: Chunk | None = None
    anew: bool = False  # the crew is to be replaced before the next chunk
    lost: int = 0

    def results(self) -> Iterator[Done]:
        """Yield what becomes of each chunk."""
        while self.queue.left or self.suspects or self.flying:
            self._hand_out()
            ready, _ = wait(self.flying, return_when=FIRST_COMPLETED)
            for future in ready:
                yield from self._received(self.flying.pop(future), future)

    def _hand_out(self) -> None:
        """Hand out as many chunks as keep the crew busy; a suspect is handed out alone."""
        if self.anew and not self.flying:
            self.crew.dismiss()
            self.anew = False
        if self.anew or self.alone:
            return
        if self.suspects and not self.flying:
            self.alone = self.suspects.popleft()
            self.flying[self.crew.submit(self.alone)] = self.alone
        while not self.suspects and not self.alone and self.queue.left and len(self.flying) < self.crew.ahead:
            chunk = self.queue.next(self.crew.workers, CHUNK_SECONDS)
            self.flying[self.crew.submit(chunk)] = chunk

    def _received(self, chunk: Chunk, future: "Future[Done]") -> Iterator[Done]:
        tried_alone = chunk is self.alone or not self.crew.breaks
        if chunk is self.alone:
            self.alone = None
        try:
            done = future.result()
        except self.crew.lost:
            self.anew = self.crew.breaks
            yield from self._judged(chunk) if tried_alone else self._suspected(chunk)
            return
        self.lost = 0
        self.anew = self.anew or (self.crew.breaks and done.peak_mb > PEAK_MB_MAX)
        self.queue.learn(done)
        yield done

    def _suspected(self, chunk: Chunk) -> Iterator[Done]:
        self.suspects.append(chunk)
        yield from ()

    def _judged(self, chunk: Chunk) -> Iterator[Done]:
        """Halve a chunk that no worker survives; one that is a single unit is given up."""
        tasks = iter(chunk.tasks)
        half = tuple(islice(tasks, len(chunk.tasks) // 2))
        if half:
            parts = [self.queue.cut(part, chunk.journals) for part in (half, tuple(tasks))]
            self.suspects.extendleft(reversed(parts))
            return
        self.lost += 1
        if self.lost > LOST_IN_A_ROW_MAX:
            raise EnvironmentProblem("工作进程接连被系统结束，可能是内存不足：请减少 --jobs，再运行一次")
        yield Done(units=(_given_up(chunk.tasks[0]),), journals=chunk.journals)


def _given_up(task: Task) -> Made:
    message = (
        f"“{task.folder}”没有生成：做它的进程两次都被系统结束了，可能是内存不足，或它的数据使程序崩溃；"
        "其余单位照常生成。请核对它的数据，再单独生成一次（--units）"
    )
    return Made(task=task, problems=(Problem(code="BLD-007", message=message, unit=task.unit),))
