"""Executors (执行方式): this process, several processes, or a Dask cluster, all behind concurrent.futures.Executor."""

import gc
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any

from generator.batch.chunks import Chunk, Done, work
from generator.dataclass import dataclass
from generator.problem import EnvironmentProblem

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

SERIAL = "serial"
PEAK_MB_MAX = 1_000  # a worker that has grown beyond it is replaced
SECONDS_WORTH_A_WORKER = 1.0


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


def dask(address: str, workers: int) -> Crew:
    """Return a Dask cluster: that of a scheduler, or so many processes of this machine where none is named.

    Raises EnvironmentProblem when Dask is not installed or the scheduler does not answer.
    """
    try:
        import distributed
    except ImportError as error:
        message = "没有安装 Dask：请执行 pip install 'gongwen[dask]'，或不写 --executor"
        raise EnvironmentProblem(message) from error
    client = _client(distributed, address, workers)
    count = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
    lost = (distributed.scheduler.KilledWorker,)
    return Crew(partial(_DaskExecutor, client), workers=count, lost=lost, breaks=False, ahead=2 * count)


def choose(executor: str, jobs: int) -> Callable[[float], Crew]:
    """Return who is to do a run, once it is known how many seconds it would take one process alone.

    `jobs` 0 leaves the number to the run: one process for what is done in a moment, else as many as there are cores.
    """
    if executor == SERIAL or jobs == 1:
        return lambda seconds: serial()
    if jobs:
        return lambda seconds: processes(jobs)
    return lambda seconds: _enough(seconds)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _enough(seconds: float) -> Crew:
    workers = min(cores(), int(seconds / SECONDS_WORTH_A_WORKER))
    return processes(workers) if workers > 1 else serial()


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


def _client(distributed: Any, address: str, workers: int) -> Any:
    if not address:
        cluster = distributed.LocalCluster(
            n_workers=workers or cores(), threads_per_worker=1, processes=True, dashboard_address=None
        )
        return distributed.Client(cluster)
    try:
        return distributed.Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        message = f"连不上 Dask 调度器 {address}：请核对地址，并确认调度器和工作机已经启动"
        raise EnvironmentProblem(message) from error


class _DaskExecutor(Executor):
    """Executor over a Dask client, closed with its cluster where it has one of its own."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._inner = client.get_executor(pure=False)

    def submit(self, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = self._inner.submit(task, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._inner.shutdown(wait=wait)
        cluster = self._client.cluster
        self._client.close()
        if cluster is not None:
            cluster.close()
