"""Checks of the paperwork (办文): kinds of units that are there, copies that go round."""

from collections.abc import Iterator

from generator.model.campaign import Campaign
from generator.model.paperwork import Paperwork
from generator.problem import Path, Problem
from generator.validate.ranges import within
from generator.validate.units import unknown_kind

PATH: Path = ("paperwork",)


def check_paperwork(campaign: Campaign) -> Iterator[Problem]:
    """Yield the problems of a campaign's paperwork."""
    paperwork = campaign.paperwork
    if paperwork is None:
        return
    kinds = {kind.code: kind for kind in campaign.kinds}
    for i, kind in enumerate(paperwork.sent_to):
        if kind not in kinds:
            yield unknown_kind(kind, kinds, (*PATH, "sent_to", i))
    yield from within(paperwork.copies_each, 1, None, (*PATH, "copies_each"))
    for copies, path in _copies(paperwork):
        yield from within(copies, 1, None, path)
    yield from _enough(campaign, paperwork)


def _copies(paperwork: Paperwork) -> Iterator[tuple[int, Path]]:
    if paperwork.copies is not None:
        yield paperwork.copies, (*PATH, "copies")
    for i, use in enumerate(paperwork.seals):
        if use.copies is not None:
            yield use.copies, (*PATH, "seals", i, "copies")


def _enough(campaign: Campaign, paperwork: Paperwork) -> Iterator[Problem]:
    """Yield when fewer copies are printed than the units are sent."""
    wanted = paperwork.sent_to
    units = sum(not wanted or unit.kind in wanted for unit in campaign.units)
    needed = units * paperwork.copies_each
    if paperwork.copies is not None and 0 < paperwork.copies < needed:
        message = (
            f"印制 {paperwork.copies} 份，发给 {units} 个单位、每个 {paperwork.copies_each} 份要 {needed} 份，不够。"
            "请核对 copies、copies_each 或 sent_to。"
        )
        yield Problem(code="NUM-009", message=message, path=(*PATH, "copies"), severity="warning")
