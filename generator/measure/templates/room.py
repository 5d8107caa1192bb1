"""Room on the page of a template (一页排得下): what a clerk added around a table that fills its one page."""

from collections.abc import Iterator, Sequence

from generator.compose.fitting import SAFETY_MM, room_left_mm
from generator.layout import fit
from generator.layout import gbt9704 as gb
from generator.measure.templates.blocks import CLOSED_BY, Placed
from generator.measure.templates.finding import Finding, at
from generator.measure.templates.names import used_paths
from generator.measure.templates.reading import MAIN, Paragraph, WordFile
from generator.model.form import Form
from generator.model.sheet import TableContent
from generator.render.docx_form import PLACES, line_names
from generator.render.template_language import TagKind


def spilling(
    file: WordFile, placed: Sequence[Placed], form: Form, content: TableContent
) -> Iterator[Finding]:
    """Yield the first paragraph added around a table that must stay on one page, when they take more than its room.

    Nothing is told of a template whose own parts were changed too: the room that they left is not known.
    """
    added = _without_own(list(_added(file, placed)), content)
    if form.page.fit != "one_page" or not added or not _is_whole(file, placed, content):
        return
    width, _ = gb.type_area_mm(content.landscape)
    lines = sum(fit.line_count(p.text, width, content.note_pt) if p.text else 1 for p in added)
    if lines * fit.line_height_mm(content.note_pt) <= room_left_mm(form, content) + SAFETY_MM:
        return
    many = f"等 {len(added)} 段" if len(added) > 1 else ""
    message = f"这张表占满一页，多了这一段{many}，印出来可能到第二页。请删去，或写进表单的 notes，由程序排在一页里。"
    yield at(added[0], "TPL-019", message, "warning")


def _added(file: WordFile, placed: Sequence[Placed]) -> Iterator[Paragraph]:
    """Yield the paragraphs outside tables, boxes, loops and conditions in which no tag stands."""
    kinds: dict[int, list[TagKind]] = {}
    for one in placed:
        kinds.setdefault(id(one.found.paragraph), []).append(one.tag.kind)
    depth = 0
    for paragraph in file.paragraphs:
        place, here = paragraph.place, kinds.get(id(paragraph), [])
        if place.part != MAIN or place.table or place.box:
            continue
        if not here and not depth:
            yield paragraph
        depth += sum(kind in CLOSED_BY for kind in here) - sum(kind in CLOSED_BY.values() for kind in here)


def _without_own(added: list[Paragraph], content: TableContent) -> list[Paragraph]:
    """Return the paragraphs without the empty lines around the table that are the form's own."""
    own = sum(not any(getattr(line, p) for p in PLACES) for line in (*content.above, *content.below))
    empty = [p for p in added if not p.text.strip()][:own]
    return [p for p in added if p not in empty]


def _is_whole(file: WordFile, placed: Sequence[Placed], content: TableContent) -> bool:
    """Tell whether the table has its rows, and title, notes and lines around it are printed."""
    rows = {(p.place.table, p.place.row) for p in file.paragraphs if p.place.part == MAIN and p.place.table}
    used = used_paths(placed)
    lines = line_names(content).items()
    wanted = [
        ("title",),
        *((name, place) for name, line in lines for place in PLACES if getattr(line, place)),
    ]
    notes = [("notes",)] if content.notes else []
    return len(rows) == len(content.grid.rows) and {*wanted, *notes} <= used
