"""Sheets with marks for their texts (带记号的表), and with awkward ones: what frames are cut from and proven with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count, cycle

from generator.layout import gbt9704 as gb
from generator.model.form import Line
from generator.model.sheet import Cell, GridRow, Sheet, TableContent
from generator.render.docx_frame import texts_of

GRID_MARK = "\ue0f4\ue0f5"
HEIGHT_MARK = 7_000_000  # twips; no page is as high
_AWKWARD = ("甲&乙<丙>\"丁'", "{{ 戊 }}\n己", "𡐓　{% 庚 %}", "\n辛\n\n", "a&amp;b", "壬" * 300)
_ONE_CELL = (GridRow(cells=(Cell(role="value", text=GRID_MARK),), height_mm=1.0),)


def marked_table(sheet: Sheet) -> Sheet:
    """Return a sheet with marks for the texts around its table, in the order of `texts_of`, and for the table."""
    return _with_rows(_with_texts(sheet, _marks(0)), _ONE_CELL)


def marked_form(sheet: Sheet) -> Sheet:
    """Return a sheet with marks for all that a form's own template prints, in the order of `form_texts_of`."""
    rows = _table(sheet).grid.rows
    slots = [cell.slot for row in rows for cell in row.cells if cell.slot]
    first = len(texts_of(sheet))
    heights = [(HEIGHT_MARK + first + i) * gb.MM_PER_INCH / gb.TWIPS_PER_INCH for i in range(len(rows))]
    values = dict(zip(slots, _marks(first + len(rows)), strict=False))
    marked = _with_values(_with_texts(sheet, _marks(0)), values)
    return with_heights(_with_boxes(marked, _marks(first + len(rows) + len(slots))), heights)


def awkward_table(sheet: Sheet) -> Sheet:
    """Return a sheet of the same shape with awkward texts."""
    values = dict(zip(_table(sheet).values, cycle(("", *_AWKWARD)), strict=False))
    return _with_values(_with_texts(sheet, cycle(_AWKWARD)), values)


def awkward_form(sheet: Sheet) -> Sheet:
    """Return a sheet of the same shape with awkward texts in its boxes too, and other heights."""
    made = _with_boxes(awkward_table(sheet), cycle(("", *_AWKWARD)))
    return with_heights(made, cycle((3.0, 200.0, 17.3)))


def with_heights(sheet: Sheet, heights: Iterable[float]) -> Sheet:
    """Return a sheet whose rows have other heights in mm."""
    pairs = zip(_table(sheet).grid.rows, heights, strict=False)
    return _with_rows(sheet, tuple(replace(row, height_mm=height) for row, height in pairs))


def _marks(first: int) -> Iterator[str]:
    return (f"\ue0f4{i}\ue0f5" for i in count(first))


def _table(sheet: Sheet) -> TableContent:
    assert isinstance(sheet.content, TableContent)
    return sheet.content


def _with_rows(sheet: Sheet, rows: tuple[GridRow, ...]) -> Sheet:
    content = _table(sheet)
    return replace(sheet, content=replace(content, grid=replace(content.grid, rows=rows)))


def _with_values(sheet: Sheet, values: Mapping[str, str]) -> Sheet:
    return replace(sheet, content=replace(_table(sheet), values=values))


def _with_boxes(sheet: Sheet, texts: Iterator[str]) -> Sheet:
    def lined(cell: Cell) -> Cell:
        lines = (Line(left=next(texts), center=next(texts), right=next(texts)) for _ in cell.lines)
        return replace(cell, lines=tuple(lines)) if cell.lines else cell

    rows = _table(sheet).grid.rows
    return _with_rows(sheet, tuple(replace(row, cells=tuple(map(lined, row.cells))) for row in rows))


def _with_texts(sheet: Sheet, texts: Iterator[str]) -> Sheet:
    """Return a sheet with other texts around its table wherever it has any, in the order of `texts_of`."""
    content = _table(sheet)
    name, attachment, title, *rest = (next(texts) if text else next(texts) and "" for text in texts_of(sheet))
    lines = iter(rest)

    def line(_: Line) -> Line:
        return Line(left=next(lines), center=next(lines), right=next(lines))

    changed = replace(
        content,
        attachment=attachment,
        title=(title,) if title else (),
        above=tuple(map(line, content.above)),
        below=tuple(map(line, content.below)),
        notes=tuple(lines),
    )
    return replace(sheet, name=name, content=changed)
