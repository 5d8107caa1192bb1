"""Hazards counted (台账里数): those known by the end of a month that a field asks for."""

from generator.model.campaign import Campaign
from generator.model.form import LedgerCount
from generator.model.hazard import Hazard


def counted_hazards(campaign: Campaign, asked: LedgerCount | None, period: str) -> tuple[Hazard, ...]:
    """Return the hazards inspected by the end of the month `period`, 2023-06, as they stood then."""
    return tuple(h for h in campaign.hazards if is_counted(h, asked, period))


def is_counted(hazard: Hazard, asked: LedgerCount | None, period: str) -> bool:
    """Tell whether a hazard is one of those, inspected by the end of the month and as it stood then."""
    count = asked or LedgerCount()
    if hazard.inspected_on.isoformat()[:7] > period:
        return False
    closed = bool(hazard.closed_on and hazard.closed_on.isoformat()[:7] <= period)
    return (
        (not count.levels or hazard.level in count.levels)
        and (count.closed is None or count.closed == closed)
        and (not count.listed or bool(hazard.listed_document))
    )
