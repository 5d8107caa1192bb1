"""Uploading (上传): a filled workbook or Word file read into drafts, to be looked at and handed in on the page."""

import tempfile
from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import Path, PurePath

from generator.compose.wording import printed_month
from generator.compose.workbook import unit_workbook
from generator.database.changes import Changed, Step, save
from generator.database.store import DatabaseStore
from generator.dataclass import dataclass
from generator.derive.names import is_period
from generator.model.filled import Return
from generator.problem import Problem, errors
from generator.render.xlsx import render_xlsx
from generator.sources.intake.grid import Grid
from generator.sources.intake.taken import take
from generator.verbs.filling import Which, Whose, last_kept
from generator.verbs.intake import sheets_of
from generator.verbs.usage import UsageProblem, usable_campaign

UPLOAD_MAX = 20_000_000
SUFFIXES = (".xlsx", ".xls", ".ods", ".docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """What came of an upload (上传结果): the returns that are drafts now, and what was found at which cell."""

    file: str
    drafts: tuple[Which, ...] = ()
    problems: tuple[Problem, ...] = field(default_factory=tuple)


def take_upload(
    store: DatabaseStore, file: tuple[str, bytes], period: str, whose: Whose, unit: str = ""
) -> Uploaded:
    """Read a file that somebody sent into drafts; of another unit's sheets nothing is taken where `unit` is given.

    A return that is handed in already stays as it is, and that is told. Raises UsageProblem for a file that is none of
    those that can be read.
    """
    name = PurePath(file[0].replace("\\", "/")).name[:200]
    if PurePath(name).suffix.lower() not in SUFFIXES:
        raise UsageProblem(f"“{name}”不是能读的文件，只收 {'、'.join(SUFFIXES)}。请另存后再传。")
    if len(file[1]) > UPLOAD_MAX:
        raise UsageProblem(f"“{name}”超过 {UPLOAD_MAX // 1_000_000} MB，没有收。请检查是否传错了文件。")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"upload{PurePath(name).suffix.lower()}"
        place.write_bytes(file[1])
        return _taken(store, place, name, period, whose, unit)


def _taken(store: DatabaseStore, place: Path, name: str, period: str, whose: Whose, unit: str) -> Uploaded:
    loaded = store.load()
    campaign = usable_campaign(loaded)
    month = period if period and is_period(campaign, period) else ""
    found: list[Problem] = []
    drafts: list[Which] = []
    for grid in sheets_of(place, name, loaded.forms):
        if not isinstance(grid, Grid):
            found.append(replace(grid, where=name))
            continue
        taken = take(grid, campaign, loaded.forms, month)
        if taken is None:
            continue
        found += taken.problems
        if taken.filled is None:
            continue
        if problem := _refused(taken.filled, grid, unit, bool(errors(taken.problems))):
            found.append(problem)
            continue
        which = Which(taken.filled.unit, taken.filled.form, taken.filled.period)
        found += (told := list(_kept(store, which, taken.filled, whose, grid)))
        drafts += [] if told else [which]
    return Uploaded(file=name, drafts=tuple(drafts), problems=tuple(found))


def _refused(filled: Return, grid: Grid, unit: str, wrong: bool) -> Problem | None:
    if unit and filled.unit != unit:
        message = "这张表不是您单位的，没有读入。请核对单位名称。"
        return Problem(code="XLS-007", message=message, where=grid.place)
    if wrong:
        message = "这张表有错误，没有读入。请改正后再传，或直接在网页上填。"
        return Problem(code="XLS-013", message=message, where=grid.place)
    return None


def _kept(store: DatabaseStore, which: Which, filled: Return, whose: Whose, grid: Grid) -> Iterator[Problem]:
    """Keep a return as a draft; yield why not where it stands already."""
    kept = last_kept(store, which)
    if kept is not None and kept.state not in ("draft", "sent_back"):
        message = "这张表已经报出，上传的没有读入。要改的，请汇总单位退回，或报更正。"
        yield Problem(code="XLS-015", message=message, where=grid.place)
        return
    correction = kept.filled.correction if kept is not None else 0
    step = Step(to="draft", who=whose.who, said=whose.said)
    try:
        seen = kept.version if kept is not None else 0
        save(store.engine, store.code, replace(filled, correction=correction), step, seen)
    except Changed:
        message = "别人正在填这张表，上传的没有读入。请刷新后再传。"
        yield Problem(code="XLS-015", message=message, where=grid.place)


def blank_workbook(store: DatabaseStore, unit: str, period: str) -> tuple[str, bytes]:
    """Return the name and content of the workbook that a unit fills in for a month."""
    loaded = store.load()
    campaign = usable_campaign(loaded)
    which = next((u for u in campaign.units if u.code == unit), None)
    if which is None or not is_period(campaign, period):
        raise UsageProblem("没有这个单位，或月份不在行动期间内，请从行动首页打开")
    name = f"{which.label} {printed_month(period)}"
    return f"{name}.xlsx", render_xlsx(unit_workbook(campaign, loaded.forms, which, period, name))
