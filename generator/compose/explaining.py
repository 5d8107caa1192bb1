"""Cells explained (逐格说明): for a cell of the summary or of a superior's form, how its number came about."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from generator.compose.lineage import corrections_told, explained, form_name
from generator.compose.references import column_letter
from generator.compose.roll_up import Indicator, indicators
from generator.compose.summary_cells import shown
from generator.compose.upward import Figure, Upward
from generator.compose.wording import printed_date, printed_month, printed_number
from generator.dataclass import dataclass
from generator.derive.roll_up import Cell, Source, Total, is_left_out
from generator.model.campaign import Campaign
from generator.model.filled import Scalar
from generator.model.form import Form
from generator.model.summary import Origin, Summary, SummaryCell

CELL = re.compile(r"'?(.+?)'?[!！]\$?([A-Za-z]{1,3})\$?(\d{1,7})")
EMPTY = "（空）"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What cells are explained from: totals with those of the month before, summary, superiors' forms.

    `written_in` tells in which file and line a unit's return has a field.
    """

    campaign: Campaign
    pairs: Sequence[tuple[Total, Total]]
    summary: Summary
    upwards: Sequence[Upward]
    written_in: Callable[[str, str, str, str], str]


def cell_explained(view: View, words: str) -> list[str]:
    """Return in lines how the number in a cell, 汇总!C5, came about; nothing where the words name no cell of a sheet."""
    place = _place(words)
    lines: list[str] = []
    for found in _in_sheets(view, place):
        lines += _in_summary(view, place, found)
    for upward in view.upwards:
        for figure in upward.figures:
            if figure.spot.reference == place:
                lines += _in_superior(view, upward, figure)
    return lines


def figures_in(view: View, words: str) -> list[tuple[Total, Cell, str]]:
    """Return the figures of totals that a cell shows or is one unit's share of, with that unit's code."""
    place = _place(words)
    found: list[tuple[Total, Cell, str]] = []
    for cell in _in_sheets(view, place):
        if cell is not None and cell.origin is not None and cell.origin.kind != "before":
            total = next(t for t, _ in view.pairs if t.form.form == cell.origin.total)
            found += [
                (total, c, cell.origin.unit)
                for c in total.cells
                if any(s.field == cell.origin.field for s in c.shares)
            ]
    spots = ((u, f) for u in view.upwards for f in u.figures if f.spot.reference == place)
    return found + [(upward.total, figure.cell, "") for upward, figure in spots]


def _place(words: str) -> str:
    """Return a cell's sheet and reference, 汇总!C5, an empty text where the words name none."""
    named = CELL.fullmatch(words.strip())
    return f"{named[1]}!{named[2].upper()}{named[3]}" if named else ""


def _in_sheets(view: View, place: str) -> Iterator[SummaryCell | None]:
    """Yield the cell of the summary's sheet of that name, None where it lies outside of the table."""
    name, _, reference = place.rpartition("!")
    for page in (s for s in view.summary.sheets if s.name == name):
        rows = enumerate((page.heads, *page.rows), 2)
        cells = {f"{column_letter(c)}{r}": cell for r, row in rows for c, cell in enumerate(row)}
        yield cells.get(reference)


def sheets_named(view: View) -> list[str]:
    """Return the names of the sheets whose cells can be explained."""
    theirs = [f.spot.sheet.name for u in view.upwards for f in u.figures]
    return list(dict.fromkeys([*(s.name for s in view.summary.sheets), *theirs]))


def _in_summary(view: View, reference: str, cell: SummaryCell | None) -> list[str]:
    if cell is None:
        return [f"{reference} 在表的外面，没有数。"]
    if cell.origin is None:
        said = f"是“{cell.value}”，不是数" if cell.value not in (None, "") else "空着"
        return [f"{reference} {said}。"]
    return list(_of_origin(view, reference, cell, cell.origin))


