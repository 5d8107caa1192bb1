"""Batch (批量): one unit's sheets composed and rendered, from values to files in memory."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from generator.compose.sheets import (
    BLANK,
    Composed,
    Order,
    issuer_sheets,
    overlaid,
    overlay_period,
    unit_sheets,
)
from generator.compose.stamping_list import stamping_sheet
from generator.derive.names import ISSUER, sheet_sequence
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.printed import Printed
from generator.model.seal import StampRow
from generator.model.sheet import Sheet, figures_of
from generator.press.output import Format, Output, safe_name
from generator.press.stamping import Stamping, stamping_of
from generator.problem import Problem, errors

ARCHIVE_REASON = "存档用的 PDF/A 由排版引擎排"
SHEETS_PER_UNIT = 1_000_000
SHEETS_PER_FORM = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What to make for one unit (任务); `place` is the unit's place in the campaign, the issuer's is 0.

    `templates` are the campaign's own Word templates by the form or shell they stand for; `archive` asks for PDFs
    that an archive takes (PDF/A-2u). `pictures` are those of seals, by whose they are; only a draft shows them.
    """

    campaign: Campaign
    forms: dict[str, Form]
    order: Order
    formats: tuple[Format, ...]
    archive: bool = False
    unit: str
    folder: str
    place: int
    templates: Mapping[str, bytes] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """Files of one unit, none when an error was found, what was found, and the seals that the files show."""

    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]
    stampings: tuple[Stamping, ...] = ()


@dataclass(slots=True)
class _Files:
    """Files of one sheet, what the engines found, and its seals when it was made to show them."""

    outputs: list[Output] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stampings: list[Stamping] = field(default_factory=list)


def make(task: Task) -> Made:
    """Return the files of one unit; one error is enough to make none, but all are found."""
    composed = _composed(task)
    problems = list(composed.problems)
    outputs: list[Output] = []
    stampings: list[Stamping] = []
    places = {code: i for i, code in enumerate(sheet_sequence(task.campaign, task.forms))}
    seen: Counter[str] = Counter()
    for sheet in composed.sheets:
        order = task.place * SHEETS_PER_UNIT + places[sheet.code] * SHEETS_PER_FORM + seen[sheet.code]
        seen[sheet.code] += 1
        files = _files(sheet, task)
        problems += [replace(p, unit=task.unit, message=f"“{sheet.name}”{p.message}") for p in files.problems]
        outputs += [replace(f, path=f"{safe_name(task.folder)}/{f.path}", order=order) for f in files.outputs]
        stampings += files.stampings
    if errors(problems):
        return Made((), tuple(problems))
    return Made(tuple(outputs), tuple(problems), tuple(stampings))


def stamping_list(campaign: Campaign, rows: Sequence[StampRow], order: Order, *, part: bool) -> list[Output]:
    """Return the list of all seals of a run, in Word and PDF, to stand beside the units' folders."""
    period = "" if order.filling == "blank" else order.period
    sheet = stamping_sheet(campaign, rows, period, part)
    sheet = replace(sheet, period=overlay_period("guide", BLANK if order.filling == "blank" else period))
    return _rendered(sheet, ("docx", "pdf")).outputs


def sheet_files(sheet: Sheet, formats: Sequence[Format]) -> Made:
    """Return the files of one sheet that is no unit's: a total, a reminder."""
    files = _rendered(sheet, formats)
    problems = (replace(p, message=f"“{sheet.name}”{p.message}") for p in files.problems)
    return Made(tuple(files.outputs), tuple(problems))


def _composed(task: Task) -> Composed:
    if task.unit == ISSUER:
        return issuer_sheets(task.campaign, task.forms, task.order)
    unit = next(u for u in task.campaign.units if u.code == task.unit)
    return unit_sheets(task.campaign, task.forms, unit, task.order)


def _files(sheet: Sheet, task: Task) -> _Files:
    if task.order.overlay:
        return _overlaid(sheet, task)
    return _rendered(sheet, task.formats, archive=task.archive, templates=task.templates)


