"""Fitting a table of groups to its page: the largest type that fits, rows stretched to give room to write."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.dataclass import dataclass
from generator.kept import Kept
from generator.layout import fit
from generator.layout import gbt9704 as gb
from generator.layout.page_rows import Rooms
from generator.model.form import Form, Line
from generator.model.sheet import Cell, Grid, GridRow, TableContent

NOTE_MAX_PT = 10.5
STRETCH_LIMIT = 1.8
SAFETY_MM = 2.0
_WORDED = ("head", "label")  # cells of fixed wording
LITTLE_OVER = 1.2  # a flowing table this much over one page is set smaller rather than over two pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a table, as it prints: lines of its title, an attachment's number, lines and notes."""

    title_lines: int = 1
    attachment: bool = False
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HighRow:
    """Row higher than a page: its number among the data rows (0 for none), its fullest field, that one's text."""

    number: int
    label: str
    chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Grid at its final size, with the type size of the notes; `fits` is false when the page is too small.

    `values` has what prints in each slot; `high` the rows of a flowing table that no page has room for, even at
    the smallest size.
    """

    grid: Grid
    values: Mapping[str, str]
    note_pt: float
    note_line_pt: float
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


def fit_table(form: Form, grid: Grid, values: Mapping[str, str], around: Around) -> Fitted:
    """Return the grid at the largest size that fits its page, or at the form's size where it takes several.

    Rows from a group that begins a new page are fitted to that page on their own.
    """
    trials: list[_Trial] = []
    for size in sizes_pt(form):
        note_pt = min(NOTE_MAX_PT, size)
        heights = _heights(grid, values, size)
        rooms = (first_room_mm(form, around), notes_height_mm(form, around.notes, note_pt))
        pages = list(_pages(form, grid, len(heights), rooms))
        high = (
            tuple(_high_rows(form, grid, values, heights, size))
            if max(heights, default=0.0) > later_room_mm(form)
            else ()
        )
        trials.append(_Trial(size, note_pt, heights, pages, high))
        if trials[-1].fullness <= 1 or _takes_several_pages(form, trials[-1]):
            return _fitted(form, grid, values, trials[-1])
    return _fitted(form, grid, values, _flowing(trials) if form.page.fit == "flow" else trials[-1])


@dataclass(frozen=True, slots=True)
class _Plain:
    """Grid at one size without values: heights of its rows in mm, what spans several of them, where values go."""

    heights: list[float]
    spans: list[tuple[fit.CellText, float]]
    slots: list[tuple[str, fit.CellText]]


_PLAIN: Kept[_Plain] = Kept()
_GRIDS: Kept[Grid] = Kept()
_ROOMS: Kept[dict[str, float]] = Kept()


def _heights(grid: Grid, values: Mapping[str, str], size_pt: float) -> list[float]:
    """Return the height of every row, from its cells' texts; what is fixed wording is reckoned once."""
    plain = _PLAIN.of(grid, size_pt, lambda: _plain(grid, size_pt))
    heights, spans = list(plain.heights), plain.spans
    for slot, cell in plain.slots:
        text = values.get(slot, "")
        if text:
            needed = fit.cell_height_mm(text, cell.width_mm, size_pt)
            if cell.row_span == 1:
                heights[cell.row] = max(heights[cell.row], needed)
            else:
                spans = sorted([*spans, (cell, needed)], key=lambda span: span[0].row_span)
    for cell, needed in spans:
        last = cell.row + cell.row_span - 1
        heights[last] += max(0.0, needed - sum(heights[cell.row : last + 1]))
    return heights


def _plain(grid: Grid, size_pt: float) -> _Plain:
    cells = list(_cells(grid, {}))
    texts = [text for _, text in cells]
    single = [text for text in texts if text.row_span == 1]
    heights = fit.row_heights_mm(single, [row.height_mm for row in grid.rows], size_pt)
    spanning = sorted((text for text in texts if text.row_span > 1), key=lambda text: text.row_span)
    spans = [(text, fit.cell_height_mm(text.text, text.width_mm, size_pt)) for text in spanning]
    return _Plain(heights, spans, [(cell.slot, text) for cell, text in cells if cell.slot])


