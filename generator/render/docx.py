"""Word files of sheets (Word 文件): from a frame where there is one, the full path otherwise.

A frame holds what sheets have in common and is made once; a sheet then costs its own texts alone. What no frame can be
made of goes the full path by itself, and says why. Both ways write the same bytes. Nothing here imports a library for
Word or XML until the full path is gone.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from generator.dataclass import dataclass
from generator.model.sheet import Sheet, TableContent, is_listed
from generator.render import docx_store
from generator.render.docx_frame import LINES, Frame, columns_of, filled, form_texts_of, texts_of
from generator.render.docx_templates import NO_TEMPLATES, SHELLS, own_name, template_digest
from generator.render.docx_text import Unwritable

__all__ = ["NO_TEMPLATES", "SHELLS", "Rendered", "render_docx", "template_digest"]

FRAMES_MAX = 256

Key: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """Word file (成品), and in Chinese why the full path made it; `full` is "" when a frame did."""

    content: bytes
    full: str = ""


_frames: dict[Key, Frame | str] = {}


def render_docx(
    sheet: Sheet, own: Mapping[str, bytes] = NO_TEMPLATES, pictures: Sequence[bytes] = ()
) -> Rendered:
    """Return the Word file of a sheet: the same sheet always gives the same bytes.

    `own` are the campaign's own templates by the name of the form or shell they stand for; `pictures` show the
    sheet's figures, in order. Raises EnvironmentProblem when somebody's edit of our shell broke it, ProblemsFound
    when it is the campaign's.
    """
    name = own_name(sheet, own)
    texts = form_texts_of(sheet) if name == sheet.code else texts_of(sheet)
    frame = _frame(sheet, own, name, texts)
    if isinstance(frame, Frame):
        try:
            return Rendered(filled(frame, sheet, texts))
        except Unwritable as odd:
            frame = str(odd)
    from generator.render.docx_full import render_full

    return Rendered(render_full(sheet, own, pictures), frame)


def _frame(sheet: Sheet, own: Mapping[str, bytes], name: str, texts: Sequence[str]) -> Frame | str:
    """Return the frame of a sheet made from its own template of that name, or why there is none."""
    content = sheet.content
    if not isinstance(content, TableContent):
        return "公文没有现成的外框"
    printed = (*texts[1:], *content.values.values()) if name == sheet.code else texts[1 if name else LINES :]
    if any("\t" in text for text in printed):
        return "要填的内容里有制表符"
    key = _form_key(sheet, content, texts) if name == sheet.code else _key(sheet, content, texts)
    held = (own.get(name), *key)
    frame = _frames.get(held)
    if frame is None:
        if len(_frames) >= FRAMES_MAX:
            _frames.pop(next(iter(_frames)))
        frame = _frames[held] = _kept(sheet, own, key)
    return frame


def _key(sheet: Sheet, content: TableContent, texts: Sequence[str]) -> Key:
    """Return everything that shapes a frame, apart from the template."""
    grid = content.grid
    sizes = (grid.size_pt, grid.line_pt, content.note_pt, content.note_line_pt)
    page = (sheet.fangsong, sheet.two_sided, content.landscape)
    counts = (len(content.above), len(content.below))
    return (content.shell, *sizes, *page, *counts, *map(bool, texts))


def _form_key(sheet: Sheet, content: TableContent, texts: Sequence[str]) -> Key:
    """Return everything that shapes the frame of a form's own template: where its slots and boxes are, too."""
    fixed = [row for row in content.grid.rows if not is_listed(row)]
    cells = (tuple(cell.slot or len(cell.lines) for cell in row.cells) for row in fixed)
    columns = columns_of(filter(is_listed, content.grid.rows))
    listed = len(fixed) < len(content.grid.rows)
    return (sheet.code, *cells, *columns, listed, *_key(sheet, content, texts[: len(texts_of(sheet))]))


def _kept(sheet: Sheet, own: Mapping[str, bytes], key: Key) -> Frame | str:
    """Return the frame of a sheet from the disk, made when it is not there."""
    file = docx_store.file_of((template_digest(sheet, own), *key))
    frame = docx_store.load(file) if file else None
    if frame is None:
        frame = _made(sheet, own)
        if file:
            docx_store.save(file, frame)
    return frame


def _made(sheet: Sheet, own: Mapping[str, bytes]) -> Frame | str:
    from generator.render.docx_compile import compiled
    from generator.render.docx_compile_rows import Uncompiled

    try:
        return compiled(sheet, own)
    except Uncompiled as reason:
        return str(reason)
