"""Print run (打印任务): the PDFs of a build put in the order of the pile, bound into files, and sent to the printer."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from generator.compose.sheets import BLANK
from generator.compose.wording import printed_month
from generator.dataclass import dataclass
from generator.derive.names import folder_names, sheet_codes, unit_codes
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.press import findings, print_parts, print_run, spooling
from generator.press.disk import digest
from generator.press.folder import PRINT_RUN, OutputFolder, Scope, open_folder
from generator.press.manifest import Entry
from generator.press.output import Label, Output, safe_name
from generator.press.parts import UnreadablePdf
from generator.press.print_run import Heap, Part, Plan, Span, Written, write_volume
from generator.press.reading import Contents, Marked, contents, page_count
from generator.problem import Problem
from generator.sources.campaign import load
from generator.verbs.heap_separators import heap_separators
from generator.verbs.printed_sheets import Printing, key_of, register_run
from generator.verbs.usage import UsageProblem, keep_apart, month_of, usable_campaign

Progress: TypeAlias = Callable[[int, int, str], None]
UNITS_NAMED = 3  # in the name of a file
RUN_ORDER = 1_000_000  # behind the papers in the manifest
MARK = re.compile("（第[0-9]+份）$")
COPY = re.compile("第([0-9]+)份）$")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRequest:
    """What to print (打印要求): empty `sheets`, `units`, `period` mean all sheets, all units, the latest.

    `target` is the folder that a build wrote. `copies` overrules those of the forms, 0 does not. `reprint` takes the
    pages out of the run that stands there. `printer` is where it is sent, None for nowhere, "" for the usual one.
    `register` has the sheets written into the campaign's register as printed on that day, `marks` besides that a code
    at the foot of each page.
    """

    source: Path
    target: Path
    sheets: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    period: str = ""
    blank: bool = False
    plan: Plan = field(default_factory=Plan)
    copies: int = 0
    times: int = 1
    reprint: bool = False
    printer: str | None = None
    marks: bool = False
    register: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintResult:
    """What was made, which pages are whose, what prints it, and what the printer said."""

    period: str
    files: tuple[str, ...]
    pages: tuple[int, ...]
    spans: tuple[Span, ...]
    commands: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...] = ()
    said: tuple[str, ...] = ()
    registered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A print run being made: what is asked for, of which campaign, under which name."""

    request: PrintRequest
    campaign: Campaign
    forms: dict[str, Form]
    period: str
    plan: Plan
    units: frozenset[str] | None
    sheets: frozenset[str] | None

    @property
    def period_label(self) -> str:
        """The set of papers in words."""
        return "空白表" if self.request.blank else printed_month(self.period)

    @property
    def name(self) -> str:
        """The name of the run, which tells it from others over the same papers."""
        labels = folder_names(self.campaign)
        chosen = [labels[code] for code in labels if self.units is None or code in self.units]
        few = "、".join(chosen[:UNITS_NAMED]) + (
            f"等{len(chosen)}个单位" if len(chosen) > UNITS_NAMED else ""
        )
        what = "全部" if self.units is None else few
        what += "".join(f" {name}" for name in self.request.sheets)
        what += " 按表" if self.plan.by == "sheet" else ""
        return safe_name(f"打印任务 {what}（{self.period_label}）")


def print_out(request: PrintRequest, progress: Progress | None = None) -> PrintResult:
    """Bind the PDFs of a build into a print run, say which pages are whose and what prints them, and send it if asked.

    Raises ProblemsFound when the campaign has errors, UsageProblem when a name is not known or nothing is there to be
    printed, EnvironmentProblem when the printer does not take it.
    """
    keep_apart(request.source, request.target)
    job = _job(request)
    if not request.target.is_dir():
        raise UsageProblem(
            f"“{request.target}”还没有：请先生成，gongwen build {request.source} -o {request.target}"
        )
    with open_folder(request.target) as folder:
        result = _reprinted(job, folder) if request.reprint else _bound(job, folder, progress)
    if request.printer is None or not result.commands:
        return result
    return replace(result, said=tuple(spooling.send(words) for words in result.commands))


def _job(request: PrintRequest) -> _Job:
    if request.register and not request.source.is_dir():
        raise UsageProblem("单独一个文件的行动不能登记，请把行动放进文件夹")
    loaded = load(request.source)
    campaign = usable_campaign(loaded)
    period = BLANK if request.blank else month_of(campaign, request.period)
    units, sheets = unit_codes(campaign), sheet_codes(campaign, loaded.forms)
    return _Job(
        request=request,
        campaign=campaign,
        forms=loaded.forms,
        period=period,
        plan=replace(request.plan, two_sided=request.plan.two_sided and campaign.settings.two_sided),
        units=_codes("单位", request.units, units),
        sheets=_codes("表", request.sheets, sheets),
    )


