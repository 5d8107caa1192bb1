"""Templates to break: of one dispatch table and one ledger, with edits by python-docx as an office program makes them."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from docx import Document
from docx.document import Document as DocumentObject
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from helpers.sheets import loaded, sheets, usable

from generator.compose.sheets import blank_sheet
from generator.measure.templates.check import check_template
from generator.model.form import Form
from generator.model.sheet import Sheet
from generator.problem import Problem
from generator.render.docx_full import form_template

TABLE, LEDGER = "dispatch-communities", "problem-ledger"
Edit = Callable[[DocumentObject], object]


def form_of(code: str, campaign: str = "small_valid") -> Form:
    """A form of a fixture campaign."""
    return loaded(campaign).forms[code]


def sheet_of(code: str, campaign: str = "small_valid") -> Sheet:
    """The first sheet of a form that a run makes."""
    return next(s for s in sheets(campaign) if s.code == code)


@cache
def template_of(code: str, campaign: str = "small_valid") -> bytes:
    """The template of a form, as it is made new."""
    form = form_of(code, campaign)
    return form_template(blank_sheet(usable(loaded(campaign)), form), form)


def edited(content: bytes, edit: Edit) -> bytes:
    """The template after an edit."""
    document = Document(io.BytesIO(content))
    edit(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The package with the text of one part changed; a part that is not there begins empty."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as package:
        names = source.namelist()
        for part in [*names, *([name] if name not in names else [])]:
            old = source.read(part) if part in names else b""
            package.writestr(part, change(old.decode()) if part == name else old)
    return target.getvalue()


def found(content: bytes, code: str = TABLE, **changes: object) -> list[Problem]:
    """What the check finds in a template of a form, whose definition may be changed."""
    return check_template(content, code, replace(form_of(code), **changes)).problems(code)  # type: ignore[arg-type]


def cell(document: DocumentObject, row: int, number: int, table: int = 1) -> _Cell:
    """A cell as it lies in the row, counted from 1."""
    cells = document.tables[table - 1].rows[row - 1]._tr.tc_lst
    return _Cell(cells[number - 1], document.tables[table - 1])


def write(paragraph: Paragraph, *pieces: str) -> None:
    """Write pieces into a paragraph in place of its text; each is a run of its own, the second and fourth bold."""
    for run in paragraph.runs:
        run._r.getparent().remove(run._r)
    for i, piece in enumerate(pieces):
        paragraph.add_run(piece).bold = True if i % 2 else None


def in_cell(row: int, number: int, *pieces: str) -> Edit:
    """An edit that writes into the first paragraph of a cell."""
    return lambda document: write(cell(document, row, number).paragraphs[0], *pieces)


def in_paragraph(number: int, *pieces: str) -> Edit:
    """An edit that writes into a paragraph outside tables, counted from 1."""
    return lambda document: write(document.paragraphs[number - 1], *pieces)
