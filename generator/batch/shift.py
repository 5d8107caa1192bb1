"""Shift (当班): a crew at work, what it is at, and what is done when whoever does a chunk is lost."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import field
from itertools import islice

from generator.batch.chunks import Chunk, Done
from generator.batch.executors import PEAK_MB_MAX, Crew
from generator.batch.making import Made, Task
from generator.batch.queue import Queue
from generator.dataclass import dataclass
from generator.problem import EnvironmentProblem, Problem

LOST_IN_A_ROW_MAX = 10


@dataclass(slots=True)
class Shift:
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
            chunk = self.queue.next(self.crew.workers)
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
