"""Word files that units fill in (填好的 Word 表): sheets of ours, read by their cells into the grid of a workbook.

The printed sheet is the form's own: its labels are those of the definition, several numbers share a cell, whose it is
and when it was filled in stand in the lines around the table. Laid out as a workbook's sheet it is read like one;
problems name table, row and cell.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from itertools import pairwise
from pathlib import Path

from lxml import etree

from generator.dataclass import dataclass
from generator.derive.entries import Entry, hazard_entries, row_entries, same_words, value_entries
from generator.derive.fillable import row_fields, value_fields
from generator.model.form import Field, Form
from generator.problem import Problem
from generator.sources.contents import read_bytes
from generator.sources.intake.grid import BLANK, Grid, Place, Raw
from generator.sources.word_package import Package, W, open_package

SUFFIX = ".docx"
ENOUGH = 0.5  # of a form's labels
HEADS = {
    "unit": "填报单位：",
    "period": "所报月份：",
    "filled_by": "填报人：",
    "reviewed_by": "审核人：",
    "filled_on": "填报日期：",
}
NOT_WRITTEN = re.compile(r"[_＿\s]+")
_NAME = re.compile(r"\{(\w+(?:\.\w+)?)")
TURN = "\v"  # a break of a line within its paragraph
_BETWEEN_LATIN = re.compile(f"(?<=[A-Za-z0-9]){TURN}(?=[A-Za-z0-9])")
_MONTH = re.compile(r"(\d{4}年\d{1,2}月)")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_NO_DAY = re.compile(r"\D*")


@dataclass(frozen=True)
class WordGrid(Grid):
    """Sheet made of a table of a Word file; `spots` tell where in the file each cell was."""

    spots: Mapping[Place, str] = field(default_factory=dict)

    def where(self, place: Place) -> str:
        """Return the printed place of a cell: 调度表.docx 表1第3行第2格."""
        return f"{self.file} {self.spots.get(place, self.sheet)}"


@dataclass(frozen=True, slots=True)
class _Cell:
    """Cell of a table: its text, where it begins in the grid, its printed place."""

    text: str
    start: int
    spot: str
    goes_on: bool = False  # a merged cell's lower part


_Rows = list[list[_Cell]]


def read_word(path: Path, name: str, forms: Iterable[Form]) -> list[Grid | Problem]:
    """Return a grid for each table that is a form's, or why it, or the file, is not read."""
    content = read_bytes(path, name)
    if isinstance(content, Problem):
        return [content]
    package = open_package(content, name)
    if not isinstance(package, Package):
        return [Problem(code="XLS-001", message=_untitled(p.message), where=name) for p in package]
    body = package.xml("word/document.xml").find(f"{W}body")
    paragraphs, tables = _parts(body) if body is not None else ([], [])
    fillable = [form for form in forms if value_entries(form) or row_entries(form) or hazard_entries(form)]
    return list(_grids(name, paragraphs, tables, fillable))


def _untitled(message: str) -> str:
    """Return what is wrong with a package, said of a template, as it is said of a unit's file."""
    said = message.replace("模板", "文件")
    said = said.replace("请运行 gongwen templates accept 去掉它", "请另存为新的 .docx")
    return said if "请" in said else f"{said}请单位重交。"


def _parts(body: etree._Element) -> tuple[list[tuple[str, str]], list[_Rows]]:
    """Return the paragraphs of a document with their places, and its tables; tables within cells are passed over."""
    paragraphs: list[tuple[str, str]] = []
    tables: list[_Rows] = []
    for element in body.iterchildren(f"{W}p", f"{W}tbl"):
        if element.tag == f"{W}p":
            paragraphs.append((_text(element), f"正文第{len(paragraphs) + 1}段"))
        else:
            tables.append(list(_rows(element, len(tables) + 1)))
    return paragraphs, tables


def _rows(table: etree._Element, number: int) -> Iterator[list[_Cell]]:
    for r, row in enumerate(table.iterchildren(f"{W}tr"), 1):
        cells, start = [], 0
        for c, cell in enumerate(row.iterchildren(f"{W}tc"), 1):
            text = "\n".join(_text(p) for p in cell.iterchildren(f"{W}p")).strip()
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val") != "restart"
            cells.append(_Cell(_written(text), start, f"表{number}第{r}行第{c}格", goes_on))
            start += _span(cell)
        yield cells


