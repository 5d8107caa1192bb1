"""A Word file read whole: sections, paragraphs in order, tables and text boxes with their places."""

from collections.abc import Iterator
from dataclasses import replace

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.measure.docx.effective import Cascade
from generator.measure.docx.file import DocxFile, relation_id
from generator.measure.docx.paragraph import Setter, border
from generator.measure.docx.values import Border, Box, Paragraph, Section, Story, Table
from generator.measure.docx.xml import (
    MC,
    WP,
    Element,
    W,
    attribute,
    integer,
    is_element,
    switch,
    twips,
    value,
)

_EMU_PER_MM = 36000
_HOLDERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo")


def read_story(file: DocxFile) -> Story:
    """Return a Word file's sections and paragraphs, every style resolved."""
    return _Reader(file).story()


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the reader is: the words for it, and the table or box that holds the paragraph."""

    words: str = ""
    row: int = -1
    table: Table | None = None
    box: Box | None = None


class _Reader:
    def __init__(self, file: DocxFile) -> None:
        self._file = file
        self._cascade = Cascade(file)
        self._setter = Setter(self._cascade)
        self._paragraphs = 0
        self._tables = 0
        self._section = 0
        self._sections: list[Section] = []

    def story(self) -> Story:
        body = self._file.document.find(f"{W}body")
        marks = [] if body is None else list(body.iter(f"{W}sectPr"))
        self._sections = [self._read_section(m, i) for i, m in enumerate(marks)]
        found = () if body is None else tuple(self._blocks(body, _Spot()))
        return Story(
            sections=tuple(self._sections),
            paragraphs=found,
            mirrored=bool(switch(self._file.settings, "mirrorMargins")),
            odd_even=bool(switch(self._file.settings, "evenAndOddHeaders")),
        )

    def _blocks(self, holder: Element, spot: _Spot) -> Iterator[Paragraph]:
        for node in holder:
            name = node.tag.rpartition("}")[2] if is_element(node) else ""
            if name == "p":
                yield from self._paragraph(node, spot)
            elif name == "tbl":
                yield from self._table(node, spot)
            elif name in _HOLDERS:
                yield from self._blocks(node, spot)

    def _paragraph(self, element: Element, spot: _Spot) -> Iterator[Paragraph]:
        where = spot.words
        if not where:
            self._paragraphs += 1
            where = f"第{self._paragraphs}段"
        char_pt = self._sections[self._section].char_pt if self._section < len(self._sections) else 0.0
        found = self._setter.paragraph(element, where, char_pt)
        yield replace(found, section=self._section, row=spot.row, table=spot.table, box=spot.box)
        for box, content in _boxes(element, self._sections[self._section : self._section + 1]):
            yield from self._blocks(content, _Spot(f"{where}的文本框", box=box))
        if not spot.words and element.find(f"{W}pPr/{W}sectPr") is not None:
            self._section += 1

    def _table(self, element: Element, spot: _Spot) -> Iterator[Paragraph]:
        self._tables += 1
        rows = [r for r in element.iter(f"{W}tr") if next(r.iterancestors(f"{W}tbl")) is element]
        table = Table(
            number=self._tables,
            width_mm=_table_width(element),
            rules=tuple(_rules(element, rows)),
            heights_mm=tuple(map(_row_height, rows)),
            box=spot.box,
            float_mm=_float(element),
            turned=next(element.iter(f"{W}textDirection"), None) is not None,
        )
        for y, row in enumerate(rows):
            cells = (c for c in row.iter(f"{W}tc") if next(c.iterancestors(f"{W}tr")) is row)
            for x, cell in enumerate(cells, 1):
                words = f"表{table.number}第{y + 1}行第{x}格"
                yield from self._blocks(cell, _Spot(words, y, table, spot.box))

    def _read_section(self, element: Element, number: int) -> Section:
        size, margin, grid = (element.find(W + n) for n in ("pgSz", "pgMar", "docGrid"))

        def mm(holder: Element | None, name: str) -> float:
            return gb.mm_from_pt((twips(attribute(holder, name)) or 0.0) / 20)

        kind = attribute(grid, "type") or ""
        chars = kind in ("linesAndChars", "snapToChars")
        return Section(
            width_mm=mm(size, "w"),
            height_mm=mm(size, "h"),
            top_mm=abs(mm(margin, "top")),
            right_mm=mm(margin, "right"),
            bottom_mm=abs(mm(margin, "bottom")),
            left_mm=mm(margin, "left"),
            gutter_mm=mm(margin, "gutter"),
            footer_mm=mm(margin, "footer"),
            header_mm=mm(margin, "header"),
            grid=kind,
            grid_pt=(twips(attribute(grid, "linePitch")) or 0.0) / 20 if kind else 0.0,
            char_pt=(integer(attribute(grid, "charSpace")) or 0) / 4096 if chars else 0.0,
            title_page=bool(switch(element, "titlePg")),
            headers=self._margins(element, "header", number),
            footers=self._margins(element, "footer", number),
        )

    def _margins(self, element: Element, kind: str, number: int) -> dict[str, tuple[Paragraph, ...]]:
        """Return headers or footers of a section; one that it does not name is that of the section before."""
        before = getattr(self._sections[number - 1], f"{kind}s") if 0 < number <= len(self._sections) else {}
        found = dict(before)
        words = "页眉" if kind == "header" else "页脚"
        for reference in element.findall(f"{W}{kind}Reference"):
            part = self._file.margins.get(relation_id(reference))
            if part is not None:
                pages = {"even": "双页", "first": "首页"}.get(attribute(reference, "type") or "", "单页")
                name = attribute(reference, "type") or "default"
                found[name] = tuple(self._blocks(part, _Spot(f"第{number + 1}节{pages}{words}")))
        return found


def _boxes(element: Element, sections: list[Section]) -> Iterator[tuple[Box, Element]]:
    """Yield text boxes anchored to a paragraph with what stands in them; a fallback for old programs is passed by."""
    for content in element.iter(f"{W}txbxContent"):
        ancestors = list(content.iterancestors())
        inner = ancestors[: ancestors.index(element)]
        if any(is_element(a) and a.tag in (f"{MC}Fallback", f"{W}txbxContent") for a in inner):
            continue
        anchor = next((a for a in inner if a.tag in (f"{WP}anchor", f"{WP}inline")), None)
        yield (
            (_box(anchor, sections) if anchor is not None else Box(top_mm=None, left_mm=None, width_mm=0.0)),
            content,
        )


def _box(anchor: Element, sections: list[Section]) -> Box:
    extent = anchor.find(f"{WP}extent")
    wide = integer(None if extent is None else str(extent.get("cx", ""))) or 0
    return Box(
        top_mm=_offset(anchor, "positionV", sections),
        left_mm=_offset(anchor, "positionH", sections),
        width_mm=wide / _EMU_PER_MM,
        outside=(anchor.findtext(f"{WP}positionH/{WP}align") or "").strip() == "outside",
    )


def _offset(anchor: Element, name: str, sections: list[Section]) -> float | None:
    """Return a place from the sheet's edge, None where it depends on the text."""
    position = anchor.find(f"{WP}{name}")
    offset = None if position is None else position.find(f"{WP}posOffset")
    if position is None or offset is None:
        return None
    base = {"page": 0.0}
    if sections:
        base["margin"] = sections[0].top_mm if name == "positionV" else sections[0].left_mm
    start = base.get(str(position.get("relativeFrom", "")))
    emu = integer((offset.text or "").strip())
    return None if start is None or emu is None else start + emu / _EMU_PER_MM


