"""Sheets with marks for their texts (带记号的表), and with awkward ones: what frames are cut from and proven with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, cycle

from generator.layout import gbt9704 as gb
from generator.model.form import Line
from generator.model.sheet import Cell, GridRow, Sheet, TableContent, is_listed
from generator.render.docx_frame import COVERED, MERGED, SINGLE, column, columns_of, texts_of

GRID_MARK = "\ue0f4\ue0f5"
HEIGHT_MARK = 7_000_000  # twips; no page is as high
LISTED = 1_000_000  # from here on marks belong to the rows of a ledger
# Every state of a cell; the first, one between and the last row differ in nothing, so that no template counts them.
SAMPLE = (
    (SINGLE, False),
    (MERGED, False),
    (COVERED, False),
    (SINGLE, False),
    (SINGLE, True),
    (MERGED, True),
    (COVERED, False),
    (SINGLE, False),
)
_OTHER_SAMPLE = (*SAMPLE[1:6], *SAMPLE)
_AWKWARD = ("甲&乙<丙>\"丁'", "{{ 戊 }}\n己", "𡐓　{% 庚 %}", "\n辛\n\n", "a&amp;b", "壬" * 300)
_ONE_CELL = (GridRow(cells=(Cell(role="value", text=GRID_MARK),), height_mm=1.0),)


def marked_table(sheet: Sheet) -> Sheet:
    """Return a sheet with marks for the texts around its table, in the order of `texts_of`, and for the table."""
    return _with_rows(_with_texts(sheet, map(_mark, count())), _ONE_CELL)


def marked_form(sheet: Sheet) -> Sheet:
    """Return a sheet with marks for all that a form's own template prints, in the order of `form_texts_of`.

    A ledger has rows of every kind in place of its own; the marks in them are counted from LISTED.
    """
    sampled = _sampled(sheet, SAMPLE)
    rows = _table(sampled).grid.rows
    columns = columns_of(filter(is_listed, rows))
    numbers, listed = count(len(texts_of(sheet))), count(LISTED)
    heights = [next(listed if is_listed(row) else numbers) for row in rows]
    values = {
        cell.slot: _mark(LISTED + 1 + columns.index(column(cell.slot)) if is_listed(row) else next(numbers))
        for row in rows
        for cell in row.cells
        if cell.slot
    }
    marked = _with_boxes(_with_values(_with_texts(sampled, map(_mark, count())), values), map(_mark, numbers))
    return with_heights(marked, ((HEIGHT_MARK + h) * gb.MM_PER_INCH / gb.TWIPS_PER_INCH for h in heights))


def awkward_table(sheet: Sheet) -> Sheet:
    """Return a sheet of the same shape with awkward texts."""
    values = dict(zip(_table(sheet).values, cycle(("", *_AWKWARD)), strict=False))
    return _with_values(_with_texts(sheet, cycle(_AWKWARD)), values)


def awkward_form(sheet: Sheet) -> Sheet:
    """Return a sheet of the same shape with awkward texts in its boxes too, other heights, and other rows."""
    made = _with_boxes(awkward_table(_sampled(sheet, _OTHER_SAMPLE)), cycle(("", *_AWKWARD)))
    return with_heights(made, cycle((3.0, 200.0, 17.3)))


def _sampled(sheet: Sheet, kinds: Sequence[tuple[str, bool]]) -> Sheet:
    """Return a ledger with rows of some kinds in place of its own; any other sheet as it is."""
    content = _table(sheet)
    listed = [i for i, row in enumerate(content.grid.rows) if is_listed(row)]
    if not listed:
        return sheet
    rows = content.grid.rows
    columns = columns_of(filter(is_listed, rows))
    made = [_sample_row(columns, i, kind) for i, kind in enumerate(kinds, 1)]
    after = [row for row in rows[listed[0] :] if not is_listed(row)]
    values = {cell.slot: "" for row in made for cell in row.cells}
    return _with_rows(_with_values(sheet, {**content.values, **values}), (*rows[: listed[0]], *made, *after))


def _sample_row(columns: Sequence[str], number: int, kind: tuple[str, bool]) -> GridRow:
    state, new_page = kind
    shown = columns if state != COVERED else ()
    cells = (Cell(role="value", slot=f"{c}.{number}", row_span=2 if state == MERGED else 1) for c in shown)
    return GridRow(cells=tuple(cells), height_mm=1.0, new_page=new_page)


def with_heights(sheet: Sheet, heights: Iterable[float]) -> Sheet:
    """Return a sheet whose rows have other heights in mm."""
    pairs = zip(_table(sheet).grid.rows, heights, strict=False)
    return _with_rows(sheet, tuple(replace(row, height_mm=height) for row, height in pairs))


def _mark(number: int) -> str:
    return f"\ue0f4{number}\ue0f5"


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
