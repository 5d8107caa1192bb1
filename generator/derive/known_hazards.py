"""Hazards that a ledger of a month lists (列入台账的隐患): of the form's levels, found by then, as they stood then.

What is still open is carried over from month to month; what was closed stands once more, in the month of its closing.
"""

from dataclasses import replace
from datetime import date

from generator.derive.by_unit import hazards_of
from generator.derive.calendar import month_end
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.hazard import Hazard


def unit_hazards(campaign: Campaign, form: Form, unit: str, period: str) -> tuple[Hazard, ...]:
    """Return the hazards that a unit, by its code, lists on a form for a month: its own and those found by it."""
    mine = hazards_of(campaign, unit)
    return tuple(as_of(h, month_end(period)) for h in mine if _is_listed(form, h, period))


def all_hazards(campaign: Campaign, form: Form, period: str) -> tuple[Hazard, ...]:
    """Return the hazards of all units that a form lists for a month."""
    listed = (h for h in campaign.hazards if _is_listed(form, h, period))
    return tuple(as_of(h, month_end(period)) for h in listed)


def _is_listed(form: Form, hazard: Hazard, period: str) -> bool:
    if form.hazard_levels and hazard.level not in form.hazard_levels:
        return False
    if hazard.inspected_on.isoformat()[:7] > period:
        return False
    closed = hazard.closed_on.isoformat()[:7] if hazard.closed_on else ""
    return form.closed_hazards == "always" or not closed or closed >= period


def as_of(hazard: Hazard, day: date) -> Hazard:
    """Return a hazard without what happened to it after a day, as far as the days are known."""
    dated = (hazard.assigned_on, hazard.listed_on, hazard.completed_on, hazard.reviewed_on, hazard.closed_on)
    if all(not d or d <= day for d in (*dated, *(entry.on for entry in hazard.progress))):
        return hazard
    assigned, listed, completed, reviewed, closed = (d if d and d <= day else None for d in dated)
    return replace(
        hazard,
        assigned_on=assigned,
        listed_on=listed,
        listed_document=hazard.listed_document if listed == hazard.listed_on else "",
        completed_on=completed,
        reviewed_on=reviewed,
        recheck=hazard.recheck if reviewed == hazard.reviewed_on else "",
        closed_on=closed,
        progress=tuple(entry for entry in hazard.progress if entry.on <= day),
    )
