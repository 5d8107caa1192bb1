"""Workbooks to be filled in (填报用的 Excel): one for each unit that reports, from the definitions of its forms."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from generator.compose.wording import campaign_names, fill, printed_month
from generator.compose.workbook_hazards import known_row
from generator.compose.workbook_heads import FILLED_HEAD, REPORTED, TOP_ROWS, head_cells, spread
from generator.compose.workbook_heights import head_height, heights
from generator.compose.workbook_inputs import input_of, not_below
from generator.compose.workbook_notes import note_sheet
from generator.compose.workbook_rules import rules_sheet
from generator.derive.cumulative import COUNTED, figure_at, reported_before
from generator.derive.entries import Entry, entries_of, row_entries, value_entries
from generator.derive.known_hazards import unit_hazards
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Form
from generator.model.organ import Unit
from generator.model.workbook import PlannedCell, PlannedSheet, PlannedTable, Workbook

LIST_HEADS = ("类别", "序号", "填报项", "计量单位", FILLED_HEAD)
LIST_WIDTHS_MM = (18.0, 10.0, 82.0, 18.0, 32.0)
LIST_WIDTHS_REPORTED_MM = (18.0, 10.0, 60.0, 18.0, 30.0, 24.0)  # with the figures reported before
SERIAL_HEAD, SERIAL_MM = "序号", 11.0
PORTRAIT_MM, LANDSCAPE_MM = 160.0, 245.0
NARROWEST_MM = 15.0
BLANK_ROWS = 50
SHEET_NAME_CHARS = 31
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
ALL_UNITS = "各单位通用"


def unit_workbook(
    campaign: Campaign, forms: Mapping[str, Form], unit: Unit, period: str, name: str
) -> Workbook:
    """Return the workbook of one unit for one month: a sheet of notes, and one for each form that it fills in."""
    used = [form for form in forms.values() if unit.kind in form.used_by and entries_of(form)]
    sheets = _sheets(campaign, used, (unit,), period)
    return Workbook(name=name, title=name, fangsong=campaign.settings.fangsong, sheets=sheets)


def common_workbook(
    campaign: Campaign, forms: Mapping[str, Form], units: Sequence[Unit], period: str
) -> Workbook:
    """Return the one workbook for all: every form with values, the unit chosen from a list; nobody's hazards."""
    kinds = {unit.kind for unit in units}
    used = [form for form in forms.values() if kinds & set(form.used_by) and is_filled_in(form)]
    name = f"{ALL_UNITS} {printed_month(period)}"
    sheets = _sheets(campaign, used, units, period)
    return Workbook(name=name, title=name, fangsong=campaign.settings.fangsong, sheets=sheets)


def is_filled_in(form: Form) -> bool:
    """Tell whether units report values of their own on a form; a ledger of hazards is sent out to be checked."""
    return bool(value_entries(form) or row_entries(form))


def _sheets(
    campaign: Campaign, forms: Sequence[Form], units: Sequence[Unit], period: str
) -> tuple[PlannedSheet, ...]:
    names = _sheet_names(forms)
    made = [
        _form_sheet(campaign, form, [u for u in units if u.kind in form.used_by], period, names[form.form])
        for form in forms
    ]
    rules = [
        rules_sheet(f, f"{names[f.form][: SHEET_NAME_CHARS - 2]}细则")
        for f in forms
        if f.kind == "score_sheet"
    ]
    return (*made, *rules, note_sheet(campaign, forms))


def _form_sheet(
    campaign: Campaign, form: Form, units: Sequence[Unit], period: str, name: str
) -> PlannedSheet:
    if entries := value_entries(form):
        return _list_sheet(campaign, form, entries, units, period, name)
    return _ledger_sheet(campaign, form, units, period, name)


def _title(campaign: Campaign, form: Form, units: Sequence[Unit]) -> str:
    unit = units[0].label if len(units) == 1 else ""
    return fill(form.title, campaign_names(campaign) | {"unit": unit}).replace("\n", "")


