"""Build (生成): every sheet asked for, unit by unit, then the print files and the manifest."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from generator.batch import Task, make
from generator.compose.sheets import BLANK, PREPRINTED, Filling, Order, Overlay, overlay_period
from generator.compose.stamping_list import SealTotal, sorted_rows, totals
from generator.compose.wording import printed_month
from generator.derive.names import (
    ISSUER,
    folder_names,
    sheet_codes,
    unit_codes,
)
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.seal import StampRow
from generator.press.folder import OutputFolder, Scope, open_folder
from generator.press.output import Format, safe_name
from generator.press.printing import print_files
from generator.press.stamping import Stamping, stamp_rows
from generator.problem import Problem, ProblemsFound, errors
from generator.render import fonts, pdf
from generator.sources.campaign import Loaded, load
from generator.sources.pictures import seal_pictures
from generator.sources.places import folder_of
from generator.sources.templates import OwnTemplates, own_templates
from generator.verbs.characters import with_lacking_characters
from generator.verbs.stamping import write_list
from generator.verbs.usage import UsageProblem, keep_apart, month_of, usable_campaign

Progress: TypeAlias = Callable[[int, int, str], None]
State: TypeAlias = Literal["done", "skipped", "attention"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What to build (生成要求): empty `sheets`, `units`, `period` mean all sheets, all units, the latest.

    `preprinted` asks for the document with the red head alone, for paper that carries the head already (套打).
    `archive` asks for PDFs that an archive takes (PDF/A-2u).
    `overlay` asks for guides (用印示意) or drafts (样稿) instead of the papers; `formats` mean nothing then.
    """

    source: Path
    target: Path
    sheets: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    formats: tuple[Format, ...] = ("docx", "pdf")
    period: str = ""
    filling: Filling = "auto"
    preprinted: bool = False
    archive: bool = False
    overlay: Overlay = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """What was made for one unit, for the table at the end."""

    unit: str
    made: int
    unchanged: int
    pages: int
    state: State
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build made and found; `stamping` are the rows of the stamping list, `seals` the sum of each seal.

    `pictures` is how many pictures of seals a draft could show.
    """

    period: str
    lines: tuple[UnitLine, ...]
    problems: tuple[Problem, ...]
    files: int
    pages: int
    print_files: tuple[str, ...]
    fonts_line: str
    archive: bool = False
    overlay: Overlay = ""
    pictures: int = 0
    stamping: tuple[StampRow, ...] = ()
    seals: tuple[SealTotal, ...] = ()
    lists: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Run:
    """State of one build: what is asked for, the folder written to, what was found, who failed."""

    request: BuildRequest
    campaign: Campaign
    forms: dict[str, Form]
    order: Order
    folder: OutputFolder
    problems: list[Problem]
    failed: set[str]
    place: Callable[[Problem], Problem]
    pictures: Mapping[str, bytes]
    templates: Mapping[str, bytes]
    lines: list[UnitLine] = field(default_factory=list)
    stampings: list[Stamping] = field(default_factory=list)

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats of the sheets; guides and drafts are PDF."""
        return ("pdf",) if self.order.overlay else self.request.formats


def build(request: BuildRequest, progress: Progress | None = None) -> BuildResult:
    """Make every sheet asked for and write it, unit by unit, then the print files and the manifest.

    Raises ProblemsFound when the campaign itself or a template of its own has errors (nothing is written then),
    UsageProblem when a sheet, unit or period is not known or the target lies among the campaign's data,
    EnvironmentProblem when this machine lacks what a format needs.
    """
    keep_apart(request.source, request.target)
    loaded = with_lacking_characters(load(request.source), ("pdf",) if request.overlay else request.formats)
    campaign = usable_campaign(loaded)
    order = _order(request, campaign, loaded.forms)
    targets = _targets(request, campaign, loaded.forms)
    templates, told = _templates(request, campaign, loaded)
    if "pdf" in request.formats or request.overlay:
        pdf.require()
    with open_folder(request.target) as folder:
        run = _Run(
            request=request,
            campaign=campaign,
            forms=loaded.forms,
            order=order,
            folder=folder,
            problems=[*loaded.problems, *told],
            failed={p.unit for p in errors(loaded.problems) if p.period in ("", order.period)},
            place=loaded.place,
            pictures=_pictures(request, campaign),
            templates=templates,
        )
        for done, task in enumerate(_tasks(run, targets)):
            if progress:
                progress(done, len(targets), task.folder)
            run.lines.append(_build_unit(run, task))
        if progress:
            progress(len(targets), len(targets), "打印文件")
        return _finish(run, targets)


