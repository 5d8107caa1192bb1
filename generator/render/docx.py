"""Word files: the shell takes the grid of the form, docxtpl fills in the values.

A shell (templates/docx) is edited by people; its numbers are set here from `layout`. A template compiled for one
grid is kept and reused for every unit.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from generator.model.sheet import DocumentContent, Grid, Sheet, TableContent
from generator.render import docx_grid, docx_page
from generator.render.docx_page import shell_problem
from generator.resources import template_root

FIXED_TIME = (2024, 1, 1, 0, 0, 0)
GRID_MARK = "［表格］"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """Everything that shapes a compiled template, apart from the values."""

    shell: str
    fangsong: str
    two_sided: bool
    landscape: bool = False
    grid: Grid | None = None
    note: tuple[float, float] = (0.0, 0.0)
    mark_pt: float = 0.0
    signature_mm: float = 0.0
    roster_mm: tuple[float, float] | None = None


def render_docx(sheet: Sheet) -> bytes:
    """Return the Word file of a sheet: the same sheet always gives the same bytes.

    Raises EnvironmentProblem when somebody's edit of the shell broke it.
    """
    try:
        template = DocxTemplate(io.BytesIO(_compiled(_setting(sheet))))
        template.render(_context(sheet.content), _environment())
    except TemplateError as error:
        raise shell_problem(f"{sheet.content.shell}.docx：{error}") from error
    docx_page.keep_blanks(template.docx)
    template.docx.core_properties.title = sheet.name
    buffer = io.BytesIO()
    template.save(buffer)
    return _fixed(buffer)


def template_digest(sheet: Sheet) -> str:
    """Return the digest of the shell this sheet is made from."""
    return hashlib.sha256(_shell(sheet.content.shell)).hexdigest()


@lru_cache
def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


@lru_cache
def _shell(name: str) -> bytes:
    return (template_root() / "docx" / f"{name}.docx").read_bytes()


def _setting(sheet: Sheet) -> _Setting:
    content = sheet.content
    if isinstance(content, DocumentContent):
        return _Setting(
            shell=content.shell,
            fangsong=sheet.fangsong,
            two_sided=sheet.two_sided,
            mark_pt=content.mark_pt,
            signature_mm=content.signature_mm,
            roster_mm=content.roster_mm,
        )
    return _Setting(
        shell=content.shell,
        fangsong=sheet.fangsong,
        two_sided=sheet.two_sided,
        landscape=content.landscape,
        grid=content.grid,
        note=(content.note_pt, content.note_line_pt),
    )


@lru_cache(maxsize=256)
def _compiled(setting: _Setting) -> bytes:
    """Return the template of a shell with its page set and its grid built in."""
    document = Document(io.BytesIO(_shell(setting.shell)))
    docx_page.set_page(document, setting.landscape, setting.two_sided)
    docx_page.set_punctuation(document)
    docx_page.set_faces(document, setting.fangsong)
    if setting.mark_pt:
        docx_page.set_mark(document, setting.mark_pt)
    if setting.signature_mm:
        docx_page.set_signature(document, setting.signature_mm)
    if setting.roster_mm:
        docx_page.set_roster(document, *setting.roster_mm)
    if setting.grid:
        docx_page.set_table_sizes(document, setting.grid, setting.note, setting.landscape)
        _place_grid(document, setting.grid)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _place_grid(document: DocumentObject, grid: Grid) -> None:
    mark = next((p for p in document.paragraphs if p.text.strip() == GRID_MARK), None)
    if mark is None:
        raise shell_problem(f"没有单独一段“{GRID_MARK}”，不知道表格放在哪里")
    for element in docx_grid.tables(grid):
        mark._p.addprevious(element)
    document.element.body.remove(mark._p)


def _context(content: TableContent | DocumentContent) -> dict[str, Any]:
    if isinstance(content, DocumentContent):
        return {"mark": content.mark, "number": content.number, "parts": [_part(p) for p in content.parts]}
    return {
        "attachment": content.attachment,
        "title": "\n".join(content.title),
        "above": content.above,
        "below": content.below,
        "notes": content.notes,
        "rows": [_slots(row) for row in content.rows],
        "value": _slots(content.values),
    }


def _slots(values: Mapping[str, str]) -> dict[str, str]:
    return dict(values)


def _part(part: Any) -> dict[str, Any]:
    return {
        "attachment": part.attachment,
        "title": "\n".join(part.title),
        "addressees": part.addressees,
        "new_page": part.new_page,
        "blocks": part.blocks,
    }


def _fixed(buffer: io.BytesIO) -> bytes:
    """Return the package with fixed times, so that equal content gives equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            package.writestr(zipfile.ZipInfo(name, FIXED_TIME), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
