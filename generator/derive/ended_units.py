"""Units that ended (止报的单位) and that a campaign still names: of these a copy to another year lets none go."""

from collections.abc import Iterable, Iterator, Sequence

from generator.model.campaign import Campaign
from generator.model.hazard import Hazard
from generator.model.organ import Unit
from generator.model.pairing import Pairing

SHOWN_MAX = 3  # places that name a unit


def named_still(campaign: Campaign, hazards: Iterable[Hazard]) -> dict[str, str]:
    """Return the codes of the units that ended and are still named, each with what names it.

    They are named by hazards, of which those given count, by the pairing and as the parent of a unit that is kept.
    """
    named = dict[str, list[str]]()
    for hazard in hazards:
        for unit in dict.fromkeys((hazard.unit, hazard.department)):
            named.setdefault(unit, []).append(f"隐患 {hazard.code}")
    for unit in _paired(campaign.pairing) if campaign.pairing else ():
        named.setdefault(unit, []).append("检查分组")
    by_code = {u.code: u for u in campaign.units}
    for child, parent in _kept_parents(campaign, frozenset(named)):
        named.setdefault(parent, []).append(f"“{by_code[child].label}”的上级单位")
    return {
        code: _several(why) for code, why in named.items() if code in by_code and by_code[code].last_month
    }


def _paired(pairing: Pairing) -> Iterable[str]:
    """Return the codes of the units that a pairing names, each once."""
    pairs = (code for pair in pairing.pairs for code in (pair.inspector, pair.inspected))
    return dict.fromkeys((*pairs, *(pairing.draw.units if pairing.draw else ())))


def _kept_parents(campaign: Campaign, named: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield child and parent of each unit that is kept: it reports, is named, or is such a unit's parent."""
    by_code = {u.code: u for u in campaign.units}
    kept: list[Unit] = [u for u in campaign.units if not u.last_month or u.code in named]
    known = {u.code for u in kept}
    for unit in kept:  # grows while it is gone through
        if unit.parent not in by_code:
            continue
        yield unit.code, unit.parent
        if unit.parent not in known:
            known.add(unit.parent)
            kept.append(by_code[unit.parent])


def _several(words: Sequence[str]) -> str:
    return "、".join(words[:SHOWN_MAX]) + (f"等 {len(words)} 处" if len(words) > SHOWN_MAX else "")
