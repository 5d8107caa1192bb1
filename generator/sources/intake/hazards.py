"""Ledgers of hazards (隐患台账): compared with the hazards of the campaign; what is new or other is told, not written.

A hazard is recorded once, in the campaign's data, and many sheets print it: no workbook writes it over.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from generator.compose.workbook_hazards import known_row
from generator.derive.entries import CODE
from generator.model.filled import Value
from generator.model.hazard import Hazard
from generator.problem import Path
from generator.sources.intake.known import Known
from generator.sources.intake.rows import read_rows
from generator.sources.intake.told import Told
from generator.validate.wording import short

MEND = "没有写入；请核对，属实的在行动的 hazards 里"


def compare_hazards(told: Told, known: Known, hazards: Sequence[Hazard], everywhere: Collection[str]) -> None:
    """Tell every value of a ledger's rows that the campaign's hazards have not, and hazards that are gone from it.

    `hazards` are those that the unit's ledger of the month lists, `everywhere` the codes of all there are.
    """
    by_code = {hazard.code: hazard for hazard in hazards}
    met = set[str]()
    for index, row in enumerate(read_rows(told, known)):
        code = str(row.get(CODE.path[0], "")).strip()
        if code in by_code:
            met.add(code)
            _compare(told, known, by_code[code], (index, row))
        elif code in everywhere:
            message = f"隐患 {code} 行动里有，不列在这个单位本月的这张表里：是别的单位的，或以前已经销号。请核对编号。"
            told.say("XLS-018", message, told.places["rows", index, *CODE.path], "warning")
        else:
            _tell_new(told, known, code, (index, row))
    for code in (code for code in by_code if code not in met):
        told.say("XLS-018", f"表里没有隐患 {code}，行动里有。销号也要留着；请核对。", None, "warning")


def _compare(told: Told, known: Known, hazard: Hazard, found: tuple[int, Mapping[str, Value]]) -> None:
    index, row = found
    for entry, value in zip(known.entries, known_row(known.form, known.entries, hazard), strict=True):
        path: Path = ("rows", index, *entry.path)
        before = value.isoformat() if isinstance(value, date) else value.strip()
        now = str(row.get(entry.path[0], "")).strip()
        if now != before and path not in told.wrong:
            change = f"写的是“{now}”，行动里是“{before}”" if before else f"写的是“{now}”，行动里没有写"
            message = f"隐患 {hazard.code} 的“{entry.label}”{change}，{MEND}改。"
            told.say("XLS-018", message, told.places[path], "warning")


def _tell_new(told: Told, known: Known, code: str, found: tuple[int, Mapping[str, Value]]) -> None:
    """Tell a row of no known hazard, with all that it says."""
    index, row = found
    said = "；".join(f"{e.label}：{row[e.path[0]]}" for e in known.entries[1:] if e.path[0] in row)
    what = f"行动里没有编号 {short(code)} 的隐患" if code else "新的一条隐患"
    path: Path = ("rows", index, *CODE.path)
    told.say("XLS-018", f"{what}（{said}），{MEND}登记。", told.places[path], "warning")
