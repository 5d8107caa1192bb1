"""Rows of a table in Word (表格各行): each shape of row is written once, then only heights and texts are put in.

A shape is all of a row but its height, what stands in its slots and in the lines of its boxes. So a ledger of any
number of rows, each as high as it must be, is joined of a few shapes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias

from generator.layout import gbt9704 as gb
from generator.model.form import Line
from generator.model.sheet import Cell, Grid, GridRow
from generator.render import docx_grid
from generator.render.docx_text import checked, escaped, text_run

SHAPES_MAX = 2048
TEXTS_MAX = 4096
TEXT_CHARS_MAX = 64  # longer texts are seldom met twice
_MARK = "\ue0f4"
_RUN = f'<w:r><w:t xml:space="preserve">{_MARK}</w:t></w:r>'
_HEIGHT = '<w:trHeight w:val="'
_END = docx_grid.TABLE_END.encode()
_BETWEEN = _END + docx_grid.BETWEEN_TABLES.encode()
_SHAPE = attrgetter("role", "text", "align", "row_span", "col_span")
_SLOT = attrgetter("slot")

Widths: TypeAlias = tuple[int, ...]
Spans: TypeAlias = tuple[tuple[int, tuple[int, int]], ...]
Key: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """Row of one shape: what stands before each place and at the end, where its slots are, the spans it leaves open."""

    statics: tuple[bytes, ...]
    slotted: Callable[[Sequence[Cell]], Iterable[Cell]]
    boxed: bool
    spans: Spans


_BOXED = _Shape((), itemgetter(slice(0)), True, ())  # stands for a row whose boxes make part of its shape


class _Runs(dict[str | None, bytes]):
    """Runs of texts (文字的 run), those that are short kept for the next time; a slot that has no text has no run."""

    def __missing__(self, text: str) -> bytes:
        run = text_run(escaped(checked(text))).encode()
        if len(text) <= TEXT_CHARS_MAX:
            if len(self) >= TEXTS_MAX:
                self.clear()
                self[None] = b""
            self[text] = run
        return run


class _Heights(dict[float, bytes]):
    """Heights in mm as Word has them."""

    def __missing__(self, height_mm: float) -> bytes:
        if len(self) >= TEXTS_MAX:
            self.clear()
        return self.setdefault(height_mm, str(gb.twips(height_mm)).encode())


_runs = _Runs({None: b""})
_heights = _Heights()
_shapes: dict[Key, _Shape] = {}


def grid_xml(grid: Grid, values: Mapping[str, str]) -> bytes:
    """Return the tables of a grid, as `docx_grid.tables` has them.

    `values` has what prints in each slot. Raises Unwritable.
    """
    widths, start = _columns(grid.widths_mm)
    statics: list[bytes] = []
    places: list[bytes] = []
    before = b""
    for rows in docx_grid.parts(grid.rows):
        statics.append(before + start)
        places.append(b"")
        _add_rows(rows, (widths, values), statics, places)
        before = _BETWEEN
    return _joined(statics, places) + _END


@lru_cache(maxsize=256)
def _columns(widths_mm: tuple[float, ...]) -> tuple[Widths, bytes]:
    """Return the widths of columns in twips, and how a table of them begins."""
    widths = docx_grid.widths_of(widths_mm)
    return widths, docx_grid.table_start(widths).encode()


def _joined(statics: list[bytes], places: list[bytes]) -> bytes:
    pieces = [b""] * (2 * len(statics))
    pieces[::2], pieces[1::2] = statics, places
    return b"".join(pieces)


def _add_rows(
    rows: Sequence[GridRow],
    setting: tuple[Widths, Mapping[str, str]],
    statics: list[bytes],
    places: list[bytes],
) -> None:
    """Add the pieces of rows: before each place what is fixed, and an empty place at the end of each row."""
    widths, values = setting
    text_of, run_of = values.get, _runs.__getitem__
    spans: Spans = ()
    for row in rows:
        shape = _shape_of(row, spans, widths)
        statics += shape.statics
        places.append(_heights[row.height_mm])
        if shape.boxed:
            places += map(run_of, _boxed_texts(row.cells, values))
        else:
            places += map(run_of, map(text_of, map(_SLOT, shape.slotted(row.cells))))
        places.append(b"")
        spans = shape.spans


def _shape_of(row: GridRow, spans: Spans, widths: Widths) -> _Shape:
    key: Key = (row.head, row.new_page, tuple(map(_SHAPE, row.cells)), spans, widths)
    shape = _shapes.get(key)
    if shape is None:
        boxed = any(cell.role == "box" for cell in row.cells)
        shape = _kept(key, _BOXED if boxed else _written(row, spans, widths))
    if shape is _BOXED:
        key = (*key, tuple(tuple(bool(line.center) for line in cell.lines) for cell in row.cells))
        shape = _shapes.get(key) or _kept(key, _written(row, spans, widths))
    return shape


def _kept(key: Key, shape: _Shape) -> _Shape:
    if len(_shapes) >= SHAPES_MAX:
        _shapes.clear()
    return _shapes.setdefault(key, shape)


def _boxed_texts(cells: Sequence[Cell], values: Mapping[str, str]) -> Iterator[str | None]:
    for cell in cells:
        if cell.lines:
            yield from map(docx_grid.line_text, cell.lines)
        elif not cell.text:
            yield values.get(cell.slot)


def _written(row: GridRow, spans: Spans, widths: Widths) -> _Shape:
    """Return the shape of a row: written with marks, then cut at them."""
    marked = replace(row, cells=tuple(map(_marked, row.cells)), height_mm=0.0)
    below = dict(spans)
    start, height, rest = docx_grid.row_xml(marked, {}, widths, below).partition(_HEIGHT)
    statics = (start + height, *rest.removeprefix("0").split(_RUN))
    return _Shape(
        statics=tuple(static.encode() for static in statics),
        slotted=_picker([i for i, cell in enumerate(row.cells) if not (cell.text or cell.lines)]),
        boxed=any(cell.role == "box" for cell in row.cells),
        spans=tuple(sorted(below.items())),
    )


def _marked(cell: Cell) -> Cell:
    if cell.lines:
        return replace(
            cell, lines=tuple(Line(center=_MARK) if x.center else Line(left=_MARK) for x in cell.lines)
        )
    return replace(cell, text=checked(cell.text) or _MARK, slot="")


def _picker(indexes: Sequence[int]) -> Callable[[Sequence[Cell]], Iterable[Cell]]:
    """Return what picks the cells at some places."""
    if len(indexes) > 1:
        return itemgetter(*indexes)
    return itemgetter(slice(indexes[0], indexes[0] + 1)) if indexes else itemgetter(slice(0))
