"""Grid of a form (表格): rows and cells from the definition, laid out in mm, spans worked out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.compose.seals import box_key
from generator.dataclass import dataclass
from generator.kept import Kept
from generator.layout import gbt9704 as gb
from generator.model.form import Field, Form, Group
from generator.model.sheet import Cell, Grid, GridRow


@dataclass(frozen=True, slots=True)
class _Placed:
    """Cell between two distances in mm from the left edge of the table."""

    left: float
    right: float
    cell: Cell


@dataclass(frozen=True, slots=True)
class _Row:
    placed: tuple[_Placed, ...]
    height_mm: float
    new_page: bool = False


_GRIDS: Kept[Grid] = Kept()


def build_grid(form: Form) -> Grid:
    """Return the grid of a table of groups at the form's own type size; sizes and heights are fitted later.

    The same form has the same grid.
    """
    return _GRIDS.of(form, "", lambda: _built(form))


def _built(form: Form) -> Grid:
    width, _ = gb.type_area_mm(form.page.orientation == "landscape")
    rows = _group_rows(form, width)
    edges = sorted({round(x, 2) for row in rows for p in row.placed for x in (p.left, p.right)})
    return Grid(
        widths_mm=tuple(round(b - a, 2) for a, b in pairwise(edges)),
        rows=tuple(_spanned(row, edges) for row in rows),
        size_pt=form.page.size_pt,
        line_pt=0.0,
    )


def _spanned(row: _Row, edges: Sequence[float]) -> GridRow:
    def span(placed: _Placed) -> int:
        return edges.index(round(placed.right, 2)) - edges.index(round(placed.left, 2))

    cells = tuple(replace(p.cell, col_span=span(p)) for p in row.placed)
    return GridRow(cells=cells, height_mm=row.height_mm, new_page=row.new_page)


def _group_rows(form: Form, width: float) -> list[_Row]:
    return [row for group in form.groups for row in _rows_of_group(form, group, width)]


def _rows_of_group(form: Form, group: Group, width: float) -> Iterator[_Row]:
    per_row = group.per_row or form.page.per_row
    chunks = [group.fields[i : i + per_row] for i in range(0, len(group.fields), per_row)]
    left = form.widths.group if group.label else 0.0
    for index, chunk in enumerate(chunks):
        placed = list(_placed_fields(form, group, chunk, (index * per_row + 1, per_row, left, width)))
        if group.label and index == 0:
            label = Cell(role="group", text=group.label, row_span=len(chunks))
            placed.insert(0, _Placed(0.0, left, label))
        height = max(f.height_mm or form.page.row_height_mm for f in chunk)
        yield _Row(tuple(placed), height, new_page=group.new_page and index == 0)


def _placed_fields(
    form: Form, group: Group, chunk: Sequence[Field], place: tuple[int, int, float, float]
) -> Iterator[_Placed]:
    number, per_row, left, width = place
    slot_width = (width - left) / per_row
    for i in range(per_row):
        start, end = left + i * slot_width, left + (i + 1) * slot_width
        field = chunk[i] if i < len(chunk) else None
        yield from _placed_field(form, group, field, (number + i, start, end, i))


def _placed_field(
    form: Form, group: Group, field: Field | None, place: tuple[int, float, float, int]
) -> Iterator[_Placed]:
    number, start, end, index = place
    if form.widths.number:
        text = str(number) if field else ""
        yield _Placed(start, start + form.widths.number, Cell(role="number", text=text))
        start += form.widths.number
    label_end = start + _label_width(form, group, index)
    yield _Placed(start, label_end, Cell(role="label", text=field.printed_label if field else ""))
    yield from _value_cells(field, label_end, end)


def _label_width(form: Form, group: Group, index: int) -> float:
    """Labels of a group without a label take the place of the group's own, so that columns line up."""
    beside_groups = any(g.label for g in form.groups) and not group.label
    first = form.widths.group if beside_groups else form.widths.label
    return (form.widths.pair_label or first) if index else first


def _box_cells(field: Field, start: float, end: float) -> Iterator[_Placed]:
    """Yield the boxes of a field side by side, as wide as their shares."""
    share = (end - start) / (sum(box.share for box in field.boxes) or 1.0)
    for i, box in enumerate(field.boxes):
        cell = Cell(role="box", lines=box.lines, seal=box_key(field, i) if box.seal else "")
        yield _Placed(start, start + box.share * share, cell)
        start += box.share * share


def _value_cells(field: Field | None, start: float, end: float) -> Iterator[_Placed]:
    if field is None:
        yield _Placed(start, end, Cell(role="value"))
    elif field.kind == "seal_place":
        yield from _box_cells(field, start, end)
    else:
        yield _Placed(start, end, Cell(role="value", slot=field.name, align=field.align))
