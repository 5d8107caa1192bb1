"""Formulas of .xlsx workbooks without a value (出错的公式), blank cells to calamine: read off the sheets."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from generator.sources.intake.grid import UNCALCULATED, Place

_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^<>/]*)>')
_VALUE = re.compile(rb"<v>([^<]+)</v>")


def xlsx_faults(content: bytes) -> dict[str, dict[Place, str]]:
    """Return what stands in the cells whose formula failed or was never computed, by sheet; nothing for other files."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return {name: _faults(packed.read(part)) for name, part in _sheets(packed)}
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        return {}


def _sheets(packed: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return the name of each sheet and the part that holds it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    book = etree.fromstring(packed.read("xl/workbook.xml"), parser)
    links = etree.fromstring(packed.read("xl/_rels/workbook.xml.rels"), parser)
    parts = {link.get("Id"): link.get("Target", "").removeprefix("/xl/") for link in links}
    found = [(s.get("name", ""), f"xl/{parts.get(s.get(_REL), '')}") for s in book.iter("{*}sheet")]
    return [(name, part) for name, part in found if part in packed.namelist()]


def _faults(sheet: bytes) -> dict[Place, str]:
    found: dict[Place, str] = {}
    if b"<f" not in sheet and b't="e"' not in sheet:
        return found
    for cell, inner in _cells(sheet):
        value = _VALUE.search(inner)
        place = int(cell[2]) - 1, column_number(cell[1]) - 1
        if b't="e"' in cell[3] and value:
            found[place] = value[1].decode("utf-8", "replace")
        elif b"<f" in inner and not value and b't="str"' not in cell[3]:
            found[place] = UNCALCULATED
    return found


def _cells(sheet: bytes) -> Iterator[tuple[re.Match[bytes], bytes]]:
    """Yield each cell's tag and what stands within; one that is not closed before the next is passed over.

    Each byte is looked at a fixed number of times, however a sheet is written.
    """
    for cell in _CELL.finditer(sheet):
        following = sheet.find(b"<c ", cell.end())
        end = sheet.find(b"</c>", cell.end(), following if following >= 0 else len(sheet))
        if end >= 0:
            yield cell, sheet[cell.end() : end]


def column_number(letters: bytes) -> int:
    """Return the number of a column, A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
