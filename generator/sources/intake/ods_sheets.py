"""What calamine does not tell of OpenDocument workbooks (.ods): merged cells and failed formulas, off content.xml."""

import zipfile
from collections.abc import Iterator
from dataclasses import field
from io import BytesIO

from lxml import etree

from generator.dataclass import dataclass
from generator.sources.intake.cells import FAILED
from generator.sources.intake.grid import Place

_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_CELLS = (f"{_T}table-cell", f"{_T}covered-table-cell")
REPEATED_MAX = 1000  # cells alike that are told one by one
Merge = tuple[Place, Place]


@dataclass(slots=True)
class OdsSheet:
    """Sheet of an OpenDocument workbook: its merged cells, first and last, and what its failed formulas show."""

    merges: list[Merge] = field(default_factory=list)
    faults: dict[Place, str] = field(default_factory=dict)


def ods_sheets(content: bytes) -> dict[str, OdsSheet]:
    """Return the sheets of a workbook by name; nothing for other files."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            document = packed.read("content.xml")
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return {}
    return {table.get(f"{_T}name", ""): _sheet(table) for table in root.iter(f"{_T}table")}


def _sheet(table: etree._Element) -> OdsSheet:
    sheet = OdsSheet()
    for (row, column), cell in _placed(table):
        down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            sheet.merges.append(((row, column), (row + down - 1, column + across - 1)))
        if cell.get(f"{_T}formula") and FAILED.fullmatch(shown := cell.findtext(_TEXT, "")):
            repeated = min(_number(cell, "number-columns-repeated"), REPEATED_MAX)
            sheet.faults |= {(row, column + n): shown for n in range(repeated)}
    return sheet


def _placed(table: etree._Element) -> Iterator[tuple[Place, etree._Element]]:
    row = 0
    for line in table.iter(f"{_T}table-row"):
        column = 0
        for cell in line.iterchildren(*_CELLS):
            yield (row, column), cell
            column += _number(cell, "number-columns-repeated")
        row += _number(line, "number-rows-repeated")


def _number(element: etree._Element, name: str) -> int:
    text = element.get(_T + name, "1")
    return int(text) if text.isascii() and text.isdigit() else 1
