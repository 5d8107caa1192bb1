"""Titles (标题): their lines on the page, names of organs and places whole (7.3.1)."""

from collections.abc import Iterator
from functools import partial

from generator.kept import Kept
from generator.layout import gbt9704 as gb
from generator.layout.title import break_title
from generator.layout.words import NAME_CHARS, words
from generator.model.campaign import Campaign

_LINES: Kept[tuple[str, ...]] = Kept(256)
_NAMES: Kept[frozenset[str]] = Kept(1)


def title_lines(
    campaign: Campaign, text: str, size_pt: float = gb.TITLE_PT, width_mm: float = gb.TYPE_AREA_WIDTH_MM
) -> tuple[str, ...]:
    """Return the lines of a title set in `size_pt` on lines of `width_mm`."""
    chars = int(width_mm / gb.mm_from_pt(size_pt))
    return _LINES.of(campaign, (text, chars), lambda: _broken(campaign, text, chars))


def _broken(campaign: Campaign, text: str, chars: int) -> tuple[str, ...]:
    """Break a title; of the campaign's names those count that stand in it, however many there are."""
    every = _NAMES.of(campaign, "", lambda: frozenset(_names(campaign)))
    ends = range(1, NAME_CHARS + 1)
    within = {text[i : i + length] for i in range(len(text)) for length in ends}
    return break_title(text, chars, partial(words, names=sorted(every & within)))


def _names(campaign: Campaign) -> Iterator[str]:
    issuer = campaign.issuer
    yield from (issuer.name, issuer.short_name, issuer.region)
    yield from campaign.notice.joint_issuers if campaign.notice else ()
    for unit in campaign.units:
        yield from (unit.name, unit.label)
