"""Forms of single values (指标表、记录表): each value beside its label, in the column of values or the next cell."""

import re
from collections.abc import Sequence

from generator.compose.wording import printed_month
from generator.compose.workbook_heads import REPORTED
from generator.derive.cumulative import figure_at
from generator.derive.entries import Entry, same_words
from generator.model.filled import Return, Value
from generator.sources.intake.cells import shown
from generator.sources.intake.grid import BLANK, Place, Raw
from generator.sources.intake.known import Known
from generator.sources.intake.told import Told

VALUE_HEADS = ("填报数", "填报内容", "数值", "填报值")
SERIAL_HEADS = ("序号",)
_REPORTED = re.compile(rf"\d{{4}}年\d{{1,2}}月{REPORTED}")
_TYPED = re.compile(r"[+-]?\d[\d,.]*\D{0,3}|\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?")


def read_values(told: Told, known: Known, reported: Sequence[Return] = ()) -> dict[str, Value]:
    """Return the values of a sheet by name, those of parts within their field; what is blank is left out.

    `reported` are the unit's returns on the form, one of which its workbook may show beside the values.
    """
    column = _column_of_values(told, known)
    values: dict[str, Value] = {}
    for entry in known.entries:
        place = _place(told, known, entry, column)
        if place is None or _is_shared(told, entry, place):
            continue
        reading = told.read(entry, place, ("values", *entry.path))
        if reading.value is not None:
            put(values, entry.path, reading.value)
    _tell_reported(told, known, reported)
    _tell_lost(told, known, column)
    return values


def put(values: dict[str, Value], path: tuple[str, ...], value: Value) -> None:
    """Put a value at its name, or at its part's name within its field."""
    if len(path) == 1:
        values[path[0]] = value
        return
    parts = values.setdefault(path[0], {})
    assert isinstance(parts, dict)
    assert not isinstance(value, dict)
    parts[path[1]] = value


def _column_of_values(told: Told, known: Known) -> int | None:
    """Return the column under a head such as 填报数; None where there is none, as on a printed table."""
    first = min((place for places in known.places.values() for place in places), default=(0, 0))
    for head in VALUE_HEADS:
        for row, column in told.grid.words.get(head, ()):
            if row < first[0]:
                told.used.add((row, column))
                return column
    return None


def _place(told: Told, known: Known, entry: Entry, column: int | None) -> Place | None:
    """Return the cell of an entry's value; None, told, where its label is missing or stands twice with values."""
    labels = known.places[entry.path]
    if not labels:
        told.wrong.add(("values", *entry.path))
        message = f"缺“{entry.label}”这一项，可能是旧表，或名称改过。请用本月发出的工作簿填，不改名称。"
        told.say("XLS-010", message, None)
        return None
    places = [_beside(told, label, entry, column) for label in labels]
    filled = [p for p in places if told.grid.raw(p) != BLANK]
    if len({repr(told.grid.raw(p)) for p in filled}) > 1:
        told.wrong.add(("values", *entry.path))
        told.used.update(filled)
        found = "、".join(
            f"{shown(told.grid.raw(p))}（{told.grid.where(p).rpartition('!')[2]}）" for p in filled
        )
        told.say(
            "XLS-012", f"“{entry.label}”有 {len(places)} 处，写的不一样：{found}。请只留一处。", filled[1]
        )
        return None
    told.used.update(filled)
    return (filled or places)[0]


def _is_shared(told: Told, entry: Entry, place: Place) -> bool:
    """Tell a value in a cell merged with those of the rows above: whether of each or of all together, nobody knows."""
    first = told.grid.merged.get(place, place)
    raw = told.grid.raw(first)
    if first[0] == place[0] or raw == BLANK:
        return False
    told.wrong.add(("values", *entry.path))
    message = f"“{entry.label}”和上面的项合在一格，写的是“{shown(raw)}”，看不出各是多少。请拆开合并的格，一项写一个。"
    told.say("XLS-009", message, place)
    return True


def _beside(told: Told, label: Place, entry: Entry, column: int | None) -> Place:
    """Return the cell of the value that belongs to a label."""
    grid = told.grid
    told.used.add(label)
    if column is not None:
        return label[0], column
    following = label[0], grid.last_column_of(label) + 1
    raw = grid.raw(following)
    if entry.unit and isinstance(raw, str) and same_words(raw) == same_words(entry.unit):
        told.used.add(following)
        return label[0], grid.last_column_of(following) + 1
    return following


def _tell_reported(told: Told, known: Known, reported: Sequence[Return]) -> None:
    """Pass over the figures reported before, and tell each that is not the one reported."""
    by_head = {f"{printed_month(r.period)}{REPORTED}": r for r in reported}
    heads = [
        (words, at)
        for words, places in told.grid.words.items()
        for at in places
        if _REPORTED.fullmatch(words)
    ]
    entries = {row: entry for entry in known.entries for row, _ in known.places[entry.path]}
    for words, (top, column) in heads:
        told.used.add((top, column))
        before = by_head.get(words)
        for row, entry in entries.items():
            place, raw = (row, column), told.grid.raw((row, column))
            told.used.add(place)
            if before and raw not in (BLANK, figure_at(before, entry.path)):
                told.say(
                    "XLS-011",
                    f"“{shown(raw)}”没有读入：这一栏是以前报的数，供核对；报错的，另报更正。",
                    place,
                    "warning",
                )


def _tell_lost(told: Told, known: Known, column: int | None) -> None:
    """Tell every value on the sheet's table that belongs to no entry: any in the column of values, numbers elsewhere."""
    rows = [row for places in known.places.values() for row, _ in places]
    top = min(rows, default=0)
    serials = {c for head in SERIAL_HEADS for _, c in told.grid.words.get(head, ())}
    for place, raw in told.grid.written():
        row, at = place
        if place in told.used or row < top:
            continue
        if at == column:
            told.lost(place, "这一行的名称不是本表的填报项，可能改过名称。请核对。")
        elif is_a_value(raw) and at not in serials and not _numbers_a_label(told, known, place):
            told.lost(place, "它不在填报的格里。请移到对应的格，或删去。")


def is_a_value(raw: Raw) -> bool:
    """Tell whether a cell holds a value rather than words: a number, a date, or a number typed with its unit.

    >>> is_a_value("3个"), is_a_value("自5月份开始"), is_a_value(3.0)
    (True, False, True)
    """
    return not isinstance(raw, str) or bool(_TYPED.fullmatch(same_words(raw)))


def _numbers_a_label(told: Told, known: Known, place: Place) -> bool:
    """Tell whether a number stands just before a label, as its serial."""
    labels = {p for places in known.places.values() for p in places}
    return any((place[0], place[1] + step) in labels for step in (1, 2))
