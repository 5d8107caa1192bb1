"""Cumulative figures (累计数): on which forms, from which month, and what a unit reported before."""

from generator.derive.by_unit import returns_of
from generator.derive.corrections import in_force
from generator.model.campaign import Campaign
from generator.model.filled import Return, Value

COUNTED = ("count", "money")


def cumulative_since(campaign: Campaign) -> dict[str, str]:
    """Return the first month of each form whose duty says that its figures are cumulative."""
    return {duty.form: duty.cumulative_from for duty in campaign.duties if duty.cumulative_from}


def reported_before(campaign: Campaign, form: str, unit: str, period: str) -> Return | None:
    """Return what a unit reported last before a month on a form of cumulative figures, None where it did not."""
    since = cumulative_since(campaign).get(form, period)
    mine = in_force(r for r in returns_of(campaign, unit) if r.form == form)
    return max((r for r in mine if since <= r.period < period), key=lambda r: r.period, default=None)


def figure_at(filled: Return, path: tuple[str, ...]) -> int | float | None:
    """Return the number that a return gives at the path of an entry, None where it gives none."""
    value: Value | object = filled.values.get(path[0])
    for name in path[1:]:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
