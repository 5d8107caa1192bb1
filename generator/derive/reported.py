"""Reported figures (上报的数) beside what the returns come to now: what differs is told, what was reported stays."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.dataclass import dataclass
from generator.derive.roll_up import Cell, Total
from generator.model.filled import Value
from generator.model.reported import Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Difference (变动): a number that was reported, and what the returns come to now."""

    cell: Cell
    reported: Value


def differences(total: Total, reported: Reported) -> tuple[Difference, ...]:
    """Return the numbers that the returns no longer come to as they were reported."""
    then = reported.totals.get(total.form.form, {})
    return tuple(
        Difference(cell=cell, reported=then[cell.field.name])
        for cell in total.cells
        if cell.field.name in then and then[cell.field.name] != cell.value
    )


def as_reported(total: Total, reported: Reported | None) -> Total:
    """Return the total with the numbers that were reported in the place of those that the returns come to now."""
    then = reported.totals.get(total.form.form, {}) if reported else {}
    return replace(total, cells=tuple(_then(c, then) for c in total.cells))


def _then(cell: Cell, then: Mapping[str, Value]) -> Cell:
    value = then.get(cell.field.name, cell.value)
    return replace(cell, value=value, changed=value != cell.value)


def figures(totals: Sequence[Total]) -> dict[str, dict[str, Value]]:
    """Return the numbers of totals by form and field, as they are kept once reported."""
    return {total.form.form: total.values for total in totals}
