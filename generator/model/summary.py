"""Summary (汇总簿): tables of figures as a spreadsheet shows them, formulas beside the values they give."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

CellStyle: TypeAlias = Literal["title", "head", "label", "text", "number", "total"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryCell:
    """Cell of a summary: a value, and the formula that gives it where it is computed."""

    value: str | int | float | None = None
    formula: str = ""
    style: CellStyle = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySheet:
    """Sheet of a summary: a title over the whole width, a row of heads, then rows; heads and first columns stay."""

    name: str
    title: str
    widths: tuple[float, ...]
    heads: tuple[SummaryCell, ...]
    rows: tuple[tuple[SummaryCell, ...], ...]
    fixed_columns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Summary (汇总簿): its sheets, in order, and who answers for it."""

    title: str
    author: str
    sheets: tuple[SummarySheet, ...]
