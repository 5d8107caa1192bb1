"""Intake (收表): workbooks out to the units, and what they fill in back as returns."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from generator.compose.wording import printed_month
from generator.compose.workbook import common_workbook, is_filled_in, unit_workbook
from generator.dataclass import dataclass
from generator.derive.corrections import key_of
from generator.derive.entries import entries_of
from generator.derive.names import folder_names, is_period, latest_period, months
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Form
from generator.model.organ import Unit
from generator.model.workbook import Workbook
from generator.press.disk import FileInUse, digest, put, temp_path
from generator.press.output import safe_name
from generator.problem import Problem, ProblemsFound, errors
from generator.render.xlsx import render_xlsx
from generator.sources.campaign import Loaded, load
from generator.sources.intake.files import read_grids
from generator.sources.intake.grid import Grid
from generator.sources.intake.taken import Taken, take
from generator.sources.intake.word import SUFFIX, read_word
from generator.sources.places import CORRECTION
from generator.sources.returns_text import return_text
from generator.sources.strays import OF_THE_SYSTEM
from generator.sources.templates import own_templates
from generator.verbs.intake_versions import Arrival, Last, last_versions, says, version
from generator.verbs.usage import UsageProblem, units_named

IN_USE = "正被别的程序打开，没有写入。请关闭后再运行一次。"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankResult:
    """Workbooks written and those that were there already just so, by name; what could not be written."""

    period: str
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """What was read: sheets that gave a return, the returns written and those there already, what was found."""

    sheets: int
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[Problem, ...]


def blank(source: Path, target: Path, units: Sequence[str] = (), period: str = "") -> BlankResult:
    """Write a workbook for each unit that fills in forms, and one for all where all are asked for.

    Raises ProblemsFound when the campaign has errors beyond single returns, UsageProblem when a unit or the month
    is not known or there is nothing to fill in. A workbook that is there and differs stays as it is.
    """
    loaded = _usable(load(source))
    campaign = _campaign(loaded)
    month = _month(campaign, period) or latest_period(campaign)
    wanted = _units(campaign, loaded.forms, units, month)
    written, unchanged, problems = list[str](), list[str](), list[Problem]()
    for workbook in _workbooks(campaign, loaded.forms, wanted, month, common=not units):
        name = f"{safe_name(workbook.name)}.xlsx"
        told = _keep(target / name, render_xlsx(workbook), name)
        if isinstance(told, Problem):
            problems.append(told)
        else:
            (written if told else unchanged).append(name)
    return BlankResult(
        period=month, written=tuple(written), unchanged=tuple(unchanged), problems=tuple(problems)
    )


def read(
    source: Path, files: Sequence[Path], target: Path, period: str = "", arrival: Arrival | None = None
) -> ReadResult:
    """Read workbooks that came back into returns, one YAML file each, below `target`.

    The returns of a unit are written when nothing read of it has an error. One that differs from what the campaign
    has is written beside it as its next correction where the arrival says so, else it is a problem. Raises
    ProblemsFound when the campaign itself has errors, UsageProblem when the month is not one of the campaign's.
    """
    loaded = _usable(load(source))
    campaign = _campaign(loaded)
    month = _month(campaign, period)
    templates = own_templates(source).contents
    taken, problems = list[Taken](), list[Problem]()
    for path, name in _named(files):
        grids = sheets_of(path, name, loaded.forms, templates)
        faults = [g for g in grids if isinstance(g, Problem)]
        problems += faults
        sheets = (grid for grid in grids if isinstance(grid, Grid))
        found = [t for grid in sheets if (t := take(grid, campaign, loaded.forms, month))]
        taken += found
        problems += [p for t in found for p in t.problems] or ([] if faults else _nothing(found, name))
    kept, doubled = _once(taken)
    problems += doubled
    return _written((loaded, arrival or Arrival()), kept, target, problems)


def sheets_of(
    path: Path, name: str, forms: Mapping[str, Form], templates: Collection[str] = ()
) -> Sequence[Grid | Problem]:
    """Return the sheets of a file, of a workbook or of a Word file of ours, or why it cannot be read."""
    if path.suffix.lower() == SUFFIX and not path.name.startswith("~$"):
        return read_word(path, name, forms.values(), templates)
    found = read_grids(path, name)
    return [found] if isinstance(found, Problem) else found


def _usable(loaded: Loaded) -> Loaded:
    if loaded.campaign is None or any(not p.unit for p in errors(loaded.problems)):
        raise ProblemsFound(loaded.problems)
    return loaded


def _campaign(loaded: Loaded) -> Campaign:
    assert loaded.campaign is not None
    return loaded.campaign


def _month(campaign: Campaign, period: str) -> str:
    if period and not is_period(campaign, period):
        first, last = months(campaign)
        raise UsageProblem(f"“{period}”不在行动期间（{first} 至 {last}）内，请核对月份")
    return period


def _units(campaign: Campaign, forms: Mapping[str, Form], names: Sequence[str], month: str) -> list[Unit]:
    """Return the units that fill in a form for a month, those asked for or all, in the campaign's order."""
    kinds = {kind for form in forms.values() if entries_of(form) for kind in form.used_by}
    able = [u for u in campaign.units if u.kind in kinds]
    asked = units_named(campaign, names)
    for unit in (u for u in campaign.units if u.code in asked):
        if unit not in able:
            raise UsageProblem(f"“{unit.label}”没有要填报的表")
        if not unit.reports_in(month):
            raise UsageProblem(f"“{unit.label}”{_outside(unit, month)}，{month} 不用报")
    if not able:
        raise UsageProblem("这次行动没有由单位填报的表，不用发工作簿")
    return [u for u in able if u.reports_in(month) and (not names or u.code in asked)]


