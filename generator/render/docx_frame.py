"""Frame of Word files (外框): all that sheets of one template, page and shape have in common, cut at its places.

A shape is which texts of a sheet there are, not what they say. A frame is plain data: it is made once by the full path
(`docx_compile`), kept on disk, and filled in here without any library for Word or XML.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal, TypeAlias

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.model.sheet import GridRow, Sheet, TableContent, is_listed
from generator.render.docx_package import Parts, package
from generator.render.docx_rows import grid_pieces
from generator.render.docx_text import EMPTY_TEXT, TEXT, checked, escaped, pieces

PLAIN: Final = "plain"
TEXTUAL: Final = "text"
RUN: Final = "run"
HEIGHT: Final = "height"
GRID: Final = "grid"
ROWS: Final = "rows"
PlaceKind: TypeAlias = Literal["plain", "text", "run", "height", "grid", "rows"]
SINGLE, MERGED, COVERED = (
    "single",
    "merged",
    "covered",
)  # a cell of a ledger's row, by the cells above and below it
START, END = "start", "end"  # of a row
CELL_STATES = ((SINGLE, False), (SINGLE, True), (MERGED, False), (MERGED, True), (COVERED, False))
LINES = 3  # name, number and title come before the lines
TITLE_CHARS_MAX = 255  # python-docx takes no longer title among the properties


@dataclass(frozen=True, slots=True)
class Place:
    """Place in a part (位置): wording and numbers of texts in turn, and what stands around them.

    "plain" is escaped; "text" is a w:t by docxtpl's rules, `around` its start tag and the run properties that the
    pieces after a tab repeat; "run" is a run by our own rules, `around` its start and its end; "height" is the height
    of a row, `around` the least it may be.
    """

    kind: PlaceKind
    wording: tuple[str | int, ...] = ()
    around: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Part:
    """Part of the package that differs from sheet to sheet: what is fixed before each place and at the end."""

    name: str
    statics: tuple[bytes, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Frame (外框): the parts that never change, packed already, and those that do.

    `rows` are the pieces of a ledger's row in a form's own template: its start and end, and each cell in every state.
    """

    fixed: Parts
    changing: tuple[Part, ...]
    rows: tuple[Part, ...] = ()


def filled(frame: Frame, sheet: Sheet, texts: Sequence[str]) -> bytes:
    """Return the Word file of a sheet whose texts are those. Raises Unwritable for one that XML cannot hold."""
    changing = [(part.name, _content(part, texts, sheet, frame.rows)) for part in frame.changing]
    return package(frame.fixed, changing)


def texts_of(sheet: Sheet) -> list[str]:
    """Return what stands around the table of a sheet, in this order: name, number, title, lines, notes."""
    content = sheet.content
    if not isinstance(content, TableContent):
        return []
    texts = [sheet.name[:TITLE_CHARS_MAX], content.attachment, "\n".join(content.title)]
    for line in (*content.above, *content.below):
        texts += (line.left, line.center, line.right)
    return [*texts, *content.notes]


def form_texts_of(sheet: Sheet) -> list[str]:
    """Return what a form's own template prints: what stands around, heights of rows, values, lines of boxes.

    The rows of a ledger are not among them.
    """
    content = sheet.content
    if not isinstance(content, TableContent):
        return []
    rows = [row for row in content.grid.rows if not is_listed(row)]
    cells = [cell for row in rows for cell in row.cells]
    heights = [str(gb.twips(row.height_mm)) for row in rows]
    values = [content.values[cell.slot] for cell in cells if cell.slot]
    lines = [line for cell in cells for line in cell.lines]
    return [*texts_of(sheet), *heights, *values, *(t for x in lines for t in (x.left, x.center, x.right))]


def _content(part: Part, texts: Sequence[str], sheet: Sheet, rows: Sequence[Part] = ()) -> bytes:
    made: list[bytes] = []
    for static, place in zip(part.statics, part.places, strict=False):
        made.append(static)
        if place.kind in _PUT:
            made.append(_PUT[place.kind](place, texts).encode())
        else:
            assert isinstance(sheet.content, TableContent)
            grid, values = sheet.content.grid, sheet.content.values
            made += grid_pieces(grid, values) if place.kind == GRID else _rows(rows, sheet, sheet.content)
    made.append(part.statics[-1])
    content = b"".join(made)
    return content.replace(b"<w:p></w:p>", b"<w:p/>") if _may_empty(part) else content


