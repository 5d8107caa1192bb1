"""New template of one form (新模板): the form's table with tags in its cells, the lines around it one by one."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from generator.compose.grid import build_grid
from generator.model.form import Form, Line
from generator.model.sheet import Cell, Grid, GridRow, TableContent, is_listed
from generator.render.docx_form import BOX, PLACES, ROW, ROWS, VALUE, removed, text_element


def tagged(content: TableContent, form: Form) -> Grid:
    """Return the grid of a form with tags for its values; a ledger has one row, between the two rows of its loop.

    Rows have the heights of the form, and grow with what they hold.
    """
    if form.kind == "ledger":
        return replace(content.grid, rows=tuple(_ledger_rows(content.grid, form)))
    heights = [row.height_mm for row in build_grid(form).rows]
    boxes = (box.lines for f in form.fields for box in f.boxes)
    numbered = enumerate(boxes, 1)
    rows = []
    for row, height in zip(content.grid.rows, heights, strict=True):
        cells = tuple(_tagged_cell(c, next(numbered) if c.role == "box" else None) for c in row.cells)
        rows.append(replace(row, cells=cells, height_mm=height))
    return replace(content.grid, rows=tuple(rows))


def _tagged_cell(cell: Cell, box: tuple[int, tuple[Line, ...]] | None) -> Cell:
    if box:
        number, patterns = box
        lines = (_tagged_line(line, f"{BOX}_{number}.line_{i}") for i, line in enumerate(patterns, 1))
        return replace(cell, lines=tuple(lines))
    return replace(cell, slot="", text=f"{{{{ {VALUE}.{cell.slot} }}}}") if cell.slot else cell


def _tagged_line(line: Line, name: str) -> Line:
    """Return a line of a box with a tag for each place that is filled in; plain wording stays as it is."""
    places = {place: getattr(line, place) for place in PLACES}
    return Line(**{p: f"{{{{ {name}.{p} }}}}" if "{" in text else text for p, text in places.items()})


def _ledger_rows(grid: Grid, form: Form) -> Iterator[GridRow]:
    yield from (row for row in grid.rows if row.head)
    yield _control(f"{{%tr for {ROW} in {ROWS} %}}", len(form.columns))
    cells = (Cell(role="value", text=f"{{{{ {ROW}.{c.name} }}}}", align=c.align) for c in form.columns)
    yield GridRow(cells=tuple(cells), height_mm=form.page.row_height_mm)
    yield _control("{%tr endfor %}", len(form.columns))
    yield from (row for row in grid.rows if not row.head and not is_listed(row))


def _control(tag: str, columns: int) -> GridRow:
    return GridRow(cells=(Cell(role="remark", text=tag, align="left", col_span=columns),), height_mm=6.0)


def write_lines(document: Document, form: Form) -> None:
    """Write the lines around a table one by one in place of the shell's loops, each as a paragraph of its own.

    A form without lines above has an empty one there, which parts title and table.
    """
    for side, lines in (("above", form.above or (Line(),)), ("below", form.below)):
        loop = _loop_of(document, side)
        styles = [p for p in loop if "{{" in _text_of(p)]
        if len(styles) < 2:
            continue
        centred, sided = styles[0], styles[-1]
        for i, line in enumerate(lines, 1):
            only_center = bool(line.center) and not (line.left or line.right)
            loop[0].addprevious(_line_paragraph(centred if only_center else sided, f"{side}_{i}", line))
        for paragraph in loop:
            removed(paragraph)


def _loop_of(document: Document, name: str) -> list[etree._Element]:
    """Return the paragraphs of a shell from the beginning of the loop over `name` to its end."""
    found: list[etree._Element] = []
    for paragraph in document.element.body.findall(qn("w:p")):
        text = _text_of(paragraph).strip()
        if found or text == f"{{%p for line in {name} %}}":
            found.append(paragraph)
            if text == "{%p endfor %}":
                return found
    return []


def _text_of(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(qn("w:t")))


def _line_paragraph(model: etree._Element, name: str, line: Line) -> etree._Element:
    paragraph = deepcopy(model)
    for run in paragraph.findall(qn("w:r")):
        paragraph.remove(run)
    for piece in _line_pieces(name, line):
        run = parse_xml(f"<w:r {nsdecls('w')}/>")
        run.append(text_element(piece))
        paragraph.append(run)
    return paragraph


def _line_pieces(name: str, line: Line) -> Iterator[str]:
    """Yield the tags of a line's places, with a tab before each place but the first; an empty place has no tag."""
    tags = [f"{{{{ {name}.{place} }}}}" if getattr(line, place) else "" for place in PLACES]
    left, center, right = tags
    wanted = [left, center, right] if center and (left or right) else [center] if center else [left, right]
    while wanted and not wanted[-1]:
        wanted.pop()
    for i, tag in enumerate(wanted):
        yield from filter(None, ("\t" if i else "", tag))