def _span(cell: etree._Element) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    value = found.get(f"{W}val", "1") if found is not None else "1"
    return int(value) if value.isdigit() else 1


def _text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph as it stands with changes accepted, its tabs kept, a line that turns marked."""
    marks = {f"{W}tab": "\t", f"{W}br": TURN, f"{W}cr": TURN}
    found = (
        e.text or "" if e.tag == f"{W}t" else marks[e.tag]
        for e in paragraph.iter(f"{W}t", *marks)
        if not _is_tab_stop(e)
    )
    return "".join(found)


def _is_tab_stop(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == f"{W}tabs"


def _written(text: str) -> str:
    """Return what a clerk wrote: lines to write on are nothing."""
    return "" if NOT_WRITTEN.fullmatch(text) else text


def _grids(
    name: str, paragraphs: Sequence[tuple[str, str]], tables: Sequence[_Rows], forms: Sequence[Form]
) -> Iterator[Grid | Problem]:
    for number, rows in enumerate(tables, 1):
        form = _form_of(rows, forms)
        if form and hazard_entries(form):
            yield _of_hazards(name, number, form)
        elif form:
            layout = _Layout(name, f"表{number}")
            layout.head(_head(name, paragraphs, form))
            if value_entries(form):
                _lay_values(layout, rows, form)
            else:
                _lay_rows(layout, rows, form)
            yield layout.grid()


def _of_hazards(name: str, number: int, form: Form) -> Problem:
    message = (
        f"“{form.short_title}”的各行取自行动的 hazards，Word 里的没有读，也没有比对。"
        "请打开它，与 gongwen build 印的对照：整改、复查、销号有变化的，用 gongwen hazard record 记；新发现的写进 hazards。"
        "要程序逐格比对的，请单位用 gongwen intake blank 发的工作簿填。"
    )
    return Problem(code="XLS-019", message=message, where=f"{name} 表{number}", severity="warning")


def _form_of(rows: _Rows, forms: Sequence[Form]) -> Form | None:
    """Return the form of which the most labels stand in a table, at least half."""
    words = {same_words(cell.text) for row in rows for cell in row}
    shares = [(_share(form, words), form) for form in forms]
    best = max((share for share, _ in shares), default=0.0)
    return next(form for share, form in shares if share == best) if best >= ENOUGH else None


def _share(form: Form, words: set[str]) -> float:
    labels = {same_words(_label(f)) for f in (*value_fields(form), *form.columns) if f.kind != "serial"}
    return len(labels & words) / len(labels) if labels else 0.0


def _label(one: Field) -> str:
    return one.printed_label or one.head_group


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


class _Layout:
    """A workbook's sheet in the making: rows of words, each with the place it came from."""

    def __init__(self, file: str, sheet: str) -> None:
        self.file, self.sheet = file, sheet
        self.rows: list[tuple[Raw, ...]] = []
        self.spots: dict[Place, str] = {}

    def add(self, *cells: tuple[Raw, str]) -> None:
        """Add a row of cells with their places."""
        for column, (_, spot) in enumerate(cells):
            self.spots[len(self.rows), column] = spot or self.sheet
        self.rows.append(tuple(raw for raw, _ in cells))

    def head(self, found: Mapping[str, tuple[str, str]]) -> None:
        """Add the lines of a head; what is not written stays blank."""
        for key, label in HEADS.items():
            value, spot = found.get(key, (BLANK, ""))
            self.add((label, spot), (_day(value) if key == "filled_on" else value, spot))

    def grid(self) -> Grid:
        """Return the sheet."""
        return WordGrid(file=self.file, sheet=self.sheet, rows=tuple(self.rows), spots=self.spots)


def _lay_values(layout: _Layout, rows: _Rows, form: Form) -> None:
    """Add a row for each entry: its label, its unit, what stands in its part of the cell beside the label."""
    layout.add(("填报项", ""), ("计量单位", ""), ("填报数", ""))
    entries = {e.path: e for e in value_entries(form)}
    read: set[str] = set()
    for one in value_fields(form):
        beside = _beside(rows, same_words(_label(one)))
        if beside is None:
            continue
        read.add(beside.spot)
        paths = [(one.name, p.name) for p in one.parts] if one.parts else [(one.name,)]
        for path, raw in zip(paths, _values(one, beside.text), strict=True):
            entry = entries[path]
            layout.add((entry.label, beside.spot), (entry.unit, beside.spot), (raw, beside.spot))


