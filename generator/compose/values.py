"""Values of a table: from a unit's return and from the hazards, each as the string that prints."""

from collections.abc import Mapping, Sequence
from datetime import date

from generator.compose.pairing import team_names
from generator.compose.wording import campaign_names, printed_date, printed_month, printed_value
from generator.model.campaign import Campaign
from generator.model.filled import Return, Value
from generator.model.form import Field, Form
from generator.model.hazard import Hazard
from generator.model.organ import Unit


def names_of(campaign: Campaign, unit: Unit | None, period: str, filled: Return | None) -> dict[str, str]:
    """Return the names a form's title and lines may use, with their printed values; blank ones are empty."""
    return (
        campaign_names(campaign)
        | team_names(campaign, unit)
        | {
            "unit": unit.label if unit else "",
            "unit.name": unit.name if unit else "",
            "year": period[:4] or str(campaign.starts_on.year),
            "period": printed_month(period),
            "filled_on": printed_date(filled.filled_on) if filled else "",
            "filled_month": printed_month(filled.filled_on.isoformat())
            if filled and filled.filled_on
            else "",
            "filled_by": filled.filled_by if filled else "",
            "reviewed_by": filled.reviewed_by if filled else "",
        }
    )


def values_of(
    form: Form, filled: Return | None, hazard: Hazard | None, listed: Sequence[Hazard] = ()
) -> dict[str, str]:
    """Return the printed value of every field of a table of groups; what is not reported is empty.

    `listed` are the hazards that stand in a field which lists them, where nothing else was reported.
    """
    values = {f.name: _value(f, filled, hazard) for f in _written(form)}
    own = {f.name: _named(listed) for f in form.fields if f.lists_hazards and not values[f.name]}
    return values | own


def _named(hazards: Sequence[Hazard]) -> str:
    numbers = [f"{i}." if len(hazards) > 1 else "" for i in range(1, len(hazards) + 1)]
    lines = (f"{n}{h.enterprise.name}：{h.content}" for n, h in zip(numbers, hazards, strict=True))
    return "\n".join(f"{line.rstrip('。')}。" for line in lines)


def paper_values(form: Form, names: Mapping[str, str]) -> dict[str, str]:
    """Return the printed value of every field of a paper of the issuer; `names` has what prints at each source."""
    return {f.name: names.get(f.source, "") for f in _written(form)}


def paper_rows(form: Form, rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the printed rows of a ledger of the issuer, numbered from 1."""
    return [
        {c.name: str(number) if c.kind == "serial" else row.get(c.source, "") for c in form.columns}
        for number, row in enumerate(rows, 1)
    ]


def _written(form: Form) -> list[Field]:
    return [f for group in form.groups for f in group.fields if f.kind != "seal_place"]


def _value(field: Field, filled: Return | None, hazard: Hazard | None) -> str:
    if field.source:
        return from_hazard(field, hazard) if hazard else ""
    return printed_value(field, filled.values.get(field.name)) if filled else ""


def ledger_rows(
    form: Form, rows: Sequence[Mapping[str, Value]], hazards: Sequence[Hazard]
) -> list[dict[str, str]]:
    """Return the printed rows of a ledger, numbered from 1; `rows` are a return's or a list's."""
    if form.rows_from == "hazards":
        return [_hazard_row(form, number, hazard) for number, hazard in enumerate(hazards, 1)]
    return [_written_row(form, number, row) for number, row in enumerate(rows, 1)]


def blank_row(form: Form, number: int) -> dict[str, str]:
    """Return a row of empty cells to write in, with its number when the form prints numbers on blank rows."""
    printed = str(number) if form.number_blank_rows else ""
    return {c.name: printed if c.kind == "serial" else "" for c in form.columns}


def _hazard_row(form: Form, number: int, hazard: Hazard) -> dict[str, str]:
    return {c.name: str(number) if c.kind == "serial" else from_hazard(c, hazard) for c in form.columns}


def _written_row(form: Form, number: int, row: Mapping[str, Value]) -> dict[str, str]:
    return {
        c.name: str(number) if c.kind == "serial" else printed_value(c, row.get(c.name)) for c in form.columns
    }


def from_hazard(field: Field, hazard: Hazard) -> str:
    """Return the printed value at the field's source, a path such as hazard.enterprise.name."""
    names = field.source.split(".")[1:]
    if names[0] == "extra":
        return printed_value(field, hazard.extra.get(".".join(names[1:]), ""))
    value: object = hazard
    for place, name in enumerate(names):
        if isinstance(value, tuple):
            return "\n".join(_printed(v, names[place:]) for v in value)
        value = getattr(value, name)
    return _printed(value, ())


def _printed(value: object, names: Sequence[str]) -> str:
    """Return what prints for the attribute of that path; an entry that is one of several stays on one line."""
    for name in names:
        value = getattr(value, name)
    text = printed_date(value) if isinstance(value, date) else str(value or "")
    return text.replace("\n", "") if names else text
