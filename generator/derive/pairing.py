"""Pairing (检查分组): pairs drawn by lot that anyone can draw again from the seed."""

import hashlib
from collections.abc import Sequence

from generator.model.campaign import Campaign
from generator.model.pairing import Pair, Pairing

LEAST_UNITS = 3  # of two units one would inspect the other and be inspected by it


def draw_pairs(units: Sequence[str], seed: int) -> tuple[tuple[str, str], ...]:
    """Return (inspector, inspected) for every unit, in the order of the units.

    The lot puts the units in a ring and each inspects the next: everyone is inspected exactly once, nobody
    inspects itself, no two inspect each other. The same units and seed give the same pairs on every machine.
    There are no pairs of fewer than three units, nor of units that repeat.

    >>> draw_pairs(["浉河区", "平桥区", "罗山县"], 1)
    (('浉河区', '罗山县'), ('平桥区', '浉河区'), ('罗山县', '平桥区'))
    """
    if len(units) < LEAST_UNITS or len(set(units)) < len(units):
        return ()
    ring = _shuffled(units, seed)
    following = dict(zip(ring, [*ring[1:], ring[0]], strict=True))
    return tuple((unit, following[unit]) for unit in units)


def _shuffled(units: Sequence[str], seed: int) -> list[str]:
    """Return the units in the order of the lot (Fisher–Yates)."""
    ring = list(units)
    for last in range(len(ring) - 1, 0, -1):
        other = _lot(seed, last) % (last + 1)
        ring[last], ring[other] = ring[other], ring[last]
    return ring


def _lot(seed: int, turn: int) -> int:
    """Return the number drawn at a turn: the SHA-256 of seed and turn, which no version of Python changes."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{turn}".encode()).digest(), "big")


def pairs_of(pairing: Pairing) -> tuple[Pair, ...]:
    """Return the pairs of a pairing in the order of the teams, drawn where they are not given."""
    if pairing.pairs or pairing.draw is None:
        return pairing.pairs
    drawn = draw_pairs(pairing.draw.units, pairing.draw.seed)
    return tuple(Pair(inspector=a, inspected=b) for a, b in drawn)


def team_of(campaign: Campaign, unit: str) -> tuple[int, str]:
    """Return the number of the team that a unit sends and the code of the unit it inspects; 0 and "" for none."""
    pairs = pairs_of(campaign.pairing) if campaign.pairing else ()
    found = ((i, p.inspected) for i, p in enumerate(pairs, 1) if p.inspector == unit)
    return next(found, (0, ""))
