"""Build (生成): every sheet asked for, unit by unit, then the print files and the manifest."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from operator import itemgetter

from generator.batch.chunks import Origin, digest_of
from generator.batch.engines import engines
from generator.batch.hiring import is_alone
from generator.batch.making import Basis, Job
from generator.compose.sheets import BLANK, PREPRINTED, Order, Overlay, overlay_period
from generator.compose.stamping_list import SealTotal, sorted_rows, totals
from generator.compose.wording import printed_month
from generator.dataclass import dataclass
from generator.derive.names import ISSUER, folder_names
from generator.model.campaign import Campaign
from generator.model.seal import StampRow
from generator.press.folder import OutputFolder, Scope, open_folder
from generator.press.growing import Growing
from generator.press.output import Format, safe_name
from generator.press.print_parts import Printing
from generator.problem import Problem, ProblemsFound, errors
from generator.sources.apart import load_apart
from generator.sources.campaign import Loaded
from generator.sources.kept_words import recalled
from generator.sources.places import folder_of
from generator.sources.templates import OwnTemplates, own_templates
from generator.verbs.asking import BuildRequest, order, targets
from generator.verbs.building import Progress, Run, UnitLine, make_units
from generator.verbs.characters import with_lacking_characters
from generator.verbs.found import FIRST, LAST
from generator.verbs.stamping import write_list
from generator.verbs.usage import keep_apart, usable_campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build made and found; `stamping` are the rows of the stamping list, `seals` the sum of each seal.

    `pictures` is how many pictures of seals a draft could show. `rendered` counts the files that did not stand already
    as they would be made, `full` for each reason those not made the short way, `more` the errors and warnings beyond
    those in `problems`.
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
    rendered: int = 0
    full: tuple[tuple[str, int], ...] = ()
    more: tuple[int, int] = (0, 0)


def build(request: BuildRequest, progress: Progress | None = None) -> BuildResult:
    """Make every sheet asked for and write it, unit by unit, then the print files and the manifest.

    What stands as it would be made is not made again, so that a run that was cut short is resumed by the next.
    Raises ProblemsFound when the campaign itself or a template of its own has errors (nothing is written then),
    UsageProblem when a sheet, unit or period is not known or the target lies among the campaign's data,
    EnvironmentProblem when this machine lacks what a format needs.
    """
    keep_apart(request.source, request.target)
    loaded = with_lacking_characters(
        load_apart(request.source), ("pdf",) if request.overlay else request.formats
    )
    campaign = usable_campaign(loaded)
    asked = order(request, campaign, loaded.forms)
    codes = targets(request, campaign, loaded.forms)
    templates, told = _templates(request, campaign, loaded)
    if _needs_engine(request, asked, loaded):
        from generator.render import pdf

        pdf.require()
    pictures = _pictures(request, campaign)
    formats = ("pdf",) if asked.overlay else request.formats
    made_by = engines(formats)
    scope = _scope(request, asked, codes)
    printing = _printing(request, asked, campaign, scope, made_by)
    with open_folder(request.target) as folder, ExitStack() as stack:
        alone = is_alone(request.executor, request.jobs)  # nothing is won then, and memory would grow
        growing = None if alone else _growing(folder, printing, campaign, codes)
        run = Run(
            request=request,
            basis=Basis(campaign=campaign, forms=loaded.forms, templates=templates, pictures=pictures),
            origin=_origin(request, loaded, templates, pictures),
            job=Job(
                order=asked, formats=formats, archive=request.archive, engines=made_by, printing=printing
            ),
            folder=folder,
            growing=stack.enter_context(growing) if growing else None,
            failed={p.unit for p in errors(loaded.problems) if p.period in ("", asked.period)},
            before=_by_unit([*loaded.problems, *told]),
            place=loaded.place,
        )
        run.found.add([*loaded.problems, *told], FIRST)
        with recalled(), _glyphs_recalled(formats):
            make_units(run, codes, progress)
        return _finish(run, scope)


def _needs_engine(request: BuildRequest, asked: Order, loaded: Loaded) -> bool:
    """Tell whether PDFs are made for which the engine is needed in any case: all but tables, which are painted."""
    tables = asked.sheets is not None and asked.sheets <= loaded.forms.keys()
    set_whole = request.archive or not tables
    return bool(request.overlay) or ("pdf" in request.formats and set_whole)


def _glyphs_recalled(formats: Sequence[Format]) -> AbstractContextManager[None]:
    """Return what keeps the glyphs that are drawn meanwhile; a run without PDFs draws none."""
    if "pdf" not in formats:
        return nullcontext()
    from generator.render import kept_glyphs

    return kept_glyphs.recalled()


def _origin(
    request: BuildRequest, loaded: Loaded, templates: Mapping[str, bytes], pictures: Mapping[str, bytes]
) -> Origin:
    """Return where others read what the sheets are made from."""
    return Origin(
        source=str(request.source.resolve()),
        digest=digest_of(loaded.digest, templates, pictures),
        templates=tuple(templates),
        pictures=request.overlay == "draft",
    )


def _pictures(request: BuildRequest, campaign: Campaign) -> dict[str, bytes]:
    """Return the pictures of seals that a draft shows; what is wrong with the others was told on loading."""
    if request.overlay != "draft":
        return {}
    from generator.sources.pictures import seal_pictures

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


def _by_unit(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.unit != ISSUER:
            found.setdefault(problem.unit, []).append(problem)
    return found


def _finish(run: Run, scope: Scope) -> BuildResult:
    """Write the print files and the manifest; return what the run made and found."""
    printed = _print(run)
    rows = sorted_rows(_rows(run)) if run.job.order.overlay == "guide" else ()
    lists = _write_list(run, rows)
    run.found.add(run.folder.finish(scope, run.failed), LAST)
    lines = tuple(line for _, line in sorted(run.lines, key=itemgetter(0)))
    return BuildResult(
        period=run.job.order.period,
        lines=lines,
        problems=tuple(run.found.listed()),
        files=sum(line.made + line.unchanged for line in lines) + len(printed) + len(lists),
        pages=sum(line.pages for line in lines),
        print_files=tuple(printed),
        fonts_line=_fonts_line(run),
        archive=run.request.archive,
        overlay=run.job.order.overlay,
        pictures=len(run.basis.pictures),
        stamping=rows,
        seals=totals(rows),
        lists=tuple(lists),
        rendered=run.rendered,
        full=tuple(run.full.most_common()),
        more=(run.found.more["error"], run.found.more["warning"]),
    )


def _fonts_line(run: Run) -> str:
    """Return which fonts printed what, where that is known."""
    if "pdf" not in run.job.formats:
        return ""
    from generator.render import fonts

    return fonts.summary()


def _rows(run: Run) -> list[StampRow]:
    """Return the rows of the stamping list in the order of the pile."""
    return [row for _, row in sorted(run.rows, key=itemgetter(0))]


def _write_list(run: Run, rows: Sequence[StampRow]) -> list[str]:
    """Write the stamping list; one of a run over some units or sheets says that it is a part."""
    part = bool(run.request.units) or run.job.order.sheets is not None
    outcomes = write_list(run.folder, run.campaign, rows, run.job.order, part=part)
    run.found.add((p for o in outcomes for p in o.problems), LAST)
    return [o.path for o in outcomes if o.kind != "failed"]


def _printing(
    request: BuildRequest, asked: Order, campaign: Campaign, scope: Scope, made_by: Mapping[Format, str]
) -> Printing | None:
    """Return how print files are made; blank forms make a set of their own, preprinted paper is fed apart."""
    bound = request.print_files and "pdf" in request.formats
    if not bound or asked.preprinted or asked.overlay:
        return None
    blank = asked.filling == "blank"
    return Printing(
        period=BLANK if blank else asked.period,
        label="空白表" if blank else printed_month(asked.period),
        scope=scope,
        two_sided=campaign.settings.two_sided,
        archive=request.archive,
        engine=made_by.get("pdf", ""),
    )


def _growing(
    folder: OutputFolder, printing: Printing | None, campaign: Campaign, codes: Sequence[str]
) -> Growing | None:
    """Return the print file for all, to be bound while its units are made; a run of some units has not all its parts."""
    names = folder_names(campaign)
    whole = printing is not None and printing.scope.units is None and set(codes) == set(names)
    return Growing(folder.placing, printing, names) if printing and whole else None


def _print(run: Run) -> list[str]:
    """Write the print files of the period that are not made yet."""
    if run.job.printing is None:
        return []
    from generator.press.printing import print_files

    outcomes = print_files(
        run.folder,
        run.job.printing,
        units={code: (safe_name(name), name) for code, name in folder_names(run.campaign).items()},
        failed_units=run.failed,
        made=run.printed,
        growing=run.growing,
    )
    run.found.add((p for o in outcomes for p in o.problems), LAST)
    return [o.path for o in outcomes if o.kind != "failed"]


def _scope(request: BuildRequest, asked: Order, codes: Sequence[str]) -> Scope:
    """Return the part of the output that this run makes anew: blank forms and each month stand apart."""
    month = asked.period
    periods = {"auto": {"", month}, "blank": {"", BLANK}, "filled": {month}}
    made = {PREPRINTED} if asked.preprinted else periods[asked.filling]
    overlay = asked.overlay
    return Scope(
        sheets=asked.sheets,
        units=frozenset(codes) if request.units or asked.preprinted else None,
        formats=frozenset({"pdf", "docx"} if overlay else request.formats),
        periods=frozenset(overlay_period(overlay, p) for p in made) if overlay else frozenset(made),
    )
