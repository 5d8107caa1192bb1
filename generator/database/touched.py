"""Touched units (牵涉的单位): whose returns are to be looked at again when a campaign was read anew."""

from collections.abc import Container, Iterable
from dataclasses import replace

from generator.model.campaign import Campaign
from generator.model.hazard import Happening
from generator.sources.campaign import Loaded


class Everybody(Container[str]):
    """Every unit there may be."""

    def __contains__(self, _unit: object) -> bool:
        return True


def touched(before: Loaded, after: Loaded) -> Container[str]:
    """Return the codes of the units whose returns may be judged otherwise now.

    Where nothing but what happened to hazards and what came in was added, these are the units of the hazards: figures
    are compared with the unit's own ledger (VAL-012), and no check of returns looks at receipts.
    """
    was, now = before.campaign, after.campaign
    if was is None or now is None or before.forms != after.forms or _bare(was) != _bare(now):
        return Everybody()
    one, other = _by_hazard(was.history), _by_hazard(now.history)
    changed = {code for code in one.keys() | other.keys() if one.get(code) != other.get(code)}
    return {unit for h in now.hazards if h.code in changed for unit in (h.unit, h.department)}


def _bare(campaign: Campaign) -> Campaign:
    return replace(campaign, history=(), receipts=())


def _by_hazard(history: Iterable[Happening]) -> dict[str, list[Happening]]:
    found: dict[str, list[Happening]] = {}
    for happening in history:
        found.setdefault(happening.hazard, []).append(happening)
    return found
