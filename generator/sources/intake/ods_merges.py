"""Merged cells of OpenDocument workbooks (.ods), which calamine does not tell: read off content.xml."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from generator.sources.intake.grid import Place

_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_T}table-cell", f"{_T}covered-table-cell")
Merge = tuple[Place, Place]


def ods_merges(content: bytes) -> dict[str, list[Merge]]:
    """Return the merged cells of each sheet by its name, first and last; nothing for other files."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            document = packed.read("content.xml")
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return {}
    return {table.get(f"{_T}name", ""): list(_merges(table)) for table in root.iter(f"{_T}table")}


def _merges(table: etree._Element) -> Iterator[Merge]:
    row = 0
    for line in table.iter(f"{_T}table-row"):
        column = 0
        for cell in line.iterchildren(*_CELLS):
            down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
            if down > 1 or across > 1:
                yield (row, column), (row + down - 1, column + across - 1)
            column += _number(cell, "number-columns-repeated")
        row += _number(line, "number-rows-repeated")


def _number(element: etree._Element, name: str) -> int:
    text = element.get(_T + name, "1")
    return int(text) if text.isascii() and text.isdigit() else 1
