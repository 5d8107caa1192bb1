"""Hazards that a ledger of a month lists (列入台账的隐患): of the form's levels, found by then, as they stood then.

What is still open is carried over from month to month; what was closed stands once more, in the month of its closing.
"""

from generator.derive.by_unit import hazards_of
from generator.derive.calendar import month_end
from generator.derive.hazard_history import hazards_on
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.hazard import Hazard


def unit_hazards(campaign: Campaign, form: Form, unit: str, period: str) -> tuple[Hazard, ...]:
    """Return the hazards that a unit, by its code, lists on a form for a month: its own and those found by it."""
    mine = hazards_of(campaign, unit, month_end(period))
    return tuple(h for h in mine if _is_listed(form, h, period))


def all_hazards(campaign: Campaign, form: Form, period: str) -> tuple[Hazard, ...]:
    """Return the hazards of all units that a form lists for a month."""
    return tuple(h for h in hazards_on(campaign, month_end(period)) if _is_listed(form, h, period))


def _is_listed(form: Form, hazard: Hazard, period: str) -> bool:
    if form.hazard_levels and hazard.level not in form.hazard_levels:
        return False
    closed = hazard.closed_on.isoformat()[:7] if hazard.closed_on else ""
    return form.closed_hazards == "always" or not closed or closed >= period
