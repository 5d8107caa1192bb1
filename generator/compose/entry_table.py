"""Entry table (填报的网页表): the official table of a form with places to type in where its values print."""

from generator.compose.grid import build_grid
from generator.compose.workbook_inputs import input_of
from generator.dataclass import dataclass
from generator.derive.entries import Entry, row_entries, value_entries
from generator.kept import Kept
from generator.model.form import Form
from generator.model.sheet import CellRole
from generator.model.workbook import Input


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Box to type in (填报框): its key, the words before and behind it, and what it takes."""

    key: str
    label: str
    input: Input
    prefix: str = ""
    unit: str = ""
    required: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCell:
    """Cell of the table: fixed words, or boxes to type in."""

    role: CellRole
    text: str = ""
    boxes: tuple[Box, ...] = ()
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTable:
    """A form as a table to be filled in: columns as shares of the width, rows of cells; a ledger has `columns` instead."""

    shares: tuple[float, ...] = ()
    rows: tuple[tuple[EntryCell, ...], ...] = ()
    columns: tuple[Box, ...] = ()


_TABLES: Kept[EntryTable] = Kept(64)


def entry_table(form: Form) -> EntryTable:
    """Return the table of a form: of single values as it prints, of a ledger the boxes of one of its rows."""
    return _TABLES.of(form, "", lambda: _made(form))


def _made(form: Form) -> EntryTable:
    entries = value_entries(form)
    if not entries:
        return EntryTable(columns=tuple(_box(form, e) for e in row_entries(form)))
    boxes: dict[str, list[Box]] = {}
    for entry in entries:
        boxes.setdefault(entry.path[0], []).append(_box(form, entry))
    grid = build_grid(form)
    whole = sum(grid.widths_mm) or 1.0
    rows = tuple(
        tuple(
            EntryCell(
                role=cell.role,
                text=cell.text,
                boxes=tuple(boxes.get(cell.slot, ())),
                row_span=cell.row_span,
                col_span=cell.col_span,
            )
            for cell in row.cells
            if cell.role != "box"
        )
        for row in grid.rows
    )
    return EntryTable(shares=tuple(w / whole for w in grid.widths_mm), rows=tuple(r for r in rows if r))


def _box(form: Form, entry: Entry) -> Box:
    field = next((f for f in (*form.fields, *form.columns) if f.name == entry.path[0]), None)
    part = next((p for p in field.parts if p.name == entry.path[-1]), None) if field else None
    return Box(
        key=".".join(entry.path),
        label=entry.label,
        input=input_of(entry),
        prefix=part.prefix if part else "",
        unit=entry.unit if part else "",
        required=entry.required,
        long=entry.kind == "text" and (entry.left or len(entry.path) == 1),
    )
