"""Ledger (台账、清单): printed rows to a grid, cells merged where rows agree, pages begun where they fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from math import inf
from typing import Literal, TypeAlias

from generator.compose.fitting import (
    LITTLE_OVER,
    NOTE_MAX_PT,
    Around,
    Fitted,
    HighRow,
    cell_texts,
    evened,
    high_row,
    rooms_of,
    sized,
    sizes_pt,
)
from generator.compose.values import blank_row
from generator.compose.wording import IDEOGRAPHIC_SPACE
from generator.dataclass import dataclass
from generator.derive.sources import HAZARD_RECORDS
from generator.kept import Kept
from generator.layout import fit
from generator.layout import gbt9704 as gb
from generator.layout.page_rows import PageRows, Rooms, Run, overfull, split
from generator.model.form import Field, Form
from generator.model.sheet import Cell, Grid, GridRow, InlineTable

HEAD_MM = 10.0
HALF_HEAD_MM = 7.0  # of two head rows
CONTINUED = "（续）"

Row: TypeAlias = Mapping[str, str]
_Made: TypeAlias = tuple[Sequence[Row], dict[str, dict[int, int]], dict[str, str]]
_Shape: TypeAlias = tuple[str, Literal["left", "center"], int]  # of a cell: slot, alignment, rows it spans


@dataclass(frozen=True, slots=True)
class _Frame:
    """Ledger without its rows: widths of the columns in mm, head rows, the remark that ends it."""

    widths: tuple[float, ...]
    heads: tuple[GridRow, ...]
    tail: tuple[GridRow, ...]


_FRAMES: Kept[_Frame] = Kept()
_FIXED: Kept[tuple[GridRow, ...]] = Kept()


@dataclass(frozen=True, slots=True)
class _Trial:
    """Ledger set at one size: its rows, the pages they take, and how full one page would be without blank rows."""

    size_pt: float
    rows: list[Row]
    rooms: Rooms
    pages: list[PageRows]
    fullness: float

    @property
    def tall(self) -> list[int]:
        """Rows that are higher than the page they stand on."""
        return overfull(self.pages, self.rooms)


def fit_ledger(form: Form, rows: Sequence[Row], around: Around, width_mm: float) -> Fitted:
    """Return the ledger at the largest size at which it fits one page, or at which no row is higher than a page."""
    frame = _frame(form, width_mm)
    trials: list[_Trial] = []
    for size in sizes_pt(form):
        trial = _trial(form, frame, rows, (around, size))
        trials.append(trial)
        several = form.page.fit == "flow" and not trial.tall and trial.fullness > LITTLE_OVER
        if (len(trial.pages) == 1 and not trial.tall) or several:
            return _fitted(form, frame, trial, rows)
    flowing = next((t for t in trials if not t.tall), trials[-1])
    return _fitted(form, frame, flowing if form.page.fit == "flow" else trials[-1], rows)


def flowing_ledger(form: Form, rows: Sequence[Row], width_mm: float, size_pt: float) -> InlineTable:
    """Return the ledger as a table in a text, at one size: where its pages begin is not known here."""
    frame = _frame(form, width_mm)
    least = max(form.page.row_height_mm, fit.cell_height_mm("", 0.0, size_pt))
    data = [_broken(form, row, frame.widths, size_pt) for row in rows]
    trial = _set(form, frame, data, (Rooms(inf, inf), size_pt, least))
    fitted = _fitted(form, frame, trial, rows)
    return InlineTable(grid=fitted.grid, printed=tuple(fitted.values.items()))


def _frame(form: Form, width_mm: float) -> _Frame:
    return _FRAMES.of(form, width_mm, lambda: _framed(form, width_mm))


def _framed(form: Form, width_mm: float) -> _Frame:
    total = sum(c.width_mm for c in form.columns)
    edges = [0.0, *accumulate(c.width_mm * width_mm / total for c in form.columns)]
    remark = Cell(role="remark", text=form.remark, align="left", col_span=len(form.columns))
    return _Frame(
        widths=tuple(round(round(b, 2) - round(a, 2), 2) for a, b in pairwise(edges)),
        heads=tuple(_head_rows(form.columns)),
        tail=(GridRow(cells=(remark,), height_mm=HEAD_MM),) if form.remark else (),
    )


def _head_rows(columns: Sequence[Field]) -> Iterator[GridRow]:
    """Yield the head: a row, and one more for each merged head that stands over others."""
    depth = max(len(c.heads_over) + bool(c.printed_label or not c.heads_over) for c in columns)
    height = HALF_HEAD_MM if depth > 1 else HEAD_MM
    laid = list(_head_cells(columns, 0, depth))
    for level in range(depth):
        yield GridRow(cells=tuple(cell for at, cell in laid if at == level), height_mm=height, head=True)


def _head_cells(columns: Sequence[Field], level: int, depth: int) -> Iterator[tuple[int, Cell]]:
    """Yield the heads of columns from a level down, each with its level; the last of a column reaches to the bottom."""
    for _, run in groupby(enumerate(columns), key=lambda c: c[1].heads_over[level : level + 1] or c[0]):
        group = [column for _, column in run]
        over = group[0].heads_over
        if level >= len(over):
            yield level, Cell(role="head", text=group[0].printed_label, row_span=depth - level)
            continue
        divided = any(c.printed_label or len(c.heads_over) > level + 1 for c in group)
        rows = 1 if divided else depth - level
        yield level, Cell(role="head", text=over[level], col_span=len(group), row_span=rows)
        yield from _head_cells(group, level + 1, depth) if divided else ()


def _trial(form: Form, frame: _Frame, rows: Sequence[Row], setting: tuple[Around, float]) -> _Trial:
    around, size = setting
    rooms = _rooms(form, frame, around, size)
    least = max(form.page.row_height_mm, fit.cell_height_mm("", 0.0, size))
    data = [_broken(form, row, frame.widths, size) for row in rows]
    if form.number_blank_rows:
        data += [blank_row(form, n) for n in range(len(data) + 1, form.min_rows + 1)]
    trial = _set(form, frame, data, (rooms, size, least))
    last = trial.pages[-1]
    spare = rooms.of(len(trial.pages) - 1) - rooms.tail_mm - sum(last.heights)
    unsure = fit.line_height_mm(size) if rows else 0.0  # Word may break a text a line earlier
    room = max(0, int((spare - unsure) // least))
    blanks = room if form.fill_page else max(0, min(form.min_rows - len(data), room))
    data += [blank_row(form, n) for n in range(len(data) + 1, len(data) + blanks + 1)]
    filled = _set(form, frame, data, (rooms, size, least)) if blanks else trial
    return replace(filled, fullness=trial.fullness)


def _set(form: Form, frame: _Frame, rows: list[Row], setting: tuple[Rooms, float, float]) -> _Trial:
    rooms, size, least = setting
    heights = [_row_height_mm(form, frame, row, (size, least)) for row in rows]
    runs = list(_runs(form, frame, rows, size))
    fullness = sum(heights) / max(rooms.first_mm - rooms.tail_mm, 1.0)
    return _Trial(size, rows, rooms, split(heights, runs, rooms), fullness)


def _rooms(form: Form, frame: _Frame, around: Around, size_pt: float) -> Rooms:
    """Return the rooms for rows: less the head on every page; notes, lines below and remark stay with the last row."""
    head, tail = (_fixed_height_mm(frame, rows, size_pt) for rows in (frame.heads, frame.tail))
    rooms = rooms_of(form, around, head, min(NOTE_MAX_PT, size_pt))
    return replace(rooms, tail_mm=rooms.tail_mm + tail)


def _fixed_height_mm(frame: _Frame, rows: tuple[GridRow, ...], size_pt: float) -> float:
    return sum(r.height_mm for r in _fixed(frame, rows, size_pt))


def _fixed(frame: _Frame, rows: tuple[GridRow, ...], size_pt: float) -> tuple[GridRow, ...]:
    """Return the head rows of a ledger, or its remark, as high as they must be and with their lines broken."""
    return _FIXED.of(rows, size_pt, lambda: _with_own_heights(frame, rows, size_pt)) if rows else ()


def _with_own_heights(frame: _Frame, rows: tuple[GridRow, ...], size_pt: float) -> tuple[GridRow, ...]:
    grid = Grid(widths_mm=frame.widths, rows=rows, size_pt=size_pt, line_pt=0.0)
    heights = fit.row_heights_mm(cell_texts(grid, {}), [r.height_mm for r in rows], size_pt)
    high = tuple(replace(r, height_mm=round(h, 2)) for r, h in zip(rows, heights, strict=True))
    return evened(replace(grid, rows=high)).rows


def _row_height_mm(form: Form, frame: _Frame, row: Row, setting: tuple[float, float]) -> float:
    """Return the height a row needs for its own cells; merged ones are seen to page by page."""
    size, least = setting
    own = [(row[c.name], w) for c, w in zip(form.columns, frame.widths, strict=True) if not c.merge_by]
    return max(least, *(fit.cell_height_mm(text, width, size) for text, width in own))


def _runs(form: Form, frame: _Frame, rows: Sequence[Row], size_pt: float) -> Iterator[Run]:
    for column, starts in _merged(form, rows).items():
        width = next(w for c, w in zip(form.columns, frame.widths, strict=True) if c.name == column)
        for start, end in starts.items():
            text = rows[start][column] + (CONTINUED if form.continued and end - start > 1 else "")
            yield Run(start, end, fit.cell_height_mm(text, width, size_pt))


def _merged(form: Form, rows: Sequence[Row]) -> dict[str, dict[int, int]]:
    """Return for each column that merges the first row of each merged cell and the row after its last.

    A cell merges down while it and the columns it merges by are equal; empty cells never do.
    """
    merged: dict[str, dict[int, int]] = {}
    for column in (c for c in form.columns if c.merge_by):
        names = (*column.merge_by, column.name)
        runs: dict[int, int] = {}
        start = 0
        for i in range(1, len(rows) + 1):
            if i == len(rows) or not _agree(rows[start], rows[i], names):
                runs[start] = i
                start = i
        merged[column.name] = runs if rows else {}
    return merged


def _agree(one: Row, other: Row, names: Sequence[str]) -> bool:
    return bool(one[names[-1]]) and all(one[n] == other[n] for n in names)


def _broken(form: Form, row: Row, widths: Sequence[float], size_pt: float) -> Row:
    """Return the row with centred texts, dates and entries broken into lines; each entry stands beside its date."""
    rooms = {c.name: fit.cell_room_mm(w) for c, w in zip(form.columns, widths, strict=True)}
    records = {_entries(c) for c in form.columns} - {""}
    changed = {c.name: _lines(c, row[c.name], (rooms[c.name], size_pt)) for c in form.columns}
    for record in sorted(records):
        mine = [c for c in form.columns if _entries(c) == record]
        parts = [
            [fit.break_lines(e, rooms[c.name], size_pt) for e in _entry_texts(c, row, (rooms, size_pt))]
            for c in mine
        ]
        for column, cells in zip(mine, parts, strict=True):
            changed[column.name] = "\n".join(_padded(cells, parts))
    return changed


def _lines(column: Field, text: str, setting: tuple[float, float]) -> str:
    return fit.even_lines(text, *setting) if column.align == "center" else _date_lines(column, text, setting)


def _entry_texts(column: Field, row: Row, setting: tuple[Mapping[str, float], float]) -> list[str]:
    rooms, size = setting
    return [_date_lines(column, e, (rooms[column.name], size)) for e in row[column.name].split("\n")]


def _date_lines(column: Field, text: str, setting: tuple[float, float]) -> str:
    """Return a date too wide for its column with the year on a line of its own."""
    width, size = setting
    year, mark, day = text.partition("年")
    too_wide = column.kind == "date" and mark and gb.mm_from_pt(fit.widest_em(text) * size) > width
    return f"{year}{mark}\n{day}" if too_wide else text


def _entries(column: Field) -> str:
    """Return the record of several entries that a column prints a part of, such as hazard.progress."""
    record = column.source.rpartition(".")[0]
    return record if record in HAZARD_RECORDS else ""


def _padded(cells: Sequence[Sequence[str]], parts: Sequence[Sequence[Sequence[str]]]) -> Iterator[str]:
    for i, lines in enumerate(cells):
        yield from lines
        missing = max(len(p[i]) for p in parts if i < len(p)) - len(lines)
        yield from [IDEOGRAPHIC_SPACE] * missing


def _fitted(form: Form, frame: _Frame, trial: _Trial, rows: Sequence[Row]) -> Fitted:
    size = trial.size_pt
    values: dict[str, str] = {}
    body = list(_body(form, trial, values))
    heads, tail = (_fixed(frame, rows, size) for rows in (frame.heads, frame.tail))
    grid = Grid(widths_mm=frame.widths, rows=(), size_pt=size, line_pt=0.0)
    note_pt = min(NOTE_MAX_PT, size)
    return Fitted(
        grid=sized(grid, (*heads, *body, *tail), size),
        values=values,
        note_pt=note_pt,
        note_line_pt=gb.pt_from_mm(fit.line_height_mm(note_pt)),
        fits=form.page.fit == "flow" or len(trial.pages) == 1,
        high=tuple(_high_rows(form, frame, trial, rows)) if form.page.fit == "flow" else (),
    )


def _high_rows(form: Form, frame: _Frame, trial: _Trial, rows: Sequence[Row]) -> Iterator[HighRow]:
    """Yield the rows that are higher than a whole page; one that only lacks room below the title flows on."""
    texts = [*rows, *trial.rows[len(rows) :]]  # as they were before they were broken into lines
    heights = {page.start: sum(page.heights) for page in trial.pages}
    for i in (i for i in trial.tall if heights[i] > trial.rooms.later_mm):
        columns = zip(form.columns, frame.widths, strict=True)
        valued = [(c.name, fit.CellText(texts[i][c.name], width, 0)) for c, width in columns]
        yield high_row(form, i + 1, valued, trial.size_pt)


def _body(form: Form, trial: _Trial, values: dict[str, str]) -> Iterator[GridRow]:
    """Yield the rows page by page and put what prints in their cells into `values`."""
    made = (trial.rows, _merged(form, trial.rows), values)
    for page in trial.pages:
        for i, height in zip(range(page.start, page.end), page.heights, strict=True):
            shapes = (_shape(form, column, (i, page), made) for column in form.columns)
            begins = i == page.start and i > 0 and bool(made[1])
            cells = _value_cells(tuple(filter(None, shapes)))
            yield GridRow(cells=cells, height_mm=round(height, 2), new_page=begins)


def _shape(form: Form, column: Field, place: tuple[int, PageRows], made: _Made) -> _Shape | None:
    """Return the shape of a column's cell in a row, None where one from above covers it; its text goes to `made`."""
    i, page = place
    rows, merged, values = made
    start, end = next(((s, e) for s, e in merged.get(column.name, {}).items() if s <= i < e), (i, i + 1))
    if i > max(start, page.start):
        return None
    again = CONTINUED if form.continued and i > start else ""
    slot = f"{column.name}.{i + 1}"
    values[slot] = rows[i][column.name] + again
    return slot, column.align, min(end, page.end) - i


@lru_cache(maxsize=2048)
def _value_cells(shapes: tuple[_Shape, ...]) -> tuple[Cell, ...]:
    """Return the cells of a row: one and the same for every unit's ledger, so that a renderer knows them again."""
    return tuple(Cell(role="value", slot=slot, align=align, row_span=rows) for slot, align, rows in shapes)
