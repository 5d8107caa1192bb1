"""Building (制作各单位的文件): the units of a run handed out in chunks, and what comes of them taken in."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import count
from typing import Literal, TypeAlias

from generator.batch.chunks import Chunk, Done, Origin, hold, release
from generator.batch.hiring import SERIAL, hiring
from generator.batch.making import Basis, Job, Made, Task
from generator.batch.queue import Queue
from generator.batch.running import run as run_batch
from generator.dataclass import dataclass
from generator.derive.names import folder_names
from generator.model.campaign import Campaign
from generator.model.seal import StampRow
from generator.press import journal
from generator.press.folder import OutputFolder
from generator.press.growing import Growing
from generator.press.output import safe_name
from generator.press.placing import Outcome
from generator.problem import Problem, errors
from generator.verbs.asking import BuildRequest
from generator.verbs.found import Found

Progress: TypeAlias = Callable[[int, int, str], None]
State: TypeAlias = Literal["done", "skipped", "attention"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """What was made for one unit, for the table at the end."""

    unit: str
    made: int
    unchanged: int
    pages: int
    state: State
    remarks: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Run:
    """State of one build: what is asked for, what it is made from, the folder written to, what came of it."""

    request: BuildRequest
    basis: Basis
    origin: Origin
    job: Job
    folder: OutputFolder
    growing: Growing | None
    failed: set[str]
    before: Mapping[str, list[Problem]]  # problems of the data, by the unit that alone is affected
    place: Callable[[Problem], Problem]
    found: Found = field(default_factory=Found)
    lines: list[tuple[int, UnitLine]] = field(default_factory=list)
    rows: list[tuple[int, StampRow]] = field(default_factory=list)
    printed: dict[str, Outcome] = field(default_factory=dict)
    rendered: int = 0
    full: Counter[str] = field(default_factory=Counter)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.basis.campaign


def make_units(run: Run, codes: Sequence[str], progress: Progress | None) -> None:
    """Make and write the files of every unit; one whose data have an error keeps what it had and gets nothing new."""
    tasks = _tasks(run, codes)
    sound = [task for task in tasks if task.unit not in run.failed]
    for task in (task for task in tasks if task.unit in run.failed):
        run.lines.append((task.place, _line(task, "skipped", run.before.get(task.unit, []))))
        _bind(run, task, new=False)
    queue = Queue(sound, lambda part, journals: _chunk(run, part, journals))
    alone = not run.folder.storage.shared
    hired = hiring(SERIAL if alone else run.request.executor, run.request.jobs)
    hold(run.origin, run.basis)
    progress = progress or _unseen
    try:
        progress(0, len(tasks), tasks[0].folder if tasks else "")
        for done in run_batch(queue, hired):
            _take_in(run, done)
            progress(len(run.lines), len(tasks), done.units[-1].task.folder)
    finally:
        release()
    progress(len(tasks), len(tasks), "打印文件")


def _tasks(run: Run, codes: Sequence[str]) -> list[Task]:
    """Return one task per unit asked for, with its place in the whole campaign."""
    chosen = set(codes)
    return [
        Task(unit=code, folder=folder, place=place)
        for place, (code, folder) in enumerate(folder_names(run.campaign).items())
        if code in chosen
    ]


def _chunk(run: Run, tasks: Sequence[Task], journals: tuple[str, ...]) -> Chunk:
    """Return the work on some units as a chunk, with a journal of its own behind those of earlier attempts."""
    known = (run.folder.known_of(task.unit, safe_name(task.folder)) for task in tasks)
    return Chunk(
        origin=run.origin,
        target=run.folder.storage.name,
        mark=run.folder.mark,
        job=run.job,
        tasks=tuple(tasks),
        known=tuple(entry for entries in known for entry in entries),
        journals=(*journals, journal.name_of(next(run.numbers))),
    )


def _take_in(run: Run, done: Done) -> None:
    """Take in what came of a chunk: entries first, then what is to be said of each unit."""
    run.folder.recover(done.journals)
    run.folder.take_in(done.entries, done.settled)
    for made in done.units:
        _take_in_unit(run, made)


def _take_in_unit(run: Run, made: Made) -> None:
    task = made.task
    here = [_placed(run, task, p) for p in made.problems]
    run.found.add([*here, *made.told], task.place)
    found = [*run.before.get(task.unit, ()), *here, *made.told]
    failed = bool(errors(made.problems))
    if failed:
        run.failed.add(task.unit)
    state: State = "skipped" if failed else "attention" if found else "done"
    counts = {"made": made.made, "unchanged": made.unchanged, "pages": made.pages}
    run.lines.append((task.place, _line(task, state, found, **counts)))
    run.rows += [(task.place, row) for row in made.rows]
    run.rendered += made.rendered
    run.full.update(made.full)
    if made.printed:
        run.printed[task.unit] = made.printed
    _bind(run, task, new=made.rendered > 0)


def _bind(run: Run, task: Task, *, new: bool) -> None:
    if run.growing:
        run.growing.take_in(task.unit, new=new)


def _placed(run: Run, task: Task, problem: Problem) -> Problem:
    """Return a problem found while making a unit's files with its place: in the data, else the unit's folder."""
    if problem.where:
        return problem
    return problem.at(run.place(problem).where if problem.path else task.folder)


def _line(task: Task, state: State, found: Iterable[Problem], **counts: int) -> UnitLine:
    remarks = tuple(dict.fromkeys(p.message for p in found))
    counts = {"made": 0, "unchanged": 0, "pages": 0, **counts}
    return UnitLine(unit=task.folder, state=state, remarks=remarks, **counts)


def _unseen(done: int, total: int, label: str) -> None:
    """Stand for the progress that nobody watches."""
