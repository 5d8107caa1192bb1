"""The clerk's verbs (动作), one function each, its stages in order: build, init, schema."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from generator.compose.sheets import Composed, Filling, Order, issuer_sheets, unit_sheets
from generator.compose.wording import printed_month
from generator.derive.names import folder_names, latest_period, sheet_codes, unit_codes
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.organ import Unit
from generator.model.sheet import Sheet
from generator.press.folder import OutputFolder, Scope, open_folder
from generator.press.output import Output, safe_name
from generator.press.printing import print_files
from generator.problem import Problem, ProblemsFound, errors
from generator.sources.campaign import Loaded, load

Format: TypeAlias = Literal["docx", "pdf", "html"]
Progress: TypeAlias = Callable[[int, int, str], None]
ISSUER = ""


class UsageProblem(Exception):
    """Raised when the command names what the campaign does not have (exit code 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What to build (生成要求): empty `sheets`, `units` and `period` mean all sheets, all units, the latest."""

    source: Path
    target: Path
    sheets: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    formats: tuple[Format, ...] = ("docx", "pdf")
    period: str = ""
    filling: Filling = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """What was made for one unit, for the table at the end."""

    unit: str
    made: int
    unchanged: int
    pages: int
    state: Literal["done", "skipped", "attention"]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build made and found."""

    period: str
    lines: tuple[UnitLine, ...]
    problems: tuple[Problem, ...]
    files: int
    pages: int
    print_files: tuple[str, ...]
    fonts_line: str


@dataclass(slots=True)
class _Run:
    """State of one build: the folder written to, what was found, who failed."""

    request: BuildRequest
    campaign: Campaign
    forms: dict[str, Form]
    order: Order
    folder: OutputFolder
    folders: dict[str, str]
    problems: list[Problem]
    failed: set[str]
    lines: list[UnitLine] = field(default_factory=list)
    position: int = 0


def build(request: BuildRequest, progress: Progress | None = None) -> BuildResult:
    """Make every sheet asked for and write it, unit by unit, then the print files and the manifest.

    Raises ProblemsFound when the campaign itself has errors (nothing is written then), UsageProblem when a
    sheet, unit or period is not known, EnvironmentProblem when this machine lacks what a format needs.
    """
    loaded = load(request.source)
    campaign = _usable(loaded)
    order = _order(request, campaign, loaded.forms)
    targets = _targets(request, campaign)
    with open_folder(request.target) as folder:
        run = _Run(
            request, campaign, loaded.forms, order, folder, folder_names(campaign),
            list(loaded.problems), {p.unit for p in errors(loaded.problems)},
        )  # fmt: skip
        for done, code in enumerate(targets):
            if progress:
                progress(done, len(targets), run.folders[code])
            run.lines.append(_build_target(run, code))
        if progress:
            progress(len(targets), len(targets), "打印文件")
        return _finish(run, targets)


def _usable(loaded: Loaded) -> Campaign:
    """Return the campaign, or raise everything found when an error is not confined to one unit."""
    if loaded.campaign is None or any(not p.unit for p in errors(loaded.problems)):
        raise ProblemsFound(loaded.problems)
    return loaded.campaign


def _order(request: BuildRequest, campaign: Campaign, forms: dict[str, Form]) -> Order:
    period = request.period or latest_period(campaign)
    sheets = _chosen("表", request.sheets, sheet_codes(campaign, forms))
    return Order(period=period, filling=request.filling, sheets=frozenset(sheets) if request.sheets else None)


def _targets(request: BuildRequest, campaign: Campaign) -> list[str]:
    """Return the codes to build for, the issuer first; asked-for units keep the campaign's order."""
    every = [ISSUER, *(u.code for u in campaign.units)]
    chosen = set(_chosen("单位", request.units, unit_codes(campaign))) if request.units else set(every)
    return [code for code in every if code in chosen]


def _chosen(what: str, asked: Sequence[str], known: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the codes that the names asked for stand for; a name shared by two units asks for its code."""
    import difflib

    codes: list[str] = []
    for name in asked:
        found = known.get(name, ())
        if len(found) > 1 and what == "单位":
            raise UsageProblem(f"有 {len(found)} 个{what}都叫“{name}”，请改用代号：{'、'.join(found)}")
        if not found:
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.3)
            hint = f"，是不是“{'”“'.join(near)}”" if near else ""
            raise UsageProblem(f"没有“{name}”这个{what}{hint}")
        codes += found
    return codes


def _build_target(run: _Run, code: str) -> UnitLine:
    """Compose, render and write one unit's sheets; a unit with an error is skipped whole."""
    label = run.folders[code]
    found = [p for p in run.problems if p.unit == code and code]
    if code in run.failed:
        return _line(label, "skipped", found)
    composed = _compose(run, code)
    outputs, problems = _render(run, composed.sheets)
    problems = [*composed.problems, *problems]
    run.problems += problems
    if errors(problems):
        run.failed.add(code)
        return _line(label, "skipped", [*found, *problems])
    outcomes = [run.folder.write(output) for output in outputs]
    written = [p for o in outcomes for p in o.problems]
    run.problems += written
    problems = [*found, *problems, *written]
    return replace(
        _line(label, "attention" if problems else "done", problems),
        made=sum(o.kind in ("written", "beside") for o in outcomes),
        unchanged=sum(o.kind in ("unchanged", "kept") for o in outcomes),
        pages=sum(o.pages or 0 for o in outputs),
    )


def _line(
    label: str, state: Literal["done", "skipped", "attention"], problems: Iterable[Problem]
) -> UnitLine:
    remarks = tuple(dict.fromkeys(p.message for p in problems))
    return UnitLine(unit=label, made=0, unchanged=0, pages=0, state=state, remarks=remarks)


def _compose(run: _Run, code: str) -> Composed:
    if code == ISSUER:
        return issuer_sheets(run.campaign, run.forms, run.order)
    return unit_sheets(run.campaign, run.forms, _unit(run.campaign, code), run.order)


def _unit(campaign: Campaign, code: str) -> Unit:
    return next(u for u in campaign.units if u.code == code)


def _render(run: _Run, sheets: Sequence[Sheet]) -> tuple[list[Output], list[Problem]]:
    outputs: list[Output] = []
    problems: list[Problem] = []
    for sheet in sheets:
        made, found = _rendered(sheet, run.request.formats)
        problems += [replace(p, unit=sheet.unit, message=f"“{sheet.name}”{p.message}") for p in found]
        for output in made:
            path = f"{safe_name(run.folders[sheet.unit])}/{safe_name(sheet.name)}.{output.format}"
            outputs.append(replace(output, path=path, order=run.position))
            run.position += 1
    return outputs, problems


def _rendered(sheet: Sheet, formats: Sequence[Format]) -> tuple[list[Output], list[Problem]]:
    """Return the files of one sheet in the formats asked for, and what the engines found."""
    from generator.render import html

    outputs: list[Output] = []
    problems: list[Problem] = []
    data = hashlib.sha256(repr(sheet).encode()).hexdigest()
    page = html.render_html(sheet) if {"pdf", "html"} & set(formats) else ""
    pages: int | None = None
    if "pdf" in formats:
        from generator.render.pdf import render_pdf

        printed = render_pdf(page)
        pages, problems = printed.pages, [*printed.problems]
        if sheet.one_page and pages > 1:
            problems.append(_over_one_page(pages))
        outputs.append(_output(sheet, "pdf", printed.content, pages, html.template_digest(sheet), data))
    if "html" in formats:
        outputs.append(_output(sheet, "html", page.encode(), pages, html.template_digest(sheet), data))
    if "docx" in formats:
        from generator.render import docx

        digest = docx.template_digest(sheet)
        outputs.insert(0, _output(sheet, "docx", docx.render_docx(sheet), pages, digest, data))
    return outputs, problems


def _over_one_page(pages: int) -> Problem:
    message = f"应排在一页内，实际排了 {pages} 页：请缩短所填文字或表下的注，或把表单的 page.fit 改为 flow"
    return Problem(code="BLD-003", message=message)


def _output(
    sheet: Sheet, kind: Format, content: bytes, pages: int | None, template: str, data: str
) -> Output:
    return Output(
        path=f"{sheet.code}.{kind}",
        content=content,
        format=kind,
        sheet=sheet.code,
        title=sheet.name,
        unit=sheet.unit,
        period=sheet.period,
        pages=pages,
        template_digest=template,
        data_digest=data,
        order=0,
    )


def _finish(run: _Run, targets: Sequence[str]) -> BuildResult:
    """Write the print files and the manifest; return what the run made and found."""
    printed = list(_print(run, targets))
    run.problems += run.folder.finish(_scope(run, targets), run.failed)
    files = sum(line.made + line.unchanged for line in run.lines) + len(printed)
    return BuildResult(
        period=run.order.period,
        lines=tuple(run.lines),
        problems=tuple(run.problems),
        files=files,
        pages=sum(line.pages for line in run.lines),
        print_files=tuple(printed),
        fonts_line=_fonts_line(run.request.formats),
    )


def _print(run: _Run, targets: Sequence[str]) -> Iterator[str]:
    if "pdf" not in run.request.formats:
        return
    outcomes = print_files(
        run.folder,
        units={code: (safe_name(name), name) for code, name in run.folders.items()},
        period=run.order.period if run.order.filling != "blank" else "",
        period_label=printed_month(run.order.period) if run.order.filling != "blank" else "空白表",
        scope=_scope(run, targets),
        failed_units=run.failed,
        two_sided=run.campaign.settings.two_sided,
    )
    for outcome in outcomes:
        run.problems += outcome.problems
        if outcome.kind != "failed":
            yield outcome.path


def _scope(run: _Run, targets: Sequence[str]) -> Scope:
    """Return the part of the output that this run makes anew; blank forms and periods stand apart."""
    periods = {"auto": {"", run.order.period}, "blank": {""}, "filled": {run.order.period}}
    return Scope(
        sheets=run.order.sheets,
        units=frozenset(targets) if run.request.units else None,
        formats=frozenset(run.request.formats),
        periods=frozenset(periods[run.order.filling]),
    )


def _fonts_line(formats: Sequence[Format]) -> str:
    if "pdf" not in formats:
        return ""
    from generator.render.fonts import substitutions

    return "；".join(choice.line for choice in substitutions())


def init(target: Path) -> list[str]:
    """Copy the commented starter campaign into `target`; return the files written.

    Raises ProblemsFound when the folder is not empty: nothing of the clerk's is overwritten.
    """
    from generator.resources import starter_root

    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = "文件夹不是空的，为免覆盖已有文件没有写入：请换一个新文件夹"
        raise ProblemsFound([Problem(code="BLD-004", message=message, where=str(target))])
    shutil.copytree(starter_root(), target, dirs_exist_ok=True)
    return sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file())


def schema(what: Literal["campaign", "form", "return"], form: str = "") -> dict[str, Any]:
    """Return the JSON Schema of a campaign, a form or a return; with `form`, of that form's return.

    Raises UsageProblem when the catalogue has no such form.
    """
    from generator.sources.catalogue import catalogue
    from generator.sources.schema import json_schema, return_schema

    if not form:
        return json_schema(what)
    forms = catalogue()
    if form not in forms:
        raise UsageProblem(f"表单目录里没有“{form}”，现有：{'、'.join(forms)}")
    return return_schema(forms[form])
