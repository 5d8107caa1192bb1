"""Ledgers in Word files (Word 里的台账): heads of one or two rows, rows below them, cells that were merged or split.

A ledger of hazards has no codes as printed: it gets a blank column for them, each cell at the place of its row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import field

from generator.compose.ledger import CONTINUED
from generator.dataclass import dataclass
from generator.derive.entries import CODE, Entry, hazard_entries, row_entries, same_words
from generator.derive.fillable import row_fields
from generator.model.form import Field, Form
from generator.sources.intake.grid import BLANK, Place, Raw
from generator.sources.intake.word_cells import WordCell, WordRows, covering
from generator.sources.intake.word_layout import Layout, label, values


@dataclass(frozen=True, slots=True)
class _Column:
    """Column of the table: where it begins in the table's grid, its head, its entries; none where it is not ours."""

    start: int
    head: WordCell
    field: Field | None
    entries: Sequence[Entry]

    @property
    def size(self) -> int:
        """Columns that it takes on the sheet."""
        return len(self.entries) or 1

    @property
    def heads(self) -> Iterator[tuple[Raw, str]]:
        """Its heads on the sheet, with their place."""
        words = [entry.label for entry in self.entries] or ["".join(self.head.text.split())]
        yield from ((word, self.head.spot) for word in words)


