"""Fitting a table to its page: the largest type that fits, rows stretched to give room to write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.layout import fit
from generator.layout import gbt9704 as gb
from generator.model.form import Form, Line
from generator.model.sheet import Cell, Grid, GridRow

NOTE_MAX_PT = 10.5
STRETCH_LIMIT = 1.8
SAFETY_MM = 2.0
LITTLE_OVER = 1.2  # a flowing table this much over one page is set smaller rather than over two pages


@dataclass(frozen=True, slots=True, kw_only=True)
class HighRow:
    """Row higher than a page: its number among the data rows (0 for none), its fullest field, that one's text."""

    number: int
    label: str
    chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Grid at its final size, with the type size of the notes; `fits` is false when the page is too small.

    `high` holds the rows of a flowing table that no page has room for, even at the smallest size.
    """

    grid: Grid
    note_pt: float
    note_line_pt: float
    blank_rows: int
    fits: bool
    high: tuple[HighRow, ...] = ()


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
    high: tuple[HighRow, ...]

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
    around: Sequence[Line],
) -> Fitted:
    """Return the grid at the largest size that fits its page, or at the form's size where it takes several.

    Rows from a group that begins a new page are fitted to that page on their own. `around` are the lines above
    and below the table as they print.
    """
    trials: list[_Trial] = []
    first = _available_mm(form, around, title_lines, attachment)
    for size in _sizes_pt(form):
        note_pt = min(NOTE_MAX_PT, size)
        cells = list(_cells(grid, values, rows))
        heights = _heights(grid, cells, rows, size)
        pages = list(_pages(form, grid, len(heights), (first, _notes_height_mm(form, notes, note_pt))))
        high = tuple(_high_rows(form, grid, cells, heights, size))
        trials.append(_Trial(size, note_pt, heights, pages, high))
        if trials[-1].fullness <= 1 or _takes_several_pages(form, trials[-1]):
            return _fitted(form, grid, trials[-1], len(rows))
    return _fitted(form, grid, _flowing(trials) if form.page.fit == "flow" else trials[-1], len(rows))


def set_lines(
    grid: Grid, values: Mapping[str, str], rows: Sequence[Mapping[str, str]]
) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the values with the line breaks of centred ones that take several lines of their cell."""
    cells = _cells(grid, {}, [{}])
    rooms = {c.slot: fit.cell_room_mm(text.width_mm) for c, text in cells if c.slot and c.align == "center"}

    def lined(printed: Mapping[str, str]) -> dict[str, str]:
        return {
            name: fit.even_lines(text, rooms[name], grid.size_pt) if name in rooms else text
            for name, text in printed.items()
        }

    return lined(values), [lined(row) for row in rows]


def _flowing(trials: Sequence[_Trial]) -> _Trial:
    """Return the largest size at which no row is higher than a page, the smallest when there is none."""
    return next((t for t in trials if not t.high), trials[-1])


def _sizes_pt(form: Form) -> list[float]:
    """Return the sizes to try, the largest first: the form's own, the usual ones below it, its smallest."""
    least, most = form.page.min_size_pt, form.page.size_pt
    return sorted({least, most, *(s for s in fit.TABLE_SIZES_PT if least <= s <= most)}, reverse=True)


