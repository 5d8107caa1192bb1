"""Ledgers (台账): rows below their heads, wherever the columns have gone."""

import re
from collections import Counter
from collections.abc import Mapping

from generator.derive.entries import Entry, same_words
from generator.model.filled import Value
from generator.sources.intake.cells import shown
from generator.sources.intake.grid import BLANK, UNCALCULATED, Place, plain_words
from generator.sources.intake.known import Known
from generator.sources.intake.told import Told
from generator.sources.intake.values import SERIAL_HEADS, put

SUM = re.compile(r"(?:合计|小计|总计)(?:\(.*\))?:?")
NOTE = re.compile(r"(?:备?注|说明|审核人|填[报表]人|(?:主要|单位)?负责人(?:签字)?)\d?:.*|备?注")
TWO_HEAD_ROWS = 1


def read_rows(told: Told, known: Known) -> tuple[dict[str, Value], ...]:
    """Return the rows of a ledger, blank ones left out; each by the names of its columns."""
    head, columns = _columns(told, known)
    rows: list[dict[str, Value]] = []
    for number in range(head + 1, len(told.grid.rows)):
        if _is_head(told, number, columns):
            continue
        written = [c for c in columns if _raw(told, (number, c)) != BLANK]
        end = _ending(told, number)
        if end or not written:
            _tell_lost(told, number, columns, end=end)
            continue
        rows.append(_row(told, number, columns, len(rows)))
        _tell_lost(told, number, columns, end="")
    return tuple(rows)


def _columns(told: Told, known: Known) -> tuple[int, dict[int, Entry]]:
    """Return the last row of heads and the entry of each column; heads that are missing are told."""
    counts = Counter(row for places in known.places.values() for row, _ in places)
    main = max(sorted(counts), key=lambda row: counts[row])
    columns, last = dict[int, Entry](), main
    for entry in known.entries:
        near = [p for p in known.places[entry.path] if abs(p[0] - main) <= TWO_HEAD_ROWS]
        if not near:
            message = f"缺“{entry.label}”这一栏，可能是旧表，或栏头改过。请用本月发出的工作簿填，不改栏头。"
            told.say("XLS-010", message, None)
            continue
        if len(near) > 1:
            told.say("XLS-012", f"“{entry.label}”有 {len(near)} 栏，不知道读哪一栏。请只留一栏。", near[1])
        columns[near[0][1]] = entry
        last = max(last, near[0][0])
    return last, columns


def _raw(told: Told, place: Place) -> object:
    return told.grid.spread(place)


def _is_head(told: Told, number: int, columns: Mapping[int, Entry]) -> bool:
    """Tell whether a row repeats the heads, as on the second page of a printed ledger."""
    cells = {c: told.grid.raw((number, c)) for c in columns}
    same = sum(
        isinstance(cells[c], str) and plain_words(str(cells[c])) in (same_words(e.label), same_words(e.head))
        for c, e in columns.items()
    )
    return same * 2 > len(columns)


def _ending(told: Told, number: int) -> str:
    """Return the words of a row that is a sum, a note or a signature, empty for any other."""
    first = next((v for v in told.grid.rows[number] if v != BLANK), BLANK)
    words = same_words(first) if isinstance(first, str) else ""
    return words if SUM.fullmatch(words) or NOTE.fullmatch(words) else ""


def _row(told: Told, number: int, columns: Mapping[int, Entry], index: int) -> dict[str, Value]:
    row: dict[str, Value] = {}
    for column, entry in columns.items():
        place = number, column
        raw = told.grid.spread(place)
        if place in told.grid.merged and raw != BLANK:
            message = f"“{entry.label}”是合并的格，每一行都读作“{shown(raw)}”。请核对。"
            told.say("XLS-008", message, place, "warning")
        reading = told.read(entry, place, ("rows", index, *entry.path), raw)
        if reading.value is not None:
            put(row, entry.path, reading.value)
    return row


def _tell_lost(told: Told, number: int, columns: Mapping[int, Entry], *, end: str) -> None:
    """Tell what a row holds outside the columns of the form, one of sums or notes besides its words."""
    serials = {c for head in SERIAL_HEADS for _, c in told.grid.words.get(head, ())}
    for column, _ in enumerate(told.grid.rows[number]):
        place, raw = (number, column), told.grid.raw((number, column))
        if raw == BLANK or (column in columns and not end):
            continue
        numbered = not isinstance(raw, str) or raw == UNCALCULATED or raw.strip().isdigit()
        if column in serials and numbered:
            continue
        if end and isinstance(raw, str) and (same_words(raw) == end or NOTE.fullmatch(same_words(raw))):
            continue
        if end:
            message = f"“{shown(raw)}”没有读入：这一行是“{end}”，不是一条。"
            told.say("XLS-011", message, place, "warning")
        else:
            told.lost(place, "这一栏不是本表的栏。请移到对应的栏，或删去。")