def _rows(parts: Sequence[Part], sheet: Sheet, content: TableContent) -> Iterator[bytes]:
    """Yield the pieces of a ledger's rows, each cell as it is merged, the first as a page begins with it or not."""
    by_name = {part.name: part for part in parts}
    listed = [row for row in content.grid.rows if is_listed(row)]
    columns = columns_of(listed)
    cells = [
        _column_of(by_name[cell_name(i, SINGLE, False)]) for i in range((len(parts) - 2) // len(CELL_STATES))
    ]
    for row in listed:
        own = {column(cell.slot): cell for cell in row.cells}
        states = [COVERED if n not in own else SINGLE if own[n].row_span == 1 else MERGED for n in columns]
        texts = [
            str(gb.twips(row.height_mm)),
            *(content.values[own[n].slot] if n in own else "" for n in columns),
        ]
        names = [
            cell_name(i, states[c] if c is not None else SINGLE, row.new_page) for i, c in enumerate(cells)
        ]
        for name in (START, *names, END):
            yield _content(by_name[name], texts, sheet)


def columns_of(rows: Iterable[GridRow]) -> list[str]:
    """Return the columns that a ledger's rows have cells of."""
    return sorted({column(cell.slot) for row in rows for cell in row.cells})


def column(slot: str) -> str:
    """Return the column of a slot of a ledger."""
    return slot.rpartition(".")[0]


def cell_name(number: int, state: str, new_page: bool) -> str:
    """Return the name of a row's cell in a state; of one that is covered there is none on a new page."""
    return f"{number}.{state}{'.page' if new_page and state != COVERED else ''}"


def _column_of(cell: Part) -> int | None:
    """Return the place of the column that a cell holds alone."""
    numbers = {word for place in cell.places for word in place.wording if isinstance(word, int)}
    return min(numbers) - 1 if len(numbers) == 1 else None


def _may_empty(part: Part) -> bool:
    """Tell whether a paragraph may be left without its only run: it is written as lxml writes an empty one."""
    return any(place.kind == RUN for place in part.places)


def _worded(place: Place, texts: Sequence[str]) -> str:
    """Return the wording of a place with its texts, escaped."""
    if len(place.wording) == 1:
        return escaped(checked(texts[place.wording[0]]))  # type: ignore[index]  # a place without a text is none
    return "".join(w if isinstance(w, str) else escaped(checked(texts[w])) for w in place.wording)


def _text(place: Place, texts: Sequence[str]) -> str:
    """Return a w:t as docxtpl leaves it: a tab parts two runs, a line break parts two w:t."""
    text = _worded(place, texts)
    start, properties = place.around
    if text.isprintable():
        return f"{start}{text}</w:t>" if text else f"{start[:-1]}/>"
    tab = f"</w:t></w:r><w:r>{properties}<w:tab/></w:r><w:r>{properties}{TEXT}"
    xml = f"{start}{text}</w:t>".replace("\t", tab).replace("\n", f"</w:t><w:br/>{TEXT}")
    return xml.replace(f"{start}</w:t>", f"{start[:-1]}/>").replace(f"{TEXT}</w:t>", EMPTY_TEXT)


def _run(place: Place, texts: Sequence[str]) -> str:
    text = _worded(place, texts)
    return f"{place.around[0]}{pieces(text)}{place.around[1]}" if text else ""


def _height(place: Place, texts: Sequence[str]) -> str:
    (index,) = place.wording
    assert isinstance(index, int)
    return str(max(int(place.around[0]), int(texts[index])))


_PUT: dict[str, Callable[[Place, Sequence[str]], str]] = {
    PLAIN: _worded,
    TEXTUAL: _text,
    RUN: _run,
    HEIGHT: _height,
}
