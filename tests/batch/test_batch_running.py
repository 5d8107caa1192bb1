"""How units are cut into chunks, and what is done when whoever does one is lost."""

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any

import pytest

from generator.batch import running
from generator.batch.chunks import Chunk, Done, Origin
from generator.batch.executors import PEAK_MB_MAX, Crew
from generator.batch.making import Job, Made, Task
from generator.batch.queue import Queue
from generator.batch.running import run
from generator.batch.shift import LOST_IN_A_ROW_MAX
from generator.compose.sheets import Order
from generator.problem import EnvironmentProblem

JOB = Job(order=Order(period="2023-06"), formats=("docx",))


def tasks(number: int) -> list[Task]:
    """So many units."""
    return [Task(unit=f"v{n}", folder=f"第{n}村", place=n) for n in range(number)]


def cut(part: Sequence[Task], journals: tuple[str, ...]) -> Chunk:
    """A chunk of some units; its journal is called after them."""
    own = f"{part[0].unit}-{part[-1].unit}"
    origin = Origin(source="", digest="")
    return Chunk(
        origin=origin, target="", mark="", job=JOB, tasks=tuple(part), known=(), journals=(*journals, own)
    )


class Fake(Executor):
    """Executor that takes `seconds` a unit by its own word, and dies of the units in `deadly`."""

    def __init__(self, log: list[list[str]], seconds: float = 0.1, deadly: Sequence[str] = ()) -> None:
        self.log, self.seconds, self.deadly = log, seconds, deadly

    def submit(self, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        units = [each.unit for each in args[0].tasks]
        self.log.append(units)
        future: Future[Any] = Future()
        if set(units) & set(self.deadly):
            future.set_exception(BrokenExecutor())
        else:
            made = tuple(Made(task=each) for each in args[0].tasks)
            future.set_result(Done(units=made, seconds=self.seconds * len(units)))
        return future


def done_by(number: int, crew: Crew) -> tuple[list[str], dict[str, list[str]]]:
    """The units that were done, in order, and the codes of the problems of those that were not."""
    made = [
        one for done in run(Queue(tasks(number), cut), lambda _: crew, at_once=True) for one in done.units
    ]
    sound = [one.task.unit for one in made if not one.problems]
    return sound, {one.task.unit: [p.code for p in one.problems] for one in made if one.problems}


def test_chunks_grow_to_a_second_and_get_smaller_towards_the_end() -> None:
    log: list[list[str]] = []

    done_by(200, Crew(lambda: Fake(log), workers=2))

    sizes = [len(units) for units in log]
    assert sizes[:4] == [1, 4, 10, 10]
    assert max(sizes) == 10
    assert sizes[-6:] == [3, 2, 2, 1, 1, 1]
    assert sum(sizes) == 200


def test_a_chunk_that_takes_longer_than_a_second_is_a_single_unit() -> None:
    log: list[list[str]] = []

    done_by(6, Crew(lambda: Fake(log, seconds=5.0)))

    assert [len(units) for units in log] == [1] * 6


def test_the_first_units_are_done_here_and_tell_how_long_the_others_will_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "work", lambda chunk: Fake([], seconds=0.25).submit(print, chunk).result())
    asked: list[float] = []

    def hire(seconds: float) -> Crew:
        asked.append(seconds)
        return Crew(lambda: Fake([]), workers=2)

    made = [one for done in run(Queue(tasks(40), cut), hire) for one in done.units]

    assert asked == [0.25 * 35]  # one, then four, are more than WARM_SECONDS
    assert len(made) == 40


def test_the_unit_that_no_worker_survives_is_found_by_halving() -> None:
    log: list[list[str]] = []
    starts: list[int] = []

    def started() -> Executor:
        starts.append(1)
        return Fake(log, seconds=0.01, deadly=["v7"])

    sound, failed = done_by(20, Crew(started, lost=(BrokenExecutor,)))

    assert sorted(sound) == sorted(f"v{n}" for n in range(20) if n != 7)
    assert failed == {"v7": ["BLD-007"]}
    assert log.count(["v7"]) == 1
    assert len(starts) > 3


def test_a_worker_that_is_lost_once_is_nobodys_fault() -> None:
    deadly = ["v3"]

    def started() -> Executor:
        executor = Fake([], deadly=tuple(deadly))
        deadly.clear()
        return executor

    sound, failed = done_by(12, Crew(started, lost=(BrokenExecutor,), ahead=3))

    assert (sorted(sound), failed) == (sorted(f"v{n}" for n in range(12)), {})


def test_of_a_cluster_that_goes_on_only_the_chunk_is_judged() -> None:
    starts: list[int] = []

    def started() -> Executor:
        starts.append(1)
        return Fake([], deadly=["v3"])

    crew = Crew(started, lost=(BrokenExecutor,), breaks=False, ahead=3)

    sound, failed = done_by(12, crew)

    assert (len(sound), failed, len(starts)) == (11, {"v3": ["BLD-007"]}, 1)


def test_when_worker_after_worker_is_lost_the_run_stops() -> None:
    every = [f"v{n}" for n in range(2 * LOST_IN_A_ROW_MAX)]
    crew = Crew(lambda: Fake([], deadly=every), lost=(BrokenExecutor,))

    with pytest.raises(EnvironmentProblem, match="--jobs"):
        done_by(len(every), crew)


def test_a_worker_that_has_grown_too_big_is_replaced() -> None:
    starts: list[int] = []

    class Big(Fake):
        def submit(self, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
            future: Future[Any] = Future()
            made = tuple(Made(task=each) for each in args[0].tasks)
            future.set_result(Done(units=made, seconds=9.0, peak_mb=PEAK_MB_MAX + 1))
            return future

    def started() -> Executor:
        starts.append(1)
        return Big([])

    done_by(3, Crew(started))

    assert len(starts) == 3
