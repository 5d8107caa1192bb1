"""Hiring (招工): who is to do a run besides this process, and when; what that needs is imported when it is hired."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from generator.dataclass import dataclass

if TYPE_CHECKING:
    from generator.batch.crew import Crew

SERIAL, PROCESSES, DASK = "serial", "processes", "dask"
WARM_SECONDS = 0.15
SECONDS_WORTH_A_WORKER = 1.0


@dataclass(frozen=True, slots=True)
class Hiring:
    """Hiring (招工): the run begins alone and hires once `due` says so of the seconds and chunks that it has done.

    `crew` is told how many seconds the rest would take one process alone; `cancel` is called where nobody was hired.
    """

    crew: "Callable[[float], Crew]"
    due: Callable[[float, int], bool]
    cancel: Callable[[], None] = lambda: None


def hiring(executor: str, jobs: int) -> Hiring:
    """Return who is to do a run besides this process, and when: `executor` and `jobs` of a BuildRequest.

    `jobs` 0 leaves the number to the run: one process for what is done in a moment, else as many as there are cores.
    Raises EnvironmentProblem when Dask is not installed or its scheduler does not answer.
    """
    if executor == DASK or "://" in executor:
        from generator.batch import cluster

        address = executor.removeprefix(DASK).removeprefix("://")
        if not address:
            return cluster.of_this_machine(jobs or cores())
        return cluster.of_scheduler(address if "://" in address else f"tcp://{address}")
    if executor == SERIAL:
        return Hiring(lambda seconds: _processes(1), warm)
    return Hiring(lambda seconds: _processes(jobs or _enough(seconds)), warm)


def is_alone(executor: str, jobs: int) -> bool:
    """Tell whether this process will do a run alone in any case."""
    return executor == SERIAL or (executor in ("", PROCESSES) and jobs == 1)


def warm(seconds: float, chunks: int) -> bool:
    """Tell whether a run has done enough alone to know its pace, and to have everything compiled for its copies."""
    return seconds >= WARM_SECONDS and chunks >= 2


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _enough(seconds: float) -> int:
    return min(cores(), int(seconds / SECONDS_WORTH_A_WORKER))


def _processes(workers: int) -> "Crew":
    from generator.batch import executors

    return executors.processes(workers) if workers > 1 else executors.serial()
