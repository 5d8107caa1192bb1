"""Summary of a roll-up (汇总簿): units by indicators, the town's total by formulas, the month before beside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.compose.lineage import returns_sheet, shares_sheet
from generator.compose.references import place, sheet_names
from generator.compose.roll_up import (
    Indicator,
    how_it_came,
    indicators,
    kind_names,
    place_of,
    source_names,
    total_name,
)
from generator.compose.summary_cells import head, label, number, origin, shown, text, total_cell
from generator.compose.wording import printed_month
from generator.dataclass import dataclass
from generator.derive.roll_up import Cell, Source, Total
from generator.model.campaign import Campaign
from generator.model.filled import Scalar
from generator.model.form import Form
from generator.model.summary import Summary, SummaryCell, SummarySheet

FIRST_ROW = 3  # below the title and the heads
UNIT_COLUMNS = 1  # the columns of a unit sheet before its indicators
TOTAL_HEADS = ("序号", "指标", "单位", "怎样汇总")
STATES = {"counted": "", "blank": "没有填数", "missing": "未报", "wrong": "有错，未计"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """What the sheets of one total share: its campaign, itself, the month before, the names of its unit sheets."""

    campaign: Campaign
    total: Total
    before: Total
    names: dict[str, str]


def summary_of(campaign: Campaign, pairs: Sequence[tuple[Total, Total]]) -> Summary:
    """Return the summary of totals, each with that of the month before."""
    wanted = [name for total, _ in pairs for name in _wanted_names(campaign, total, alone=len(pairs) == 1)]
    free = iter(sheet_names([*wanted, "报送情况", "数的来源"]))
    sheets: list[SummarySheet] = []
    for total, before in pairs:
        own = next(free)
        names = {form.form: next(free) for form in total.sources}
        book = _Book(campaign=campaign, total=total, before=before, names=names)
        sheets += [_total_sheet(book, own), *(_unit_sheet(book, form) for form in total.sources)]
    totals = [total for total, _ in pairs]
    sheets += [returns_sheet(campaign, totals, next(free)), shares_sheet(campaign, totals, next(free))]
    period = totals[0].period if totals else ""
    title = f"{campaign.name}汇总（{printed_month(period)}）"
    return Summary(title=title, author=campaign.issuer.name, sheets=tuple(sheets))


def _wanted_names(campaign: Campaign, total: Total, *, alone: bool) -> Iterator[str]:
    yield "汇总" if alone else f"{source_names(campaign, total)}汇总"
    yield from (kind_names(campaign, form) for form in total.sources)


def _unit_sheet(book: _Book, form: Form) -> SummarySheet:
    """Return units by indicators for one form of the sources, its last row combined by formulas."""
    every = indicators(form)
    returns = [r for r in book.total.returns if r.form == form.form]
    last = FIRST_ROW + len(returns) - 1
    heads = [head("单位"), *(head(f"{i.number} {i.full_label}") for i in every), head("情况")]
    code = book.total.form.form
    rows = [_unit_row(book.campaign, code, every, one) for one in returns]
    bottom = [label("合计"), *(_bottom(code, i, returns, n, last) for n, i in enumerate(every, 1)), text("")]
    return SummarySheet(
        name=book.names[form.form],
        title=f"{form.short_title}：{kind_names(book.campaign, form)}（{printed_month(book.total.period)}）",
        widths=(14.0, *(12.0 for _ in every), 16.0),
        heads=tuple(heads),
        rows=(*rows, tuple(bottom)),
        fixed_columns=UNIT_COLUMNS,
    )


def _unit_row(
    campaign: Campaign, total: str, every: Iterable[Indicator], one: Source
) -> tuple[SummaryCell, ...]:
    labels = {u.code: u.label for u in campaign.units}
    values = one.filled.values if one.filled else {}
    state = STATES[one.state] or (f"迟报{one.late_days}天" if one.late_days else "")
    cells = (
        replace(
            number(shown(i, values.get(i.field.name))),
            origin=origin("unit", total, i, form=one.form, unit=one.unit),
        )
        for i in every
    )
    return (label(labels[one.unit]), *cells, text(state))


def _bottom(
    total: str, indicator: Indicator, returns: Sequence[Source], column: int, last: int
) -> SummaryCell:
    """Return what the units' values in a column come to; texts and percentages are left as they are."""
    values = [indicator.of(r.filled.values.get(indicator.field.name)) for r in returns if r.filled]
    cells = f"{place(column, FIRST_ROW)}:{place(column, last)}"
    where = origin("units", total, indicator, form=returns[0].form if returns else "")
    return replace(total_cell(_kind(indicator), [cells], values), origin=where)


