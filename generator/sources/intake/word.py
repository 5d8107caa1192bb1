"""Word files that units fill in (填好的 Word 表): sheets of ours, read by their cells into the grid of a workbook.

The printed sheet is the form's own: its labels are those of the definition, several numbers share a cell, whose it is
and when it was filled in stand in the lines around the table. Laid out as a workbook's sheet it is read like one;
problems name table, row and cell.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from generator.derive.entries import entries_of, same_words, value_entries
from generator.derive.fillable import value_fields
from generator.model.form import Form
from generator.problem import Problem
from generator.sources.contents import read_bytes
from generator.sources.intake.grid import Grid
from generator.sources.intake.word_cells import NOT_WRITTEN, WordCell, WordRows, WordTable, parts
from generator.sources.intake.word_layout import HEADS, Layout, label, values
from generator.sources.intake.word_rows import lay_rows
from generator.sources.word_package import Package, W, open_package

SUFFIX = ".docx"
ENOUGH = 0.5  # of a form's labels
_NAME = re.compile(r"\{(\w+(?:\.\w+)?)")
_MONTH = re.compile(r"(\d{4}年\d{1,2}月)")
_NO_DAY = re.compile(r"\D*")


def read_word(path: Path, name: str, forms: Iterable[Form]) -> list[Grid | Problem]:
    """Return a grid for each table that is a form's, or why it, or the file, is not read."""
    content = read_bytes(path, name)
    if isinstance(content, Problem):
        return [content]
    package = open_package(content, name)
    if not isinstance(package, Package):
        return [Problem(code="XLS-001", message=_untitled(p.message), where=name) for p in package]
    body = package.xml("word/document.xml").find(f"{W}body")
    paragraphs, tables = parts(body) if body is not None else ([], [])
    fillable = [form for form in forms if entries_of(form)]
    return list(_grids(name, paragraphs, tables, fillable))


def _untitled(message: str) -> str:
    """Return what is wrong with a package, said of a template, as it is said of a unit's file."""
    said = message.replace("模板", "文件")
    said = said.replace("请运行 gongwen templates accept 去掉它", "请另存为新的 .docx")
    return said if "请" in said else f"{said}请单位重交。"


def _grids(
    name: str, paragraphs: Sequence[tuple[str, str]], tables: Sequence[WordTable], forms: Sequence[Form]
) -> Iterator[Grid | Problem]:
    for number, rows, form in _known(tables, forms):
        layout = Layout(name, f"表{number}")
        layout.head(_head(name, paragraphs, form))
        if value_entries(form):
            _lay_values(layout, rows, form)
        else:
            lay_rows(layout, rows, form)
        yield layout.grid()


def _known(tables: Sequence[WordTable], forms: Sequence[Form]) -> list[tuple[int, WordRows, Form]]:
    """Return the tables that are a form's; a ledger that was parted goes on in the tables right below it."""
    found: list[tuple[int, WordRows, Form]] = []
    above: WordTable | None = None  # the ledger that may go on
    for table in tables:
        form = _form_of(table.rows, forms)
        if above and table.goes_on and _is_part(table, form, above, found[-1][2]):
            number, rows, ledger = found[-1]
            found[-1] = number, [*rows, *table.rows], ledger
            continue
        above = table if form and not value_entries(form) else None
        if form:
            found.append((table.number, table.rows, form))
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


def _head(name: str, paragraphs: Sequence[tuple[str, str]], form: Form) -> dict[str, tuple[str, str]]:
    """Return what the lines around the table say, by name, each with its place; the month is in the file's name."""
    found: dict[str, tuple[str, str]] = {}
    if month := _MONTH.search(name):
        found["period"] = month[1], "文件名"
    patterns = [_pattern(line.left + line.center + line.right) for line in (*form.above, *form.below)]
    for text, spot in paragraphs:
        words = "".join(text.split())
        match = next((m for pattern in patterns if pattern.groups and (m := pattern.fullmatch(words))), None)
        for key, value in (match.groupdict() if match else {}).items():
            plain = NOT_WRITTEN.sub("", value)
            if key in HEADS and plain and not (key == "filled_on" and _NO_DAY.fullmatch(plain)):
                found.setdefault(key, (plain, spot))
    return found


def _pattern(line: str) -> re.Pattern[str]:
    """Return what the words of a line match, its names as groups: 单位：{unit|} is 单位：(?P<unit>.*).

    >>> _pattern("单位：{unit|}{filled_on|　年　月　日}").fullmatch("单位：秋湖村2023年6月5日").groupdict()
    {'unit': '秋湖村', 'filled_on': '2023年6月5日'}
    """
    words, seen, place = "", set[str](), 0
    while place < len(line):
        if line[place] != "{":
            words += "" if line[place].isspace() else re.escape(line[place])
            place += 1
            continue
        named, end = _NAME.match(line, place), _closing(line, place)
        key = named[1].replace(".", "_") if named else ""
        kind = r"[\d年月日./_＿-]*" if key == "filled_on" else ".*?"
        words += f"(?P<{key}>{kind})" if key and key not in seen else ".*?"
        seen.add(key)
        place = end + 1
    return re.compile(words)


def _closing(text: str, start: int) -> int:
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return len(text) - 1


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
