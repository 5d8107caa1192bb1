"""Labels of a template against the form's definition (名称): changed ones, and values that stand beside another's."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from lxml import etree

from generator.dataclass import dataclass
from generator.measure.templates.blocks import Placed
from generator.measure.templates.finding import Finding, at
from generator.measure.templates.reading import MAIN, Paragraph, Place, WordFile, whole_number
from generator.model.form import Field, Form
from generator.render.docx_form import PLACES
from generator.render.template_language import TAG
from generator.sources.word_package import W


@dataclass(frozen=True, slots=True)
class _Cell:
    """Cell of a table as it is edited: its text without white space, where it begins in the grid, how wide it is."""

    text: str
    start: int
    span: int
    paragraph: Paragraph


def drifted_labels(file: WordFile, placed: Sequence[Placed], form: Form) -> Iterator[Finding]:
    """Yield values beside the label of another field, an error, and labels that the form's definition has otherwise.

    PDF and web page print the definition's labels, so that a changed one is a warning.
    """
    tables = _tables(file)
    texts = {cell.text for rows in tables.values() for row in rows for cell in row}
    values = list(_values(placed, form))
    owners = _owners(form)
    for value, field in values:
        rows = tables[value.place.table]
        label, stands = _label_of(value, rows, form), _stands(field, texts)
        owner = owners.get(label.text) if label else None
        emptied = None if stands else _emptied(value, rows, form)
        if emptied:
            yield _without_label(emptied.paragraph, field)
        elif owner and owner != field.name and not _holds(values, value, owner):
            yield _exchanged(value, field, label.text if label else "")
        elif not stands:
            yield _drifted(value, field, label)
    yield from _exchanged_groups(values, tables, form)
    for text in _fixed_texts(form):
        if not any(squeezed(text) in known for known in texts):
            message = f"表单里的“{_flat(text)}”在模板里找不到。PDF 仍印它；要一致，请补上或改表单。"
            yield Finding(code="TPL-011", message=message, severity="warning", place=Place(part=MAIN))


def _values(placed: Sequence[Placed], form: Form) -> Iterator[tuple[Paragraph, Field]]:
    """Yield the paragraphs in tables that print a field's value."""
    fields = {f.name: f for f in form.fields}
    for one in placed:
        field = fields.get(one.tag.paths[0][-1]) if one.tag.kind == "output" else None
        if field and one.found.paragraph.place.table:
            yield one.found.paragraph, field


def _owners(form: Form) -> Mapping[str, str]:
    """Return the one field that each label names; a label of several fields names none."""
    labels = {f.name: squeezed(_label(f)) for f in form.fields}
    counts = Counter(labels.values())
    return {label: name for name, label in labels.items() if label and counts[label] == 1}


def _holds(values: Sequence[tuple[Paragraph, Field]], value: Paragraph, name: str) -> bool:
    """Tell whether the cell of a value prints the field of that name too."""
    return any(_cell_of(p) == _cell_of(value) and f.name == name for p, f in values)


def _cell_of(paragraph: Paragraph) -> tuple[int, int, int]:
    return paragraph.place.table, paragraph.place.row, paragraph.place.cell


def _label_of(value: Paragraph, rows: list[list[_Cell]], form: Form) -> _Cell | None:
    """Return the cell with the wording that names a value: the head above in a ledger, else the one before it."""
    own = next(c for c in rows[value.place.row - 1] if c.paragraph.place.cell == value.place.cell)
    if form.kind == "ledger":
        return _head_above(rows[: value.place.row - 1], own)
    return _label_before(rows, value, own)


def _emptied(value: Paragraph, rows: list[list[_Cell]], form: Form) -> _Cell | None:
    """Return the empty cell in which the label of a value should stand: right above it in a ledger, else right before."""
    above, row = rows[: value.place.row - 1], rows[value.place.row - 1]
    own = next(c for c in row if c.paragraph.place.cell == value.place.cell)
    if form.kind == "ledger":
        heads = (cells for cells in reversed(above) if not any("{%" in c.text for c in cells))
        places = [c for cells in heads for c in cells if c.start <= own.start < c.start + c.span]
    else:
        places = [c for c in row if c.start + c.span == own.start]
    place = next((c for c in places if not _is_continued(c)), None)
    return place if place and not place.text else None


def _is_continued(cell: _Cell) -> bool:
    """Tell whether a merged cell above goes on in a cell."""
    merged = cell.paragraph.container.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"


def _exchanged(value: Paragraph, field: Field, label: str) -> Finding:
    message = (
        f"{{{{ {field.name} }}}} 的值印在“{label}”名下，表单里它的名称是“{_flat(_label(field))}”：数会张冠李戴。"
        "请把标签或名称换回原处。"
    )
    return at(value, "TPL-011", message)


def _exchanged_groups(
    values: Sequence[tuple[Paragraph, Field]], tables: Mapping[int, list[list[_Cell]]], form: Form
) -> Iterator[Finding]:
    """Yield each label of a group that stands beside the values of another group, once."""
    groups = {f.name: squeezed(g.label) for g in form.groups for f in g.fields}
    labels = {
        label for label, number in Counter(squeezed(g.label) for g in form.groups).items() if number == 1
    }
    found: dict[tuple[int, int, int], Finding] = {}
    for value, field in values:
        cell = _group_before(value, tables[value.place.table], labels)
        if cell and groups.get(field.name) in labels - {cell.text}:
            message = f"“{cell.text}”一组里有 {{{{ {field.name} }}}}，表单里它属于“{groups[field.name]}”。请换回原处。"
            found.setdefault(_cell_of(cell.paragraph), at(cell.paragraph, "TPL-011", message))
    yield from found.values()


def _group_before(value: Paragraph, rows: list[list[_Cell]], labels: Collection[str]) -> _Cell | None:
    """Return the cell of a group's label in the row of a value, or the lowest in a row above."""
    above = (cell for row in reversed(rows[: value.place.row]) for cell in row)
    return next((cell for cell in above if cell.text in labels), None)


def _drifted(value: Paragraph, field: Field, label: _Cell | None) -> Finding:
    if label is None:
        return _without_label(value, field)
    expected = _flat(_label(field))
    message = f"名称是“{label.text}”，表单里是“{expected}”。PDF 和网页印表单里的；要一致，请改模板，或改表单的 label。"
    return at(label.paragraph, "TPL-011", message, "warning")


def _without_label(place: Paragraph, field: Field) -> Finding:
    message = f"{{{{ {field.name} }}}} 没有名称，表单里是“{_flat(_label(field))}”。请补在这里，或不用管。"
    return at(place, "TPL-011", message, "warning")


def _label(field: Field) -> str:
    return field.printed_label or field.head_group


def _stands(field: Field, texts: set[str]) -> bool:
    label = _label(field)
    return not label or squeezed(label) in texts


def _fixed_texts(form: Form) -> Iterator[str]:
    """Yield the wording of a form that belongs to no field: labels of groups, the remark, lines in boxes."""
    yield from (group.label for group in form.groups if group.label)
    if form.remark:
        yield form.remark
    for line in (line for f in form.fields for box in f.boxes for line in box.lines):
        yield from (text for p in PLACES if (text := getattr(line, p)).strip("　 ") and "{" not in text)


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
