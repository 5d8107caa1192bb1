"""Table sheet (表): one form for one unit (or for one hazard), filled or blank."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.compose.document import attachment_number
from generator.compose.fitting import Fitted, fit_table, set_lines
from generator.compose.grid import build_grid
from generator.compose.values import blank_row, ledger_rows, names_of, values_of
from generator.compose.wording import fill, fill_line
from generator.layout import gbt9704 as gb
from generator.layout.title import break_title
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Form
from generator.model.hazard import Hazard
from generator.model.organ import Unit
from generator.model.sheet import TableContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one table is filled from; without a unit it is the blank form as issued."""

    unit: Unit | None = None
    period: str = ""
    filled: Return | None = None
    hazards: tuple[Hazard, ...] = ()
    hazard: Hazard | None = None


def table_content(campaign: Campaign, form: Form, facts: Facts) -> tuple[TableContent, Fitted]:
    """Return the content of one table and how it fits its page."""
    names = names_of(campaign, facts.unit, facts.period, facts.filled)
    width, _ = gb.type_area_mm(form.page.orientation == "landscape")
    title = break_title(fill(form.title, names), int(width / gb.mm_from_pt(gb.TABLE_TITLE_PT)))
    attachment = attachment_number(campaign, form.form)
    values = values_of(form, facts.filled, facts.hazard)
    rows = ledger_rows(form, facts.filled, facts.hazards)
    notes = printed_notes(form, names)
    fitted = fit_table(
        form, build_grid(form), values, rows,
        notes=notes, title_lines=len(title), attachment=bool(attachment),
        around=[fill_line(line, names) for line in (*form.above, *form.below)],
    )  # fmt: skip
    values, rows = set_lines(fitted.grid, values, rows)
    rows += [blank_row(form)] * fitted.blank_rows
    return _content(form, fitted, names, (attachment, title, values, rows, notes)), fitted


def printed_notes(form: Form, names: Mapping[str, str]) -> list[str]:
    """Return the notes below a table (表下的注), numbered when there are several, the first after 注：."""
    notes = [fill(n, names) for n in form.notes]
    numbered = [f"{i}.{n}" for i, n in enumerate(notes, 1)] if len(notes) > 1 else notes
    return [form.note_head + n if i == 0 else n for i, n in enumerate(numbered)]


def _content(
    form: Form,
    fitted: Fitted,
    names: Mapping[str, str],
    parts: tuple[str, tuple[str, ...], dict[str, str], list[dict[str, str]], list[str]],
) -> TableContent:
    attachment, title, values, rows, notes = parts
    return TableContent(
        shell=form.kind,
        landscape=form.page.orientation == "landscape",
        attachment=attachment,
        title=title,
        above=tuple(fill_line(line, names) for line in form.above),
        grid=fitted.grid,
        values=values,
        rows=tuple(rows),
        notes=tuple(notes),
        note_pt=fitted.note_pt,
        note_line_pt=fitted.note_line_pt,
        below=tuple(fill_line(line, names) for line in form.below),
    )
