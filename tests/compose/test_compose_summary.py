"""Summary: formulas give the values that stand in their cells; every unit and indicator has its place."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.compose.references import column_letter
from generator.compose.summary import summary_of
from generator.derive.roll_up import roll_ups_of, rolled_up
from generator.model.summary import Summary, SummaryCell, SummarySheet
from generator.sources.campaign import load

JIANGGUANCHI = Path(__file__).parents[2] / "fixtures" / "campaigns" / "jiangguanchi"
REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'!)?([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")


@pytest.fixture(scope="module")
def summary() -> Summary:
    loaded = load(JIANGGUANCHI)
    assert loaded.campaign is not None
    (roll_up,) = roll_ups_of(loaded.campaign, loaded.forms)
    june, may = (rolled_up(loaded.campaign, loaded.forms, roll_up, p) for p in ("2023-06", "2023-05"))
    return summary_of(loaded.campaign, [(june, may)])


def sheet(summary: Summary, name: str) -> SummarySheet:
    return next(s for s in summary.sheets if s.name == name)


def cells_of(sheet: SummarySheet) -> dict[str, SummaryCell]:
    """Every cell by its reference; heads are row 2."""
    rows = enumerate((sheet.heads, *sheet.rows), 2)
    return {f"{column_letter(c)}{r}": cell for r, row in rows for c, cell in enumerate(row)}


def number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value


class Calculator:
    """As much of a spreadsheet as the formulas use: it computes them anew from the cells without one."""

    def __init__(self, summary: Summary) -> None:
        self.cells = {s.name: cells_of(s) for s in summary.sheets}

    def value(self, sheet: str, reference: str) -> object:
        cell = self.cells[sheet][reference]
        return self.formula(sheet, cell.formula) if cell.formula else cell.value

    def formula(self, sheet: str, text: str) -> object:
        def python(match: re.Match[str]) -> str:
            place, first, top, last, bottom = match.groups()
            name = place.replace("''", "'") if place else sheet
            columns = range(number(first), number(last or first) + 1)
            rows = range(int(top), int(bottom or top) + 1)
            return f"cells({name!r}, {[f'{column_letter(c - 1)}{r}' for c in columns for r in rows]!r})"

        quoted = re.split(r'("[^"]*")', text[1:])
        code = "".join(
            part if part.startswith('"') else REFERENCE.sub(python, part).replace("IF(", "IF_(")
            for part in quoted
        )
        code = re.sub(r"(?<![<>=])=(?!=)", "==", code).replace("COUNTIF_(", "COUNTIF(")
        return eval(code, {"cells": self._range, **FUNCTIONS})

    def _range(self, sheet: str, references: list[str]) -> "Range":
        return Range(self.value(sheet, r) for r in references)


class Range(tuple[object, ...]):
    def __sub__(self, other: "Range") -> float:
        return numbers(self)[0] - numbers(other)[0] if numbers(self) and numbers(other) else 0.0


def numbers(*ranges: tuple[object, ...]) -> list[float]:
    return [v for r in ranges for v in r if isinstance(v, int | float)]


FUNCTIONS: dict[str, Callable[..., object]] = {
    "SUM": lambda *r: sum(numbers(*r)),
    "MAX": lambda *r: max(numbers(*r), default=0),
    "COUNT": lambda *r: len(numbers(*r)),
    "COUNTIF": lambda r, wanted: sum(v == wanted for v in r),
    "ROUND": round,
    "ISNUMBER": lambda r: bool(numbers(r)),
    "AND": lambda *a: all(a),
    "IF_": lambda test, yes, no: yes if test else no,
}


def test_every_formula_gives_the_value_that_stands_in_its_cell(summary: Summary) -> None:
    calculator = Calculator(summary)
    computed = 0
    for name, cells in calculator.cells.items():
        for reference, cell in cells.items():
            if cell.formula:
                computed += 1
                assert calculator.formula(name, cell.formula) == cell.value, (name, reference, cell.formula)

    columns = (
        37 + 25
    )  # numbers of the communities' form and of the departments', each with a formula below it
    rows = 37 + 25 + 36 + 37  # the same in the town's rows, the total but for its own number, the change
    assert computed == columns + rows


def test_a_changed_unit_changes_its_column_the_total_and_the_change(summary: Summary) -> None:
    calculator = Calculator(summary)
    community = calculator.cells["社区（村）"]
    (column,) = [
        ref[:-1]
        for ref, c in community.items()
        if ref.endswith("2") and len(ref) < 4 and c.value == "2.1 抽查检查的企业总数（家）"
    ]
    community[f"{column}3"] = SummaryCell(value=108)  # 秋湖村: 8 before
    total = calculator.cells["汇总"]
    (row,) = [ref[1:] for ref, c in total.items() if ref.startswith("A") and c.value == "2.1"]

    assert calculator.value("汇总", f"G{row}") == 412 + 100


def test_the_units_stand_by_name_the_missing_one_empty_and_said_so(summary: Summary) -> None:
    rows = sheet(summary, "社区（村）").rows
    missing = next(row for row in rows if row[0].value == "羊圈村")

    assert len(rows) == 12 + 1
    assert {cell.value for cell in missing[1:-1]} == {None}
    assert missing[-1].value == "未报"


def test_a_number_that_no_unit_gave_has_no_change() -> None:
    loaded = load(JIANGGUANCHI)
    assert loaded.campaign is not None
    (roll_up,) = roll_ups_of(loaded.campaign, loaded.forms)
    may, april = (rolled_up(loaded.campaign, loaded.forms, roll_up, p) for p in ("2023-05", "2023-04"))
    found = sheet(summary_of(loaded.campaign, [(may, april)]), "汇总")

    assert {row[-2].value for row in found.rows} == {""}


def test_the_sources_name_every_unit_of_every_number(summary: Summary) -> None:
    rows = [[c.value for c in row] for row in sheet(summary, "数的来源").rows]
    checked = [row for row in rows if row[0] == "2.1"]

    assert [row[3] for row in checked][:2] == ["秋湖村", "王店村"]
    assert len(checked) == 11 + 10
    assert sum(row[5] for row in checked) == 412


def test_days_are_printed_as_days_on_every_sheet() -> None:
    loaded = load(JIANGGUANCHI.parent / "every_problem" / "_base")
    assert loaded.campaign is not None
    (roll_up,) = roll_ups_of(loaded.campaign, loaded.forms)
    june, may = (rolled_up(loaded.campaign, loaded.forms, roll_up, p) for p in ("2023-06", "2023-05"))

    summary = summary_of(loaded.campaign, [(june, may)])

    with_the_day = [
        sheet.name
        for sheet in summary.sheets
        for row in sheet.rows
        for c in row
        if "2023年6月12日" in str(c.value)
    ]
    assert with_the_day == ["汇总", "社区（村）", "数的来源"]
    assert "2023-06-12" not in str(summary)
