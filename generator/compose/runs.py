"""Height of a document's parts on the page grid: where it ends, and whether its first page shows text."""

from collections.abc import Iterator, Sequence

from generator.compose.head import head_mm
from generator.compose.text import roster_mm
from generator.layout import gbt9704 as gb
from generator.layout.lines import text_lines
from generator.layout.pages import End, Run, end_of
from generator.model.sheet import Block, Grid, Head, Part

_NOTE_CHARS = 5.8  # the attachment note hangs so far
_WITH_NEXT = frozenset(("blank", "signature", "signatures", "unsealed", "stamp", "heading_1"))
_WITH_PREVIOUS = frozenset(("blank", "date", "unsealed_date", "stamp_date", "note"))


def document_end(head: Head, parts: Sequence[Part]) -> End:
    """Return where a document ends, the imprint left out."""
    return end_of([Run(height_mm=head_mm(head)), *_part_runs(parts)])


def shows_text(head: Head, part: Part) -> bool:
    """Return whether the first page shows text below header, title and addressees (7.3.2)."""
    text = next((b for b in part.blocks if b.style != "blank"), None)
    kept = 2 if text and text.style.startswith("heading_1") else 1  # a heading stays with the line after it
    runs = [Run(height_mm=head_mm(head)), *_opening(part), Run(lines=kept, whole=True)]
    return end_of(runs).page == 1


def _opening(part: Part) -> Iterator[Run]:
    title = len(part.title) + gb.LINES_BEFORE_ADDRESSEES if part.title else 0
    yield Run(lines=(2 if part.attachment else 0) + title, new_page=part.new_page, whole=True, with_next=True)
    if part.addressees:
        yield Run(lines=text_lines(part.addressees))


def _part_runs(parts: Sequence[Part]) -> Iterator[Run]:
    roster = roster_mm(b for part in parts for b in part.blocks)
    hanging = {
        "attachment_first": _NOTE_CHARS,
        "attachment_next": _NOTE_CHARS,
        "attendance": 2 + gb.ATTENDANCE_LABEL_CHARS,
        "roster": gb.ROSTER_INDENT_CHARS + sum(roster) / gb.CHAR_PITCH_MM,
    }
    for part in parts:
        yield from _opening(part)
        for block in part.blocks:
            if block.table:
                yield from _table_runs(block.table.grid)
            else:
                yield _block_run(block, hanging.get(block.style, 0.0))


def _table_runs(grid: Grid) -> Iterator[Run]:
    """Yield the rows of a table; a row that begins a page has the head above it."""
    head_mm = sum(row.height_mm for row in grid.rows if row.head)
    for row in grid.rows:
        yield Run(height_mm=row.height_mm + (head_mm if row.new_page else 0.0), new_page=row.new_page)


def _block_run(block: Block, hanging: float) -> Run:
    """Return a paragraph, kept with its neighbours as the stylesheet and the Word styles keep it."""
    if hanging:
        return Run(lines=text_lines(block.text, chars=gb.CHARS_PER_LINE - hanging), whole=True)
    lines = (
        1 if block.style in ("blank", "signatures") else text_lines(block.lead + block.text, indent_chars=2)
    )
    lone = bool(block.lead) and not block.text
    return Run(
        lines=lines,
        with_next=lone or block.style in _WITH_NEXT,
        with_previous=block.style in _WITH_PREVIOUS,
    )
