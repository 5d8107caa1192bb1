"""Template of one form (一张表自己的模板): its table with tags in the cells, and the values put in their places.

docxtpl prints a mark for each value; where the marks have come to stand tells which row and cell holds what, however
the table was edited. Then the rows get the heights that were fitted, equal cells are merged down, pages begin where
they must, and each mark gives way to its text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from types import SimpleNamespace
from typing import Any, cast

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.shared import Pt
from docx.text.parfmt import ParagraphFormat
from lxml import etree

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.model.form import Line
from generator.model.sheet import Cell, Grid, GridRow, TableContent, is_listed
from generator.render.docx_page import TEXT_STYLES

NOTE_STYLE = "表下的注"
MARK = re.compile("\ue0f0([0-9]+)\ue0f1")  # private-use characters, which no value may hold
ROWS, ROW, VALUE, BOX = "rows", "row", "value", "box"
PLACES = ("left", "center", "right")


@dataclass(frozen=True, slots=True)
class Printed:
    """Value that prints as a mark and is tested as its text: in `{% if value.x %}` and `{% if value.x == "是" %}`."""

    text: str
    mark: str

    def __html__(self) -> str:
        return self.mark

    def __str__(self) -> str:
        return self.mark

    def __bool__(self) -> bool:
        return bool(self.text)

    def __eq__(self, other: object) -> bool:
        return self.text == other

    def __hash__(self) -> int:
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class _Spot:
    """What a mark stands for: a text, the row of the grid it belongs to, its cell, None where a merged one covers it."""

    text: str
    row: GridRow | None = None
    cell: Cell | None = None
    listed: bool = False


@dataclass(slots=True)
class Marks:
    """Marks of one sheet: each printed once at the least is found again by its number."""

    spots: list[_Spot] = field(default_factory=list)

    def printed(self, spot: _Spot) -> Printed:
        """Return a value for the template; its mark is the number of its spot."""
        self.spots.append(spot)
        return Printed(spot.text, f"\ue0f0{len(self.spots) - 1}\ue0f1")


def names(content: TableContent, marks: Marks) -> dict[str, Any]:
    """Return what the template of a form may name besides what every shell may: values, rows, boxes."""
    listed = [row for row in content.grid.rows if is_listed(row)]
    columns = sorted({_column(c.slot) for row in listed for c in row.cells})
    values = {
        c.slot: marks.printed(_Spot(content.values[c.slot], row, c))
        for row in content.grid.rows
        for c in row.cells
        if c.slot and not is_listed(row)
    }
    rows = [_row_names(row, columns, content.values, marks) for row in listed]
    named = {VALUE: SimpleNamespace(**values), ROWS: rows}
    return {**named, **line_names(content), **_box_names(content.grid, marks)}


def _column(slot: str) -> str:
    return slot.rpartition(".")[0]


def _row_names(row: GridRow, columns: list[str], values: Mapping[str, str], marks: Marks) -> SimpleNamespace:
    """Return the values of one row; where a merged cell from above covers a column, nothing prints."""
    own = {_column(c.slot): c for c in row.cells}
    spots = {
        name: _Spot(values[own[name].slot] if name in own else "", row, own.get(name), listed=True)
        for name in columns
    }
    return SimpleNamespace(**{name: marks.printed(spot) for name, spot in spots.items()})


def _box_names(grid: Grid, marks: Marks) -> dict[str, SimpleNamespace]:
    """Return the lines of each seal box: box_1.line_2.right."""
    boxes = [(row, cell) for row in grid.rows for cell in row.cells if cell.role == "box"]
    return {f"{BOX}_{i}": _line_marks(row, cell, marks) for i, (row, cell) in enumerate(boxes, 1)}


def _line_marks(row: GridRow, cell: Cell, marks: Marks) -> SimpleNamespace:
    def printed(line: Line) -> SimpleNamespace:
        places = {place: marks.printed(_Spot(getattr(line, place), row, cell)) for place in PLACES}
        return SimpleNamespace(**places)

    return SimpleNamespace(**{f"line_{i}": printed(line) for i, line in enumerate(cell.lines, 1)})


def set_sizes(document: Document, content: TableContent) -> None:
    """Set the sizes that were fitted, where the template still has the styles that carry them."""
    sizes = dict.fromkeys(TEXT_STYLES, (content.grid.size_pt, content.grid.line_pt))
    sizes[NOTE_STYLE] = (content.note_pt, content.note_line_pt)
    for style in document.styles:
        if style.name in sizes and hasattr(style, "paragraph_format"):
            size, line = sizes[style.name]
            style.font.size, style.paragraph_format.line_spacing = Pt(size), Pt(line)


def put_values(document: Document, marks: Marks, grid: Grid) -> None:
    """Set the rows by the marks in them, then put each value in place of its mark."""
    _set_unmarked_heights(document, marks, grid)
    for root in _roots(document):
        for row in root.iter(qn("w:tr")):
            _set_row(row, marks)
        for text in list(root.iter(qn("w:t"))):
            if text.text and MARK.search(text.text):
                _put(text, MARK.sub(lambda m: marks.spots[int(m[1])].text, text.text))


def _set_unmarked_heights(document: Document, marks: Marks, grid: Grid) -> None:
    """Make rows of fixed wording, such as seal boxes, as high as was fitted, when the rows still are the grid's."""
    rows = list(document.element.body.iterfind(f"{qn('w:tbl')}/{qn('w:tr')}"))
    if len(rows) != len(grid.rows):
        return
    pairs = [
        (row, own, {id(s.row) for s in _spots(row, marks) if s.row})
        for row, own in zip(rows, grid.rows, strict=True)
    ]
    if all(found <= {id(own)} for _, own, found in pairs):
        for row, own, _ in pairs:
            _set_height(row, own.height_mm)


