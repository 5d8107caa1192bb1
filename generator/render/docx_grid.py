"""Grid of a form as a Word table, its values in its cells."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from generator.layout import gbt9704 as gb
from generator.layout.fit import BOX_PADDING_MM, CELL_PADDING_MM, CELL_PADDING_Y_MM
from generator.model.form import Line
from generator.model.sheet import Cell, Grid, GridRow

RULE_EIGHTHS_PT = 6
_CENTERED = '<w:vAlign w:val="center"/>'
_BOX = (
    f'<w:tcMar><w:bottom w:w="{gb.twips(BOX_PADDING_MM)}" w:type="dxa"/></w:tcMar><w:vAlign w:val="bottom"/>'
)
_STYLES = {"head": "CellHead", "group": "CellHead"}


# A paragraph all but without height: LibreOffice breaks no table before a row, Word needs one between two tables
# and after the last.
_THIN = (
    f'<w:p {nsdecls("w")}><w:pPr>%s<w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)


def tables(grid: Grid, values: Mapping[str, str]) -> Iterator[BaseOxmlElement]:
    """Yield the w:tbl of a grid, one for each page that a row begins, with a page break before the next.

    A grid with head rows stays one table, so that Word repeats them; it breaks within the table. `values` has
    what prints in each slot.
    """
    breaks = () if any(row.head for row in grid.rows) else enumerate(grid.rows)
    starts = [0, *(i for i, row in breaks if row.new_page and i), len(grid.rows)]
    for start, end in pairwise(starts):
        if start:
            yield parse_xml(_THIN % "<w:pageBreakBefore/>")
        first = replace(grid.rows[start], new_page=False)  # the paragraph before the table begins the page
        yield _table(replace(grid, rows=(first, *grid.rows[start + 1 : end])), values)


def after_table() -> BaseOxmlElement:
    """Return the paragraph that must follow a table where no other does."""
    return parse_xml(_THIN % "")


def _table(grid: Grid, values: Mapping[str, str]) -> BaseOxmlElement:
    """Return the w:tbl of rows: fixed widths, rows that are never cut, head rows that repeat."""
    widths = [gb.twips(w) for w in grid.widths_mm]
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    rows = "".join(_rows(grid, values, widths))
    properties = _table_properties(sum(widths))
    xml = f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    return parse_xml(xml)


def _table_properties(width: int) -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(
        f'<w:{e} w:val="single" w:sz="{RULE_EIGHTHS_PT}" w:space="0" w:color="000000"/>' for e in edges
    )
    side, end = gb.twips(CELL_PADDING_MM), gb.twips(CELL_PADDING_Y_MM)
    margins = "".join(
        f'<w:{e} w:w="{w}" w:type="dxa"/>'
        for e, w in (("top", end), ("left", side), ("bottom", end), ("right", side))
    )
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )


def _rows(grid: Grid, values: Mapping[str, str], widths: list[int]) -> Iterator[str]:
    open_spans: dict[int, tuple[int, int]] = {}
    for row in grid.rows:
        cells = "".join(_cells(row, values, widths, open_spans))
        yield f"<w:tr>{_row_properties(row)}{cells}</w:tr>"


def _row_properties(row: GridRow) -> str:
    head = "<w:tblHeader/>" if row.head else ""
    return f'<w:trPr><w:cantSplit/><w:trHeight w:val="{gb.twips(row.height_mm)}" w:hRule="atLeast"/>{head}</w:trPr>'


def _cells(
    row: GridRow, values: Mapping[str, str], widths: list[int], open_spans: dict[int, tuple[int, int]]
) -> Iterator[str]:
    """Yield the row's cells, with a continuation for every cell above that spans down into it."""
    column = 0
    for cell in [*row.cells, None]:
        while column in open_spans:
            rows_left, span = open_spans.pop(column)
            if rows_left > 1:
                open_spans[-1 - column] = (rows_left - 1, span)
            yield _cell_xml("", span, sum(widths[column : column + span]), "<w:vMerge/>", "<w:p/>")
            column += span
        if cell is None:
            break
        if cell.row_span > 1:
            open_spans[-1 - column] = (cell.row_span - 1, cell.col_span)
        merge = '<w:vMerge w:val="restart"/>' if cell.row_span > 1 else ""
        width = sum(widths[column : column + cell.col_span])
        layout = _BOX if cell.role == "box" else _CENTERED
        breaks = row.new_page and column == 0
        yield _cell_xml(layout, cell.col_span, width, merge, _paragraphs(cell, values, width, breaks))
        column += cell.col_span
    for key in [k for k in open_spans if k < 0]:
        open_spans[-1 - key] = open_spans.pop(key)


def _cell_xml(layout: str, span: int, width: int, merge: str, body: str) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{merge}{layout}</w:tcPr>{body}</w:tc>'


def _paragraphs(cell: Cell, values: Mapping[str, str], width: int, breaks: bool) -> str:
    """Return the cell's paragraphs; `breaks` begins a page before the first."""
    if cell.lines:
        return "".join(_line(line, width - 2 * gb.twips(CELL_PADDING_MM)) for line in cell.lines)
    text = escape(values.get(cell.slot, "") if cell.slot else cell.text)
    before = "<w:pageBreakBefore/>" if breaks else ""
    return _paragraph(text, _STYLES.get(cell.role, "Cell"), "left" if cell.align == "left" else "", before)


def _paragraph(text: str, style: str, align: str, setting: str = "") -> str:
    jc = f'<w:jc w:val="{align}"/>' if align else ""
    run = f"<w:r>{_text(text)}</w:r>" if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{setting}{jc}</w:pPr>{run}</w:p>'


def _text(text: str) -> str:
    """Return the run content of text in which tabs and line breaks stand for themselves."""
    marks = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    pieces = re.split("([\t\n])", text)
    return "".join(marks.get(p) or f'<w:t xml:space="preserve">{p}</w:t>' for p in pieces if p)


def _line(line: Line, width: int) -> str:
    if line.center:
        return _paragraph(escape(line.center), "Cell", "center")
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    return _paragraph(escape(f"{line.left}\t{line.right}" if line.right else line.left), "Cell", "left", tabs)
