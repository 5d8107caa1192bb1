"""Table sheet (表): one form for one unit (or for one hazard), filled or blank."""

from collections.abc import Mapping
from dataclasses import replace

from generator.compose.attachments import attachment_mark
from generator.compose.fitting import Around, Fitted, HighRow, fit_table, lined
from generator.compose.grid import build_grid
from generator.compose.ledger import fit_ledger
from generator.compose.papers import Paper
from generator.compose.titles import title_lines
from generator.compose.values import ledger_rows, names_of, paper_rows, paper_values, values_of
from generator.compose.wording import fill, fill_line, note_names
from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.model.campaign import Campaign
from generator.model.filled import Return, Value
from generator.model.form import Field, Form, Line
from generator.model.hazard import Hazard
from generator.model.organ import Unit
from generator.model.sheet import TableContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one table is filled from; without a unit it is the form as issued. `rows` are a return's or a list's."""

    unit: Unit | None = None
    period: str = ""
    filled: Return | None = None
    hazards: tuple[Hazard, ...] = ()
    hazard: Hazard | None = None
    rows: tuple[Mapping[str, Value], ...] = ()
    paper: Paper | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Content of one table; `fits` is false when its page is too small, `high` are its rows higher than a page."""

    content: TableContent
    fits: bool
    high: tuple[HighRow, ...] = ()


def table_content(campaign: Campaign, form: Form, facts: Facts) -> Table:
    """Return the content of one table and how it fits its page."""
    names = names_of(campaign, facts.unit, facts.period, facts.filled) | note_names(campaign, form)
    if facts.paper:
        names = {**facts.paper.names, **names}
        form = _with_boxes(form, names)
    width, _ = gb.type_area_mm(form.page.orientation == "landscape")
    title = title_lines(campaign, fill(form.title, names), gb.TABLE_TITLE_PT, width)
    attachment = attachment_mark(campaign, form.form)
    around = around_of(form, names, len(title), bool(attachment))
    fitted = fitted_table(form, facts, around, width)
    content = _content(form, fitted, around, (attachment, title))
    return Table(content=content, fits=fitted.fits, high=fitted.high)


def around_of(form: Form, names: Mapping[str, str], title_lines: int, attachment: bool) -> Around:
    """Return what stands around a form's table, as it prints; an empty line where nothing parts title and table."""
    return Around(
        title_lines=title_lines,
        attachment=attachment,
        above=tuple(fill_line(line, names) for line in form.above) or (Line(),),
        below=tuple(fill_line(line, names) for line in form.below),
        notes=tuple(printed_notes(form, names)),
    )


def fitted_table(form: Form, facts: Facts, around: Around, width_mm: float) -> Fitted:
    """Return the grid of a form at its final size, with what prints in it."""
    paper = facts.paper
    if form.kind == "ledger":
        rows = paper_rows(form, paper.rows) if paper else ledger_rows(form, facts.rows, facts.hazards)
        return fit_ledger(form, rows, around, width_mm)
    values = (
        paper_values(form, paper.names)
        if paper
        else values_of(form, facts.filled, facts.hazard, facts.hazards)
    )
    fitted = fit_table(form, build_grid(form), values, around)
    return replace(fitted, values=lined(fitted.grid, fitted.values))


def _with_boxes(form: Form, names: Mapping[str, str]) -> Form:
    """Return the form with the lines of its boxes filled in."""
    groups = (replace(g, fields=tuple(_with_lines(f, names) for f in g.fields)) for g in form.groups)
    return replace(form, groups=tuple(groups))


def _with_lines(field: Field, names: Mapping[str, str]) -> Field:
    boxes = (replace(b, lines=tuple(fill_line(line, names) for line in b.lines)) for b in field.boxes)
    return replace(field, boxes=tuple(boxes))


def printed_notes(form: Form, names: Mapping[str, str]) -> list[str]:
    """Return the notes below a table (表下的注), numbered when there are several, the first after 注：."""
    notes = [fill(n, names) for n in form.notes]
    numbered = [f"{i}.{n}" for i, n in enumerate(notes, 1)] if len(notes) > 1 else notes
    return [form.note_head + n if i == 0 else n for i, n in enumerate(numbered)]


def _content(form: Form, fitted: Fitted, around: Around, head: tuple[str, tuple[str, ...]]) -> TableContent:
    attachment, title = head
    return TableContent(
        shell=form.kind,
        landscape=form.page.orientation == "landscape",
        attachment=attachment,
        title=title,
        above=around.above,
        grid=fitted.grid,
        values=fitted.values,
        notes=around.notes,
        note_pt=fitted.note_pt,
        note_line_pt=fitted.note_line_pt,
        below=around.below,
    )
