"""Fitting a table of groups to its page: the largest type that fits, rows stretched to give room to write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.layout import fit
from generator.layout import gbt9704 as gb
from generator.model.form import Form
from generator.model.sheet import Grid, GridRow

NOTE_MAX_PT = 10.5
STRETCH_LIMIT = 1.8
SAFETY_MM = 2.0
LITTLE_OVER = 1.2  # a flowing table this much over one page is set smaller rather than over two pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a table: lines of its title, an attachment's number, notes below."""

    title_lines: int = 1
    attachment: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Grid at its final size, with the type size of the notes; `fits` is false when the page is too small.

    `values` has what prints in each slot, and `tall_rows` the numbers of rows that no page can hold.
    """

    grid: Grid
    values: Mapping[str, str]
    note_pt: float
    note_line_pt: float
    fits: bool
    tall_rows: tuple[int, ...] = ()


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


def fit_table(form: Form, grid: Grid, values: Mapping[str, str], around: Around) -> Fitted:
    """Return the grid at the largest size that fits its page, or at the form's size where it takes several.

    Rows from a group that begins a new page are fitted to that page on their own.
    """
    trials: list[_Trial] = []
    for size in sizes_pt(form):
        note_pt = min(NOTE_MAX_PT, size)
        heights = _heights(grid, values, size)
        rooms = (first_room_mm(form, around), notes_height_mm(form, around.notes, note_pt))
        trials.append(_Trial(size, note_pt, heights, list(_pages(form, grid, len(heights), rooms))))
        if trials[-1].fullness <= 1 or _takes_several_pages(form, trials[-1]):
            return _fitted(form, grid, values, trials[-1])
    return _fitted(form, grid, values, trials[0 if form.page.fit == "flow" else -1])


def sizes_pt(form: Form) -> list[float]:
    """Return the sizes to try, the largest first: the form's own, the usual ones below it, its smallest."""
    least, most = form.page.min_size_pt, form.page.size_pt
    return sorted({least, most, *(s for s in fit.TABLE_SIZES_PT if least <= s <= most)}, reverse=True)


def _takes_several_pages(form: Form, trial: _Trial) -> bool:
    return form.page.fit == "flow" and trial.fullness > LITTLE_OVER


def _pages(form: Form, grid: Grid, rows: int, rooms: tuple[float, float]) -> Iterator[_Stretch]:
    """Yield the rows of each page; the first has the title above, the last the notes below."""
    first_mm, notes_mm = rooms
    starts = [0, *(i for i, row in enumerate(grid.rows) if row.new_page and i), rows]
    for start, end in pairwise(starts):
        room = first_mm if start == 0 else later_room_mm(form)
        yield _Stretch(slice(start, end), room - (notes_mm if end == rows else 0.0))


def _fitted(form: Form, grid: Grid, values: Mapping[str, str], trial: _Trial) -> Fitted:
    fits = trial.fullness <= 1
    heights = trial.heights
    if fits and (form.page.fit == "one_page" or len(trial.pages) > 1):
        heights = [
            h for p in trial.pages for h in fit.stretch(trial.heights[p.rows], p.room_mm, STRETCH_LIMIT)
        ]
    return Fitted(
        grid=sized(grid, _with_heights(grid.rows, heights, fits), trial.size_pt),
        values=values,
        note_pt=trial.note_pt,
        note_line_pt=gb.pt_from_mm(fit.line_height_mm(trial.note_pt)),
        fits=fits or form.page.fit == "flow",
    )


def _with_heights(rows: Sequence[GridRow], heights: Sequence[float], fits: bool) -> tuple[GridRow, ...]:
    """Return the rows at their heights; rows that do not fit their pages flow on instead of beginning them."""
    return tuple(
        replace(r, height_mm=round(h, 2), new_page=r.new_page and fits)
        for r, h in zip(rows, heights, strict=True)
    )


def sized(grid: Grid, rows: tuple[GridRow, ...], size_pt: float) -> Grid:
    """Return the grid with its final rows, type size and line height."""
    return replace(grid, rows=rows, size_pt=size_pt, line_pt=gb.pt_from_mm(fit.line_height_mm(size_pt)))


def first_room_mm(form: Form, around: Around) -> float:
    """Height in mm left for table and notes: the type area less attachment line, title and lines around."""
    head_lines = (gb.ATTACHMENT_TITLE_LINE - 1 if around.attachment else 0) + around.title_lines
    return later_room_mm(form) - (head_lines + len(form.above) + len(form.below)) * gb.LINE_PITCH_MM


def later_room_mm(form: Form) -> float:
    """Height in mm that a later page has for rows."""
    _, height = gb.type_area_mm(form.page.orientation == "landscape")
    return height - SAFETY_MM


def notes_height_mm(form: Form, notes: Sequence[str], size_pt: float) -> float:
    """Height in mm of the notes below the table."""
    width, _ = gb.type_area_mm(form.page.orientation == "landscape")
    lines = sum(len(fit.break_lines("　　" + n, width, size_pt)) for n in notes)
    return lines * fit.line_height_mm(size_pt) + (1.0 if notes else 0.0)


def _heights(grid: Grid, values: Mapping[str, str], size_pt: float) -> list[float]:
    minimum = [row.height_mm for row in grid.rows]
    return fit.row_heights_mm(cell_texts(grid, values), minimum, size_pt)


def cell_texts(grid: Grid, values: Mapping[str, str]) -> Iterator[fit.CellText]:
    """Yield the text of every cell with its width and rows."""
    covered: dict[int, int] = {}
    for index, row in enumerate(grid.rows):
        column = 0
        for cell in row.cells:
            while covered.get(column, 0) > index:
                column += 1
            width = sum(grid.widths_mm[column : column + cell.col_span])
            text = cell.text or values.get(cell.slot, "") or "\n" * (len(cell.lines) - 1)
            yield fit.CellText(text, width, index, cell.row_span)
            for c in range(column, column + cell.col_span):
                covered[c] = index + cell.row_span
            column += cell.col_span
