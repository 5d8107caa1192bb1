"""Files (文件) of one sheet: each format rendered, unless it stands already as it would be made."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, fields, replace
from itertools import chain
from typing import TypeAlias

from generator.compose.sheets import BLANK, Order, overlaid, overlay_period
from generator.compose.stamping_list import stamping_sheet
from generator.dataclass import dataclass
from generator.kept import Kept
from generator.model.campaign import Campaign
from generator.model.printed import Printed
from generator.model.seal import StampRow
from generator.model.sheet import Sheet, TableContent, figures_of
from generator.press.manifest import Entry
from generator.press.output import Format, Output, Wanted, safe_name
from generator.press.stamping import stamp_rows, stamping_of
from generator.problem import Problem

ARCHIVE_REASON = "存档用的 PDF/A 由排版引擎排"
Standing: TypeAlias = Callable[[Wanted], Entry | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How the files of a run's sheets are made (做法).

    `archive` asks for PDFs that an archive takes (PDF/A-2u). `templates` are the campaign's own Word templates by the
    form or shell they stand for, `pictures` those of seals by whose they are; only a draft shows them. `engines` are
    the digests of what makes each format; without one, files are made anew each time.
    """

    formats: tuple[Format, ...]
    archive: bool = False
    templates: Mapping[str, bytes] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    engines: Mapping[Format, str] = field(default_factory=dict)


