"""Making (制作) of one unit's files: its sheets composed, rendered where that is needed, put in place."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import field, replace
from functools import cached_property

from generator.batch.files import Files, Making, files_of, overlay_of
from generator.compose.sheets import Composed, Order, unit_sheets
from generator.dataclass import dataclass
from generator.derive.names import ISSUER, sheet_sequence
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.organ import Unit
from generator.model.seal import StampRow
from generator.press.entries import SHEETS_PER_UNIT
from generator.press.output import Format, safe_name
from generator.press.placing import Outcome, Placing
from generator.press.print_parts import Printing
from generator.problem import Problem, errors

SHEETS_PER_FORM = 10_000


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What all sheets of a run are made from (依据): the campaign, its forms, its own templates, pictures of seals."""

    campaign: Campaign
    forms: dict[str, Form]
    templates: Mapping[str, bytes] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The units by code."""
        return {unit.code: unit for unit in self.campaign.units}

    @cached_property
    def sequence(self) -> dict[str, int]:
        """The place of each sheet in the order of printing."""
        return {code: i for i, code in enumerate(sheet_sequence(self.campaign, self.forms))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is made of each unit (要求): the order, in which formats, for an archive or not, by which engines.

    `printing` is how its print file is made, where it has one.
    """

    order: Order
    formats: tuple[Format, ...]
    archive: bool = False
    engines: Mapping[Format, str] = field(default_factory=dict)
    printing: Printing | None = None

    def making(self, basis: Basis) -> Making:
        """Return how the files are made."""
        return Making(
            formats=self.formats,
            archive=self.archive,
            templates=basis.templates,
            pictures=basis.pictures,
            engines=self.engines,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One unit (任务): its code, its folder, and its place in the campaign; the issuer's is 0."""

    unit: str
    folder: str
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of one unit's files (成品): none when an error was found.

    `problems` were found in making them, `told` in placing them. `made`, `unchanged` and `pages` count files written,
    files that stay, and pages of PDFs, `rendered` the files that did not stand already; `full` says of each file not
    made the short way why. `rows` are those of the stamping list. `printed` is what became of its print file.
    """

    task: Task
    problems: tuple[Problem, ...] = ()
    told: tuple[Problem, ...] = ()
    made: int = 0
    unchanged: int = 0
    pages: int = 0
    rendered: int = 0
    full: tuple[str, ...] = ()
    rows: tuple[StampRow, ...] = ()
    printed: Outcome | None = None


def make(basis: Basis, job: Job, task: Task, placing: Placing) -> Made:
    """Make one unit's files and put them in place; one error is enough to make none, but all are found.

    A file that stands, made from the very same, is not made again.
    """
    composed = _composed(basis, job, task)
    problems = list(composed.problems)
    every: list[Files] = []
    seen: Counter[str] = Counter()
    home = replace(job.making(basis), folder=safe_name(task.folder))
    for sheet in composed.sheets:
        order = task.place * SHEETS_PER_UNIT + basis.sequence[sheet.code] * SHEETS_PER_FORM + seen[sheet.code]
        seen[sheet.code] += 1
        making = replace(home, order=order)
        overlay = job.order.overlay
        files = (
            overlay_of(sheet, making, guide=overlay == "guide")
            if overlay
            else files_of(sheet, making, placing.standing)
        )
        problems += [replace(p, unit=task.unit, message=f"“{sheet.name}”{p.message}") for p in files.problems]
        every.append(files)
    if errors(problems):
        return Made(task=task, problems=tuple(problems))
    made = _placed(task, every, placing, problems)
    return replace(made, printed=_printed(job, task, placing))


def _printed(job: Job, task: Task, placing: Placing) -> Outcome | None:
    if job.printing is None:
        return None
    from generator.press.printing import print_unit

    return print_unit(placing, job.printing, task.unit, (safe_name(task.folder), task.folder))


def _composed(basis: Basis, job: Job, task: Task) -> Composed:
    if task.unit == ISSUER:
        from generator.compose.issuer_sheets import issuer_sheets

        return issuer_sheets(basis.campaign, basis.forms, job.order)
    return unit_sheets(basis.campaign, basis.forms, basis.units[task.unit], job.order)


def _placed(task: Task, every: list[Files], placing: Placing, problems: list[Problem]) -> Made:
    """Put the files of a unit in place, and count what became of them."""
    outcomes: list[Outcome] = []
    for files in every:
        outcomes += [placing.leave(wanted, entry, files.pages) for wanted, entry in files.left]
        outcomes += [placing.write(output) for output in files.outputs]
    kinds = Counter(outcome.kind for outcome in outcomes)
    outputs = [output for files in every for output in files.outputs]
    return Made(
        task=task,
        problems=tuple(problems),
        told=tuple(p for outcome in outcomes for p in outcome.problems),
        made=kinds["written"] + kinds["beside"],
        unchanged=kinds["unchanged"] + kinds["kept"],
        pages=sum(files.pages or 0 for files in every),
        rendered=len(outputs),
        full=tuple(output.full for output in outputs if output.full),
        rows=tuple(row for files in every for row in files.rows),
    )
