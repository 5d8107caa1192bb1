"""Hazards known beforehand (已知的隐患) as they stand in a workbook's ledger, by the entries of its columns."""

from collections.abc import Sequence
from datetime import date

from generator.compose.values import from_hazard
from generator.derive.entries import CODE, Entry
from generator.model.form import Form
from generator.model.hazard import Hazard


def known_row(form: Form, entries: Sequence[Entry], hazard: Hazard) -> tuple[str | date, ...]:
    """Return what stands in each column for a hazard: days as days, several a line each, all else as it prints."""
    fields = {field.name: field for field in form.columns}
    return tuple(
        hazard.code if e.path == CODE.path else _known(hazard, fields[e.path[0]].source, form, e)
        for e in entries
    )


def _known(hazard: Hazard, source: str, form: Form, entry: Entry) -> str | date:
    *names, last = source.split(".")[1:]
    value: object = hazard
    for name in names:
        value = getattr(value, name, None)
    if entry.kind == "date" and isinstance(value, tuple):
        return "\n".join(getattr(each, last).isoformat() for each in value)
    value = getattr(value, last, None)
    if entry.kind == "date" and isinstance(value, date):
        return value
    return from_hazard(next(f for f in form.columns if f.name == entry.path[0]), hazard)
