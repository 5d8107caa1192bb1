"""Zero returns (零报送): that there was nothing is said with zeros, never by leaving the table empty."""

from collections.abc import Iterator, Mapping

from generator.derive.corrections import in_force
from generator.derive.fillable import value_fields
from generator.derive.roll_up import is_left_out
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Form
from generator.problem import Path, Problem

_COUNTED = ("count", "money", "parts")
_NAMED_MAX = 3


def check_zero_returns(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield a warning for each return without a single number, and for numbers left out where zeros are due (VAL-013)."""
    due = {duty.form for duty in campaign.duties if duty.zero_return}
    valid = {id(filled) for filled in in_force(campaign.returns)}
    kinds = {unit.code: unit.kind for unit in campaign.units}
    for i, filled in enumerate(campaign.returns):
        form = forms.get(filled.form)
        if form and id(filled) in valid and kinds.get(filled.unit) in form.used_by:
            yield from _left_out(filled, form, filled.form in due, ("returns", i, "values"))


def _left_out(filled: Return, form: Form, must_be_said: bool, path: Path) -> Iterator[Problem]:
    counted = [field for field in value_fields(form) if field.kind in _COUNTED]
    empty = [field for field in counted if is_left_out(filled.values.get(field.name))]
    if any(field.required for field in empty):
        return  # VAL-008 tells
    if not empty or (len(empty) < len(counted) and not must_be_said):
        return
    if len(empty) == len(counted):
        message = f"“{form.short_title}”一个数也没有填，不算零报送。没有情况的，请逐项填 0。"
    else:
        named = "、".join(f"“{field.printed_label}”" for field in empty[:_NAMED_MAX])
        more = f"等 {len(empty)} 项" if len(empty) > _NAMED_MAX else ""
        message = f"{named}{more}没有填。这张表要零报送（duties 的 zero_return），没有情况的，请填 0。"
    yield Problem(code="VAL-013", message=message, path=path, unit=filled.unit, severity="warning")
