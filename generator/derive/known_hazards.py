"""Hazards that a unit's ledger lists (列入台账的隐患): its own or found by it, known by the month, of the form's levels."""

from collections.abc import Iterable

from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.hazard import Hazard


def known_hazards(campaign: Campaign, unit: str, period: str) -> tuple[Hazard, ...]:
    """Return the hazards of a unit, by its code, that were inspected in a month or before."""
    mine = (h for h in campaign.hazards if unit and unit in (h.unit, h.department))
    return tuple(h for h in mine if h.inspected_on.isoformat()[:7] <= period)


def listed_hazards(form: Form, hazards: Iterable[Hazard]) -> tuple[Hazard, ...]:
    """Return those of the levels that a form lists."""
    return tuple(h for h in hazards if not form.hazard_levels or h.level in form.hazard_levels)
