"""Full path of Word files (整套办法): docxtpl fills in the shell, then the grid takes the place of the mark in it.

A shell (templates/docx) is edited by people; its numbers are set here from `layout`. A template set for one
setting is kept and reused for every unit. A campaign may carry shells of its own, and templates of single forms, in
which the clerk's own table stands in place of the grid. What is written here is what every other path must write.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import count
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.exceptions import XmlchemyError
from docx.oxml.ns import nsdecls, qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from generator.dataclass import dataclass
from generator.model.form import Form, Line
from generator.model.sheet import (
    Block,
    DocumentContent,
    Grid,
    Head,
    Part,
    Sheet,
    TableContent,
    figures_of,
    inline_tables,
)
from generator.problem import EnvironmentProblem, Problem, ProblemsFound
from generator.render import docx_figure, docx_form, docx_grid, docx_head, docx_page, docx_tagged
from generator.render.docx_frame import TITLE_CHARS_MAX
from generator.render.docx_package import packed
from generator.render.docx_page import shell_problem
from generator.render.docx_templates import NO_TEMPLATES, own_name, shell
from generator.render.template_language import Refusal, refusals

GRID_MARK = "［表格］"
WORD_JOINER = "\u2060"
UNSOUND: tuple[type[Exception], ...] = (  # what an odd file from outside leads to
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    SyntaxError,
    RecursionError,
    zipfile.BadZipFile,
    PythonDocxError,
    OpcError,
    XmlchemyError,
    EnvironmentProblem,
)
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")  # rendered by docxtpl too


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """Everything that shapes a template set for its sheets, apart from the values."""

    shell: str
    fangsong: str
    two_sided: bool
    landscape: bool = False
    sizes: tuple[float, float] = (0.0, 0.0)
    note: tuple[float, float] = (0.0, 0.0)
    head: Head | None = None
    foot: str = ""
    foot_mm: float = 0.0
    signature_mm: float | None = None
    signatures_mm: tuple[float, ...] = ()
    preprinted: bool = False
    roster_mm: tuple[float, float] | None = None
    single_note: bool = False


def render_full(
    sheet: Sheet, own: Mapping[str, bytes] = NO_TEMPLATES, pictures: Sequence[bytes] = ()
) -> bytes:
    """Return the Word file of a sheet: the same sheet always gives the same bytes.

    `own` are the campaign's own templates by the name of the form or shell they stand for; `pictures` show the
    sheet's figures, in order. Raises
    EnvironmentProblem when somebody's edit of our shell broke it, ProblemsFound when it is the campaign's.
    """
    name = own_name(sheet, own)
    try:
        template = _form_filled(sheet, own[name]) if name == sheet.code else _shell_filled(sheet, own)
        docx_figure.place_figures(template.docx, figures_of(sheet.content), pictures)
    except TemplateError as error:
        raise _broken(sheet, name, _said(error)) from error
    except UNSOUND as error:
        if not name:
            raise
        raise _broken(sheet, name, "文件的结构不完整，或缺少样式和“［表格］”") from error
    docx_page.keep_together(template.docx)
    docx_page.set_middles(template.docx, sheet.content.landscape)
    template.docx.core_properties.title = sheet.name[:TITLE_CHARS_MAX]
    buffer = io.BytesIO()
    template.save(buffer)
    return _fixed(buffer)


def form_template(sheet: Sheet, form: Form) -> bytes:
    """Return a template of one form, made of its shell and its grid with tags in the cells; `sheet` is a blank one."""
    assert isinstance(sheet.content, TableContent)
    document = Document(io.BytesIO(_set(_setting(sheet), shell(sheet.content.shell))))
    docx_tagged.write_lines(document, form)
    _place_grid(document, GRID_MARK, docx_grid.tables(docx_tagged.tagged(sheet.content, form), {}))
    document.core_properties.title = form.short_title
    return _saved(document)


@lru_cache(maxsize=64)
def refused(content: bytes) -> tuple[Refusal, ...]:
    """Return what a template says that is not of the language, read from the very sources that would be rendered."""
    return tuple(refusal for source in sources(content) for refusal in refusals(source))


def sources(content: bytes) -> Iterator[str]:
    """Yield every text of a template that docxtpl renders, as it hands it to Jinja2."""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            yield template.patch_xml(part.blob.decode("utf-8"))
    properties = template.docx.core_properties
    yield from (getattr(properties, name) for name in PROPERTIES)


def _form_filled(sheet: Sheet, content: bytes) -> DocxTemplate:
    """Return the template of a form filled in: marks by docxtpl, then the values in their place."""
    assert isinstance(sheet.content, TableContent)
    marks = docx_form.Marks()
    template = _template(content)
    template.render(_context(sheet) | docx_form.names(sheet.content, marks), _environment())
    docx_form.set_sizes(template.docx, sheet.content)
    docx_form.put_values(template.docx, marks, sheet.content.grid)
    docx_page.set_faces(template.docx, sheet.fangsong)
    return template


def _shell_filled(sheet: Sheet, own: Mapping[str, bytes]) -> DocxTemplate:
    """Return the shell filled in, each grid in place of its mark."""
    name = sheet.content.shell
    template = _template(_set(_setting(sheet), own.get(name) or shell(name)))
    template.render(_context(sheet), _environment())
    for mark, grid, values in _grids(sheet.content):
        _place_grid(template.docx, mark, docx_grid.tables(grid, values))
    return template


def _template(content: bytes) -> DocxTemplate:
    """Return a template ready to be rendered; raises TemplateError when it says what the language has not."""
    for refusal in refused(content):
        raise TemplateError(f"不许用{refusal.what}")
    return DocxTemplate(io.BytesIO(content))


def _said(error: TemplateError) -> str:
    """Return what the engine says, in Chinese where it misses a name."""
    missing = re.findall(r"'([^']+)'", str(error)) if isinstance(error, UndefinedError) else []
    return f"没有“{missing[-1]}”这个名称" if missing else str(error)


def _broken(sheet: Sheet, own: str, what: str) -> Exception:
    if not own:
        return shell_problem(f"{sheet.content.shell}.docx：{what}")
    message = f"自带的模板填不了：{what}。请运行 gongwen templates check 查看，改好再生成。"
    return ProblemsFound([Problem(code="TPL-017", message=message, where=f"{own}.docx")])


@lru_cache
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.globals.clear()
    return environment


def _setting(sheet: Sheet) -> _Setting:
    content = sheet.content
    if isinstance(content, DocumentContent):
        blocks = [block for part in content.parts for block in part.blocks]
        return _Setting(
            shell=content.shell,
            fangsong=sheet.fangsong,
            two_sided=sheet.two_sided,
            head=content.head,
            signature_mm=content.signature_mm,
            signatures_mm=content.signatures_mm,
            preprinted=sheet.preprinted,
            sizes=next(((t.grid.size_pt, t.grid.line_pt) for t in inline_tables(content)), (0.0, 0.0)),
            foot=content.foot.page if content.foot else "",
            foot_mm=content.foot.height_mm if content.foot else 0.0,
            roster_mm=content.roster_mm,
            single_note=any(b.style == "attachment_first" and not b.number for b in blocks),
        )
    return _Setting(
        shell=content.shell,
        fangsong=sheet.fangsong,
        two_sided=sheet.two_sided,
        landscape=content.landscape,
        sizes=(content.grid.size_pt, content.grid.line_pt),
        note=(content.note_pt, content.note_line_pt),
    )


@lru_cache(maxsize=256)
def _set(setting: _Setting, shell: bytes) -> bytes:
    """Return the template of a shell with its page and its sizes set."""
    document = Document(io.BytesIO(shell))
    docx_page.set_page(document, setting.landscape, setting.two_sided)
    docx_page.set_punctuation(document)
    docx_page.set_edge(document)
    docx_page.set_faces(document, setting.fangsong)
    if setting.head:
        docx_head.set_head(document, setting.head)
    if setting.preprinted:
        docx_head.set_preprinted(document)
    if setting.signature_mm is not None:
        docx_page.set_signature(document, setting.signature_mm, setting.signatures_mm)
    if setting.roster_mm:
        docx_page.set_roster(document, *setting.roster_mm)
    if setting.single_note:
        docx_page.set_single_note(document)
    if setting.foot:
        docx_head.set_imprint_place(document, setting.foot_mm, setting.two_sided)
    if setting.foot in ("next", "even"):
        docx_head.set_imprint_apart(document, setting.foot == "even")
    if setting.sizes[0]:
        docx_page.set_cell_sizes(document, setting.sizes)
    if setting.note[0]:
        docx_page.set_lines_around(document, setting.note, setting.landscape)
    return _saved(document)


def _saved(document: DocumentObject) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return _fixed(buffer)


def _grids(content: TableContent | DocumentContent) -> Iterator[tuple[str, Grid, Mapping[str, str]]]:
    """Yield each table with the mark in whose place it stands."""
    if isinstance(content, TableContent):
        yield GRID_MARK, content.grid, content.values
        return
    for number, table in enumerate(inline_tables(content)):
        yield _inline_mark(number), table.grid, table.values


def _inline_mark(number: int) -> str:
    return f"{GRID_MARK}{WORD_JOINER}{number}"


def _place_grid(document: DocumentObject, text: str, tables: Iterator[str]) -> None:
    mark = next((p for p in document.paragraphs if p.text.strip() == text), None)
    if mark is None:
        raise shell_problem(f"没有单独一段“{GRID_MARK}”，不知道表格放在哪里")
    following = mark._p.getnext()
    needs_end = following is None or following.tag != qn("w:p")
    for element in _elements("".join([*tables, docx_grid.AFTER_TABLE if needs_end else ""])):
        mark._p.addprevious(element)
    document.element.body.remove(mark._p)


def _elements(xml: str) -> list[etree._Element]:
    return list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>").iterchildren())


def _context(sheet: Sheet) -> dict[str, Any]:
    content = sheet.content
    if isinstance(content, DocumentContent):
        marks = map(_inline_mark, count())
        head = _without_mark(content.head) if content.head and sheet.preprinted else content.head
        return {"head": head, "parts": [_part(p, marks) for p in content.parts], "foot": content.foot}
    return {
        "attachment": content.attachment,
        "title": "\n".join(content.title),
        "above": [_tabbed(line) for line in content.above],
        "below": [_tabbed(line) for line in content.below],
        "notes": content.notes,
    }


def _without_mark(head: Head) -> Head:
    """Return a header whose mark takes its room and shows nothing."""
    return replace(head, mark=("",) * len(head.mark), mark_side=" " if head.mark_side else "")


def _block(block: Block, marks: Iterator[str]) -> Block:
    """Return a block as the shell takes it: a table as its mark, a row of signatures between tabs."""
    if block.table:
        return Block(style="text", text=next(marks))
    if block.figure:
        return Block(style="text", text=docx_figure.mark_of(block.text))
    return replace(block, text="".join(f"\t{name}" for name in block.names)) if block.names else block


def _tabbed(line: Line) -> Line:
    """Return a line as the shells set it: what is centred between other texts stands at the first of two tabs."""
    if not (line.center and (line.left or line.right)):
        return line
    return Line(left=line.left, right=f"{line.center}\t{line.right}")


def _part(part: Part, marks: Iterator[str]) -> dict[str, Any]:
    """Return a part as the shell takes it."""
    return {
        "attachment": part.attachment,
        "title": "\n".join(part.title),
        "addressees": part.addressees,
        "new_page": part.new_page,
        "blocks": [_block(b, marks) for b in part.blocks],
    }


def _fixed(buffer: io.BytesIO) -> bytes:
    """Return the package with fixed times, so that equal content gives equal bytes."""
    with zipfile.ZipFile(buffer) as source:
        return packed({name: source.read(name) for name in source.namelist()})
