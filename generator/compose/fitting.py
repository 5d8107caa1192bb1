"""Fitting a table to its page: the largest type that fits, rows stretched to give room to write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.layout import fit
from generator.layout import gbt9704 as gb
from generator.model.form import Form
from generator.model.sheet import Grid, GridRow

NOTE_MAX_PT = 10.5
ABOVE_PT = 12.0
STRETCH_LIMIT = 1.8
SAFETY_MM = 2.0
LITTLE_OVER = 1.2  # a flowing table this much over one page is set smaller rather than over two pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Grid at its final size, with the type size of the notes; `fits` is false when the page is too small."""

    grid: Grid
    note_pt: float
    note_line_pt: float
    blank_rows: int
    fits: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows that are to stand on one page, and the room in mm that this page has for them."""

    rows: slice
    room_mm: float


@dataclass(frozen=True, slots=True)
class _Trial:
    """Table set at one size: its rows' heights in mm, page by page."""

    size_pt: float
    note_pt: float
    heights: list[float]
    pages: list[_Stretch]

    @property
    def fullness(self) -> float:
        """How full the fullest page is: above 1 it runs over."""
        return max(sum(self.heights[p.rows]) / max(p.room_mm, 1.0) for p in self.pages)


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
    """Return the grid at the largest size that fits its page, or at the form's size where it takes several.

    Rows from a group that begins a new page are fitted to that page on their own.
    """
    trials: list[_Trial] = []
    for size in _sizes_pt(form):
        note_pt = min(NOTE_MAX_PT, size)
        heights = _heights(grid, values, rows, size)
        first = _available_mm(form, title_lines, attachment)
        pages = list(_pages(form, grid, len(heights), (first, _notes_height_mm(form, notes, note_pt))))
        trials.append(_Trial(size, note_pt, heights, pages))
        if trials[-1].fullness <= 1 or _takes_several_pages(form, trials[-1]):
            return _fitted(form, grid, trials[-1], len(rows))
    return _fitted(form, grid, trials[0 if form.page.fit == "flow" else -1], len(rows))


def _sizes_pt(form: Form) -> list[float]:
    """Return the sizes to try, the largest first: the form's own, the usual ones below it, its smallest."""
    least, most = form.page.min_size_pt, form.page.size_pt
    return sorted({least, most, *(s for s in fit.TABLE_SIZES_PT if least <= s <= most)}, reverse=True)


def _takes_several_pages(form: Form, trial: _Trial) -> bool:
    return form.page.fit == "flow" and trial.fullness > LITTLE_OVER


def _pages(form: Form, grid: Grid, rows: int, rooms: tuple[float, float]) -> Iterator[_Stretch]:
    """Yield the rows of each page; the first has the title above, the last the notes below."""
    first_mm, notes_mm = rooms
    _, full_mm = gb.type_area_mm(form.page.orientation == "landscape")
    starts = [0, *(i for i, row in enumerate(grid.rows) if row.new_page and i), rows]
    for start, end in pairwise(starts):
        room = first_mm if start == 0 else full_mm - SAFETY_MM
        yield _Stretch(slice(start, end), room - (notes_mm if end == rows else 0.0))


def _fitted(form: Form, grid: Grid, trial: _Trial, data_rows: int) -> Fitted:
    fits = trial.fullness <= 1
    last = trial.pages[-1]
    spare = last.room_mm - sum(trial.heights[last.rows])
    empty_mm = fit.cell_height_mm("", 0.0, trial.size_pt)
    blank_mm = next((max(r.height_mm, empty_mm) for r in grid.rows if r.each), 0.0)
    blanks = max(0, min(form.min_rows - data_rows, int(spare // blank_mm))) if blank_mm else 0
    heights = trial.heights
    if fits and (form.page.fit == "one_page" or len(trial.pages) > 1):
        heights = [
            h for p in trial.pages for h in fit.stretch(trial.heights[p.rows], p.room_mm, STRETCH_LIMIT)
        ]
    new_rows = grid.rows if blank_mm else _with_heights(grid.rows, heights)
    line_pt = gb.pt_from_mm(fit.line_height_mm(trial.size_pt))
    return Fitted(
        grid=replace(grid, rows=new_rows, size_pt=trial.size_pt, line_pt=line_pt),
        note_pt=trial.note_pt,
        note_line_pt=gb.pt_from_mm(fit.line_height_mm(trial.note_pt)),
        blank_rows=blanks,
        fits=fits or form.page.fit == "flow",
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
