"""Summary (汇总簿): tables of figures as a spreadsheet shows them, formulas beside the values they give."""

from typing import Literal, TypeAlias

from generator.dataclass import dataclass

OriginKind: TypeAlias = Literal["total", "before", "change", "form", "units", "unit"]
CellStyle: TypeAlias = Literal["title", "head", "label", "text", "number", "total"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Origin (数的出处) of a number in a summary.

    total, before, change: the total itself, that of the month before, the change. form: what one form gives to it.
    units: all units' values in one field of a form; unit: one unit's. `total` and `form` are codes of forms; `field`
    is of the total, with units and unit of the form; `part` is one number of several.
    """

    kind: OriginKind
    total: str
    field: str
    part: str = ""
    form: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryCell:
    """Cell of a summary: a value, the formula that gives it where it is computed, and where a number comes from."""

    value: str | int | float | None = None
    formula: str = ""
    style: CellStyle = "text"
    origin: Origin | None = None


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
