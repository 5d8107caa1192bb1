"""Superior's workbook filled in (填好的上级表): the values put into the file as it came, all else left as it is.

Only the cells that take a value change; styles, drop-downs, drawings and print settings are copied byte for byte,
which a library that reads a workbook and writes it anew would not do. Results of formulas are taken out, so that no
program shows those of before: it works them out when the file is opened.
"""

import io
import zipfile
from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

from generator.compose.references import place as reference
from generator.model.upward import Place
from generator.sources.superior import WORKBOOK, Element, Superior, placed_cells
from generator.sources.word_package import parsed

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
Written: TypeAlias = int | float | str | None


def render_superior(book: Superior, values: Mapping[tuple[str, Place], Written]) -> bytes:
    """Return the workbook with values in its cells, by name of the sheet and place; None empties a cell."""
    changed = {WORKBOOK: _calculated_when_opened(book.parts[WORKBOOK])}
    for name, part in book.part_of.items():
        mine = {place: value for (sheet, place), value in values.items() if sheet == name}
        changed[part] = _filled(book.parts[part], mine)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in book.parts.items():
            package.writestr(
                zipfile.ZipInfo(name, FIXED_TIME), changed.get(name, content), zipfile.ZIP_DEFLATED
            )
    return file.getvalue()


def _calculated_when_opened(content: bytes) -> bytes:
    root = parsed(content)
    settings = root.find("{*}calcPr")
    if settings is None:
        settings = _made(root, "calcPr")
        _after(root, settings, ("definedNames", "externalReferences", "functionGroups", "sheets"))
    settings.set("fullCalcOnLoad", "1")
    return _bytes(root)


def _after(root: Element, new: Element, names: tuple[str, ...]) -> None:
    """Put an element behind the first of those that is there: the schema keeps an order."""
    before = next(e for name in names if (e := root.find(f"{{*}}{name}")) is not None)
    before.addnext(new)


def _filled(content: bytes, values: Mapping[Place, Written]) -> bytes:
    root = parsed(content)
    there = dict(placed_cells(root))
    formulas = [c for c in there.values() if c.find("{*}f") is not None]
    if not values and not formulas:
        return content
    for cell in formulas:
        _empty(cell, ("v",))
    for place, value in sorted(values.items()):
        _write(there[place] if place in there else _new_cell(root, place), value)
    return _bytes(root)


def _write(cell: Element, value: Written) -> None:
    _empty(cell, ("v", "is"))
    if "t" in cell.attrib:
        del cell.attrib["t"]
    if value is None:
        return
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, _name(cell, "is")), _name(cell, "t"))
        text.text = value
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    else:
        etree.SubElement(cell, _name(cell, "v")).text = repr(value)


def _empty(cell: Element, names: tuple[str, ...]) -> None:
    for child in [c for c in cell if etree.QName(c).localname in names]:
        cell.remove(child)


def _new_cell(root: Element, place: Place) -> Element:
    """Return a new cell in its row, at its place between the others."""
    data = root.find("{*}sheetData")
    assert data is not None
    row = next((r for r in data if r.get("r") == str(place[0])), None)
    if row is None:
        row = _made(data, "row", r=str(place[0]))
        _insert(data, row, [int(r.get("r") or 0) for r in data], place[0])
    cell = _made(row, "c", r=reference(place[1] - 1, place[0]))
    before = [at[1] for at, _ in placed_cells(root) if at[0] == place[0]]
    _insert(row, cell, before, place[1])
    return cell


def _insert(parent: Element, child: Element, numbers: list[int], number: int) -> None:
    parent.insert(sum(n < number for n in numbers), child)


def _made(near: Element, name: str, **attributes: str) -> Element:
    return near.makeelement(_name(near, name), attributes)


def _name(near: Element, name: str) -> str:
    return f"{{{etree.QName(near).namespace}}}{name}"


def _bytes(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