def _pictures(request: BuildRequest, campaign: Campaign) -> dict[str, bytes]:
    """Return the pictures of seals that a draft shows; what is wrong with the others was told on loading."""
    if request.overlay != "draft":
        return {}
    return seal_pictures(folder_of(request.source), campaign.seals)[0]


def _templates(
    request: BuildRequest, campaign: Campaign, loaded: Loaded
) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the campaign's own Word templates, and what to say of them; one with errors stops the build."""
    own = own_templates(request.source) if "docx" in request.formats else OwnTemplates()
    if not (own.contents or own.problems):
        return {}, []
    from generator.measure.templates.check import usable

    templates, told = usable(own, campaign, loaded.forms)
    if errors(told):
        raise ProblemsFound([*loaded.problems, *told])
    return templates, told


def _order(request: BuildRequest, campaign: Campaign, forms: dict[str, Form]) -> Order:
    known = sheet_codes(campaign, forms)
    sheets = frozenset(code for name in request.sheets for code in _found("表", name, known))
    period = month_of(campaign, request.period)
    if request.preprinted:
        return _preprinted_order(request, campaign, period, sheets)
    wanted = sheets if request.sheets else None
    return Order(period=period, filling=request.filling, sheets=wanted, overlay=request.overlay)


def _preprinted_order(
    request: BuildRequest, campaign: Campaign, period: str, sheets: frozenset[str]
) -> Order:
    """Return the order for the one document that has a red head."""
    if not campaign.notice:
        raise UsageProblem("行动里没有通知（notice），没有红头，不用套打")
    if request.sheets and "notice" not in sheets:
        raise UsageProblem(f"“{'、'.join(request.sheets)}”没有红头，不用套打；能套打的只有通知")
    return Order(period=period, sheets=frozenset({"notice"}), preprinted=True)


def _targets(request: BuildRequest, campaign: Campaign, forms: dict[str, Form]) -> list[str]:
    """Return the codes to build for, the issuer first; the units asked for keep the campaign's order.

    All units are those that fill in a form; others, such as the town itself, are in the data as parents.
    """
    if request.preprinted:
        return [ISSUER]
    every = [ISSUER, *(u.code for u in campaign.units)]
    if not request.units:
        kinds = {kind for form in forms.values() for kind in form.used_by}
        return [ISSUER, *(u.code for u in campaign.units if u.kind in kinds)]
    known = unit_codes(campaign)
    chosen = {_only(name, _found("单位", name, known)) for name in request.units}
    return [code for code in every if code in chosen]


