"""Typst source of a table sheet: the same page from the same fonts, the form in the source, the values as JSON.

It is written as one would by hand: page, title, lines, grid in mm, notes. Rows of a form are as high as composed; those of
a ledger are left to Typst. The page number of a landscape page is not turned.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from generator.layout import fit
from generator.layout import gbt9704 as gb
from generator.model.sheet import Cell, GridRow, Sheet, TableContent, is_listed

FANGSONG, SANS, SERIF = "FandolFang R", "Noto Sans CJK SC", "Noto Serif CJK SC"  # as Typst calls them


def source_of(sheet: Sheet) -> str:
    """Return the Typst source for all sheets like this one."""
    content = sheet.content
    assert isinstance(content, TableContent)
    return "\n".join((
        f'#set text(font: ("{FANGSONG}", "{SERIF}"), lang: "zh", region: "cn", cjk-latin-spacing: none)',
        "#set text(top-edge: 0.88em, bottom-edge: -0.12em)",
        _page(content),
        f"#let pair(line) = block(height: {gb.LINE_PITCH_MM:.3f}mm, spacing: 0pt,",
        f"  text({gb.TABLE_LINE_PT}pt, grid(columns: (1fr, auto), line.at(0), line.at(1))))",
        "#let sheet(s) = {",
        "  counter(page).update(1)",
        *_head(content),
        "  for line in s.above { pair(line) }",
        *_grid(content),
        *_notes(content),
        "  for line in s.below { pair(line) }",
        "}",
        "#for (i, s) in json(bytes(sys.inputs.sheets)).enumerate() { if i > 0 { pagebreak() }; sheet(s) }",
    ))  # fmt: skip


def data_of(sheets: Sequence[Sheet]) -> str:
    """Return what Typst is handed for these sheets."""
    return json.dumps([_data(sheet.content) for sheet in sheets], ensure_ascii=False)


def _data(content: Any) -> dict[str, Any]:
    pairs = {
        side: [(line.left, line.right) for line in getattr(content, side)] for side in ("above", "below")
    }
    rows = [[content.values[c.slot] for c in row.cells] for row in content.grid.rows if is_listed(row)]
    return {**pairs, "rows": rows} if rows else {**pairs, "values": dict(content.values)}


def _page(content: TableContent) -> str:
    inner, outer = gb.BINDING_MARGIN_MM, gb.OUTER_MARGIN_MM
    if content.landscape:
        size = f"width: {gb.PAGE_HEIGHT_MM}mm, height: {gb.PAGE_WIDTH_MM}mm"
        margin = (
            f"top: {inner}mm, bottom: {outer}mm, left: {gb.BOTTOM_MARGIN_MM}mm, right: {gb.TOP_MARGIN_MM}mm"
        )
    else:
        size = f"width: {gb.PAGE_WIDTH_MM}mm, height: {gb.PAGE_HEIGHT_MM}mm"
        margin = (
            f"top: {gb.TOP_MARGIN_MM}mm, bottom: {gb.BOTTOM_MARGIN_MM}mm, left: {inner}mm, right: {outer}mm"
        )
    number = (
        f'align(right, text(font: "{SERIF}", {gb.PAGE_NUMBER_PT}pt)[— #counter(page).display() —#h(1em)])'
    )
    return f"#set page({size}, margin: ({margin}), footer-descent: {gb.PAGE_NUMBER_GAP_MM}mm, footer: context {number})"


def _head(content: TableContent) -> Iterator[str]:
    if content.attachment:
        pitch = 2 * gb.LINE_PITCH_MM
        yield (
            f'  block(height: {pitch:.3f}mm, spacing: 0pt, text(font: "{SANS}", {gb.TEXT_PT}pt)[{content.attachment}])'
        )
    title = "\\ ".join(content.title)
    height = len(content.title) * gb.LINE_PITCH_MM
    yield (
        f"  block(height: {height:.3f}mm, width: 100%, spacing: 0pt, {{ set par(leading: {gb.LINE_PITCH_MM:.3f}mm - 1em); "
        f'align(center, text(font: "{SERIF}", weight: "bold", {gb.TABLE_TITLE_PT}pt)[{title}]) }})'
    )


def _grid(content: TableContent) -> Iterator[str]:
    grid = content.grid
    widths = ", ".join(f"{width:g}mm" for width in grid.widths_mm)
    listed = next(filter(is_listed, grid.rows), None)
    heights = ", ".join(f"{row.height_mm:g}mm" for row in grid.rows)
    yield f"  {{ set text({grid.size_pt}pt); set par(leading: {grid.line_pt - grid.size_pt:.3f}pt, spacing: 0pt)"
    yield (
        f"  table(columns: ({widths}), stroke: {fit.CELL_RULE_MM}mm, align: center + horizon, "
        f"inset: (x: {fit.CELL_PADDING_MM}mm, y: {fit.CELL_PADDING_Y_MM}mm),"
        + ("" if listed else f" rows: ({heights}),")
    )
    yield from (
        ("    table.header(", *_cells(row for row in grid.rows if row.head), "    ),") if listed else ()
    )
    if listed:
        cells = enumerate(listed.cells)
        aligned = ", ".join(f"table.cell(align: {c.align} + horizon, r.at({i}))" for i, c in cells)
        yield f"    ..s.rows.map(r => ({aligned})).flatten(),"
    yield from _cells(row for row in grid.rows if not row.head and not is_listed(row))
    yield "  ) }"


def _cells(rows: Iterable[GridRow]) -> Iterator[str]:
    for cell in chain.from_iterable(row.cells for row in rows):
        words = f's.values.at("{cell.slot}")' if cell.slot else _words(cell)
        spans = f"rowspan: {cell.row_span}, colspan: {cell.col_span}, align: {cell.align} + horizon"
        yield f"    table.cell({spans}, {words}),"


def _words(cell: Cell) -> str:
    text = cell.text.replace("\n", "\\ ")
    return f'text(font: "{SANS}")[{text}]' if cell.role in ("head", "group") else f"[{text}]"


def _notes(content: TableContent) -> Iterator[str]:
    if content.notes:
        leading = f"{content.note_line_pt - content.note_pt:.3f}pt"
        yield f"  set text({content.note_pt}pt)"
        yield f"  set par(leading: {leading}, spacing: {leading})"
        yield from (f"  par[#h(2em){note}]" for note in content.notes)
