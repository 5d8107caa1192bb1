"""Lineage (数的来源): who gave which number, who gave none, as sheets of the summary and as words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.compose.roll_up import AGGREGATES, indicators, kind_names
from generator.compose.summary_cells import head, label, number, shown, text
from generator.compose.wording import printed_date, printed_month, printed_value
from generator.derive.roll_up import Cell, Share, Source, Total, is_left_out
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.summary import Origin, SummaryCell, SummarySheet

RETURN_HEADS = ("单位", "报表", "情况", "填报日期", "收到日期", "填报人")
SHARE_HEADS = ("序号", "指标", "单位", "报送单位", "报表", "报的数", "计入")
STATES = {"counted": "已报", "blank": "报了，没有填数", "missing": "未报", "wrong": "报了，有错，没有计入"}


def state_words(source: Source) -> str:
    """Return in words how a unit's return stands."""
    return STATES[source.state] + (f"，迟 {source.late_days} 天" if source.late_days else "")


def returns_sheet(campaign: Campaign, totals: Sequence[Total], name: str) -> SummarySheet:
    """Return the sheet that tells who handed in what, the missing and late ones named."""
    seen = [(s, form) for t in totals for form in t.sources for s in t.returns if s.form == form.form]
    return SummarySheet(
        name=name,
        title="报送情况",
        widths=(20.0, 36.0, 26.0, 16.0, 16.0, 12.0),
        heads=tuple(map(head, RETURN_HEADS)),
        rows=tuple(_return_row(campaign, source, form) for source, form in _unique(seen)),
    )


def _unique(pairs: Iterable[tuple[Source, Form]]) -> Iterator[tuple[Source, Form]]:
    """Yield each return once, though several totals may ask for it."""
    seen: set[tuple[str, str]] = set()
    for source, form in pairs:
        if (source.form, source.unit) not in seen:
            seen.add((source.form, source.unit))
            yield source, form


def _return_row(campaign: Campaign, source: Source, form: Form) -> tuple[SummaryCell, ...]:
    filled = source.filled
    return (
        label(_labels(campaign)[source.unit]),
        text(form_name(campaign, form)),
        text(state_words(source)),
        text(printed_date(filled.filled_on) if filled and filled.filled_on else ""),
        text(printed_date(filled.received_on) if filled and filled.received_on else ""),
        text(filled.filled_by if filled else ""),
    )


def shares_sheet(campaign: Campaign, totals: Sequence[Total], name: str) -> SummarySheet:
    """Return the sheet that tells for each number who gave what."""
    return SummarySheet(
        name=name,
        title="数的来源",
        widths=(6.0, 44.0, 8.0, 20.0, 30.0, 12.0, 12.0),
        heads=tuple(map(head, SHARE_HEADS)),
        rows=tuple(row for total in totals for row in _share_rows(campaign, total)),
        fixed_columns=2,
    )


def _share_rows(campaign: Campaign, total: Total) -> Iterator[tuple[SummaryCell, ...]]:
    cells = {c.field.name: c for c in total.cells}
    names = {form.form: form_name(campaign, form) for form in total.sources}
    labels = _labels(campaign)
    for one in indicators(total.form):
        for share in cells[one.field.name].shares if one.field.name in cells else ():
            value = shown(one, share.value)
            counted = "" if value is None else _counted(cells[one.field.name])
            begin = (text(one.number), label(one.label), text(one.unit))
            where = Origin(
                kind="unit",
                total=total.form.form,
                field=share.field,
                part=one.part.name if one.part else "",
                form=share.form,
                unit=share.unit,
            )
            held = replace(number(value), origin=where)
            yield (*begin, text(labels[share.unit]), text(names[share.form]), held, text(counted))


def _counted(cell: Cell) -> str:
    return "" if cell.aggregate in ("own", "ledger") else AGGREGATES[cell.aggregate]