def _table_width(element: Element) -> float:
    columns = [twips(attribute(c, "w")) or 0.0 for c in element.iterfind(f"{W}tblGrid/{W}gridCol")]
    said = twips(value(element.find(f"{W}tblPr"), "tblW", "w"))
    absolute = value(element.find(f"{W}tblPr"), "tblW", "type") == "dxa"
    width = said if said and absolute else sum(columns)
    return gb.mm_from_pt(width / 20)


def _float(element: Element) -> tuple[float, float] | None:
    """Return left and top of a floating table, None where its place depends on the text."""
    place = element.find(f"{W}tblPr/{W}tblpPr")
    left, top = twips(attribute(place, "tblpX")), twips(attribute(place, "tblpY"))
    on_page = attribute(place, "vertAnchor") == attribute(place, "horzAnchor") == "page"
    if not on_page or left is None or top is None:
        return None
    return gb.mm_from_pt(left / 20), gb.mm_from_pt(top / 20)


def _row_height(row: Element) -> float | None:
    height = row.find(f"{W}trPr/{W}trHeight")
    exact = height is not None and attribute(height, "hRule") == "exact"
    found = twips(attribute(height, "val")) if exact else None
    return None if found is None else gb.mm_from_pt(found / 20)


def _rules(element: Element, rows: list[Element]) -> Iterator[Border | None]:
    """Yield the horizontal rules of a table: above each row, last the one below the table."""
    whole = element.find(f"{W}tblPr/{W}tblBorders")

    def of_table(side: str) -> Border | None:
        return None if whole is None else border(whole.find(W + side))

    for y, row in enumerate(rows):
        edge = _cell_rule(row, "top") or (_cell_rule(rows[y - 1], "bottom") if y else None)
        yield edge or of_table("insideH" if y else "top")
    if rows:
        yield _cell_rule(rows[-1], "bottom") or of_table("bottom")


def _cell_rule(row: Element, side: str) -> Border | None:
    cell = row.find(f"{W}tc/{W}tcPr/{W}tcBorders")
    return None if cell is None else border(cell.find(W + side))
