"""What calamine does not tell of OpenDocument workbooks (.ods): merged cells and failed formulas, off content.xml."""

import zipfile
from collections.abc import Iterator
from dataclasses import field
from io import BytesIO

from lxml import etree

from generator.dataclass import dataclass
from generator.sources.intake.cells import FAILED
from generator.sources.intake.grid import Place
from generator.sources.intake.xlsx_sheets import Unreadable

_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_CELLS = (f"{_T}table-cell", f"{_T}covered-table-cell")
_VALUE_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
REPEATED_MAX = 1000  # cells alike that are told one by one
Merge = tuple[Place, Place]


@dataclass(slots=True)
class OdsSheet:
    """Sheet of an OpenDocument workbook: its merged cells, first and last, and what its failed formulas show.

    `cells` are those that it spans up to the last one with something in it.
    """

    cells: int = 0
    merges: list[Merge] = field(default_factory=list)
    faults: dict[Place, str] = field(default_factory=dict)


def ods_sheets(content: bytes) -> dict[str, OdsSheet]:
    """Return the sheets of a workbook by name; nothing for other files. Raises Unreadable."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            document = packed.read("content.xml")
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, KeyError):
        return {}
    except etree.XMLSyntaxError as error:
        raise Unreadable("content.xml") from error
    return {table.get(f"{_T}name", ""): _sheet(table) for table in root.iter(f"{_T}table")}


def _sheet(table: etree._Element) -> OdsSheet:
    sheet = OdsSheet()
    height, width = 0, 0
    for (row, column), cell, alike in _placed(table):
        if len(cell) or cell.get(_VALUE_TYPE):
            height = max(height, row + alike)
            width = max(width, column + _number(cell, "number-columns-repeated"))
        down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            sheet.merges.append(((row, column), (row + down - 1, column + across - 1)))
        if cell.get(f"{_T}formula") and FAILED.fullmatch(shown := cell.findtext(_TEXT, "")):
            repeated = min(_number(cell, "number-columns-repeated"), REPEATED_MAX)
            sheet.faults |= {(row, column + n): shown for n in range(repeated)}
    sheet.cells = height * width
    return sheet


def _placed(table: etree._Element) -> Iterator[tuple[Place, etree._Element, int]]:
    """Yield the place of each cell, the cell, and how many rows there are like its own."""
    row = 0
    for line in table.iter(f"{_T}table-row"):
        column, alike = 0, _number(line, "number-rows-repeated")
        for cell in line.iterchildren(*_CELLS):
            yield (row, column), cell, alike
            column += _number(cell, "number-columns-repeated")
        row += alike


def _number(element: etree._Element, name: str) -> int:
    text = element.get(_T + name, "1")
    return int(text) if text.isascii() and text.isdigit() else 1
