"""Columns of a head (表头的各栏): labels with the merged heads over them, what stands below each, widths."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.dataclass import dataclass
from generator.derive.drawing.kinds import SERIALS, UNIT_WORDS, UNITS, Label, label_of
from generator.derive.drawing.table import Area, head_depth, heads_over, is_note, is_numbering
from generator.derive.entries import same_words
from generator.model.drawn import Place

_EXAMPLE = re.compile(r"[（(【]?\s*(例|示例|例如|填写示例|样例)\s*[:：)）】]?")
TOTALS = ("合计", "总计", "小计", "全镇合计", "全县合计")
UNIT_COLUMNS = ("计量单位", "单位")
SORTING = (
    "计量单位",
    "类别",
    "分类",
    "大类",
)  # heads of columns that nobody fills in where the rows have labels
FILLED = 0.6  # the share of rows that are filled, above which a column holds labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Column of a table (一栏): its cell in the head, the merged heads over it, its label, its width in mm."""

    place: Place
    first: int
    last: int
    groups: tuple[str, ...]
    label: Label
    width_mm: float

    @property
    def is_serial(self) -> bool:
        """Whether it numbers the rows."""
        return same_words(self.label.words) in SERIALS


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What stands below a head (表身): blank and written rows, the row that numbers columns, example and total."""

    rows: tuple[int, ...]
    numbering: int = 0
    example: int = 0
    total: int = 0
    remark: Place | None = None


def columns_of(area: Area) -> list[Column]:
    """Return the columns of a head; merged cells over several columns without heads below them are one.

    Where the rows below have a cell in each of them, they are several columns under one head.
    """
    depth = head_depth(area)
    shown = [c for c in area.columns if _width(area, c) > 0]
    stacks = {c: tuple(heads_over(area, depth, c)) for c in shown}
    found = list[Column]()
    for stack, run in groupby(shown, key=lambda c: stacks[c] or c):
        columns = list(run)
        places = stack if isinstance(stack, tuple) else ((area.top + depth - 1, columns[0]),)
        if len(columns) > 1 and _are_several(area, area.top + depth, columns):
            found += [_column(area, places, [c], under=True) for c in columns]
        else:
            found.append(_column(area, places, columns))
    return found


def _are_several(area: Area, row: int, columns: Sequence[int]) -> bool:
    """Tell whether the first row below a head has a ruled cell of its own in each of its columns."""
    cells = [area.sheet.cells.get((row, c)) for c in columns]
    apart = len({area.anchor((row, c)) for c in columns}) == len(columns)
    return row <= area.bottom and apart and all(cell is not None and cell.ruled for cell in cells)


def _column(area: Area, places: Sequence[Place], columns: Sequence[int], *, under: bool = False) -> Column:
    texts = tuple(map(area.text, places))
    return Column(
        place=places[-1],
        first=columns[0],
        last=columns[-1],
        groups=texts if under else texts[:-1],
        label=label_of("" if under else texts[-1]),
        width_mm=sum(_width(area, c) for c in columns),
    )


def _width(area: Area, column: int) -> float:
    return area.sheet.widths_mm.get(column, area.sheet.usual_width_mm)


def body_of(area: Area) -> Body:
    """Return the rows below the head, sorted by what they are for."""
    rows: list[int] = []
    numbering = example = total = 0
    remark: Place | None = None
    for row in range(area.top + head_depth(area), area.bottom + 1):
        written = area.written(row)
        texts = [area.text(p) for p in written]
        across = len(area.anchors_of(row)) == 1
        if not numbering and not rows and is_numbering(texts):
            numbering = row
        elif across and texts and (is_note(texts[0]) or len(texts[0]) > 20):
            remark = written[0]
        elif texts and (_EXAMPLE.fullmatch(texts[0]) or (_EXAMPLE.match(texts[0]) and len(texts) > 2)):
            example = row
        elif texts and same_words(texts[0]) in TOTALS:
            total = row
        else:
            rows.append(row)
    return Body(rows=tuple(rows), numbering=numbering, example=example, total=total, remark=remark)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """What the columns are for (各栏的用处): those that label the rows, that of units, those to be filled in."""

    labels: tuple[Column, ...]
    unit: Column | None
    values: tuple[Column, ...]


def roles_of(area: Area, columns: Sequence[Column], body: Body) -> Roles:
    """Return the roles of the columns by how many rows of them are filled."""
    rows = [row for row in body.rows if any(_text(area, c, row) for c in columns if not c.is_serial)]
    filled = {id(c): [t for row in rows if (t := _text(area, c, row))] for c in columns}
    able = [c for c in columns if not c.is_serial]
    full = [c for c in able if len(rows) > 1 and len(filled[id(c)]) >= FILLED * len(rows)]
    units = [
        c
        for c in full
        if same_words(c.label.words) in UNIT_COLUMNS and all(t in UNITS for t in filled[id(c)])
    ]
    labels = tuple(c for c in full if c not in units and not _numbers(filled[id(c)]))
    others = [c for c in able if c not in labels and c not in units]
    values = tuple(c for c in others if not labels or same_words(c.label.words) not in SORTING)
    return Roles(labels=labels, unit=units[0] if units else None, values=values)


def _numbers(texts: Sequence[str]) -> bool:
    return all(re.fullmatch(r"-?[\d.,]+%?", t) for t in texts)


def _text(area: Area, column: Column, row: int) -> str:
    return area.text((row, column.first))


def is_per_unit(columns: Sequence[Column], roles: Roles) -> bool:
    """Tell a table with one row for each unit: a column of units stands before those to be filled in."""
    able = [c for c in columns if not c.is_serial]
    first = roles.labels[-1] if roles.labels else able[0]
    return bool(UNIT_WORDS.fullmatch(same_words(first.label.words)))


def items(area: Area, roles: Roles, body: Body) -> Iterator[tuple[int, str, Label, str]]:
    """Yield the rows of a table whose rows are labelled: row, group, label, and what stands where the value goes."""
    *groups, label = roles.labels
    for row in body.rows:
        text = _text(area, label, row)
        if text:
            words = label_of(text)
            unit = _text(area, roles.unit, row) if roles.unit else ""
            over = list(dict.fromkeys(filter(None, (_text(area, g, row) for g in groups))))
            group = "：".join(t for t in over if t != text)
            yield row, group, Label(words.words, words.unit or unit, words.required), ""
