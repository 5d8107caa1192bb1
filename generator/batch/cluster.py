"""Cluster (集群) of Dask: that of a scheduler, or one of this machine that gets ready while the run begins alone."""

import logging
import threading
from concurrent.futures import Executor, Future
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from generator.batch.crew import Crew
from generator.batch.hiring import Hiring
from generator.problem import EnvironmentProblem

if TYPE_CHECKING:
    from collections.abc import Callable

WORKERS_KNOW = ["distributed", "generator.batch.chunks", "generator.render.docx"]  # before they are copied
ATTEMPTS = 2
PROFILE = "distributed.worker.profile.enabled"
METHOD = "distributed.worker.multiprocessing-method"


def of_scheduler(address: str) -> Hiring:
    """Return how the workers of a scheduler are hired: at once.

    Raises EnvironmentProblem when Dask is not installed or the scheduler does not answer.
    """
    _require()
    try:
        client = _distributed().Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        message = f"连不上 Dask 调度器 {address}：请核对地址，并确认调度器和工作机已经启动"
        raise EnvironmentProblem(message) from error
    return Hiring(lambda seconds: _crew(client), lambda seconds, chunks: True, client.close)


def of_this_machine(workers: int) -> Hiring:
    """Return how so many processes of this machine are hired: once they are ready, which others see to meanwhile.

    Raises EnvironmentProblem when Dask is not installed.
    """
    _require()
    starting: Future[Any] = Future()
    start = partial(_start, workers, {PROFILE: False, METHOD: _method()}, starting)
    threading.Thread(target=start, name="dask", daemon=True).start()
    return Hiring(
        lambda seconds: _crew(starting.result()),
        lambda seconds, chunks: starting.done(),
        lambda: None if starting.exception() else _close(starting.result()),
    )


def _require() -> None:
    if find_spec("distributed") is None:
        raise EnvironmentProblem("没有安装 Dask：请执行 pip install 'gongwen[dask]'，或不写 --executor")


def _distributed() -> Any:
    return import_module("distributed")


def _method() -> str:
    """Return how workers are started: as copies of a server that begins reading what they need now, where there are."""
    from multiprocessing import forkserver, get_all_start_methods

    if "forkserver" not in get_all_start_methods():
        return "spawn"
    forkserver.set_forkserver_preload(WORKERS_KNOW)
    forkserver.ensure_running()
    return "forkserver"


def _start(workers: int, settings: dict[str, object], starting: "Future[Any]") -> None:
    """Start the cluster, and say so; importing Dask takes a part of it. What was killed while it started is tried again."""
    for attempt in range(ATTEMPTS):
        try:
            starting.set_result(_client(workers, settings))
            return
        except Exception as error:
            if attempt + 1 == ATTEMPTS:
                message = f"本机的 Dask 集群没有起来（{error}）：请再运行一次，或不写 --executor"
                starting.set_exception(EnvironmentProblem(message))


def _client(workers: int, settings: dict[str, object]) -> Any:
    """Return a client of a new cluster of this machine, which keeps what it has to say to itself."""
    distributed = _distributed()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with import_module("dask").config.set(settings):
        cluster = distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": ":0"},
        )
    return distributed.Client(cluster)


def _crew(client: Any) -> Crew:
    """Return the workers of a cluster as a crew."""
    from distributed.scheduler import KilledWorker

    count = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
    start: Callable[[], Executor] = partial(_DaskExecutor, client)
    return Crew(start, workers=count, lost=(KilledWorker,), breaks=False, ahead=2 * count)


def _close(client: Any) -> None:
    cluster = client.cluster
    client.close()
    if cluster is not None:
        cluster.close()


class _DaskExecutor(Executor):
    """Executor over a Dask client, closed with its cluster where it has one of its own."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._inner = client.get_executor(pure=False)

    def submit(self, task: "Callable[..., Any]", /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = self._inner.submit(task, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._inner.shutdown(wait=wait)
        _close(self._client)
