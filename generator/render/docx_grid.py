"""Grid of a form as a Word table, its values in its cells; XML as text, so that nothing but text is needed for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from generator.layout import gbt9704 as gb
from generator.layout.fit import BOX_PADDING_MM, CELL_PADDING_MM, CELL_PADDING_Y_MM
from generator.model.form import Line
from generator.model.sheet import Cell, Grid, GridRow
from generator.render.docx_text import escaped, text_run

RULE_EIGHTHS_PT = 6
_CENTERED = '<w:vAlign w:val="center"/>'
_BOX = (
    f'<w:tcMar><w:bottom w:w="{gb.twips(BOX_PADDING_MM)}" w:type="dxa"/></w:tcMar><w:vAlign w:val="bottom"/>'
)
_STYLES = {"head": "CellHead", "group": "CellHead"}


# A paragraph all but without height: LibreOffice breaks no table before a row, Word needs one between two tables
# and after the last.
_THIN = (
    '<w:p><w:pPr>%s<w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)
BETWEEN_TABLES = _THIN % "<w:pageBreakBefore/>"
AFTER_TABLE = _THIN % ""
TABLE_END = "</w:tbl>"

Spans: TypeAlias = dict[int, tuple[int, int]]  # by column: how many rows below are covered, how many columns


def tables(grid: Grid, values: Mapping[str, str]) -> Iterator[str]:
    """Yield the w:tbl of a grid, one for each page that a row begins, with a page break before the next.

    `values` has what prints in each slot.
    """
    widths = widths_of(grid.widths_mm)
    for number, rows in enumerate(parts(grid.rows)):
        if number:
            yield BETWEEN_TABLES
        spans: Spans = {}
        yield "".join(
            [table_start(widths), *(row_xml(row, values, widths, spans) for row in rows), TABLE_END]
        )


def parts(rows: Sequence[GridRow]) -> list[Sequence[GridRow]]:
    """Return the rows of each table that a grid is made of; the break before a table begins its page.

    A grid with head rows stays one table, so that Word repeats them; it breaks within the table.
    """
    breaks = [i for i, row in enumerate(rows) if row.new_page]
    if not breaks:
        return [rows]
    inner = [] if any(row.head for row in rows) else [i for i in breaks if i]
    found = [rows[start:end] for start, end in pairwise([0, *inner, len(rows)])]
    return [(replace(part[0], new_page=False), *part[1:]) for part in found]


def widths_of(widths_mm: Sequence[float]) -> tuple[int, ...]:
    """Return the widths of columns in twips."""
    return tuple(map(gb.twips, widths_mm))


def table_start(widths: Sequence[int]) -> str:
    """Return a w:tbl up to its first row: fixed widths, rules, margins in the cells."""
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return f"<w:tbl>{_table_properties(sum(widths))}<w:tblGrid>{columns}</w:tblGrid>"


def row_xml(row: GridRow, values: Mapping[str, str], widths: Sequence[int], spans: Spans) -> str:
    """Return one w:tr, never cut, repeated on every page if it is a head; `spans` are those from above, then its own."""
    cells = "".join(_cells(row, values, widths, spans))
    return f"<w:tr>{_row_properties(row)}{cells}</w:tr>"


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


def _row_properties(row: GridRow) -> str:
    head = "<w:tblHeader/>" if row.head else ""
    return f'<w:trPr><w:cantSplit/><w:trHeight w:val="{gb.twips(row.height_mm)}" w:hRule="atLeast"/>{head}</w:trPr>'


def _cells(
    row: GridRow, values: Mapping[str, str], widths: Sequence[int], open_spans: Spans
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
    text = values.get(cell.slot, "") if cell.slot else cell.text
    before = "<w:pageBreakBefore/>" if breaks else ""
    return _paragraph(text, _STYLES.get(cell.role, "Cell"), "left" if cell.align == "left" else "", before)


def _paragraph(text: str, style: str, align: str, setting: str = "") -> str:
    jc = f'<w:jc w:val="{align}"/>' if align else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{setting}{jc}</w:pPr>{text_run(escaped(text))}</w:p>'


def _line(line: Line, width: int) -> str:
    if line.center:
        return _paragraph(line.center, "Cell", "center")
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    return _paragraph(line_text(line), "Cell", "left", tabs)


def line_text(line: Line) -> str:
    """Return what a line of a box prints: what is centred, or left and right with a tab between."""
    return line.center or (f"{line.left}\t{line.right}" if line.right else line.left)
