"""Pairing (检查分组) as printed: one line per team, and the names that a team's sheets may use."""

from generator.compose.wording import IDEOGRAPHIC_SPACE, chinese_number, padded_name
from generator.derive.pairing import pairs_of, team_of
from generator.model.campaign import Campaign
from generator.model.organ import Unit
from generator.model.pairing import Pairing
from generator.model.sheet import Block

LABEL_CHARS = 3  # a label of two characters is spaced out to the width of most: 息　县


def team_names(campaign: Campaign, unit: Unit | None) -> dict[str, str]:
    """Return the names of a unit's team for its sheets: {team} is its number, {inspected} whom it inspects."""
    number, inspected = team_of(campaign, unit.code) if unit else (0, "")
    labels = {u.code: u.label for u in campaign.units} if inspected else {}
    return {"team": chinese_number(number), "inspected": labels.get(inspected, inspected)}


def pairing_blocks(campaign: Campaign, pairing: Pairing) -> list[Block]:
    """Return a line per team, the duties one below the other: 第一专项行动组（浉河区组）：负责督查淮滨县."""
    labels = {unit.code: padded_name(unit.label, LABEL_CHARS) for unit in campaign.units}
    pairs = pairs_of(pairing)
    teams = [
        f"第{chinese_number(i)}{pairing.team}（{labels.get(p.inspector, p.inspector)}组）："
        for i, p in enumerate(pairs, 1)
    ]
    widest = max(map(len, teams), default=0)
    return [
        Block(
            style="text",
            text=team.ljust(widest, IDEOGRAPHIC_SPACE) + pairing.duty + labels.get(p.inspected, p.inspected),
        )
        for team, p in zip(teams, pairs, strict=True)
    ]
