"""Cells of a summary (汇总簿的格): heads, labels, values, and totals whose formula gives their value."""

from collections.abc import Sequence

from generator.compose.roll_up import Indicator
from generator.compose.wording import printed_value
from generator.derive.roll_up import added, is_left_out, largest
from generator.model.filled import Scalar, Value
from generator.model.summary import Origin, OriginKind, SummaryCell

_SEPARATOR = ","


def origin(
    kind: OriginKind,
    total: str,
    indicator: Indicator,
    *,
    form: str = "",
    unit: str = "",
) -> Origin:
    """Return where a number of an indicator comes from."""
    part = indicator.part.name if indicator.part else ""
    return Origin(kind=kind, total=total, field=indicator.field.name, part=part, form=form, unit=unit)


def head(words: str) -> SummaryCell:
    """Return the head of a column, in one line."""
    return SummaryCell(value=words.replace("\n", ""), style="head")


def label(words: str) -> SummaryCell:
    """Return the name of a row, in one line."""
    return SummaryCell(value=words.replace("\n", ""), style="label")


def text(words: str) -> SummaryCell:
    """Return a cell with a text."""
    return SummaryCell(value=words, style="text")


def number(value: str | int | float | None) -> SummaryCell:
    """Return a cell with a value, mostly a number."""
    return SummaryCell(value=value, style="number")


def shown(indicator: Indicator, whole: Value) -> str | int | float | None:
    """Return a value as a cell holds it: yes and no in words, days as they are printed, what is left out empty."""
    value = indicator.of(whole)
    if isinstance(value, bool):
        return _word(value)
    if indicator.field.kind == "date":
        return printed_value(indicator.field, value) or None
    return None if is_left_out(value) else value


def _word(value: Scalar) -> Scalar:
    return ("是" if value else "否") if isinstance(value, bool) else value


def total_cell(way: str, references: Sequence[str], values: Sequence[Scalar]) -> SummaryCell:
    """Return what values come to, with the formula over the cells that hold them; empty where nothing is combined.

    `way` is sum, max or any; another gives an empty cell. A total of nothing is empty, not 0.
    """
    cells = _SEPARATOR.join(references)
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if not references:
        return SummaryCell(style="total")
    if way == "any":
        return SummaryCell(value=_any(values), formula=_any_formula(references), style="total")
    if way not in ("sum", "max"):
        return SummaryCell(style="total")
    inner = f"ROUND(SUM({cells}),6)" if way == "sum" else f"MAX({cells})"
    value = (added(numbers) if way == "sum" else largest(numbers)) if numbers else ""
    return SummaryCell(value=value, formula=f'=IF(COUNT({cells})=0,"",{inner})', style="total")


def _any(values: Sequence[Scalar]) -> str:
    words = [_word(v) for v in values if not is_left_out(v)]
    return "是" if "是" in words else "否" if words else ""


def _any_formula(references: Sequence[str]) -> str:
    """Return the formula for 是 where one is, 否 where all that are filled say so."""
    yes, no = ("+".join(f'COUNTIF({cells},"{word}")' for cells in references) for word in ("是", "否"))
    return f'=IF({yes}>0,"是",IF({no}>0,"否",""))'