def _beside(rows: _Rows, label: str) -> _Cell | None:
    """Return the cell behind the one with a label."""
    for row in rows:
        for cell, following in pairwise(row):
            if same_words(cell.text) == label:
                return following
    return None


def _day(text: str) -> Raw:
    """Return a day that is written as papers have it, 2023年6月5日; any other text as it stands."""
    found = _DAY.fullmatch("".join(text.split()))
    try:
        return date(*map(int, found.groups())) if found else text
    except ValueError:
        return text


def _unturned(text: str, one: Field) -> str:
    """Return a text with its own line breaks: in a centred cell a line turns where the printed sheet set it even."""
    if one.align == "left":
        return text.replace(TURN, "\n")
    return _BETWEEN_LATIN.sub(" ", text).replace(TURN, "")


def _values(one: Field, text: str) -> list[Raw]:
    """Return what a cell says of a field: one value, or one of each part, by their prefixes and units.

    A cell whose numbers cannot be told apart says it whole for the first part, which is then found wrong.
    """
    if not one.parts:
        return [_day(text) if one.kind == "date" else _unturned(text, one)]
    plain = "".join(text.split())
    if not plain:
        return [BLANK] * len(one.parts)
    wanted = "[,，、;；]?".join(
        f"(?:{re.escape(p.prefix)})?(?P<p{i}>[\\d.,，]*?)(?:{re.escape(p.unit)})?"
        for i, p in enumerate(one.parts)
    )
    found = re.fullmatch(wanted, plain)
    if found is None:
        return [text, *[BLANK] * (len(one.parts) - 1)]
    return [found[f"p{i}"].strip(",，") for i in range(len(one.parts))]


def _lay_rows(layout: _Layout, rows: _Rows, form: Form) -> None:
    """Add the heads and rows of a ledger; a column that is none of the form's keeps its own head."""
    heads = {same_words(_label(f)): f for f in row_fields(form)}
    last = _last_head(rows, heads)
    columns = [(c.start, heads.get(same_words(c.text)), c) for c in _with_above(rows[: last + 1])]
    entries: dict[str, list[Entry]] = {}
    for entry in row_entries(form):
        entries.setdefault(entry.path[0], []).append(entry)
    layout.add(*(h for _, one, c in columns for h in _heads(one, c, entries)))
    above: dict[int, _Cell] = {}
    for row in rows[last + 1 :]:
        above = {c.start: above.get(c.start, c) if c.goes_on else c for c in row}
        cells = [(above.get(start), one) for start, one, _ in columns]
        if any(cell and cell.text for cell, _ in cells):
            layout.add(*(v for cell, one in cells for v in _of_row(cell, one)))


def _last_head(rows: _Rows, heads: Mapping[str, Field]) -> int:
    """Return the last row of heads: the one with the most of them, or the next where heads have two levels."""
    counts = [sum(same_words(cell.text) in heads for cell in row) for row in rows]
    last = counts.index(max(counts))
    while last + 1 < len(rows) and counts[last + 1]:
        last += 1
    return last


def _with_above(rows: _Rows) -> list[_Cell]:
    """Return the cells of the last row, a merged one with the words that stand above it."""
    found = []
    for cell in rows[-1]:
        higher = (c for row in reversed(rows[:-1]) for c in row if c.start == cell.start and c.text)
        found.append(next(higher, cell) if cell.goes_on else cell)
    return found


def _heads(
    one: Field | None, cell: _Cell, entries: Mapping[str, Sequence[Entry]]
) -> Iterator[tuple[Raw, str]]:
    if one is None:
        yield cell.text.replace("\n", ""), cell.spot
    else:
        yield from ((entry.label, cell.spot) for entry in entries[one.name])


def _of_row(cell: _Cell | None, one: Field | None) -> Iterator[tuple[Raw, str]]:
    text, spot = (cell.text, cell.spot) if cell else (BLANK, "")
    yield from ((value, spot) for value in (_values(one, text) if one else [text]))
