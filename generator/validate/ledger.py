"""Checks of figures against the ledger (与台账核对): what a unit reports is what the hazards recorded come to."""

from collections.abc import Iterator, Mapping

from generator.derive.by_unit import hazards_of
from generator.derive.calendar import month_end
from generator.derive.corrections import in_force
from generator.derive.ledger_count import counted
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Field, Form
from generator.problem import Path, Problem
from generator.validate.dates import is_month
from generator.validate.values import name_of

NAMED_MAX = 10


def check_ledger(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield a warning for each figure that is not the number of hazards its field counts (VAL-012).

    Looked at are the fields that say what they count (`ledger`), where the campaign's hazards are recorded at all.
    """
    fields = {
        code: [f for f in form.fields if f.ledger and f.kind == "count"] for code, form in forms.items()
    }
    if not campaign.hazards or not any(fields.values()):
        return
    valid = {id(r) for r in in_force(campaign.returns)}
    for i, filled in enumerate(campaign.returns):
        looked_at = (
            id(filled) in valid and filled.made_from is None
        )  # else its ledger is the lower campaign's
        for field in fields.get(filled.form, ()) if looked_at else ():
            path = ("returns", i, "values", field.name)
            if is_month(filled.period):
                yield from _compared(campaign, field, filled, path)


def _compared(campaign: Campaign, field: Field, filled: Return, path: Path) -> Iterator[Problem]:
    said = filled.values.get(field.name)
    hazards = hazards_of(campaign, filled.unit, month_end(filled.period))
    codes = [h.code for h in counted(hazards, field.ledger)]
    if not isinstance(said, int) or isinstance(said, bool) or said == len(codes):
        return
    named = "、".join(codes[:NAMED_MAX]) + ("…" if len(codes) > NAMED_MAX else "")
    year, month = filled.period.split("-")
    message = (
        f"{name_of(field)}报 {said}，台账里到{year}年{int(month)}月底是 {len(codes)} 条"
        f"{f'：{named}' if codes else ''}。请核对报的数，或补登隐患、补记销号。"
    )
    yield Problem(code="VAL-012", message=message, path=path, unit=filled.unit, severity="warning")
