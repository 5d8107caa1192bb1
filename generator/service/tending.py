"""Tending (看护) the worker: the process that does the jobs is started again when it dies, until the service ends."""

import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from generator.service.logs import set_up
from generator.service.worker import work

LOG = logging.getLogger("gongwen")
PATIENCE_SECONDS = 20  # for the worker when the service is told to end
PAUSE_SECONDS = 5.0  # before it is started again: what killed it may do so at once


class Tended:
    """The process that does the jobs (工作进程), and a thread that starts it again when it dies.

    `is_ending` tells whether the service is about to end: then a worker that is gone, by the same signal, stays so.
    """

    def __init__(
        self, folder: Path, url: str, is_ending: Callable[[], bool], pause: float = PAUSE_SECONDS
    ) -> None:
        self._given = (str(folder), url)
        self._is_ending, self._pause = is_ending, pause
        self._ends, self._lock = threading.Event(), threading.Lock()
        self._process: BaseProcess | None = None
        self._thread = threading.Thread(target=self._tend, name="tending", daemon=True)
        self.is_running, self.restarts = False, 0

    @property
    def pid(self) -> int:
        """The number of the process, 0 while there is none."""
        process = self._process
        return process.pid or 0 if process is not None and self.is_running else 0

    def __enter__(self) -> "Tended":
        self._start()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._ends.set()
            process = self._process
        if process is not None and self.is_running:
            process.terminate()
        self._thread.join(PATIENCE_SECONDS)
        if process is not None and self._thread.is_alive():
            process.kill()

    def _start(self) -> None:
        with self._lock:
            if self._ends.is_set():
                return
            process = multiprocessing.get_context("spawn").Process(
                target=_work, args=self._given, daemon=True
            )
            process.start()
            self._process, self.is_running = process, True

    def _tend(self) -> None:
        while True:
            if self._process is not None and self.is_running:
                self._process.join()
                self.is_running = False
                if not self._is_over():
                    LOG.warning(f"工作进程意外结束（{self._process.exitcode}），重新启动")
            self._ends.wait(self._pause)
            if self._is_over():
                return
            try:
                self._start()
                self.restarts += 1
            except OSError as error:  # no memory for a process; there may be some later
                LOG.exception("工作进程启动不了，稍后再试", exc_info=error)

    def _is_over(self) -> bool:
        return self._ends.is_set() or self._is_ending()


def _work(folder: str, url: str) -> None:
    """Do the jobs of an office; ends when the process that answers is gone."""
    set_up(sys.stderr)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work(folder, url)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