def _list_sheet(
    campaign: Campaign, form: Form, entries: Sequence[Entry], units: Sequence[Unit], period: str, name: str
) -> PlannedSheet:
    """Return the sheet of a form of single values: an entry a row, its value in the last column.

    Beside cumulative figures stand those that the unit reported last.
    """
    before = reported_before(campaign, form.form, units[0].code, period) if len(units) == 1 else None
    widths = LIST_WIDTHS_REPORTED_MM if before else LIST_WIDTHS_MM
    heads = (*LIST_HEADS, f"{printed_month(before.period)}{REPORTED}") if before else LIST_HEADS
    spans = ((0, 1), (2, 2), (3, 3), (4, len(heads) - 1))
    cells = [*head_cells(_title(campaign, form, units), units, period, spans)]
    cells += [_cell(TOP_ROWS, column, "head", head) for column, head in enumerate(heads)]
    row = TOP_ROWS + 1
    for group, members in groupby(entries, key=lambda e: e.group):
        block = list(members)
        cells.append(_cell(row, 0, "group", group, last_row=row + len(block) - 1))
        for entry in block:
            cells += _entry_cells(row, row - TOP_ROWS, entry, before)
            row += 1
    return PlannedSheet(
        name=name,
        widths_mm=widths,
        cells=tuple(cells),
        heights_mm=heights(cells, widths),
        one_page=form.page.fit == "one_page",
        frozen_rows=TOP_ROWS + 1,
    )


def _entry_cells(row: int, number: int, entry: Entry, before: Return | None) -> list[PlannedCell]:
    rule, reported = input_of(entry), None
    if before and entry.kind in COUNTED and (reported := figure_at(before, entry.path)):
        rule = not_below(rule, reported, printed_month(before.period))
    value = PlannedCell(
        row=row, column=4, last_row=row, last_column=4, look="value", left=entry.left, input=rule
    )
    known = [replace(_cell(row, 5, "label", ""), number=reported)] if before else []
    words = entry.label + ("（必填）" if entry.required else "")
    return [
        _cell(row, 1, "label", str(number)),
        _cell(row, 2, "label", words, left=True),
        _cell(row, 3, "label", entry.unit),
        value,
        *known,
    ]


def _ledger_sheet(
    campaign: Campaign, form: Form, units: Sequence[Unit], period: str, name: str
) -> PlannedSheet:
    """Return the sheet of a ledger: a row for each entry of it, numbered, blank ones to write in."""
    entries = entries_of(form)
    known = _known_rows(campaign, form, entries, units, period)
    landscape = form.page.orientation == "landscape" or len(entries) > 6
    widths = _ledger_widths(entries, LANDSCAPE_MM if landscape else PORTRAIT_MM)
    table = PlannedTable(
        row=TOP_ROWS,
        last_row=TOP_ROWS + BLANK_ROWS + len(known),
        heads=(SERIAL_HEAD, *(e.head + ("（必填）" if e.required else "") for e in entries)),
        inputs=(None, *map(input_of, entries)),
        left=(False, *(e.left for e in entries)),
        rows=known,
    )
    cells = head_cells(_title(campaign, form, units), units, period, spread(widths))
    return PlannedSheet(
        name=name,
        widths_mm=widths,
        cells=cells,
        landscape=landscape,
        heights_mm=(*heights(cells, widths), head_height(TOP_ROWS, table.heads, widths)),
        frozen_rows=TOP_ROWS + 1,
        table=table,
    )


def _known_rows(
    campaign: Campaign, form: Form, entries: Sequence[Entry], units: Sequence[Unit], period: str
) -> tuple[tuple[str | date, ...], ...]:
    """Return the rows of the hazards known of the unit, for a ledger of hazards."""
    if form.rows_from != "hazards":
        return ()
    hazards = unit_hazards(campaign, form, units[0].code, period)
    return tuple(known_row(form, entries, hazard) for hazard in hazards)


def _ledger_widths(entries: Sequence[Entry], room_mm: float) -> tuple[float, ...]:
    """Return the widths of the columns, those of the form in proportion, none too narrow for its head."""
    wanted = [max(e.width_mm, NARROWEST_MM) for e in entries]
    scale = (room_mm - SERIAL_MM) / sum(wanted)
    return (SERIAL_MM, *(round(w * scale, 1) for w in wanted))


def _cell(
    row: int, column: int, look: str, text: str, *, last_row: int | None = None, left: bool = False
) -> PlannedCell:
    return PlannedCell(
        row=row,
        column=column,
        last_row=row if last_row is None else last_row,
        last_column=column,
        look=look,  # type: ignore[arg-type]
        text=text,
        left=left,
    )


def _sheet_names(forms: Sequence[Form]) -> dict[str, str]:
    """Return the names of the sheets by form, told apart where two forms have one short title."""
    names: dict[str, str] = {}
    for form in forms:
        name = form.short_title.replace("\n", "").translate(NOT_IN_NAMES)[:SHEET_NAME_CHARS]
        if name in names.values():
            tail = f"（{len(names) + 1}）"
            name = name[: SHEET_NAME_CHARS - len(tail)] + tail
        names[form.form] = name
    return names
