"""Word files that units fill in (填好的 Word 表): sheets of ours, read by their cells into the grid of a workbook.

The printed sheet is the form's own: its labels are those of the definition, several numbers share a cell, whose it is
and when it was filled in stand in the lines around the table. Laid out as a workbook's sheet it is read like one;
problems name table, row and cell.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from generator.dataclass import dataclass
from generator.derive.entries import entries_of, same_words, value_entries
from generator.derive.fillable import value_fields
from generator.model.form import Form
from generator.problem import Problem
from generator.sources.contents import read_bytes
from generator.sources.intake.grid import Grid
from generator.sources.intake.word_around import head_of, unread
from generator.sources.intake.word_cells import Paragraph, WordCell, WordRows, WordTable, parts
from generator.sources.intake.word_layout import Layout, label, values
from generator.sources.intake.word_rows import lay_rows
from generator.sources.word_package import Package, W, open_package

SUFFIX = ".docx"
ENOUGH = 0.5  # of a form's labels


@dataclass(frozen=True, slots=True)
class _Found:
    """Form that was found, in one table or in several that it was parted into."""

    form: Form
    tables: tuple[WordTable, ...]

    @property
    def first(self) -> WordTable:
        """The table that it begins in."""
        return self.tables[0]

    @property
    def last(self) -> WordTable:
        """The table that it ends in."""
        return self.tables[-1]

    @property
    def rows(self) -> WordRows:
        """The rows of all its tables."""
        return [row for table in self.tables for row in table.rows]


def read_word(
    path: Path, name: str, forms: Iterable[Form], templates: Collection[str] = ()
) -> list[Grid | Problem]:
    """Return a grid for each table that is a form's, or why it, or the file, is not read.

    `templates` are the names of the campaign's own: what stands around their tables is their own wording.
    """
    content = read_bytes(path, name)
    if isinstance(content, Problem):
        return [content]
    package = open_package(content, name)
    if not isinstance(package, Package):
        return [Problem(code="XLS-001", message=_untitled(p.message), where=name) for p in package]
    body = package.xml("word/document.xml").find(f"{W}body")
    paragraphs, tables = parts(body) if body is not None else ([], [])
    known = _known(tables, [form for form in forms if entries_of(form)])
    around = [] if any({f.form.form, f.form.kind} & set(templates) for f in known) else paragraphs
    told = unread(name, [found.form for found in known], around) if known else []
    return [*_grids(name, paragraphs, known), *told]


def _untitled(message: str) -> str:
    """Return what is wrong with a package, said of a template, as it is said of a unit's file."""
    said = message.replace("模板", "文件")
    said = said.replace("请运行 gongwen templates accept 去掉它", "请另存为新的 .docx")
    return said if "请" in said else f"{said}请单位重交。"


def _grids(name: str, paragraphs: Sequence[Paragraph], known: Sequence[_Found]) -> Iterator[Grid]:
    """Yield the sheets; the lines of a table that is the only one may stand anywhere."""
    for i, found in enumerate(known):
        begin = known[i - 1].last.after if i else 0
        end = known[i + 1].first.after if i + 1 < len(known) else len(paragraphs)
        alone = len(known) == 1
        above = paragraphs if alone else paragraphs[begin : found.first.after]
        below = paragraphs if alone else paragraphs[found.last.after : end]
        layout = Layout(name, f"表{found.first.number}")
        layout.head(head_of(name, found.form, above, below))
        if value_entries(found.form):
            _lay_values(layout, found.rows, found.form)
        else:
            lay_rows(layout, found.rows, found.form)
        yield layout.grid()


def _known(tables: Sequence[WordTable], forms: Sequence[Form]) -> list[_Found]:
    """Return the forms that the tables are; a ledger that was parted goes on in the tables right below it."""
    found: list[_Found] = []
    above: WordTable | None = None  # the ledger that may go on
    for table in tables:
        form = _form_of(table.rows, forms)
        if above and table.goes_on and _is_part(table, form, above, found[-1].form):
            found[-1] = replace(found[-1], tables=(*found[-1].tables, table))
            continue
        above = table if form and not value_entries(form) else None
        if form:
            found.append(_Found(form, (table,)))
    return found


def _is_part(table: WordTable, form: Form | None, above: WordTable, ledger: Form) -> bool:
    return form is None or (form == ledger and table.width == above.width)


def _form_of(rows: WordRows, forms: Sequence[Form]) -> Form | None:
    """Return the form of which the most labels stand in a table, at least half."""
    words = {same_words(cell.text) for row in rows for cell in row}
    shares = [(_share(form, words), form) for form in forms]
    best = max((share for share, _ in shares), default=0.0)
    return next(form for share, form in shares if share == best) if best >= ENOUGH else None


def _share(form: Form, words: set[str]) -> float:
    labels = {same_words(label(f)) for f in (*value_fields(form), *form.columns) if f.kind != "serial"}
    return len(labels & words) / len(labels) if labels else 0.0


def _lay_values(layout: Layout, rows: WordRows, form: Form) -> None:
    """Add a row for each entry: its label, its unit, what stands in its part of the cell beside the label."""
    layout.add(("填报项", ""), ("计量单位", ""), ("填报数", ""))
    for one in value_fields(form):
        beside = _beside(rows, same_words(label(one)))
        if beside is None:
            continue
        entries = [entry for entry in value_entries(form) if entry.path[0] == one.name]
        for entry, raw in zip(entries, values(one, entries, beside.text), strict=True):
            layout.add((entry.label, beside.spot), (entry.unit, beside.spot), (raw, beside.spot))


def _beside(rows: WordRows, words: str) -> WordCell | None:
    """Return the cell behind the one with a label."""
    for row in rows:
        for cell, following in pairwise(row):
            if same_words(cell.text) == words:
                return following
    return None