@dataclass(slots=True)
class Files:
    """Files of one sheet: made, or left as they stand; what the engines found, and the rows of its seals."""

    outputs: list[Output] = field(default_factory=list)
    left: list[tuple[Wanted, Entry]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: list[StampRow] = field(default_factory=list)

    @property
    def pages(self) -> int | None:
        """The pages of the sheet's PDF, where it has one."""
        made = (output.pages for output in self.outputs if output.format == "pdf")
        left = (entry.pages for wanted, entry in self.left if wanted.format == "pdf")
        return next(chain(made, left), None)


def files_of(sheet: Sheet, making: Making, standing: Standing) -> Files:
    """Return the files of one sheet in the formats asked for; those that stand as they would be made are left."""
    files = Files()
    stale: list[Wanted] = []
    for wanted in _wanted(sheet, making):
        entry = standing(wanted)
        if entry:
            files.left.append((wanted, entry))
        else:
            stale.append(wanted)
    _render(files, sheet, making, stale)
    return files


def overlay_of(sheet: Sheet, making: Making, *, guide: bool) -> Files:
    """Return the guide of a sheet that is sealed, nothing for another; without `guide`, the draft of any sheet."""
    from generator.press.overlay import draft_pages, guide_pages, laid_over
    from generator.render import html, html_templates, overlay, pdf

    if guide and not sheet.seals.any:
        return Files()
    printed = pdf.render_pdf(html.render_html(sheet))
    stamping = stamping_of(sheet, printed.pages, printed.places, printed.words)
    if guide and not stamping.needed:
        return Files(problems=[*printed.problems])
    laid = guide_pages(stamping, printed.pages)
    shown = draft_pages(stamping, printed.pages, making.pictures)
    page = overlay.render_overlay(
        laid if guide else shown, landscape=sheet.content.landscape, draft=not guide
    )
    content = laid_over(printed.content, pdf.render_pdf(page).content)
    templates = html_templates.template_digest(sheet) + overlay.template_digest()
    template = hashlib.sha256(templates.encode()).hexdigest()
    named = overlaid(sheet, "guide" if guide else "draft")
    wanted = _want(named, "pdf", (_data_digest(named), template), Making(formats=("pdf",)))
    output = _output(wanted, content, printed.pages)
    problems = [*printed.problems, *stamping.problems]
    return Files([output], problems=problems, rows=list(stamp_rows([stamping])))


def sheet_files(sheet: Sheet, formats: Sequence[Format]) -> Files:
    """Return the files of one sheet that is no unit's: a total, a reminder."""
    files = files_of(sheet, Making(formats=tuple(formats)), lambda wanted: None)
    files.problems = [replace(p, message=f"“{sheet.name}”{p.message}") for p in files.problems]
    return files


def stamping_list(campaign: Campaign, rows: Sequence[StampRow], order: Order, *, part: bool) -> list[Output]:
    """Return the list of all seals of a run, in Word and PDF, to stand beside the units' folders."""
    period = "" if order.filling == "blank" else order.period
    sheet = stamping_sheet(campaign, rows, period, part)
    sheet = replace(sheet, period=overlay_period("guide", BLANK if order.filling == "blank" else period))
    return sheet_files(sheet, ("docx", "pdf")).outputs


def _wanted(sheet: Sheet, making: Making) -> list[Wanted]:
    """Return the files that are to stand of a sheet, PDF first, which tells how many pages it has.

    The engines are imported where they are needed, so that Word files need none of the libraries that PDF needs.
    """
    data = _data_digest(sheet)
    wanted: list[Wanted] = []
    if {"pdf", "html"} & set(making.formats):
        from generator.render import html_templates

        template = html_templates.template_digest(sheet)
        made = (kind for kind in ("pdf", "html") if kind in making.formats)
        wanted += [_want(sheet, kind, (data, template), making) for kind in made]
    if "docx" in making.formats:
        from generator.render import docx

        template = docx.template_digest(sheet, making.templates)
        wanted.append(_want(sheet, "docx", (data, template), making))
    return wanted


_GRIDS: Kept[str] = Kept(64)
_OF_SHEET = tuple(f.name for f in fields(Sheet) if f.name != "content")
_OF_TABLE = tuple(f.name for f in fields(TableContent) if f.name != "grid")


def _data_digest(sheet: Sheet) -> str:
    """Return the digest of all that a sheet says; its grid, the same for many, is written out once."""
    content = sheet.content
    if not isinstance(content, TableContent):
        return _digest(repr(sheet))
    grid = _GRIDS.of(content.grid, "", lambda: _digest(repr(content.grid)))
    rest = [getattr(sheet, name) for name in _OF_SHEET], [getattr(content, name) for name in _OF_TABLE]
    return _digest(f"{grid}{rest!r}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _want(sheet: Sheet, kind: Format, digests: tuple[str, str], making: Making) -> Wanted:
    data, template = digests
    return Wanted(
        path=f"{safe_name(sheet.name)}.{kind}",
        format=kind,
        sheet=sheet.code,
        title=sheet.name,
        unit=sheet.unit,
        period=sheet.period,
        template_digest=template,
        data_digest=data,
        order=0,
        archive=making.archive and kind == "pdf",
        engine=making.engines.get(kind, ""),
    )


def _render(files: Files, sheet: Sheet, making: Making, stale: Sequence[Wanted]) -> None:
    """Add the files that are not there, or not as they would be made."""
    kinds = {wanted.format: wanted for wanted in stale}
    if "pdf" in kinds:
        _add_pdf(files, sheet, kinds["pdf"])
    if "html" in kinds:
        from generator.render import html

        files.outputs.append(_output(kinds["html"], html.render_html(sheet).encode(), files.pages))
    if "docx" in kinds:
        from generator.render import docx

        made = docx.render_docx(sheet, making.templates, _pictures(sheet))
        files.outputs.append(_output(kinds["docx"], made.content, files.pages, made.full))


def _pictures(sheet: Sheet) -> list[bytes]:
    """Return the charts of a sheet as pictures; most have none, and need nothing for them."""
    charts = figures_of(sheet.content)
    if not charts:
        return []
    from generator.render.chart_picture import chart_png

    return [chart_png(chart) for chart in charts]


def printed_of(sheet: Sheet, *, archive: bool = False) -> Printed:
    """Return the PDF of a sheet: painted straight from its values where that is the same page, else set by the engine."""
    from generator.render import painted_pdf
    from generator.render.page_places import Unplaced

    try:
        if not archive:
            return painted_pdf.painter(sheet.fangsong).paint(sheet)
        reason = ARCHIVE_REASON
    except Unplaced as unplaced:
        reason = str(unplaced)
    from generator.render import html, pdf

    return replace(pdf.render_pdf(html.render_html(sheet), archive=archive), full=reason)


def _add_pdf(files: Files, sheet: Sheet, wanted: Wanted) -> None:
    """Add the PDF of a sheet, and what is wrong with its pages.

    Where something is, the file names no engine, so that the next run makes it anew and says so again.
    """
    printed = printed_of(sheet, archive=wanted.archive)
    found = [
        *printed.problems,
        *stamping_of(sheet, printed.pages, printed.places, printed.words).problems,
    ]
    if sheet.one_page and printed.pages > 1:
        found.append(_over_one_page(printed.pages))
    files.problems += found
    wanted = replace(wanted, engine="") if found else wanted
    files.outputs.append(_output(wanted, printed.content, printed.pages, printed.full))


def _over_one_page(pages: int) -> Problem:
    remedy = "请缩短所填文字或表下的注，减小表单的 page.row_height_mm，或把 page.fit 改为 flow。"
    message = f"应排在一页内，实际排了 {pages} 页：{remedy}"
    return Problem(code="BLD-003", message=message)


def _output(wanted: Wanted, content: bytes, pages: int | None, full: str = "") -> Output:
    values = {f.name: getattr(wanted, f.name) for f in fields(Wanted)}
    return Output(**values, content=content, pages=pages, full=full)
