"""A Word file read for checking: its paragraphs in order, each with its place and its runs."""

import re
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property

from lxml import etree

from generator.dataclass import dataclass
from generator.sources.word_package import MAIN_PART, Package, W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
P, R, T, TBL, TR, TC = (f"{W}{tag}" for tag in ("p", "r", "t", "tbl", "tr", "tc"))
MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
PARTS = {"header": "页眉", "footer": "页脚"}  # with the main part, all that may hold tags
MAIN = "正文"
TWIPS_PER_MM = 1440 / 25.4
NOISE = ("lang", "noProof", "rtl", "webHidden")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Place in a Word file (位置): part, then paragraph, or table, row, cell and paragraph in it; counted from 1."""

    part: str = MAIN
    table: int = 0
    row: int = 0
    cell: int = 0
    paragraph: int = 0
    box: bool = False

    def __str__(self) -> str:
        part = self.part + ("文本框" if self.box else "")
        if not self.table:
            return f"{part}第{self.paragraph}段" if self.paragraph else part
        beginning = "" if part == MAIN else part
        row = f"第{self.row}行" if self.row else ""
        cell = f"第{self.cell}格" if self.cell else ""
        inside = f"第{self.paragraph}段" if self.paragraph > 1 else ""
        return f"{beginning}表{self.table}{row}{cell}{inside}"


@dataclass(frozen=True, slots=True)
class Run:
    """Run of a paragraph: its element, its text, and its format written out for comparison."""

    element: etree._Element
    text: str
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Paragraph with its place; `number` counts all paragraphs of the part from 0, whatever holds them."""

    element: etree._Element
    place: Place
    number: int
    runs: tuple[Run, ...]
    row: etree._Element | None = None
    table: etree._Element | None = None

    @property
    def text(self) -> str:
        """The text of the runs, tabs and line breaks as such."""
        return "".join(run.text for run in self.runs)

    @property
    def container(self) -> etree._Element:
        """The element that holds the paragraph: body, cell, text box."""
        parent = self.element.getparent()
        assert parent is not None
        return parent


@dataclass(slots=True)
class _Counter:
    """Counts of one part while it is read."""

    part: str
    paragraphs: int = 0
    tables: int = 0
    every: int = 0
    found: list[Paragraph] = field(default_factory=list)


@dataclass(frozen=True)
class WordFile:
    """A Word file opened for checking."""

    package: Package

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every paragraph that may hold tags: of the main part, then of headers and footers."""
        return tuple(p for part in [MAIN_PART, *_further_parts(self.package)] for p in self.of_part(part))

    @cached_property
    def _roots(self) -> dict[str, etree._Element]:
        return {}

    def root(self, part: str) -> etree._Element:
        """Return the root of a part, always the same element."""
        if part not in self._roots:
            self._roots[part] = self.package.xml(part)
        return self._roots[part]

    def of_part(self, part: str) -> list[Paragraph]:
        """Return the paragraphs of one part, in order."""
        counter = _Counter(_part_label(part))
        _walk(self.root(part), counter, Place(part=counter.part), (None, None))
        return counter.found


def _further_parts(package: Package) -> list[str]:
    return [name for name in package.names("word/") if _part_label(name) in PARTS.values()]


def _part_label(name: str) -> str:
    if name == MAIN_PART:
        return MAIN
    stem = name.rpartition("/")[2]
    return next((label for word, label in PARTS.items() if stem.startswith(word)), stem)


_Around = tuple[etree._Element | None, etree._Element | None]


def _walk(element: etree._Element, counter: _Counter, place: Place, around: _Around) -> None:
    """Read what an element holds; `place` is that of its table, row and cell, `around` its table and its row."""
    in_cell = 0
    for child in _children(element):
        if child.tag == P:
            in_cell += 1
            _read_paragraph(child, counter, (place, in_cell), around)
        elif child.tag == TBL:
            counter.tables += 1
            _walk_table(child, counter, counter.tables, place)


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, whatever wraps them: a body, a content control."""
    for child in element:
        if child.tag in (P, TBL):
            yield child
        elif child.tag not in (TR, TC, f"{MC}Fallback"):
            yield from _children(child)


def _walk_table(table: etree._Element, counter: _Counter, number: int, place: Place) -> None:
    for r, row in enumerate(inner(table, TR), 1):
        for c, cell in enumerate(inner(row, TC), 1):
            here = Place(part=counter.part, table=number, row=r, cell=c, box=place.box)
            _walk(cell, counter, here, (table, row))


def inner(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, whatever wraps them, but none of a table within."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            yield from inner(child, tag)


def _read_paragraph(
    element: etree._Element, counter: _Counter, where: tuple[Place, int], around: _Around
) -> None:
    place, in_cell = where
    if place.table:
        number = in_cell
    else:
        counter.paragraphs += 1
        number = counter.paragraphs
    own = Place(
        part=place.part,
        table=place.table,
        row=place.row,
        cell=place.cell,
        paragraph=number,
        box=place.box,
    )
    table, row = around
    counter.found.append(
        Paragraph(
            element=element, place=own, number=counter.every, runs=tuple(_runs(element)), table=table, row=row
        )
    )
    counter.every += 1
    for box in _boxes(element):
        _walk(box, counter, Place(part=counter.part, box=True), (None, None))


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes in a paragraph, but not the copies of them for old programs."""
    for box in paragraph.iter(f"{W}txbxContent"):
        holders = list(box.iterancestors(P, f"{MC}Fallback"))
        if holders and holders[0] is paragraph:
            yield box


def _runs(paragraph: etree._Element) -> Iterator[Run]:
    for run in paragraph.iter(R):
        if next(run.iterancestors(P), None) is paragraph:
            yield Run(run, _run_text(run), run_format(run))


def _run_text(run: etree._Element) -> str:
    return "".join(child.text or "" if child.tag == T else MARKS.get(child.tag, "") for child in run)


def length_mm(element: etree._Element, name: str) -> float:
    """Return a length that an element gives in twips, 0 when it gives none."""
    try:
        return float(element.get(f"{W}{name}", "0")) / TWIPS_PER_MM
    except ValueError:
        return 0.0


def whole_number(element: etree._Element | None, default: int) -> int:
    """Return the number that an element has as its value, `default` when it has none."""
    value = str(element.get(f"{W}val", "")) if element is not None else ""
    return int(value) if re.fullmatch(r"[0-9]{1,4}", value) else default


def run_format(run: etree._Element) -> str:
    """Return a run's format as text, without what only spelling and input methods left there."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return ""
    kept = [_without_hint(p) for p in properties if etree.QName(p).localname not in NOISE]
    shown = [p for p in kept if p.attrib or p.tag != f"{W}rFonts"]
    return "".join(sorted(etree.tostring(p, method="c14n", exclusive=True).decode() for p in shown))


def _without_hint(element: etree._Element) -> etree._Element:
    copy = etree.fromstring(etree.tostring(element))
    copy.attrib.pop(f"{W}hint", "")
    copy.tail = None
    return copy
