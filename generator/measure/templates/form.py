"""Template of a form against the form's definition (对照表单): fields that are missing, labels that have drifted."""

import difflib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from generator.measure.templates.blocks import Placed
from generator.measure.templates.finding import Finding, at
from generator.measure.templates.names import used_paths
from generator.measure.templates.reading import MAIN, Paragraph, Place, WordFile, whole_number
from generator.model.form import Field, Form, Line
from generator.render.docx_form import BOX, PLACES, ROWS, VALUE
from generator.render.template_language import TAG, Path
from generator.sources.word_package import W

TITLE, NOTES = ("title",), ("notes",)
MEANT = 0.75


@dataclass(frozen=True, slots=True)
class _Cell:
    """Cell of a table as it is edited: its text without white space, where it begins in the grid, how wide it is."""

    text: str
    start: int
    span: int
    paragraph: Paragraph


def missing_fields(placed: Sequence[Placed], form: Form, mistaken: Collection[str] = ()) -> Iterator[Finding]:
    """Yield what the template has no place for: an error for a field that must be filled in.

    A field that one of the `mistaken` names comes near has its place, under a wrong name.
    """
    used = used_paths(placed)
    if form.kind == "ledger" and (ROWS,) not in used:
        message = "没有循环 {%tr for row in rows %} … {%tr endfor %}，台账的各行印不出来。请补上。"
        yield Finding(code="TPL-010", message=message)
        return
    for field in form.fields:
        path: Path = (ROWS if form.kind == "ledger" else VALUE, field.name)
        if field.kind != "seal_place" and path not in used and not _is_meant(field.name, mistaken):
            yield _missing(field, path)
    for path in _paths_around(form):
        if path not in used and (path[0].partition("_")[0],) not in used and not _is_meant(path[0], mistaken):
            message = f"没有 {{{{ {'.'.join(path)} }}}}，{_said(path)}印不出来。不要的不用管，要就补上。"
            yield Finding(code="TPL-010", message=message, severity="warning")


def _is_meant(name: str, mistaken: Collection[str]) -> bool:
    return bool(difflib.get_close_matches(name, mistaken, 1, MEANT))


def _missing(field: Field, path: Path) -> Finding:
    tag = f"{{{{ {'row' if path[0] == ROWS else VALUE}.{field.name} }}}}"
    label = (field.label or field.head_group).replace("\n", "")
    if field.required:
        message = f"没有必填的“{label}”：{tag}。请补上。"
        return Finding(code="TPL-010", message=message)
    message = f"没有“{label}”：{tag}，报来的数印不出来。不要的不用管，要就补上。"
    return Finding(code="TPL-010", message=message, severity="warning")


def _paths_around(form: Form) -> Iterator[Path]:
    """Yield the names of what stands around the table and is filled in, and of the lines in seal boxes."""
    yield TITLE
    if form.notes:
        yield NOTES
    for side, lines in (("above", form.above), ("below", form.below)):
        yield from _line_paths(lines, side, everything=True)
    for i, box in enumerate((box for f in form.fields for box in f.boxes), 1):
        yield from _line_paths(box.lines, f"{BOX}_{i}", everything=False)


def _line_paths(lines: Sequence[Line], name: str, *, everything: bool) -> Iterator[Path]:
    for i, line in enumerate(lines, 1):
        for place in PLACES:
            text = getattr(line, place)
            if text and (everything or "{" in text):
                yield (f"{name}_{i}", place) if everything else (name, f"line_{i}", place)


def _said(path: Path) -> str:
    if path == TITLE:
        return "表题"
    if path == NOTES:
        return "表下的注"
    return "盖章签字栏里填的内容" if path[0].startswith(BOX) else "表外这一行"