def _codes(what: str, names: Sequence[str], known: dict[str, tuple[str, ...]]) -> frozenset[str] | None:
    """Return the codes that names stand for, None for all; raises UsageProblem with the nearest names."""
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.3)
            hint = f"，是不是“{'”“'.join(near)}”" if near else ""
            raise UsageProblem(f"没有“{name}”这个{what}{hint}")
        if what == "单位" and len(known[name]) > 1:
            codes = "、".join(known[name])
            raise UsageProblem(f"有 {len(known[name])} 个单位都叫“{name}”，请改用代号：{codes}")
    return frozenset(code for name in names for code in known[name]) if names else None


def _bound(job: _Job, folder: OutputFolder, progress: Progress | None) -> PrintResult:
    """Write the files of the run; when a part cannot be read, none that has it."""
    every = print_parts.parts_of(folder.listed(), job.period, folder_names(job.campaign))
    entries = [entry for entry in every if _is_wanted(job, entry)]
    if not entries:
        raise UsageProblem(_nothing(job))
    missing = [entry.file for entry in entries if not folder.storage.local(entry.file).is_file()]
    if missing:
        return _incomplete(job, missing)
    try:
        parts, plain = _parts(job, folder, entries)
    except UnreadablePdf as unreadable:
        return _incomplete(job, [entries[unreadable.index].file])
    except print_parts.UnreadablePart as part:
        return _incomplete(job, [part.file])
    binding = _Binding(job=job, folder=folder, state=print_parts.state_of(every), archive=not plain)
    run = list(print_run.volumes(print_run.heaps(parts, job.plan), job.plan))
    for number, volume in enumerate(run, 1):
        if progress:
            progress(number - 1, len(run), volume[0].label)
        try:
            binding.write(volume, f"-{number:02}" if len(run) > 1 else "")
        except UnreadablePdf as unreadable:
            pieces = [piece for heap in volume for piece in heap.pieces]
            damaged = pieces[unreadable.index].part
            return _incomplete(job, [entries[parts.index(damaged)].file])
    result = binding.result()
    if not (job.request.register and result.files):
        return result
    asked = Printing(job.campaign, job.forms, job.period, job.request.register)
    heaps = (heap for volume in run for heap in volume)
    return replace(result, registered=register_run(job.request.source, asked, heaps))


@dataclass(slots=True, kw_only=True)
class _Binding:
    """Files of a run being written, and what came of them; where one could not be put in place, the run is of no use."""

    job: _Job
    folder: OutputFolder
    state: str
    archive: bool
    written: Written = field(default_factory=Written)
    files: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    failed: bool = False

    def write(self, volume: Sequence[Heap], suffix: str) -> None:
        """Write one file of the run."""
        job = self.job
        label = Label(title=job.name, author=job.campaign.issuer.name) if self.archive else None
        run = f"{job.campaign.name}　{job.period_label}"
        separate = (
            partial(heap_separators, plan=job.plan, run=run, archive=self.archive)
            if job.plan.separators
            else None
        )
        with self.folder.storage.draft(print_parts.DRAFT_NAME) as path:
            with path.open("wb") as target:
                write_volume(target, volume, job.plan, self.written, separate=separate, archive=label)
            outcome = self.folder.write(self._output(f"{job.name}{suffix}.pdf", path))
        self.failed |= outcome.kind == "failed"
        self.files.append(outcome.path)
        self.problems += outcome.problems

    def result(self) -> PrintResult:
        """Remove what is left of older runs of this name, write the manifest, return what was made.

        When a file of the run could not be put in place, the older ones stay, and nothing is said to be made.
        """
        for entry in () if self.failed else self.folder.listed():
            ours = entry.sheet == PRINT_RUN and entry.period == self.job.period
            if ours and (entry.title == self.job.name or entry.data != self.state):
                self.folder.discard(entry)
        nothing = Scope(sheets=frozenset(), formats=frozenset(), periods=frozenset())
        self.problems += self.folder.finish(nothing)
        if self.failed:
            return _none_made(self.job, self.problems)
        written, ticket = self.written, _ticket(self.job)
        commands = [
            tuple(words)
            for file, papers in zip(self.files, written.papers, strict=True)
            for words in spooling.commands(
                self.folder.storage.local(file).resolve(), papers, ticket, part=False
            )
        ]
        return PrintResult(
            period=self.job.period_label,
            files=tuple(self.files),
            pages=tuple(written.pages),
            spans=tuple(written.spans),
            commands=tuple(commands),
            problems=tuple(self.problems),
        )

    def _output(self, path: str, content: Path) -> Output:
        return Output(
            path=path,
            content=content,
            format="pdf",
            sheet=PRINT_RUN,
            title=self.job.name,
            unit="",
            period=self.job.period,
            pages=self.written.pages[-1],
            template_digest="",
            data_digest=self.state,
            order=RUN_ORDER,
            archive=self.archive,
        )


def _is_wanted(job: _Job, entry: Entry) -> bool:
    return (job.units is None or entry.unit in job.units) and (
        job.sheets is None or entry.sheet in job.sheets
    )


