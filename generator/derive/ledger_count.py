"""Hazards counted (台账里数): those known by the end of a month that a field asks for."""

from collections.abc import Iterable

from generator.derive.calendar import month_end
from generator.derive.hazard_history import hazards_on
from generator.model.campaign import Campaign
from generator.model.form import LedgerCount
from generator.model.hazard import Hazard


def counted_hazards(campaign: Campaign, asked: LedgerCount | None, period: str) -> tuple[Hazard, ...]:
    """Return the hazards inspected by the end of the month `period`, 2023-06, as they stood then."""
    return counted(hazards_on(campaign, month_end(period)), asked)


def counted(hazards: Iterable[Hazard], asked: LedgerCount | None) -> tuple[Hazard, ...]:
    """Return those of the hazards, as they stand, that a field asks for."""
    count = asked or LedgerCount()
    return tuple(
        h
        for h in hazards
        if (not count.levels or h.level in count.levels)
        and (count.closed is None or count.closed == bool(h.closed_on))
        and (not count.listed or bool(h.listed_document))
    )