@dataclass(slots=True)
class _Ledger:
    """Ledger that is being laid out; `origins` has for each column the last cell that began in it, and its place."""

    form: Form
    columns: Sequence[_Column]
    coded: bool
    origins: dict[int, tuple[WordCell, Place]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Columns of the sheet."""
        return self.coded + sum(column.size for column in self.columns)

    def places(self, number: int) -> list[Place]:
        """Return where each column begins on a row of the sheet."""
        starts = [self.coded + sum(c.size for c in self.columns[:i]) for i in range(len(self.columns))]
        return [(number, start) for start in starts]


def lay_rows(layout: Layout, rows: WordRows, form: Form) -> None:
    """Add the heads and rows of a ledger; a column that is none of the form's keeps its own head."""
    last = _last_head(rows, {same_words(label(f)) for f in _fields(form)} | {same_words(CODE.label)})
    columns = list(_columns(rows, last, form))
    named = any(CODE.label in same_words(c.head.text) for c in columns)
    ledger = _Ledger(form, columns, coded=bool(hazard_entries(form)) and not named)
    code = [(CODE.label, _row_spot(rows[last]))] if ledger.coded else []
    layout.add(*code, *(head for column in columns for head in column.heads))
    heads = [_words(row) for row in rows[: last + 1]]
    for row in rows[last + 1 :]:
        if row and _words(row) not in heads:
            _lay_row(layout, row, ledger)


def _fields(form: Form) -> tuple[Field, ...]:
    taken = {entry.path[0] for entry in hazard_entries(form)}
    return row_fields(form) or tuple(f for f in form.columns if f.name in taken)


def _words(row: Sequence[WordCell]) -> list[str]:
    return [same_words(cell.text) for cell in row]


def _row_spot(row: Sequence[WordCell]) -> str:
    """Return the place of a row: 表1第3行."""
    return row[0].spot.rpartition("第")[0]


def _last_head(rows: WordRows, heads: set[str]) -> int:
    """Return the last row of heads: the one with the most of them, or the next where heads have two levels."""
    written = [[words for words in _words(row) if words] for row in rows]
    counts = [sum(words in heads for words in row) for row in written]
    last = counts.index(max(counts))
    while last + 1 < len(rows) and counts[last + 1] and counts[last + 1] == len(written[last + 1]):
        last += 1
    return last


def _columns(rows: WordRows, last: int, form: Form) -> Iterator[_Column]:
    """Yield the columns, those of one label told apart by the words above it, else by their order."""
    entries: dict[str, list[Entry]] = {}
    for entry in hazard_entries(form)[1:] or row_entries(form):
        entries.setdefault(entry.path[0], []).append(entry)
    left = {one.name: one for one in _fields(form)}
    for cell in rows[last]:
        higher = [
            found for row in reversed(rows[:last]) if (found := covering(row, cell.start)) and found.text
        ]
        head = higher[0] if cell.goes_on and higher else cell
        group = same_words(higher[0].text) if higher else ""
        for start in _starts(cell, rows[last + 1 :], [f for f in left.values() if _is_headed(f, head)]):
            same = [f for f in left.values() if _is_headed(f, head)]
            one = next(
                iter([f for f in same if same_words("".join(f.heads_over[-1:])) == group] or same), None
            )
            yield _Column(start, head, one, entries[one.name] if one else ())
            left.pop(one.name if one else "", None)


def _is_headed(one: Field, head: WordCell) -> bool:
    return same_words(label(one)) == same_words(head.text)


def _starts(cell: WordCell, rows: WordRows, fields: Sequence[Field]) -> list[int]:
    """Return where the columns below a head begin: several where it is the head of several fields."""
    inner = sorted({c.start for row in rows[:1] for c in row if cell.start <= c.start < cell.end})
    return inner[: len(fields)] if len(fields) > 1 and inner else [cell.start]


def _lay_row(layout: Layout, row: Sequence[WordCell], ledger: _Ledger) -> None:
    """Add a row: the cells of its columns, then those that stand in none; a blank one is left out."""
    if len(row) == 1 and len(ledger.columns) > 1:
        _lay_whole(layout, row[0], ledger)
        return
    cells = [covering(row, column.start) for column in ledger.columns]
    laid: list[tuple[Raw, str]] = [(BLANK, _row_spot(row))] if ledger.coded else []
    merged: dict[Place, Place] = {}
    for i, place in enumerate(ledger.places(len(layout.rows))):
        raws, origin = _raws(ledger, i, cells, place)
        cell = cells[i]
        laid += [(raw, cell.spot if cell else "") for raw in raws]
        if origin != place:
            merged |= {(place[0], place[1] + n): (origin[0], origin[1] + n) for n in range(len(raws))}
    lost = [c for c in row if c.text and c not in cells]
    if any(raw != BLANK for raw, _ in laid) or lost or any(_raw(layout, p) != BLANK for p in merged.values()):
        layout.merged |= merged
        layout.add(*laid, *((cell.text, cell.spot) for cell in lost))


def _lay_whole(layout: Layout, cell: WordCell, ledger: _Ledger) -> None:
    """Add a cell across the whole table outside its columns; the form's own remark is left out."""
    if cell.text and same_words(cell.text) != same_words(ledger.form.remark):
        layout.add(*[(BLANK, "")] * ledger.width, (cell.text, cell.spot))


def _raw(layout: Layout, place: Place) -> Raw:
    row, column = place
    return layout.rows[row][column] if row < len(layout.rows) else BLANK


def _raws(ledger: _Ledger, i: int, cells: Sequence[WordCell | None], place: Place) -> tuple[list[Raw], Place]:
    """Return what a column's cell says, and the place of the cell that it was merged with, else its own.

    The form's own merged cells say the same on every row.
    """
    column, cell = ledger.columns[i], cells[i]
    if cell is None:
        return [BLANK] * column.size, place
    first = next(n for n, c in enumerate(cells) if c is cell)
    if first < i:
        return [BLANK] * column.size, ledger.origins[first][1]
    began, origin = ledger.origins.get(i, (cell, place)) if cell.goes_on else (cell, place)
    ledger.origins[i] = began, origin
    if origin != place and not (column.field and column.field.merge_by):
        return [BLANK] * column.size, origin
    return _said(ledger.form, column, began.text), place


def _said(form: Form, column: _Column, text: str) -> list[Raw]:
    if column.field is None:
        plain = "".join(text.split())
        return [plain if plain.isdecimal() else text]  # a number that turns in its narrow column
    if column.field.merge_by and form.continued:
        text = text.removesuffix(CONTINUED)
    return values(column.field, column.entries, text)
