"""What a unit fills in on a form (应填项): fields whose value comes from the return and from nowhere else."""

from generator.derive.scores import FINDING_FIELDS
from generator.model.form import Field, Form

NOT_FILLED = ("serial", "seal_place")


def value_fields(form: Form) -> tuple[Field, ...]:
    """Return the fields that stand under `values` in a return."""
    fields = tuple(f for group in form.groups for f in group.fields)
    return tuple(f for f in fields if _is_filled(f)) if form.each == "unit" else ()


def row_fields(form: Form) -> tuple[Field, ...]:
    """Return the columns that stand in each of the `rows` of a return."""
    if form.kind == "score_sheet":
        return FINDING_FIELDS
    return tuple(f for f in form.columns if _is_filled(f)) if form.rows_from == "return" else ()


def _is_filled(field: Field) -> bool:
    return not field.source and field.kind not in NOT_FILLED
