"""Fitting a table to its page: the largest type that fits, rows stretched to give room to write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.layout import fit
from generator.layout import gbt9704 as gb
from generator.model.form import Form
from generator.model.sheet import Grid, GridRow

NOTE_MAX_PT = 10.5
ABOVE_PT = 12.0
STRETCH_LIMIT = 1.8
SAFETY_MM = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Grid at its final size, with the type size of the notes; `fits` is false when the page is too small."""

    grid: Grid
    note_pt: float
    note_line_pt: float
    blank_rows: int
    fits: bool


def fit_table(
    form: Form,
    grid: Grid,
    values: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
    *,
    notes: Sequence[str],
    title_lines: int,
    attachment: bool,
) -> Fitted:
    """Return the grid at the largest size that fits one page, or at the form's size where it may flow."""
    available = _available_mm(form, title_lines, attachment)
    sizes = [s for s in fit.TABLE_SIZES_PT if form.page.min_size_pt <= s <= form.page.size_pt]
    if form.page.fit == "flow":
        sizes = sizes[:1]
    for size in sizes:
        note_pt = min(NOTE_MAX_PT, size)
        room = available - _notes_height_mm(form, notes, note_pt)
        heights = _heights(grid, values, rows, size)
        if sum(heights) <= room or size == sizes[-1]:
            return _fitted(form, grid, heights, (size, note_pt, room, len(rows)))
    raise AssertionError("a form always has a size to try")


def _fitted(form: Form, grid: Grid, heights: list[float], at: tuple[float, float, float, int]) -> Fitted:
    size, note_pt, room, data_rows = at
    spare = room - sum(heights)
    minimum = next((r.height_mm for r in grid.rows if r.each), 0.0)
    blanks = max(0, min(form.min_rows - data_rows, int(spare // minimum))) if minimum else 0
    if form.page.fit == "one_page":
        heights = fit.stretch(heights, room, STRETCH_LIMIT)
    new_rows = grid.rows if any(r.each for r in grid.rows) else _with_heights(grid.rows, heights)
    return Fitted(
        grid=replace(grid, rows=new_rows, size_pt=size, line_pt=gb.pt_from_mm(fit.line_height_mm(size))),
        note_pt=note_pt,
        note_line_pt=gb.pt_from_mm(fit.line_height_mm(note_pt)),
        blank_rows=blanks,
        fits=spare >= 0 or form.page.fit == "flow",
    )


def _with_heights(rows: Sequence[GridRow], heights: Sequence[float]) -> tuple[GridRow, ...]:
    return tuple(replace(r, height_mm=round(h, 2)) for r, h in zip(rows, heights, strict=True))


def _available_mm(form: Form, title_lines: int, attachment: bool) -> float:
    """Height in mm left for table and notes: the type area less attachment line, title and lines around."""
    _, height = gb.type_area_mm(form.page.orientation == "landscape")
    head_lines = (gb.ATTACHMENT_TITLE_LINE - 1 if attachment else 0) + title_lines
    around = len(form.above) + len(form.below)
    return height - (head_lines + around) * gb.LINE_PITCH_MM - SAFETY_MM


def _notes_height_mm(form: Form, notes: Sequence[str], size_pt: float) -> float:
    width, _ = gb.type_area_mm(form.page.orientation == "landscape")
    lines = sum(len(fit.break_lines("　　" + n, width, size_pt)) for n in notes)
    return lines * fit.line_height_mm(size_pt) + (1.0 if notes else 0.0)


def _heights(
    grid: Grid, values: Mapping[str, str], rows: Sequence[Mapping[str, str]], size_pt: float
) -> list[float]:
    expanded = list(_expanded(grid.rows, rows))
    minimum = [row.height_mm for row, _ in expanded]
    return fit.row_heights_mm(_cell_texts(grid, expanded, values), minimum, size_pt)


def _expanded(
    grid_rows: Sequence[GridRow], rows: Sequence[Mapping[str, str]]
) -> Iterator[tuple[GridRow, Mapping[str, str]]]:
    for row in grid_rows:
        if row.each:
            yield from ((row, data) for data in rows)
        else:
            yield row, {}


def _cell_texts(
    grid: Grid, expanded: Sequence[tuple[GridRow, Mapping[str, str]]], values: Mapping[str, str]
) -> Iterator[fit.CellText]:
    covered: dict[int, int] = {}
    for index, (row, data) in enumerate(expanded):
        column = 0
        for cell in row.cells:
            while covered.get(column, 0) > index:
                column += 1
            width = sum(grid.widths_mm[column : column + cell.col_span])
            text = cell.text or data.get(cell.slot, values.get(cell.slot, "")) or "\n" * (len(cell.lines) - 1)
            yield fit.CellText(text, width, index, cell.row_span)
            for c in range(column, column + cell.col_span):
                covered[c] = index + cell.row_span
            column += cell.col_span
