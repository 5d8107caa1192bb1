"""Data of a campaign by unit (按单位分开): what each unit reported, and the hazards it has to do with, found at once."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from generator.derive.hazard_history import hazards_on
from generator.kept import Kept
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.hazard import Hazard

T = TypeVar("T")
_RETURNS: Kept[dict[str, list[Return]]] = Kept(2)
_HAZARDS: Kept[dict[str, list[Hazard]]] = Kept(32)


def returns_of(campaign: Campaign, unit: str) -> list[Return]:
    """Return what a unit reported, by its code, in the order of the data."""
    found = _RETURNS.of(campaign, "", lambda: _grouped((r.unit, r) for r in campaign.returns))
    return found.get(unit, [])


def hazards_of(campaign: Campaign, unit: str, day: date = date.max) -> list[Hazard]:
    """Return the hazards of a unit, by its code, and those found by it, as on a day, in the order of the ledger."""
    hazards = hazards_on(campaign, day)
    both = ((code, h) for h in hazards for code in {h.unit, h.department})
    found = _HAZARDS.of(hazards, "", lambda: _grouped(both))
    return found.get(unit, []) if unit else []


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for code, value in pairs:
        found.setdefault(code, []).append(value)
    return found
