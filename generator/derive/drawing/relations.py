"""Relations between the figures of a drawn form (各数之间的关系), where the head is certain of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from generator.derive.drawing.fields import NUMBERS
from generator.derive.entries import same_words
from generator.model.drawn import HeadSheet, Place, column_letters
from generator.model.form import Field

_SUM = re.compile(r"SUM\(\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)\)", re.IGNORECASE)
_PLUS = re.compile(r"\$?[A-Z]{1,3}\$?\d+(?:\+\$?[A-Z]{1,3}\$?\d+)+", re.IGNORECASE)
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")
TOTALS = ("合计", "小计", "总计", "总数")
TERMS_MAX = 40
_COUNTS = re.compile(r"(数|数量|次|家|人|率|额)$")  # labels of figures of their own, no parts of one total


def relations_of(
    fields: Sequence[tuple[str, Field]], at: Mapping[Place, str], sheet: HeadSheet
) -> Iterator[tuple[str, str]]:
    """Yield rules with what they were read from; `fields` with their groups, `at` the field whose value a cell holds."""
    figures = {field.name for _, field in fields if field.kind in NUMBERS}
    summed = dict[str, tuple[str, str]]()
    for name, rule, why in (*_by_formulas(at, sheet, figures), *_by_labels(fields)):
        summed.setdefault(name, (rule, why))
    yield from summed.values()


def _by_formulas(
    at: Mapping[Place, str], sheet: HeadSheet, figures: set[str]
) -> Iterator[tuple[str, str, str]]:
    for place, name in at.items():
        cell = sheet.cells.get(place)
        terms = [at.get(p, "") for p in _terms(cell.formula)] if cell and cell.formula else []
        if name in figures and len(terms) > 1 and set(terms) <= figures - {name}:
            yield (
                name,
                f"{' + '.join(terms)} == {name}",
                f"{sheet.where(place)} 的公式 ={cell.formula if cell else ''}",
            )


def _terms(formula: str) -> list[Place]:
    """Return the cells that a formula adds up; none for any other formula."""
    plain = formula.replace("$", "").upper().lstrip("=")
    if found := _SUM.fullmatch(plain):
        (left, right), (top, bottom) = (found[1], found[3]), (int(found[2]), int(found[4]))
        columns = range(_column(left), _column(right) + 1)
        if (bottom - top + 1) * len(columns) > TERMS_MAX:
            return []
        return [(row, column) for row in range(top, bottom + 1) for column in columns]
    if _PLUS.fullmatch(plain):
        return [(int(row), _column(letters)) for letters, row in _CELL.findall(plain)]
    return []


def _column(letters: str) -> int:
    return next(n for n in range(1, 17000) if column_letters(n) == letters)


def _by_labels(fields: Sequence[tuple[str, Field]]) -> Iterator[tuple[str, str, str]]:
    """Yield what 其中 and 合计 say within a group."""
    for _, run in groupby(fields, key=lambda f: f[0]):
        group = [field for _, field in run if field.kind in NUMBERS]
        for before, field in pairwise(group):
            whole = next((f for f in reversed(group[: group.index(field)]) if not _is_part(f)), before)
            if _is_part(field) and not _is_part(whole) and whole.unit == field.unit:
                yield field.name, f"{field.name} <= {whole.name}", f"“{field.label}”是“{whole.label}”的一部分"
        totals = [f for f in group if same_words(f.label) in TOTALS]
        others = [f for f in group if f not in totals and not _is_part(f)]
        same = {f.unit for f in others} == {t.unit for t in totals}
        if len(totals) == 1 and len(others) > 1 and same and not any(_COUNTS.search(f.label) for f in others):
            rule = f"{' + '.join(f.name for f in others)} == {totals[0].name}"
            yield totals[0].name, rule, f"“{totals[0].label}”是同组各数之和"


def _is_part(field: Field) -> bool:
    return same_words(field.label).startswith("其中")
