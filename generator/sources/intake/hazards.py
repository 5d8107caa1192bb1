"""Ledgers of hazards (隐患台账): compared with the hazards of the campaign; what is new or other is told, not written.

A hazard is recorded once, in the campaign's data, and many sheets print it: no sheet that came back writes it over.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from generator.compose.workbook_hazards import known_row
from generator.compose.workbook_inputs import YES_NO
from generator.dataclass import dataclass
from generator.derive.entries import CODE, Entry, same_words
from generator.model.filled import Value
from generator.model.hazard import Hazard
from generator.problem import Path
from generator.sources.intake.cells import read_cell
from generator.sources.intake.known import Known
from generator.sources.intake.rows import read_rows
from generator.sources.intake.told import Told
from generator.sources.intake.uncoded import Match, matched
from generator.validate.wording import listed, short

MEND = "没有写入；请核对，属实的在行动的 hazards 里"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the ledger: its number among those read, its values as text by the names of their columns."""

    index: int
    texts: Mapping[str, str]

    def path(self, entry: Entry) -> Path:
        """The path of an entry's value."""
        return "rows", self.index, *entry.path

    def said(self, entry: Entry) -> str:
        """What the row says under an entry; empty where nothing."""
        return self.texts.get(entry.path[0], "")


def compare_hazards(told: Told, known: Known, hazards: Sequence[Hazard], everywhere: Collection[str]) -> None:
    """Tell every value of a ledger's rows that the campaign's hazards have not, and hazards that are gone from it.

    `hazards` are those that the unit's ledger of the month lists, `everywhere` the codes of all there are.
    """
    expected = {hazard.code: _known_texts(told, known, hazard) for hazard in hazards}
    rows = [_Row(i, _texts(row)) for i, row in enumerate(read_rows(told, known))]
    whose = {row.index: Match(row.said(CODE)) for row in rows if row.said(CODE) in expected}
    whose |= _matched(known, [r for r in rows if not r.said(CODE)], _left(expected, whose))
    for row in rows:
        if match := whose.get(row.index):
            _compare(told, known, row, match, expected[match.code])
        elif row.said(CODE) in everywhere:
            message = (
                f"隐患 {row.said(CODE)} 行动里有，不列在这个单位本月的这张表里："
                "是别的单位的，或以前已经销号。请核对编号。"
            )
            told.say("XLS-018", message, told.places[row.path(CODE)], "warning")
        else:
            _tell_new(told, known, row)
    for code in _left(expected, whose):
        told.say("XLS-018", f"表里没有隐患 {code}，行动里有。销号也要留着；请核对。", None, "warning")


def _texts(row: Mapping[str, Value]) -> dict[str, str]:
    return {name: _text(value) for name, value in row.items()}


def _text(value: object) -> str:
    return YES_NO[not value] if isinstance(value, bool) else str(value).strip()


def _known_texts(told: Told, known: Known, hazard: Hazard) -> dict[str, str]:
    """Return what a hazard's row says where nothing was changed: each known cell, read as any cell is."""
    texts = {}
    for entry, raw in zip(known.entries, known_row(known.form, known.entries, hazard), strict=True):
        value = read_cell(entry, raw, told.years).value
        texts[entry.path[0]] = _text(raw if value is None else value)
    return texts


def _left(
    expected: Mapping[str, Mapping[str, str]], whose: Mapping[int, Match]
) -> dict[str, Mapping[str, str]]:
    met = {match.code for match in whose.values()}
    return {code: texts for code, texts in expected.items() if code not in met}


def _matched(
    known: Known, rows: Sequence[_Row], expected: Mapping[str, Mapping[str, str]]
) -> dict[int, Match]:
    """Return what the rows without a code are, by their cells."""
    names = [entry.path[0] for entry in known.entries if entry != CODE and known.places[entry.path]]
    return matched(
        {row.index: tuple(same_words(row.texts.get(name, "")) for name in names) for row in rows},
        {code: tuple(same_words(texts[name]) for name in names) for code, texts in expected.items()},
    )


def _compare(told: Told, known: Known, row: _Row, match: Match, before: Mapping[str, str]) -> None:
    """Tell each cell of a row that differs; one that was read wrong, or has no column, is told already."""
    how = " " if row.said(CODE) else f"（没有编号，按其余各格认的{_or(match.like)}）"
    for entry in known.entries:
        path = row.path(entry)
        now, then = row.said(entry), before[entry.path[0]]
        if entry == CODE or path in told.wrong or path not in told.places or _same(told, now, then):
            continue
        now = _as_known(now, then) if told.grid.printed else now
        change = f"写的是“{_line(now)}”，行动里{f'是“{_line(then)}”' if then else '没有写'}"
        message = f"隐患 {match.code}{how}的“{entry.label}”{change}，{MEND}改。"
        told.say("XLS-018", message, told.places[path], "warning")


def _or(codes: Sequence[str]) -> str:
    return f"，也可能是 {listed(codes)}" if codes else ""


def _same(told: Told, now: str, then: str) -> bool:
    """Tell whether a cell says what is known; on a printed sheet white space is the sheet's, which set the lines."""
    return "".join(now.split()) == "".join(then.split()) if told.grid.printed else now == then


def _as_known(now: str, then: str) -> str:
    """Return what a printed cell says, its lines turned as in the data as far as it says the same.

    >>> _as_known("签订合\\n同\\n到货", "签订合同")
    '签订合同\\n到货'
    """
    same = r"\s*".join(map(re.escape, "".join(then.split())))
    found = re.match(same, now)
    return then + now[found.end() :] if found else now


def _line(text: str) -> str:
    """Return a text of several lines on one."""
    return "／".join(filter(None, map(str.strip, text.splitlines())))


def _tell_new(told: Told, known: Known, row: _Row) -> None:
    """Tell a row of no known hazard, with all that it says."""
    said = "；".join(f"{e.label}：{_line(row.said(e))}" for e in known.entries if e != CODE and row.said(e))
    code = row.said(CODE)
    what = f"行动里没有编号 {short(code)} 的隐患" if code else "新的一条隐患"
    place = next(told.places[path] for path in map(row.path, known.entries) if path in told.places)
    told.say("XLS-018", f"{what}（{said}），{MEND}登记。", place, "warning")