def _kind(indicator: Indicator) -> str:
    """Return how units' values combine: the units' numbers are added up even where the town has its own."""
    way = indicator.field.rolled_up_by
    if way in ("own", "ledger"):
        return "sum" if indicator.part or indicator.field.kind in ("count", "money") else ""
    return way


def _total_sheet(book: _Book, name: str) -> SummarySheet:
    """Return the total indicator by indicator: what each form's units come to, all together, and the month before."""
    total = book.total
    cells = {c.field.name: c for c in total.cells}
    kinds = [kind_names(book.campaign, form) for form in total.sources]
    heads = [*TOTAL_HEADS, *kinds, "合计", printed_month(book.before.period), "比上月", "备注"]
    rows = [
        _total_row(book, indicator, cells[indicator.field.name], row)
        for row, indicator in enumerate(
            (i for i in indicators(total.form) if i.field.name in cells), FIRST_ROW
        )
    ]
    title = total_name(book.campaign, total, alone=True)
    return SummarySheet(
        name=name,
        title=f"{place_of(book.campaign)}{title}",
        widths=(6.0, 52.0, 8.0, 14.0, *(12.0 for _ in kinds), 12.0, 12.0, 12.0, 30.0),
        heads=tuple(head(h) for h in heads),
        rows=tuple(rows),
        fixed_columns=2,
    )


def _total_row(book: _Book, indicator: Indicator, cell: Cell, row: int) -> tuple[SummaryCell, ...]:
    sources = book.total.sources
    first = len(TOTAL_HEADS)
    column = first + len(sources)
    before = shown(indicator, book.before.values.get(indicator.field.name))
    now = shown(indicator, cell.value)
    code = book.total.form.form
    return (
        text(indicator.number),
        label(indicator.label),
        text(indicator.unit),
        text(how_it_came(cell)),
        *(_of_form(book, form, indicator, cell) for form in sources),
        replace(
            _whole(indicator, cell, (place(first, row), place(column - 1, row))),
            origin=origin("total", code, indicator),
        ),
        replace(number(before), origin=origin("before", code, indicator)),
        replace(
            _change((place(column, row), now), (place(column + 1, row), before)),
            origin=origin("change", code, indicator),
        ),
        text(_remark(cell)),
    )


def _of_form(book: _Book, form: Form, indicator: Indicator, cell: Cell) -> SummaryCell:
    """Return what the units of one form come to in a cell of the total: their columns of the bottom row."""
    fields = {s.field for s in cell.shares if s.form == form.form}
    returns = [r for r in book.total.returns if r.form == form.form]
    bottom = FIRST_ROW + len(returns)
    part = indicator.part.name if indicator.part else ""
    columns = [
        n
        for n, one in enumerate(indicators(form), 1)
        if one.field.name in fields and (one.part.name if one.part else "") == part
    ]
    shares = [s.value for s in cell.shares if s.form == form.form]
    quoted = book.names[form.form].replace("'", "''")
    references = [f"'{quoted}'!{place(n, bottom)}" for n in columns]
    where = origin("form", book.total.form.form, indicator, form=form.form) if columns else None
    return replace(total_cell(_kind(indicator), references, [indicator.of(v) for v in shares]), origin=where)


def _whole(indicator: Indicator, cell: Cell, ends: tuple[str, str]) -> SummaryCell:
    """Return the total of a row: a formula over the forms' columns where it is combined, else the value itself."""
    if cell.aggregate in ("sum", "max", "any"):
        return total_cell(cell.aggregate, [":".join(ends)], [indicator.of(s.value) for s in cell.shares])
    return SummaryCell(value=shown(indicator, cell.value), style="total")


def _change(now: tuple[str, Scalar], before: tuple[str, Scalar]) -> SummaryCell:
    """Return by how much a number changed since the month before; empty where either is not a number."""
    (here, value), (there, old) = now, before
    formula = f'=IF(AND(ISNUMBER({here}),ISNUMBER({there})),ROUND({here}-{there},6),"")'
    both = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (value, old))
    change = round(float(value) - float(old), 6) if both else ""  # type: ignore[arg-type]
    return SummaryCell(
        value=int(change) if isinstance(change, float) and change.is_integer() else change,
        formula=formula,
        style="number",
    )


def _remark(cell: Cell) -> str:
    empty = len(cell.shares) - len(cell.given)
    said = [f"{empty} 家没有填" if empty else "", "由汇总单位填" if cell.aggregate == "own" else ""]
    return "，".join(filter(None, said))