def _found(what: str, name: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the codes that a name stands for; raises UsageProblem with the nearest names when none."""
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.3)
    hint = f"，是不是“{'”“'.join(near)}”" if near else ""
    raise UsageProblem(f"没有“{name}”这个{what}{hint}")


def _only(name: str, codes: tuple[str, ...]) -> str:
    if len(codes) > 1:
        raise UsageProblem(f"有 {len(codes)} 个单位都叫“{name}”，请改用代号：{'、'.join(codes)}")
    return codes[0]


def _tasks(run: _Run, targets: Sequence[str]) -> Iterator[Task]:
    """Yield one task per unit asked for, with its place in the whole campaign."""
    chosen = set(targets)
    for place, (code, folder) in enumerate(folder_names(run.campaign).items()):
        if code in chosen:
            yield Task(
                campaign=run.campaign,
                forms=run.forms,
                order=run.order,
                formats=run.formats,
                archive=run.request.archive,
                unit=code,
                folder=folder,
                place=place,
                templates=run.templates,
                pictures=run.pictures,
            )


def _build_unit(run: _Run, task: Task) -> UnitLine:
    """Make and write one unit's files; a unit with an error keeps what it had and gets nothing new."""
    found = [p for p in run.problems if p.unit == task.unit != ISSUER]
    if task.unit in run.failed:
        return _line(task, "skipped", found)
    made = make(task)
    here = [_placed(run, task, p) for p in made.problems]
    run.problems += here
    if errors(made.problems):
        run.failed.add(task.unit)
        return _line(task, "skipped", [*found, *here])
    run.stampings += made.stampings
    outcomes = [run.folder.write(output) for output in made.outputs]
    written = [p for o in outcomes for p in o.problems]
    run.problems += written
    found = [*found, *here, *written]
    return _line(
        task,
        "attention" if found else "done",
        found,
        made=sum(o.kind in ("written", "beside") for o in outcomes),
        unchanged=sum(o.kind in ("unchanged", "kept") for o in outcomes),
        pages=sum(o.pages or 0 for o in made.outputs if o.format == "pdf"),
    )


def _placed(run: _Run, task: Task, problem: Problem) -> Problem:
    """Return a problem found while making a unit's files with its place: in the data, else the unit's folder."""
    if problem.where:
        return problem
    return problem.at(run.place(problem).where if problem.path else task.folder)


def _line(task: Task, state: State, found: Iterable[Problem], **counts: int) -> UnitLine:
    remarks = tuple(dict.fromkeys(p.message for p in found))
    counts = {"made": 0, "unchanged": 0, "pages": 0, **counts}
    return UnitLine(unit=task.folder, state=state, remarks=remarks, **counts)


def _finish(run: _Run, targets: Sequence[str]) -> BuildResult:
    """Write the print files and the manifest; return what the run made and found."""
    scope = _scope(run, targets)
    printed = _print(run, scope)
    rows = sorted_rows(stamp_rows(run.stampings)) if run.order.overlay == "guide" else ()
    lists = _write_list(run, rows)
    run.problems += run.folder.finish(scope, run.failed)
    return BuildResult(
        period=run.order.period,
        lines=tuple(run.lines),
        problems=tuple(run.problems),
        files=sum(line.made + line.unchanged for line in run.lines) + len(printed) + len(lists),
        pages=sum(line.pages for line in run.lines),
        print_files=tuple(printed),
        fonts_line=fonts.summary() if "pdf" in run.formats else "",
        archive=run.request.archive,
        overlay=run.order.overlay,
        pictures=len(run.pictures),
        stamping=rows,
        seals=totals(rows),
        lists=tuple(lists),
    )


def _write_list(run: _Run, rows: Sequence[StampRow]) -> list[str]:
    """Write the stamping list; one of a run over some units or sheets says that it is a part."""
    part = bool(run.request.units) or run.order.sheets is not None
    outcomes = write_list(run.folder, run.campaign, rows, run.order, part=part)
    run.problems += [p for o in outcomes for p in o.problems]
    return [o.path for o in outcomes if o.kind != "failed"]


def _print(run: _Run, scope: Scope) -> list[str]:
    """Write the print files of the period; blank forms make a set of their own, preprinted paper is fed apart."""
    if "pdf" not in run.request.formats or run.order.preprinted or run.order.overlay:
        return []
    blank = run.order.filling == "blank"
    outcomes = print_files(
        run.folder,
        units={code: (safe_name(name), name) for code, name in folder_names(run.campaign).items()},
        period=BLANK if blank else run.order.period,
        period_label="空白表" if blank else printed_month(run.order.period),
        scope=scope,
        failed_units=run.failed,
        two_sided=run.campaign.settings.two_sided,
        archive=run.request.archive,
    )
    run.problems += [p for o in outcomes for p in o.problems]
    return [o.path for o in outcomes if o.kind != "failed"]


def _scope(run: _Run, targets: Sequence[str]) -> Scope:
    """Return the part of the output that this run makes anew: blank forms and each month stand apart."""
    month = run.order.period
    periods = {"auto": {"", month}, "blank": {"", BLANK}, "filled": {month}}
    made = {PREPRINTED} if run.order.preprinted else periods[run.order.filling]
    overlay = run.order.overlay
    return Scope(
        sheets=run.order.sheets,
        units=frozenset(targets) if run.request.units or run.order.preprinted else None,
        formats=frozenset({"pdf", "docx"} if overlay else run.request.formats),
        periods=frozenset(overlay_period(overlay, p) for p in made) if overlay else frozenset(made),
    )
