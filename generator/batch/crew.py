"""Crew (班组): whoever does chunks."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import field

from generator.batch.chunks import Chunk, Done, work
from generator.dataclass import dataclass


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
