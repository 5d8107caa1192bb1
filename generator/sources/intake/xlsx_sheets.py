"""What calamine does not tell of .xlsx workbooks: how far each sheet goes, and formulas without a value (出错的公式)."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import field
from io import BytesIO

from lxml import etree

from generator.dataclass import dataclass
from generator.sources.intake.grid import UNCALCULATED, Place, column_number

_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_ROW, _CELL = "{*}row", "{*}c"
_SHEET_DATA = b"sheetData"
_BINARY = "xl/workbook.bin"


class Unreadable(ValueError):
    """Raised when parts of a workbook are no XML that every reader reads alike."""


@dataclass(slots=True)
class XlsxSheets:
    """Sheets of a workbook: the cells that they span up to the last one with something in it, and failed formulas.

    `faults` is what stands in a cell whose formula failed or was never computed, by sheet.
    """

    cells: int = 0
    faults: dict[str, dict[Place, str]] = field(default_factory=dict)


def xlsx_sheets(content: bytes) -> XlsxSheets:
    """Return what is told of the sheets of a workbook; raises Unreadable, and what zipfile raises.

    Every part that could be a sheet is measured, whatever it is called: a reader may come upon it.
    """
    found = XlsxSheets()
    faults = dict[str, dict[Place, str]]()
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if any(name.casefold() == _BINARY for name in packed.namelist()):
            raise Unreadable("binary")
        for name in packed.namelist():
            part = packed.read(name)
            if b"\0" in part and _SHEET_DATA in part.replace(b"\0", b""):
                raise Unreadable(name)
            if _SHEET_DATA in part:
                cells, faults[name] = _sheet(part)
                found.cells += cells
        found.faults = {name: faults[part] for name, part in _named(packed) if part in faults}
    return found


def _named(packed: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return the name of each sheet and the part that holds it; nothing where the workbook does not tell."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        book = etree.fromstring(packed.read("xl/workbook.xml"), parser)
        links = etree.fromstring(packed.read("xl/_rels/workbook.xml.rels"), parser)
    except (KeyError, etree.XMLSyntaxError):
        return []
    parts = {link.get("Id"): link.get("Target", "").removeprefix("/xl/") for link in links}
    return [(s.get("name", ""), f"xl/{parts.get(s.get(_REL), '')}") for s in book.iter("{*}sheet")]


def _sheet(part: bytes) -> tuple[int, dict[Place, str]]:
    """Return how many cells a sheet spans, and its failed formulas; raises Unreadable."""
    height, width, row, column = 0, 0, 0, 0
    faults: dict[Place, str] = {}
    try:
        for event, element in _rows_and_cells(part):
            is_cell = etree.QName(element).localname == "c"
            if event == "end" and is_cell and len(element):
                height, width = max(height, row), max(width, column)
                if fault := _fault(element):
                    faults[row - 1, column - 1] = fault
            elif event == "start" and is_cell:
                row, column = _place(element.get("r"), row, column + 1)
            elif event == "start":
                row, column = int(element.get("r") or row + 1), 0
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("sheet") from error
    return height * width, faults


def _rows_and_cells(part: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Yield where rows and cells start and end; what has been told is let go."""
    told = etree.iterparse(
        BytesIO(part), events=("start", "end"), tag=(_ROW, _CELL), resolve_entities=False, no_network=True
    )
    for event, element in told:
        yield event, element
        if event == "end":
            element.clear()
            while element.getprevious() is not None and (parent := element.getparent()) is not None:
                del parent[0]


def _place(written: str | None, row: int, column: int) -> Place:
    """Return the row and column of a cell from 1, as written, else those that follow from the cell before."""
    if written is None:
        return row, column
    found = _REFERENCE.fullmatch(written)
    if found is None:
        raise Unreadable(written)
    return int(found[2]), column_number(found[1])


def _fault(cell: etree._Element) -> str:
    """Return what stands in a cell whose formula failed or was never computed, nothing for any other."""
    value = cell.findtext("{*}v", "")
    kind = cell.get("t", "")
    if kind == "e":
        return value
    is_formula = cell.find("{*}f") is not None
    return UNCALCULATED if is_formula and not value and kind != "str" else ""
