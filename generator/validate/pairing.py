"""Checks of the teams (检查分组): everyone inspected once, nobody by itself, no two by each other."""

from collections import Counter
from collections.abc import Iterator

from generator.derive.pairing import LEAST_UNITS, pairs_of
from generator.derive.units import codes_by_name
from generator.model.campaign import Campaign
from generator.model.pairing import Draw, Pair, Pairing
from generator.problem import Path, Problem
from generator.validate.hazards import unknown_unit

PATH: Path = ("pairing",)


def check_pairing(campaign: Campaign) -> Iterator[Problem]:
    """Yield the problems of a campaign's teams, given or drawn."""
    pairing = campaign.pairing
    if pairing is None:
        return
    if bool(pairing.pairs) == (pairing.draw is not None):
        message = "pairs（各组）和 draw（由程序抽签）要写一个，只写一个。请补写或删去。"
        yield Problem(code="PAIR-001", message=message, path=PATH)
        return
    yield from _units(campaign, pairing)
    if pairing.draw:
        yield from _draw(pairing.draw)
    yield from _pairs(pairs_of(pairing))


def _units(campaign: Campaign, pairing: Pairing) -> Iterator[Problem]:
    codes = codes_by_name(campaign.units)
    known = set(codes.values())
    for name, path in _named(pairing):
        if name not in known:
            yield unknown_unit(name, codes, path)


def _named(pairing: Pairing) -> Iterator[tuple[str, Path]]:
    for i, pair in enumerate(pairing.pairs):
        yield pair.inspector, (*PATH, "pairs", i, "inspector")
        yield pair.inspected, (*PATH, "pairs", i, "inspected")
    for i, name in enumerate(pairing.draw.units if pairing.draw else ()):
        yield name, (*PATH, "draw", "units", i)


def _draw(draw: Draw) -> Iterator[Problem]:
    for i, name in enumerate(draw.units):
        if name in draw.units[:i]:
            message = f"“{name}”写了两次。请删去一个，每个单位只派一组。"
            yield Problem(code="PAIR-002", message=message, path=(*PATH, "draw", "units", i))
    count = len(set(draw.units))
    if count < LEAST_UNITS:
        message = f"只有 {count} 个单位，分不出互不对查的组。请写 {LEAST_UNITS} 个以上的单位。"
        yield Problem(code="PAIR-003", message=message, path=(*PATH, "draw", "units"))


def _pairs(pairs: tuple[Pair, ...]) -> Iterator[Problem]:
    sent = Counter(pair.inspector for pair in pairs)
    visited = Counter(pair.inspected for pair in pairs)
    for i, pair in enumerate(pairs):
        for reason in _reasons(pair, pairs, sent, visited):
            message = f"{reason}。请调整这一组，或改由程序抽签（draw）。"
            yield Problem(code="PAIR-004", message=message, path=(*PATH, "pairs", i))


def _reasons(pair: Pair, pairs: tuple[Pair, ...], sent: Counter[str], visited: Counter[str]) -> Iterator[str]:
    if pair.inspector == pair.inspected:
        yield f"“{pair.inspector}”检查自己"
    elif Pair(inspector=pair.inspected, inspected=pair.inspector) in pairs:
        yield f"“{pair.inspector}”与“{pair.inspected}”互相检查"
    if sent[pair.inspector] > 1:
        yield f"“{pair.inspector}”派了 {sent[pair.inspector]} 个组"
    if visited[pair.inspected] > 1:
        yield f"“{pair.inspected}”有 {visited[pair.inspected]} 个组去检查"
    if not visited[pair.inspector]:
        yield f"“{pair.inspector}”没有哪个组去检查"