def _takes_several_pages(form: Form, trial: _Trial) -> bool:
    """Tell whether a table is set on several pages at once; a record is set smaller first, down to its smallest."""
    flows = form.page.fit == "flow" and form.kind != "record"
    return flows and trial.fullness > LITTLE_OVER and not trial.high


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
    unsure_mm = (
        fit.line_height_mm(trial.size_pt) if data_rows else 0.0
    )  # Word may break a text a line earlier
    room = max(0, int((spare - unsure_mm) // blank_mm)) if blank_mm else 0
    blanks = max(0, min(form.min_rows - data_rows, room))
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
        high=trial.high if form.page.fit == "flow" else (),
    )


def _with_heights(rows: Sequence[GridRow], heights: Sequence[float]) -> tuple[GridRow, ...]:
    return tuple(replace(r, height_mm=round(h, 2)) for r, h in zip(rows, heights, strict=True))


def _available_mm(form: Form, around: Sequence[Line], title_lines: int, attachment: bool) -> float:
    """Height in mm left for table and notes: the type area less attachment line, title and lines around."""
    width, height = gb.type_area_mm(form.page.orientation == "landscape")
    head_lines = (gb.ATTACHMENT_TITLE_LINE - 1 if attachment else 0) + title_lines
    around_lines = sum(outer_line_count(line, width) for line in around)
    return height - (head_lines + around_lines) * gb.LINE_PITCH_MM - SAFETY_MM


def outer_line_count(line: Line, width_mm: float) -> int:
    """Return how many lines a line above or below a table takes: Word runs the left part on into the right.

    PDF sets them side by side, the right part on at most half of the line.
    """
    size = gb.TABLE_LINE_PT
    if line.center:
        return fit.line_count(line.center, width_mm, size)
    right_mm = gb.mm_from_pt(fit.widest_em(line.right) * size)
    left_mm = width_mm - min(right_mm, width_mm / 2)
    run_on = f"{line.left} {line.right}" if line.right else line.left
    parts = ((run_on, width_mm), (line.left, left_mm), (line.right, width_mm / 2))
    wraps = gb.mm_from_pt(fit.widest_em(line.left) * size) + right_mm > width_mm
    return max(fit.line_count(text, room, size) for text, room in parts) if wraps else 1


def _notes_height_mm(form: Form, notes: Sequence[str], size_pt: float) -> float:
    width, _ = gb.type_area_mm(form.page.orientation == "landscape")
    lines = sum(fit.line_count("　　" + n, width, size_pt) for n in notes)
    return lines * fit.line_height_mm(size_pt) + (1.0 if notes else 0.0)


def _heights(
    grid: Grid,
    cells: Sequence[tuple[Cell, fit.CellText]],
    rows: Sequence[Mapping[str, str]],
    size_pt: float,
) -> list[float]:
    minimum = [row.height_mm for row, _ in _expanded(grid.rows, rows)]
    return fit.row_heights_mm((text for _, text in cells), minimum, size_pt)


def _high_rows(
    form: Form,
    grid: Grid,
    cells: Sequence[tuple[Cell, fit.CellText]],
    heights: Sequence[float],
    size_pt: float,
) -> Iterator[HighRow]:
    """Yield the rows that are higher than a page below the head rows, which every page repeats."""
    heads = sum(row.head for row in grid.rows)
    first = next((i for i, row in enumerate(grid.rows) if row.each), len(heights))
    _, page_mm = gb.type_area_mm(form.page.orientation == "landscape")
    room = page_mm - SAFETY_MM - sum(heights[:heads])
    data_rows = len(heights) - len(grid.rows) + 1
    for index, height in enumerate(heights):
        if index >= heads and height > room:
            number = index - first + 1 if first <= index < first + data_rows else 0
            yield _high_row(form, [c for c in cells if c[1].row == index], number, size_pt)


def _high_row(form: Form, cells: Sequence[tuple[Cell, fit.CellText]], number: int, size_pt: float) -> HighRow:
    """Return the row with its fullest field; one of fixed wording is named by its label, or by its beginning."""
    valued = [(cell.slot, text) for cell, text in cells if cell.slot]
    if not valued:
        fixed = next((c.text for c, _ in cells if c.role in ("label", "remark")), "")
        return HighRow(number=number, label=fixed.replace("\n", "")[:20], chars=0)
    slot, text = max(valued, key=lambda v: fit.cell_height_mm(v[1].text, v[1].width_mm, size_pt))
    label = next(f.label for f in form.fields if f.name == slot)
    return HighRow(number=number, label=label.replace("\n", ""), chars=len(text.text.strip()))


def _expanded(
    grid_rows: Sequence[GridRow], rows: Sequence[Mapping[str, str]]
) -> Iterator[tuple[GridRow, Mapping[str, str]]]:
    for row in grid_rows:
        if row.each:
            yield from ((row, data) for data in rows)
        else:
            yield row, {}


def _cells(
    grid: Grid, values: Mapping[str, str], rows: Sequence[Mapping[str, str]]
) -> Iterator[tuple[Cell, fit.CellText]]:
    covered: dict[int, int] = {}
    for index, (row, data) in enumerate(_expanded(grid.rows, rows)):
        column = 0
        for cell in row.cells:
            while covered.get(column, 0) > index:
                column += 1
            width = sum(grid.widths_mm[column : column + cell.col_span])
            text = cell.text or data.get(cell.slot, values.get(cell.slot, "")) or "\n" * (len(cell.lines) - 1)
            yield cell, fit.CellText(text, width, index, cell.row_span)
            for c in range(column, column + cell.col_span):
                covered[c] = index + cell.row_span
            column += cell.col_span
