"""Executors (执行方式): this process, several processes, or a Dask cluster, all behind concurrent.futures.Executor."""

import gc
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import partial
from typing import TYPE_CHECKING, Any

from generator.batch.crew import Crew

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

PEAK_MB_MAX = 1_000  # a worker that has grown beyond it is replaced


class SerialExecutor(Executor):
    """Executor that does each task at once, in this process."""

    def submit(self, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Return the future of a task that is done; what it raises besides Exception is raised."""
        future: Future[Any] = Future()
        try:
            future.set_result(task(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def serial() -> Crew:
    """Return this process as a crew."""
    return Crew(SerialExecutor)


def processes(workers: int) -> Crew:
    """Return so many processes of this machine."""
    start = partial(_pool, workers)
    return Crew(start, workers=workers, lost=(BrokenExecutor,), ahead=workers + 1)


def _pool(workers: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, mp_context=_context(), initializer=_settle_in)


def _context() -> "BaseContext":
    """Return how processes are started: as copies of this one where that is safe, with all that it has read."""
    import multiprocessing

    known = multiprocessing.get_all_start_methods()
    if "fork" in known and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    if "forkserver" in known:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["generator.batch.chunks"])
        return context
    return multiprocessing.get_context("spawn")


def _settle_in() -> None:
    """Prepare a worker: Ctrl-C is the run's to handle, and the end of the run is the worker's end, however it came."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    threading.Thread(target=_leave_with_the_run, daemon=True).start()


def _leave_with_the_run() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