def lined(grid: Grid, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values with the line breaks of centred ones that take several lines of their cell."""
    rooms = _ROOMS.of(grid, "", lambda: _rooms(grid))
    return {
        name: fit.even_lines(text, rooms[name], grid.size_pt) if name in rooms else text
        for name, text in values.items()
    }


def _rooms(grid: Grid) -> dict[str, float]:
    cells = _cells(grid, {})
    return {c.slot: fit.cell_room_mm(text.width_mm) for c, text in cells if c.slot and c.align == "center"}


def evened(grid: Grid) -> Grid:
    """Return the grid with line breaks in the heads and labels that take several lines of their cell."""
    texts = ((c, text.width_mm) for c, text in _cells(grid, {}) if c.role in _WORDED and c.align == "center")
    rooms = {id(cell): fit.cell_room_mm(width) for cell, width in texts}

    def even(cell: Cell) -> Cell:
        room = rooms.get(id(cell), 0.0)
        return replace(cell, text=fit.even_lines(cell.text, room, grid.size_pt)) if room else cell

    rows = (replace(row, cells=tuple(even(c) for c in row.cells)) for row in grid.rows)
    return replace(grid, rows=tuple(rows))


def _flowing(trials: Sequence[_Trial]) -> _Trial:
    """Return the largest size at which no row is higher than a page, the smallest when there is none."""
    return next((t for t in trials if not t.high), trials[-1])


def sizes_pt(form: Form) -> list[float]:
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
    rounded = tuple(round(height, 2) for height in heights)
    size = trial.size_pt
    return Fitted(
        grid=_GRIDS.of(
            grid, (size, rounded), lambda: evened(sized(grid, _with_heights(grid.rows, rounded), size))
        ),
        values=values,
        note_pt=trial.note_pt,
        note_line_pt=gb.pt_from_mm(fit.line_height_mm(trial.note_pt)),
        fits=fits or form.page.fit == "flow",
        high=trial.high if form.page.fit == "flow" else (),
    )


def _with_heights(rows: Sequence[GridRow], heights: Sequence[float]) -> tuple[GridRow, ...]:
    return tuple(replace(r, height_mm=h) for r, h in zip(rows, heights, strict=True))


def sized(grid: Grid, rows: tuple[GridRow, ...], size_pt: float) -> Grid:
    """Return the grid with its final rows, type size and line height."""
    return replace(grid, rows=rows, size_pt=size_pt, line_pt=gb.pt_from_mm(fit.line_height_mm(size_pt)))


def first_room_mm(form: Form, around: Around) -> float:
    """Height in mm left for table and notes: the type area less attachment line, title and lines around."""
    head_lines = (gb.ATTACHMENT_TITLE_LINE - 1 if around.attachment else 0) + around.title_lines
    lines_mm = _lines_height_mm(form, (*around.above, *around.below))
    return later_room_mm(form) - head_lines * gb.LINE_PITCH_MM - lines_mm


def room_left_mm(form: Form, content: TableContent) -> float:
    """Height in mm that a fitted table leaves free on its page; beyond it, SAFETY_MM is kept for office programs."""
    around = Around(
        title_lines=len(content.title),
        attachment=bool(content.attachment),
        above=content.above,
        below=content.below,
    )
    taken_mm = sum(row.height_mm for row in content.grid.rows)
    return first_room_mm(form, around) - notes_height_mm(form, content.notes, content.note_pt) - taken_mm


def later_room_mm(form: Form) -> float:
    """Height in mm that a later page has for rows."""
    _, height = gb.type_area_mm(form.page.orientation == "landscape")
    return height - SAFETY_MM


def rooms_of(form: Form, around: Around, head_mm: float, note_pt: float) -> Rooms:
    """Return the rooms for the rows of a long table: its head stands on every page, what is below stays with the last.

    What is no whole line of the page stays free: office programs set rows a little higher than they are reckoned.
    """
    _, height = gb.type_area_mm(form.page.orientation == "landscape")
    lost = height - int(height / gb.LINE_PITCH_MM + 1e-6) * gb.LINE_PITCH_MM
    below = _lines_height_mm(form, around.below)
    return Rooms(
        first_mm=first_room_mm(form, around) + below - head_mm - lost,
        later_mm=later_room_mm(form) - head_mm - lost,
        tail_mm=notes_height_mm(form, around.notes, note_pt) + below,
    )


def _lines_height_mm(form: Form, lines: Iterable[Line]) -> float:
    width, _ = gb.type_area_mm(form.page.orientation == "landscape")
    return sum(outer_line_count(line, width) for line in lines) * gb.LINE_PITCH_MM


def outer_line_count(line: Line, width_mm: float) -> int:
    """Return how many lines a line above or below a table takes: Word runs the left part on into the right.

    PDF sets them side by side, the right part on at most half of the line; of three parts each has a third.
    """
    size = gb.TABLE_LINE_PT
    if line.center:
        texts = [text for text in (line.left, line.center, line.right) if text]
        return max(fit.line_count(text, width_mm / (3 if len(texts) > 1 else 1), size) for text in texts)
    right_mm = gb.mm_from_pt(fit.widest_em(line.right) * size)
    left_mm = width_mm - min(right_mm, width_mm / 2)
    run_on = f"{line.left} {line.right}" if line.right else line.left
    parts = ((run_on, width_mm), (line.left, left_mm), (line.right, width_mm / 2))
    wraps = gb.mm_from_pt(fit.widest_em(line.left) * size) + right_mm > width_mm
    return max(fit.line_count(text, room, size) for text, room in parts) if wraps else 1


def notes_height_mm(form: Form, notes: Sequence[str], size_pt: float) -> float:
    """Height in mm of the notes below the table."""
    width, _ = gb.type_area_mm(form.page.orientation == "landscape")
    lines = sum(fit.line_count("　　" + n, width, size_pt) for n in notes)
    return lines * fit.line_height_mm(size_pt) + (1.0 if notes else 0.0)


def _high_rows(
    form: Form, grid: Grid, values: Mapping[str, str], heights: Sequence[float], size_pt: float
) -> Iterator[HighRow]:
    """Yield the rows that are higher than a page; one of fixed wording is named by its label or its beginning."""
    cells = list(_cells(grid, values))
    for index, height in enumerate(heights):
        if height <= later_room_mm(form):
            continue
        row = [(cell, text) for cell, text in cells if text.row == index]
        valued = [(cell.slot, text) for cell, text in row if cell.slot]
        fixed = next((c.text for c, _ in row if c.role in ("label", "remark")), "")
        if valued:
            yield high_row(form, 0, valued, size_pt)
        else:
            yield HighRow(number=0, label=fixed.replace("\n", "")[:20], chars=0)


def high_row(form: Form, number: int, valued: Iterable[tuple[str, fit.CellText]], size_pt: float) -> HighRow:
    """Return the row with the fullest of its fields, told by their names."""
    name, text = max(valued, key=lambda v: fit.cell_height_mm(v[1].text, v[1].width_mm, size_pt))
    label = next(f.label or f.head_group for f in form.fields if f.name == name)
    return HighRow(number=number, label=label.replace("\n", ""), chars=len(text.text.strip()))


def cell_texts(grid: Grid, values: Mapping[str, str]) -> Iterator[fit.CellText]:
    """Yield the text of every cell with its width and rows."""
    yield from (text for _, text in _cells(grid, values))


def _cells(grid: Grid, values: Mapping[str, str]) -> Iterator[tuple[Cell, fit.CellText]]:
    covered: dict[int, int] = {}
    for index, row in enumerate(grid.rows):
        column = 0
        for cell in row.cells:
            while covered.get(column, 0) > index:
                column += 1
            width = sum(grid.widths_mm[column : column + cell.col_span])
            text = cell.text or values.get(cell.slot, "") or "\n" * (len(cell.lines) - 1)
            yield cell, fit.CellText(text, width, index, cell.row_span)
            for c in range(column, column + cell.col_span):
                covered[c] = index + cell.row_span
            column += cell.col_span