def _outside(unit: Unit, month: str) -> str:
    """Return from or until when a unit reports that does not in a month."""
    return f"从 {unit.first_month} 起报" if month < unit.first_month else f"报到 {unit.last_month} 为止"


def _workbooks(
    campaign: Campaign, forms: Mapping[str, Form], units: Sequence[Unit], period: str, *, common: bool
) -> Iterator[Workbook]:
    folders = folder_names(campaign)
    for unit in units:
        name = f"{folders[unit.code]} {printed_month(period)}"
        yield unit_workbook(campaign, forms, unit, period, name)
    if common and any(is_filled_in(form) for form in forms.values()):
        yield common_workbook(campaign, forms, units, period)


def _keep(path: Path, content: bytes, name: str) -> bool | Problem:
    """Write a file that is not there yet: True when written, False when it is there just so."""
    if path.exists():
        if path.is_file() and path.read_bytes() == content:
            return False
        message = "已有这个文件，内容不同，没有覆盖。请换一个文件夹，或先把它移走。"
        return Problem(code="XLS-017", message=message, where=name)
    try:
        put(path, content, temp=temp_path(path, digest(content)))
    except FileInUse:
        return Problem(code="XLS-017", message=IN_USE, where=name)
    return True


def _named(files: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each file with the name that problems print; a folder gives those within it, none that is hidden."""
    for path in files:
        if path.is_dir():
            inner = sorted(p for p in path.rglob("*") if p.is_file() and not _is_hidden(p.name))
            yield from ((p, p.relative_to(path).as_posix()) for p in inner)
        else:
            yield path, path.name


def _is_hidden(file: str) -> bool:
    return file.startswith(".") or file.lower() in OF_THE_SYSTEM


def _nothing(found: Sequence[Taken], name: str) -> list[Problem]:
    if found:
        return []
    message = "里面没有报表。请用本月发出的工作簿填。"
    return [Problem(code="XLS-004", message=message, where=name)]


def _key(filled: Return) -> tuple[str, str, str]:
    return filled.unit, filled.period, filled.form


def _once(taken: Sequence[Taken]) -> tuple[list[Taken], list[Problem]]:
    """Return each return once: a copy with the same content is told, one with another is an error."""
    found = sorted(
        (t for t in taken if t.filled and t.unit and t.filled.period),
        key=lambda t: _key(t.filled) if t.filled else ("", "", ""),
    )
    kept, problems = list[Taken](), list[Problem]()
    for _, group in groupby(found, key=lambda t: t.filled and _key(t.filled)):
        first, *others = group
        kept.append(first)
        problems += [_copy(first, other) for other in others]
    return kept, problems


def _copy(first: Taken, other: Taken) -> Problem:
    same = first.filled == other.filled
    told = "内容一样，只读一份。" if same else "内容不同，不知道用哪一份，都没有写入。"
    remedy = "副本请删去。" if same else "请核对后只交一份。"
    return Problem(
        code="XLS-014",
        message=f"和 {first.grid.place} 是同一单位、同一月份、同一张表，{told}{remedy}",
        where=other.grid.place,
        severity="warning" if same else "error",
        unit=first.unit,
    )


_Into: TypeAlias = tuple[Loaded, Arrival]


def _written(into: _Into, kept: Sequence[Taken], target: Path, problems: Sequence[Problem]) -> ReadResult:
    """Write the returns of the units without errors, never over a different one."""
    loaded, arrival = into
    wrong = {p.unit for p in errors(problems)}
    names = _file_names(_campaign(loaded), loaded.forms)
    versions = last_versions(_campaign(loaded), loaded.data)
    written, unchanged, told = list[str](), list[str](), list(problems)
    for taken in kept:
        if taken.filled is None or taken.unit in wrong:
            continue
        place = names[taken.filled.unit, taken.filled.form].format(period=taken.filled.period)
        last = versions.get(key_of(taken.filled))
        filled = version(last, taken.filled, arrival)
        name = _numbered(place, filled.correction)
        outcome = _kept(last, replace(taken, filled=filled), target / name, name)
        if isinstance(outcome, Problem):
            told.append(outcome)
        else:
            (written if outcome else unchanged).append(name)
    return ReadResult(
        sheets=len(kept), written=tuple(written), unchanged=tuple(unchanged), problems=tuple(told)
    )


def _numbered(place: str, correction: int) -> str:
    """Return the name of a version's file: 2023-06/qiuhu.更正1.yaml."""
    return f"{place.removesuffix('.yaml')}{CORRECTION}{correction}.yaml" if correction else place


def _kept(last: Last | None, taken: Taken, path: Path, name: str) -> bool | Problem:
    """Write one return: True when written, False when it is there already; a different one is never replaced."""
    filled = taken.filled
    assert filled is not None
    if says(last, filled):
        return False
    content = return_text(filled).encode("utf-8")
    if path.is_file() and path.read_bytes() == content:
        return False
    if last and not filled.correction:
        message = (
            "行动里已有这个单位这个月的这张表，内容不同，没有覆盖。请核对；"
            "是单位报来更正的，加 --correct 再读一次，作为下一次更正。"
        )
    elif path.exists():
        message = f"已有 {name}，内容不同，没有覆盖。请核对；它有错、读不出来的，先改好；以新的为准的，先移走它，再读一次。"
    else:
        outcome = _keep(path, content, name)
        return replace(outcome, unit=taken.unit) if isinstance(outcome, Problem) else outcome
    return Problem(code="XLS-015", message=message, where=taken.grid.place, unit=taken.unit)


def _file_names(campaign: Campaign, forms: Mapping[str, Form]) -> dict[tuple[str, str], str]:
    """Return the file of each unit's return on each form; forms have folders of their own where a unit has several."""
    names = {}
    for unit in campaign.units:
        used = [f for f in forms.values() if unit.kind in f.used_by and entries_of(f)]
        alone = len([f for f in used if is_filled_in(f)]) == 1
        titles = [f.short_title for f in used]
        for form in used:
            title = form.short_title if titles.count(form.short_title) == 1 else form.form
            folder = f"{safe_name(title)}/" if not (alone and is_filled_in(form)) else ""
            file = safe_name(unit.code).replace("{", "{{").replace("}", "}}")
            names[unit.code, form.form] = f"{{period}}/{folder}{file}.yaml"
    return names