def _overlaid(sheet: Sheet, task: Task) -> _Files:
    """Return the guide of a sheet that is sealed, nothing for another; in a run for drafts, the draft of any."""
    from generator.press.overlay import draft_pages, guide_pages, laid_over
    from generator.render import html, overlay, pdf

    guide = task.order.overlay == "guide"
    if guide and not sheet.seals.any:
        return _Files()
    printed = pdf.render_pdf(html.render_html(sheet))
    stamping = stamping_of(sheet, printed.pages, printed.places, printed.words)
    if guide and not stamping.needed:
        return _Files(problems=[*printed.problems])
    laid = guide_pages(stamping, printed.pages)
    shown = draft_pages(stamping, printed.pages, task.pictures)
    page = overlay.render_overlay(
        laid if guide else shown, landscape=sheet.content.landscape, draft=not guide
    )
    content = laid_over(printed.content, pdf.render_pdf(page).content)
    named = overlaid(sheet, task.order.overlay)
    templates = html.template_digest(sheet) + overlay.template_digest()
    output = _output(named, "pdf", content, printed.pages, hashlib.sha256(templates.encode()).hexdigest())
    return _Files([output], [*printed.problems, *stamping.problems], [stamping])


def _rendered(
    sheet: Sheet,
    formats: Sequence[Format],
    *,
    archive: bool = False,
    templates: Mapping[str, bytes] = MappingProxyType({}),
) -> _Files:
    """Return the files of one sheet in the formats asked for, and what the engines found.

    The engines are imported here, so that Word files need none of the libraries that PDF needs.
    """
    from generator.render import html

    files = _Files()
    pages = _add_pdf(files, sheet, archive=archive) if "pdf" in formats else None
    if "html" in formats:
        content = html.render_html(sheet).encode()
        files.outputs.append(_output(sheet, "html", content, pages, html.template_digest(sheet)))
    if "docx" in formats:
        from generator.render import docx

        made = docx.render_docx(sheet, templates, _pictures(sheet))
        files.outputs.append(
            _output(sheet, "docx", made.content, pages, docx.template_digest(sheet, templates))
        )
    return files


def _pictures(sheet: Sheet) -> list[bytes]:
    """Return the charts of a sheet as pictures; most have none, and need nothing for them."""
    charts = figures_of(sheet.content)
    if not charts:
        return []
    from generator.render.chart_picture import chart_png

    return [chart_png(chart) for chart in charts]


def _printed(sheet: Sheet, *, archive: bool) -> Printed:
    """Return the PDF of a sheet: painted straight from its values where that is the same page, else set by the engine."""
    from generator.render import html, painted_pdf, pdf
    from generator.render.table_places import Unplaced

    try:
        if not archive:
            return painted_pdf.painter(sheet.fangsong).paint(sheet)
        reason = ARCHIVE_REASON
    except Unplaced as unplaced:
        reason = str(unplaced)
    return replace(pdf.render_pdf(html.render_html(sheet), archive=archive), full=reason)


def _add_pdf(files: _Files, sheet: Sheet, *, archive: bool) -> int:
    """Add the PDF of a sheet, and what is wrong with its pages; return how many these are."""
    from generator.render import html

    printed = _printed(sheet, archive=archive)
    files.problems += [
        *printed.problems,
        *stamping_of(sheet, printed.pages, printed.places, printed.words).problems,
    ]
    if sheet.one_page and printed.pages > 1:
        files.problems.append(_over_one_page(printed.pages))
    made = _output(sheet, "pdf", printed.content, printed.pages, html.template_digest(sheet))
    files.outputs.append(replace(made, archive=archive))
    return printed.pages


def _over_one_page(pages: int) -> Problem:
    remedy = "请缩短所填文字或表下的注，减小表单的 page.row_height_mm，或把 page.fit 改为 flow。"
    message = f"应排在一页内，实际排了 {pages} 页：{remedy}"
    return Problem(code="BLD-003", message=message)


def _output(sheet: Sheet, kind: Format, content: bytes, pages: int | None, template: str) -> Output:
    return Output(
        path=f"{safe_name(sheet.name)}.{kind}",
        content=content,
        format=kind,
        sheet=sheet.code,
        title=sheet.name,
        unit=sheet.unit,
        period=sheet.period,
        pages=pages,
        template_digest=template,
        data_digest=hashlib.sha256(repr(sheet).encode()).hexdigest(),
        order=0,
    )