def _nothing(job: _Job) -> str:
    what = "、".join((*job.request.units, *job.request.sheets))
    asked = f"“{what}”的" if what else ""
    return (
        f"“{job.request.target}”里没有{asked}{job.period_label}的 PDF。请先生成："
        f"gongwen build {job.request.source} -o {job.request.target}"
    )


def _parts(job: _Job, folder: OutputFolder, entries: Iterable[Entry]) -> tuple[list[Part], bool]:
    """Return the parts, and whether one of them is not for the archive; one edited by hand is counted anew."""
    labels = folder_names(job.campaign)
    parts, plain = [], False
    for place, entry in enumerate(entries):
        path = folder.storage.local(entry.file)
        as_made = print_parts.is_as_made(folder.storage, entry)
        plain = plain or not (entry.archive and as_made)
        pages = entry.pages if as_made and entry.pages else _counted(path, place)
        form = job.forms.get(entry.sheet)
        said = entry.data if as_made else digest(path)
        copy = COPY.search(entry.title) if form and form.print_holder else None
        parts.append(
            Part(
                unit=entry.unit,
                label=labels.get(entry.unit, entry.unit),
                sheet=entry.sheet,
                sheet_label=form.short_title if form else entry.title,
                title=entry.title,
                source=path,
                pages=pages,
                copies=1 if copy else (job.request.copies or (form.copies if form else 1)),
                copy=int(copy[1]) if copy else 0,
                period=entry.period,
                key=key_of(job.campaign, entry, said) if job.request.register else "",
                marked=job.request.marks,
            )
        )
    return parts, plain


def _counted(path: Path, place: int) -> int:
    try:
        return page_count(path)
    except UnreadablePdf as error:
        raise UnreadablePdf(place) from error


def _incomplete(job: _Job, missing: list[str]) -> PrintResult:
    return _none_made(job, [findings.print_file_incomplete(f"{job.name}.pdf", "", missing)])


def _none_made(job: _Job, problems: Iterable[Problem]) -> PrintResult:
    return PrintResult(
        period=job.period_label, files=(), pages=(), spans=(), commands=(), problems=tuple(problems)
    )


def _reprinted(job: _Job, folder: OutputFolder) -> PrintResult:
    """Look up in the run that stands there which pages are the units', and say what prints them; nothing is written."""
    whole = replace(job, units=None)
    every = folder.listed()
    parts = print_parts.parts_of(every, job.period, folder_names(job.campaign))
    state = print_parts.state_of(parts)
    standing = [e for e in every if e.sheet == PRINT_RUN and e.period == job.period and e.title == whole.name]
    if not standing or any(entry.data != state for entry in standing):
        why = "生成之后表又变了" if standing else "还没有"
        raise UsageProblem(f"补印要用的“{whole.name}”{why}，请先不写 --reprint、--units 出一次打印任务")
    spans, commands = [], []
    for number, entry in enumerate(standing):
        path = folder.storage.local(entry.file).resolve()
        try:
            found = contents(path)
        except UnreadablePdf as error:
            why = "打不开，或被别的程序另存过" if path.exists() else "不在了"
            first = "先删去它，再" if path.exists() else "先"
            message = f"补印要用的“{entry.file}”{why}，请{first}不写 --reprint、--units 出一次打印任务"
            raise UsageProblem(message) from error
        own = list(_own_spans(job, found, number))
        runs = [run for span in own for run in _paper_runs(found, span)]
        commands += [tuple(w) for w in spooling.commands(path, runs, _ticket(job), part=True)]
        spans += own
    return PrintResult(
        period=job.period_label,
        files=tuple(entry.file for entry in standing),
        pages=tuple(entry.pages or 0 for entry in standing),
        spans=tuple(spans),
        commands=tuple(commands),
    )


def _own_spans(job: _Job, found: Contents, number: int) -> Iterator[Span]:
    """Yield the pages of the units asked for, in a run bound by unit with the separator; neighbours as one."""
    labels = folder_names(job.campaign)
    wanted = {labels[code]: code for code in labels if job.units is None or code in job.units}
    for name, marks in groupby(found.marks, key=lambda mark: _label(job.plan, mark)):
        own = list(marks)
        if name in wanted:
            yield Span(file=number, unit=wanted[name], label=name, first=own[0].first, last=own[-1].last)


def _label(plan: Plan, mark: Marked) -> str:
    """Return the unit that a bookmark is about; one for a whole sheet is about none."""
    if plan.by == "unit":
        return mark.titles[0]
    return MARK.sub("", mark.titles[1]) if len(mark.titles) > 1 else ""


def _paper_runs(found: Contents, span: Span) -> list[spooling.PaperRun]:
    boxes = [(box, 1) for box in found.boxes[span.first - 1 : span.last]]
    return spooling.paper_runs(boxes, span.first)


def _ticket(job: _Job) -> spooling.Ticket:
    request = job.request
    return spooling.Ticket(two_sided=job.plan.two_sided, times=request.times, printer=request.printer or "")