def _of_origin(view: View, reference: str, cell: SummaryCell, origin: Origin) -> Iterator[str]:
    total, before = next((t, b) for t, b in view.pairs if t.form.form == origin.total)
    value = _printed(cell.value)
    match origin.kind:
        case "unit":
            yield from _of_unit(view, reference, total, origin)
            return
        case "units":
            yield from _of_units(view, reference, value, total, origin)
            return
        case "change":
            yield f"{reference}＝{value}：{printed_month(total.period)}的数减去{printed_month(before.period)}的数"
            yield from _whole(view, total, origin)
            yield from _whole(view, before, origin)
            return
        case "form":
            form = _form(total, origin.form)
            yield f"{reference}＝{value}：{form_name(view.campaign, form)}各单位的数合起来"
            yield from list(_whole(view, replace(total, sources=(form,)), origin))[1:]
            return
        case _:
            yield f"{reference}＝{value}"
    yield from _whole(view, before if origin.kind == "before" else total, origin)


def _whole(view: View, total: Total, origin: Origin) -> Iterator[str]:
    yield from (f"  {line}" for line in explained(view.campaign, total, _cell(total, origin.field)))


def _of_unit(view: View, reference: str, total: Total, origin: Origin) -> Iterator[str]:
    """Yield what one unit reported, and where that is written."""
    form = _form(total, origin.form)
    source = next(r for r in total.returns if (r.form, r.unit) == (origin.form, origin.unit))
    one = _indicator(form, origin)
    value = shown(one, source.filled.values.get(origin.field)) if source.filled else None
    name = _label(view.campaign, origin.unit)
    label = one.full_label.replace("\n", "")
    yield f"{reference} {name} {one.number} {label}＝{_printed(value)}（{printed_month(total.period)}）"
    yield f"  {_where_from(view, source, form, (total.period, origin.field))}"


def _where_from(view: View, source: Source, form: Form, asked: tuple[str, str]) -> str:
    period, field = asked
    if source.filled is None:
        return "未报，没有计入。" if source.state == "missing" else "报的有错，没有计入。"
    filled = source.filled
    days = [("填报", filled.filled_on), ("收到", filled.received_on)]
    said = [f"{printed_date(day)}{what}" for what, day in days if day]
    who = f"填报人{filled.filled_by}" if filled.filled_by else ""
    late = f"迟报{source.late_days}天" if source.late_days else ""
    blank = "没有填这一项，不当作 0" if is_left_out(filled.values.get(field)) else ""
    corrected = corrections_told(form, source, field)
    written = view.written_in(source.form, source.unit, period, field)
    return "，".join(filter(None, (written, who, *said, late, blank, *corrected)))


def _of_units(view: View, reference: str, value: str, total: Total, origin: Origin) -> Iterator[str]:
    """Yield every unit's value in one column of a form."""
    form = _form(total, origin.form)
    one = _indicator(form, origin)
    yield f"{reference} {one.number} {one.full_label}＝{value}：各单位这一栏的数合起来".replace("\n", "")
    for source in (r for r in total.returns if r.form == origin.form):
        number = shown(one, source.filled.values.get(origin.field)) if source.filled else None
        if number is not None:
            yield f"    {_label(view.campaign, source.unit)} {_printed(number)}"


def _in_superior(view: View, upward: Upward, figure: Figure) -> Iterator[str]:
    one = figure.indicator
    ours = shown(one, figure.cell.value)
    theirs = figure.spot.unit
    changed = f"（{_printed(ours)}{one.unit} 换算）" if figure.value != ours else ""
    yield f"{upward.form.name} {figure.spot.reference}＝{_printed(figure.value)}{theirs}{changed}，取自 {figure.key}"
    yield from (f"  {line}" for line in explained(view.campaign, upward.total, figure.cell))


def _cell(total: Total, field: str) -> Cell:
    return next(c for c in total.cells if c.field.name == field)


def _form(total: Total, code: str) -> Form:
    return next(f for f in total.sources if f.form == code)


def _indicator(form: Form, origin: Origin) -> Indicator:
    return next(
        i
        for i in indicators(form)
        if i.field.name == origin.field and (i.part.name if i.part else "") == origin.part
    )


def _label(campaign: Campaign, unit: str) -> str:
    return next(u.label for u in campaign.units if u.code == unit)


def _printed(value: Scalar) -> str:
    if value is None or value == "":
        return EMPTY
    if isinstance(value, int | float) and not isinstance(value, bool):
        return printed_number(value)
    return str(value)