def drifted_labels(file: WordFile, placed: Sequence[Placed], form: Form) -> Iterator[Finding]:
    """Yield the labels that the form's definition has otherwise; PDF and web page print the definition's."""
    tables = _tables(file)
    texts = {cell.text for rows in tables.values() for row in rows for cell in row}
    fields = {f.name: f for f in form.fields}
    for one in placed:
        field = fields.get(one.tag.paths[0][-1]) if one.tag.kind == "output" else None
        if field and one.found.paragraph.place.table and not _stands(field, texts):
            yield from _drift(one.found.paragraph, field, tables, form.kind == "ledger")
    for text in _fixed_texts(form):
        if not any(squeezed(text) in known for known in texts):
            message = f"表单里的“{_flat(text)}”在模板里找不到。PDF 仍印它；要一致，请补上或改表单。"
            yield Finding(code="TPL-011", message=message, severity="warning", place=Place(part=MAIN))


def _stands(field: Field, texts: set[str]) -> bool:
    labels = [field.printed_label, field.head_group] if not field.printed_label else [field.printed_label]
    return all(squeezed(label) in texts for label in labels if label)


def _fixed_texts(form: Form) -> Iterator[str]:
    """Yield the wording of a form that belongs to no field: labels of groups, the remark, lines in boxes."""
    yield from (group.label for group in form.groups if group.label)
    if form.remark:
        yield form.remark
    for line in (line for f in form.fields for box in f.boxes for line in box.lines):
        yield from (text for p in PLACES if (text := getattr(line, p)).strip("　 ") and "{" not in text)


def _drift(
    value: Paragraph, field: Field, tables: dict[int, list[list[_Cell]]], is_ledger: bool
) -> Iterator[Finding]:
    rows = tables[value.place.table]
    own = next(c for c in rows[value.place.row - 1] if c.paragraph.place.cell == value.place.cell)
    label = _head_above(rows[: value.place.row - 1], own) if is_ledger else _label_before(rows, value, own)
    expected = _flat(field.printed_label or field.head_group)
    if label is None:
        message = f"“{field.name}”前面没有名称，表单里是“{expected}”。请补上，或不用管。"
        yield at(value, "TPL-011", message, "warning")
    elif label.text != squeezed(field.printed_label):
        message = f"名称是“{label.text}”，表单里是“{expected}”。PDF 和网页印表单里的；要一致，请改模板，或改表单的 label。"
        yield at(label.paragraph, "TPL-011", message, "warning")


def _label_before(rows: list[list[_Cell]], value: Paragraph, own: _Cell) -> _Cell | None:
    """Return the nearest cell with wording to the left of a value, passing over numbers."""
    before = [c for c in rows[value.place.row - 1] if c.start < own.start]
    return next(
        (c for c in reversed(before) if c.text and not c.text.isdigit() and not TAG.search(c.text)), None
    )


def _head_above(rows: list[list[_Cell]], own: _Cell) -> _Cell | None:
    """Return the lowest cell with wording above a value."""
    over = (c for row in reversed(rows) for c in row if c.start <= own.start < c.start + c.span)
    return next((c for c in over if c.text and not TAG.search(c.text) and "{%" not in c.text), None)


def _tables(file: WordFile) -> dict[int, list[list[_Cell]]]:
    """Return the rows of cells of each table of the main part by its number."""
    tables: dict[int, list[list[_Cell]]] = {}
    for paragraph in (p for p in file.paragraphs if p.place.table and p.place.part == MAIN):
        place = paragraph.place
        rows = tables.setdefault(place.table, [])
        while len(rows) < place.row:
            rows.append([])
        row = rows[place.row - 1]
        if row and row[-1].paragraph.place.cell == place.cell:
            last = row.pop()
            row.append(_Cell(last.text + squeezed(paragraph.text), last.start, last.span, last.paragraph))
        else:
            start = row[-1].start + row[-1].span if row else _skipped(paragraph)
            row.append(_Cell(squeezed(paragraph.text), start, _span(paragraph.container), paragraph))
    return tables


def _span(cell: etree._Element) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    return whole_number(found, 1)


def _skipped(paragraph: Paragraph) -> int:
    found = paragraph.row.find(f"{W}trPr/{W}gridBefore") if paragraph.row is not None else None
    return whole_number(found, 0)


def squeezed(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


def _flat(text: str) -> str:
    return text.replace("\n", "")
