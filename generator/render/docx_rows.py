"""Rows of a table in Word (表格各行): each shape of row is written once, then only heights and texts are put in.

A shape is all of a row but its height, what its slots print and what the lines of its boxes say. So a ledger of any
number of rows, each as high as it must be, is joined of shapes that the ledgers of other units have too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.model.form import Line
from generator.model.sheet import Cell, Grid, GridRow
from generator.render import docx_grid
from generator.render.docx_text import checked, runs

SHAPES_MAX = 4096
KNOWN_MAX = 2048
HEIGHTS_MAX = 4096
_MARK = "\ue0f4"
_RUN = f'<w:r><w:t xml:space="preserve">{_MARK}</w:t></w:r>'
_HEIGHT = '<w:trHeight w:val="'
_END = docx_grid.TABLE_END.encode()
_BETWEEN = _END + docx_grid.BETWEEN_TABLES.encode()
_SHAPE = attrgetter("role", "text", "slot", "align", "row_span", "col_span")

Widths: TypeAlias = tuple[int, ...]
Spans: TypeAlias = tuple[tuple[int, tuple[int, int]], ...]
Key: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """Row of one shape: what stands before its height, before its first place, between places, after the last.

    A row without a place has only the first two. `spans` are those that go on below it.
    """

    start: bytes
    first: bytes
    between: tuple[bytes, ...]
    last: bytes
    slots: tuple[str, ...]
    printed: Callable[[Mapping[str, str]], Sequence[str]]
    boxed: bool
    spans: Spans


# Stands for a row whose boxes make part of its shape.
_BOXED = _Shape(start=b"", first=b"", between=(), last=b"", slots=(), printed=tuple, boxed=True, spans=())


class _Heights(dict[float, bytes]):
    """Heights in mm as Word has them."""

    def __missing__(self, height_mm: float) -> bytes:
        if len(self) >= HEIGHTS_MAX:
            self.clear()
        return self.setdefault(height_mm, str(gb.twips(height_mm)).encode())


_heights = _Heights()
_shapes: dict[Key, _Shape] = {}
_pool: dict[bytes, bytes] = {}
# What a key names by its place is held too, so that nothing else takes that place.
_known: dict[Key, tuple[_Shape, tuple[Cell, ...], Widths]] = {}


def grid_pieces(grid: Grid, values: Mapping[str, str]) -> list[bytes]:
    """Return the pieces that the tables of a grid are joined of, as `docx_grid.tables` has them.

    `values` has what prints in each slot. Raises Unwritable.
    """
    widths, start = _columns(grid.widths_mm)
    statics: list[bytes] = []
    texts: list[str] = []
    before = b""
    for rows in docx_grid.parts(grid.rows):
        before = _add_rows(rows, (widths, values), (statics, texts), before + start) + _BETWEEN
    statics.append(before.removesuffix(_BETWEEN) + _END)
    pieces = [b""] * (2 * len(texts) + 1)
    pieces[::2], pieces[1::2] = statics, runs(texts)
    return pieces


@lru_cache(maxsize=256)
def _columns(widths_mm: tuple[float, ...]) -> tuple[Widths, bytes]:
    """Return the widths of columns in twips, and how a table of them begins."""
    widths = docx_grid.widths_of(widths_mm)
    return widths, docx_grid.table_start(widths).encode()


def _add_rows(
    rows: Sequence[GridRow],
    setting: tuple[Widths, Mapping[str, str]],
    made: tuple[list[bytes], list[str]],
    before: bytes,
) -> bytes:
    """Add the texts of rows, and what is fixed before each; return what is fixed after the last."""
    widths, values = setting
    statics, texts = made
    spans: Spans = ()
    for row in rows:
        shape = _shape_of(row, spans, widths)
        before = b"".join((before, shape.start, _heights[row.height_mm], shape.first))
        if shape.boxed:
            texts += _boxed_texts(row.cells, values)
        else:
            try:
                texts += shape.printed(values)
            except KeyError:
                texts += [values.get(slot, "") for slot in shape.slots]
        if shape.last:
            statics.append(before)
            statics += shape.between
            before = shape.last
        spans = shape.spans
    return before


def _shape_of(row: GridRow, spans: Spans, widths: Widths) -> _Shape:
    """Return the shape of a row; the cells of a form's rows are shared by its sheets, and known again by what they are."""
    cells = row.cells
    key = (id(cells), row.head, row.new_page, spans, id(widths))
    known = _known.get(key)
    if known is None:
        if len(_known) >= KNOWN_MAX:
            _known.clear()
        known = _known[key] = (_shape_by_value(row, spans, widths), cells, widths)
    return known[0]


def _shape_by_value(row: GridRow, spans: Spans, widths: Widths) -> _Shape:
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


def _boxed_texts(cells: Sequence[Cell], values: Mapping[str, str]) -> Iterator[str]:
    for cell in cells:
        if cell.lines:
            yield from map(docx_grid.line_text, cell.lines)
        elif cell.slot:
            yield values.get(cell.slot, "")


def _written(row: GridRow, spans: Spans, widths: Widths) -> _Shape:
    """Return the shape of a row: written with marks, then cut at them."""
    slots = tuple(cell.slot for cell in row.cells if cell.slot)
    marked = replace(row, cells=tuple(map(_marked, row.cells)), height_mm=0.0)
    below = dict(spans)
    start, height, rest = docx_grid.row_xml(marked, {}, widths, below).partition(_HEIGHT)
    first, *after = rest.removeprefix("0").split(_RUN)
    *between, last = (_pooled(static.encode()) for static in after) if after else (b"",)
    return _Shape(
        start=(start + height).encode(),
        first=first.encode(),
        between=tuple(between),
        last=last,
        slots=slots,
        printed=_picker(slots),
        boxed=any(cell.role == "box" for cell in row.cells),
        spans=tuple(sorted(below.items())),
    )


def _marked(cell: Cell) -> Cell:
    if cell.lines:
        return replace(
            cell, lines=tuple(Line(center=_MARK) if x.center else Line(left=_MARK) for x in cell.lines)
        )
    return replace(cell, text=_MARK if cell.slot else checked(cell.text), slot="")


def _pooled(static: bytes) -> bytes:
    """Return one and the same object for equal pieces: those of a ledger's rows are."""
    if len(_pool) >= SHAPES_MAX:
        _pool.clear()
    return _pool.setdefault(static, static)


def _picker(slots: Sequence[str]) -> Callable[[Mapping[str, str]], Sequence[str]]:
    """Return what takes the texts of some slots."""
    if len(slots) > 1:
        return itemgetter(*slots)
    return (lambda values: (values[slots[0]],)) if slots else lambda _: ()