def form_name(campaign: Campaign, form: Form) -> str:
    """Return what tells a form from others of its name: whose it is."""
    return f"{form.short_title}（{kind_names(campaign, form)}）"


def explained(campaign: Campaign, total: Total, cell: Cell) -> Iterator[str]:
    """Yield in lines how one cell of a total came about: the number, each unit's share, who is not in it."""
    value = printed_value(cell.field, cell.value).replace("\n", "") or "（空）"
    name = cell.field.printed_label.replace("\n", "")
    yield f"{number_of(total, cell)} {name}＝{value}（{printed_month(total.period)}，{AGGREGATES[cell.aggregate]}）"
    if cell.changed:
        yield "  这是上报时留底的数；上报以后有变动，下面是现在的："
    labels = _labels(campaign)
    for form in total.sources:
        yield from _of_form(campaign, total, cell, form, labels)
    if cell.hazards:
        yield f"  台账 {len(cell.hazards)} 条：{'、'.join(cell.hazards)}"
    if cell.aggregate == "own" and cell.value is None:
        yield f"  由汇总单位填，还没有填：写在 roll_ups 的 own 里，{total.period} 之下的 {cell.field.name}。"


def number_of(total: Total, cell: Cell) -> str:
    """Return where an indicator stands: 2.1 is the first of the second group."""
    return next(one.number for one in indicators(total.form) if one.field.name == cell.field.name)


def _of_form(
    campaign: Campaign, total: Total, cell: Cell, form: Form, labels: Mapping[str, str]
) -> Iterator[str]:
    shares = [s for s in cell.shares if s.form == form.form]
    fields = list(dict.fromkeys(s.field for s in shares))
    if not fields:
        return
    named = {f.name: f.printed_label.replace("\n", "") for f in form.fields}
    yield f"  {form_name(campaign, form)}：{'、'.join(named[name] or name for name in fields)}"
    for share in (s for s in shares if not is_left_out(s.value)):
        yield f"    {labels[share.unit]} {_printed(form, share)}{_corrected(total, form, share)}"
    for words, units in _left(total, form, shares):
        if units:
            yield f"    {words}：{'、'.join(labels[u] for u in units)}"


def _left(total: Total, form: Form, shares: Sequence[Share]) -> Iterator[tuple[str, list[str]]]:
    """Yield why units are not in a number, with these units."""
    yield "没有填这一项", [s.unit for s in shares if is_left_out(s.value)]
    returns = [r for r in total.returns if r.form == form.form]
    yield "有错没有计入", [r.unit for r in returns if r.state == "wrong"]
    yield "未报", [r.unit for r in returns if r.state == "missing"]
    yield "计入了，但迟报", [r.unit for r in returns if r.late_days]


def _printed(form: Form, share: Share) -> str:
    field = next(f for f in form.fields if f.name == share.field)
    return printed_value(field, share.value).replace("\n", "")


def _corrected(total: Total, form: Form, share: Share) -> str:
    """Return what a corrected number was before: （第1次更正，2023年7月12日收到，原报 5）."""
    source = next(r for r in total.returns if (r.form, r.unit) == (share.form, share.unit))
    return "".join(f"（{words}）" for words in corrections_told(form, source, share.field))


def corrections_told(form: Form, source: Source, name: str) -> Iterator[str]:
    """Yield in words each correction of a return, with what a field was before it."""
    field = next(f for f in form.fields if f.name == name)
    versions = (*source.earlier, source.filled) if source.filled else ()
    for before, after in pairwise(versions):
        was, now = (v.values.get(name) for v in (before, after))
        came = f"，{printed_date(after.came_on)}收到" if after.came_on else ""
        changed = (
            f"，原报 {printed_value(field, was).replace(chr(10), '') or '空'}"
            if was != now
            else "，这一项没有变"
        )
        yield f"第{after.correction}次更正{came}{changed}"


def _labels(campaign: Campaign) -> Mapping[str, str]:
    return {u.code: u.label for u in campaign.units}
