"""Running (运行) a batch: chunks cut to about a second, handed out a few ahead, done again when a worker is lost.

A batch that is done in a moment is done here, and needs nothing of what hands out work.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from generator.batch.chunks import Done, work
from generator.batch.queue import Queue
from generator.problem import EnvironmentProblem

if TYPE_CHECKING:
    from generator.batch.executors import Crew

WARM_SECONDS = 0.3

Hire: TypeAlias = "Callable[[float], Crew]"


def run(queue: Queue, hire: Hire, *, at_once: bool = False) -> Iterator[Done]:
    """Yield what becomes of each chunk, as it is done.

    The first ones are done here: they tell the pace, and whoever is hired then finds everything warm; `at_once` hires
    without. A chunk whose worker is lost is done again alone; lost again, it is halved, until the unit is found that
    no worker survives, which is reported. Raises what a chunk raises, and EnvironmentProblem when too many are lost.
    """
    warm = 0.0
    while queue.left and warm < WARM_SECONDS and not at_once:
        done = work(queue.next(1))
        queue.learn(done)
        warm += done.seconds
        yield done
    if not queue.left:
        return
    yield from _handed_out(queue, hire)


def _handed_out(queue: Queue, hire: Hire) -> Iterator[Done]:
    """Hand out what is left; who does it, and what that needs, is imported now."""
    from concurrent.futures import CancelledError

    from generator.batch.shift import Shift

    crew = hire(queue.seconds_left)
    try:
        yield from Shift(queue, crew).results()
    except CancelledError as error:
        raise EnvironmentProblem("和 Dask 调度器的连接断了：请确认它还在运行，再运行一次") from error
    finally:
        crew.dismiss()
