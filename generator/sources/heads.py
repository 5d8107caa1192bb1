"""Heads of tables from outside (外来的表头): a workbook's sheets with merged cells, widths, rules and input lists.

The workbook is repacked within limits before any part of it is parsed.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from lxml import etree

from generator.dataclass import dataclass
from generator.model.drawn import HeadCell, HeadSheet, InputRule, Place
from generator.problem import Problem
from generator.sources.intake.grid import column_number
from generator.sources.intake.packed import repacked
from generator.sources.superior import (
    WORKBOOK,
    Superior,
    opened,
    placed_cells,
    sheet_parts,
    strings_of,
)
from generator.sources.word_package import parsed

MM_PER_CHAR = 7 * 25.4 / 96  # a digit of Excel's usual face is 7 pixels wide
USUAL_CHARS = 9.14
ROWS_MAX, COLUMNS_MAX = 500, 120
CHOICES_MAX = 200
MERGED_MAX, RULES_MAX, LISTS_MAX = 2000, 500, 30
STYLES = "xl/styles.xml"
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_SIDES = ("left", "right", "top", "bottom")
Element: TypeAlias = "etree._Element"


@dataclass(frozen=True, slots=True)
class _Book:
    superior: Superior
    strings: Sequence[str]
    ruled: Sequence[bool]  # by style, whether its cells have a border
    names: Mapping[str, str]  # defined names, and what they refer to
    parts: Mapping[str, str]  # of every sheet by name, hidden ones too
    lists: dict[tuple[str, str], list[str]]  # what lists were found to offer, by sheet and formula


def read_heads(content: bytes, file: str) -> list[HeadSheet] | Problem:
    """Return the visible sheets of a workbook that have something on them, or why it cannot be read."""
    packed = repacked(content, file)
    if isinstance(packed, Problem):
        return packed
    superior = opened(packed)
    if isinstance(superior, str):
        return Problem(code="XLS-001", message=superior, where=file)
    try:
        book = _book(superior)
        sheets = [_sheet(book, name, part) for name, part in superior.part_of.items()]
    except (etree.XMLSyntaxError, KeyError, IndexError, ValueError):
        message = "里面的内容残缺，读不出表头。请用 Excel 或 WPS 打开，另存为新的 .xlsx。"
        return Problem(code="XLS-001", message=message, where=file)
    return [sheet for sheet in sheets if any(cell.text for cell in sheet.cells.values())]


def _book(superior: Superior) -> _Book:
    root = parsed(superior.parts[WORKBOOK])
    names = {str(n.get("name")): n.text or "" for n in root.iterfind("{*}definedNames/{*}definedName")}
    parts = {name: part for name, part, _ in sheet_parts(superior.parts)}
    return _Book(superior, strings_of(superior.parts), _ruled(superior.parts), names, parts, {})


def _ruled(parts: Mapping[str, bytes]) -> list[bool]:
    """Tell of each style of cells whether they have a border."""
    if STYLES not in parts:
        return []
    root = parsed(parts[STYLES])
    borders = [
        any(border.find(f"{{*}}{side}[@style]") is not None for side in _SIDES)
        for border in root.iterfind("{*}borders/{*}border")
    ]
    found = (int(xf.get("borderId") or 0) for xf in root.iterfind("{*}cellXfs/{*}xf"))
    return [number < len(borders) and borders[number] for number in found]


def _sheet(book: _Book, name: str, part: str) -> HeadSheet:
    root = parsed(book.superior.parts[part])
    cells = {}
    for place, element in placed_cells(root):
        if place[0] <= ROWS_MAX and place[1] <= COLUMNS_MAX:
            cells[place] = _cell(book, element)
    usual = root.find("{*}sheetFormatPr")
    chars = float((usual.get("defaultColWidth") if usual is not None else None) or USUAL_CHARS)
    found = islice(root.iterfind("{*}mergeCells/{*}mergeCell"), MERGED_MAX)
    merged = filter(None, (_area(str(m.get("ref"))) for m in found))
    return HeadSheet(
        name=name,
        cells=cells,
        merged={first: _within(last) for first, last in merged if first != last and first == _within(first)},
        widths_mm=dict(_widths(root)),
        usual_width_mm=round(chars * MM_PER_CHAR, 2),
        rules=tuple(islice(_rules(book, root, name), RULES_MAX)),
    )


def _cell(book: _Book, cell: Element) -> HeadCell:
    text, inline = cell.findtext("{*}v") or "", cell.find("{*}is")
    if cell.get("t") == "s" and text:
        text = book.strings[int(text)]
    elif inline is not None:
        text = _words(inline)
    style = int(cell.get("s") or 0)
    return HeadCell(text.strip(), cell.findtext("{*}f") or "", style < len(book.ruled) and book.ruled[style])


def _words(element: Element) -> str:
    """Return the text of an element and all that is in it."""
    return "".join(map(str, element.itertext()))


def _area(reference: str) -> tuple[Place, Place] | None:
    found = _AREA.fullmatch(reference)
    if not found:
        return None
    first = int(found[2]), column_number(found[1])
    return first, (int(found[4]), column_number(found[3])) if found[3] else first


def _within(place: Place) -> Place:
    return min(place[0], ROWS_MAX), min(place[1], COLUMNS_MAX)


def _widths(root: Element) -> Iterator[tuple[int, float]]:
    """Yield the widths in mm of the columns that have one of their own; hidden ones are 0."""
    for col in root.iterfind("{*}cols/{*}col"):
        width = 0.0 if col.get("hidden") in ("1", "true") else float(col.get("width") or USUAL_CHARS)
        for column in range(int(str(col.get("min"))), min(int(str(col.get("max"))), COLUMNS_MAX) + 1):
            yield column, round(width * MM_PER_CHAR, 2)


def _rules(book: _Book, root: Element, sheet: str) -> Iterator[InputRule]:
    """Yield the rules of input, those that Excel keeps apart because they refer to another sheet too."""
    for rule in islice(root.iter("{*}dataValidation"), RULES_MAX):
        formula = "".join(map(_words, rule.iterfind("{*}formula1"))).strip()
        areas = rule.get("sqref") or "".join(map(_words, rule.iterfind("{*}sqref")))
        kind = str(rule.get("type") or "")
        choices = tuple(_choices(book, formula, sheet)) if kind == "list" else ()
        for area in filter(None, map(_area, areas.split())):
            yield InputRule(first=area[0], last=area[1], kind=kind, choices=choices)


def _choices(book: _Book, formula: str, sheet: str) -> list[str]:
    if formula.startswith('"'):
        found = [text.strip() for text in formula.strip('"').split(",")]
    else:
        key = sheet, formula
        if key not in book.lists and len(book.lists) < LISTS_MAX:
            book.lists[key] = list(_listed(book, book.names.get(formula, formula), sheet))
        found = book.lists.get(key, [])
    return list(dict.fromkeys(filter(None, found)))[:CHOICES_MAX]


def _listed(book: _Book, reference: str, sheet: str) -> Iterator[str]:
    """Yield the texts of the cells that a list refers to."""
    name, _, cells = reference.lstrip("=").rpartition("!")
    part, area = book.parts.get(name.strip("'") or sheet), _area(cells)
    if part is None or area is None:
        return
    (top, left), (bottom, right) = area
    for (row, column), cell in placed_cells(parsed(book.superior.parts[posixpath.normpath(part)])):
        if top <= row <= bottom and left <= column <= right:
            yield _cell(book, cell).text
