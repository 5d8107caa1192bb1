"""Crew (班组): whoever does chunks, and when it is hired."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, field

from generator.batch.chunks import Chunk, Done, work


@dataclass(slots=True)
class Crew:
    """Crew (班组) that does chunks: `workers` at a time, in an executor that can be started anew.

    `lost` are the failures that mean that whoever did a chunk is gone; `breaks` says that the whole executor is then.
    """

    start: Callable[[], Executor]
    workers: int = 1
    lost: tuple[type[BaseException], ...] = ()
    breaks: bool = True
    ahead: int = 1
    _executor: Executor | None = field(default=None, init=False)

    def submit(self, chunk: Chunk) -> "Future[Done]":
        """Hand out a chunk; what is wrong with the executor shows in its future."""
        if self._executor is None:
            self._executor = self.start()
        try:
            return self._executor.submit(work, chunk)
        except BrokenExecutor as broken:
            failed: Future[Done] = Future()
            failed.set_exception(broken)
            return failed

    def dismiss(self) -> None:
        """Let the workers go when they have done what they are at; the next chunk starts others."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


@dataclass(frozen=True, slots=True)
class Hiring:
    """Hiring (招工): the run begins alone and hires once `due` says so of the seconds and chunks that it has done.

    `crew` is told how many seconds the rest would take one process alone; `cancel` is called where nobody was hired.
    """

    crew: Callable[[float], Crew]
    due: Callable[[float, int], bool]
    cancel: Callable[[], None] = lambda: None
