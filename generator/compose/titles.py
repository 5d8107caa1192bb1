"""Titles (标题): their lines on the page, names of organs and places whole (7.3.1)."""

from collections.abc import Iterator
from functools import partial

from generator.layout import gbt9704 as gb
from generator.layout.title import break_title
from generator.layout.words import words
from generator.model.campaign import Campaign


def title_lines(
    campaign: Campaign, text: str, size_pt: float = gb.TITLE_PT, width_mm: float = gb.TYPE_AREA_WIDTH_MM
) -> tuple[str, ...]:
    """Return the lines of a title set in `size_pt` on lines of `width_mm`."""
    names = tuple(_names(campaign))
    return break_title(text, int(width_mm / gb.mm_from_pt(size_pt)), partial(words, names=names))


def _names(campaign: Campaign) -> Iterator[str]:
    issuer = campaign.issuer
    yield from (issuer.name, issuer.short_name, issuer.region)
    yield from campaign.notice.joint_issuers if campaign.notice else ()
    for unit in campaign.units:
        yield from (unit.name, unit.label)
