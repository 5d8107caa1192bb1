"""Running (运行) a batch: chunks cut to about a second, handed out a few ahead, done again when a worker is lost.

A batch that is done in a moment is done here, and needs nothing of what hands out work.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.batch.chunks import Done, work
from generator.batch.queue import CHUNK_SECONDS_ALONE, Queue
from generator.problem import EnvironmentProblem

if TYPE_CHECKING:
    from generator.batch.hiring import Hiring


def run(queue: Queue, hiring: "Hiring") -> Iterator[Done]:
    """Yield what becomes of each chunk, as it is done.

    The first ones are done here: they tell the pace, and whoever is hired then finds everything warm. A chunk whose
    worker is lost is done again alone; lost again, it is halved, until the unit is found that no worker survives, which
    is reported. Raises what a chunk raises, and EnvironmentProblem when too many are lost.
    """
    hired = False
    try:
        yield from _alone(queue, hiring)
        hired = queue.left > 0
        if hired:
            yield from _handed_out(queue, hiring)
    finally:
        if not hired:
            hiring.cancel()


def _alone(queue: Queue, hiring: "Hiring") -> Iterator[Done]:
    """Do the first chunks here, small ones, until others are hired."""
    spent, chunks = 0.0, 0
    while queue.left and not hiring.due(spent, chunks):
        done = work(queue.next(1, CHUNK_SECONDS_ALONE))
        queue.learn(done)
        spent, chunks = spent + done.seconds, chunks + 1
        yield done


def _handed_out(queue: Queue, hiring: "Hiring") -> Iterator[Done]:
    """Hand out what is left; who does it, and what that needs, is imported now."""
    from concurrent.futures import CancelledError

    from generator.batch.shift import Shift

    dismiss = hiring.cancel
    try:
        crew = hiring.crew(queue.seconds_left)
        dismiss = crew.dismiss
        yield from Shift(queue, crew).results()
    except CancelledError as error:
        raise EnvironmentProblem("和 Dask 调度器的连接断了：请确认它还在运行，再运行一次") from error
    finally:
        dismiss()