def _roots(document: Document) -> Iterator[etree._Element]:
    for part in document.part.package.iter_parts():
        element = getattr(part, "element", None)
        if element is not None:
            yield element


def _spots(element: etree._Element, marks: Marks) -> list[_Spot]:
    text = "".join(t.text or "" for t in element.iter(qn("w:t")))
    return [marks.spots[int(number)] for number in MARK.findall(text)]


def _set_row(row: etree._Element, marks: Marks) -> None:
    """Set height, merging and page of a row by the marks in its cells; those of a table within are that one's."""
    cells = [
        (cell, _spots(cell, marks)) for cell in row.findall(qn("w:tc")) if cell.find(qn("w:tbl")) is None
    ]
    spots = [spot for _, found in cells for spot in found]
    places = [spot.row for spot in spots if spot.row]
    if not places:
        return
    _set_height(row, max(place.height_mm for place in places))
    for cell, found in cells:
        if len(found) == 1 and found[0].listed:
            _merge(cell, found[0].cell)
    if any(spot.listed and spot.row and spot.row.new_page for spot in spots):
        _begin_page(row)


def _set_height(row: etree._Element, height_mm: float) -> None:
    """Make a row as high as was fitted; one that the clerk made higher stays so."""
    properties = row.find(qn("w:trPr"))
    if properties is None:
        properties = parse_xml(f"<w:trPr {nsdecls('w')}/>")
        row.insert(len(row.findall(qn("w:tblPrEx"))), properties)
    height = properties.find(qn("w:trHeight"))
    if height is None:
        height = parse_xml(f'<w:trHeight {nsdecls("w")} w:val="0" w:hRule="atLeast"/>')
        properties.append(height)
    own = int(float(height.get(qn("w:val"), "0")))
    height.set(qn("w:val"), str(max(own, gb.twips(height_mm))))


def _merge(cell: etree._Element, own: Cell | None) -> None:
    if own and own.row_span == 1:
        return
    properties = cast(CT_Tc, cell).get_or_add_tcPr()
    properties.vMerge_val = "restart" if own else "continue"


def _begin_page(row: etree._Element) -> None:
    paragraph = next(row.iter(qn("w:p")), None)
    if paragraph is not None:
        ParagraphFormat(cast(CT_P, paragraph)).page_break_before = True


def _put(text: etree._Element, value: str) -> None:
    """Write a value in place of a text element; its tabs and line breaks stand for themselves."""
    pieces = [piece for piece in re.split("([\t\n])", value) if piece]
    for piece in pieces:
        text.addprevious(text_element(piece))
    run = removed(text)
    if all(child.tag == qn("w:rPr") for child in run):
        removed(run)


def removed(element: etree._Element) -> etree._Element:
    """Take an element out of its parent; return the parent."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
    return parent


def text_element(piece: str) -> etree._Element:
    """Return what stands for a piece of text in a run: a tab, a line break, or the text."""
    if piece in "\t\n":
        return parse_xml(f"<w:{'tab' if piece == chr(9) else 'br'} {nsdecls('w')}/>")
    element = parse_xml(f'<w:t {nsdecls("w")} xml:space="preserve"/>')
    element.text = piece
    return element


def line_names(content: TableContent) -> dict[str, Line]:
    """Return the lines around a table one by one: above_1, below_2."""
    sides = (("above", content.above), ("below", content.below))
    return {f"{side}_{i}": line for side, lines in sides for i, line in enumerate(lines, 1)}
