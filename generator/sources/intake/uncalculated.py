"""Formulas without a result (没有算出的公式) in .xlsx workbooks: calamine reads their cells as blank ones."""

import re
import zipfile
from io import BytesIO

from lxml import etree

from generator.sources.intake.grid import Place
from generator.sources.superior import LINKS, WORKBOOK, sheet_parts

_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?![^>]*t="str")[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)


def uncalculated(content: bytes) -> dict[str, frozenset[Place]]:
    """Return the cells of each sheet, by its name, whose formula has no result kept; nothing for other files."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            named = sheet_parts({part: packed.read(part) for part in (WORKBOOK, LINKS)})
            return {name: _places(packed.read(part)) for name, part, _ in named}
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        return {}


def _places(sheet: bytes) -> frozenset[Place]:
    return frozenset(
        (int(found[2]) - 1, column_number(found[1]) - 1)
        for found in _FORMULA.finditer(sheet)
        if found[2] != b"0"
    )


def column_number(letters: bytes) -> int:
    """Return the number of a column counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
