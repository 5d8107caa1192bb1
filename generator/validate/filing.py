"""Checks of the filing (归档): volumes of sheets that are there, each sheet in one of them."""

from collections.abc import Iterator, Mapping

from generator.derive.names import sheet_codes
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.problem import Path, Problem
from generator.validate.ranges import FIRST_YEAR, LAST_YEAR, within
from generator.validate.wording import nearest

PATH: Path = ("archive",)
PAGES_MAX = 2000


def check_filing(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield the problems of what a campaign says of its filing."""
    filing = campaign.archive
    if filing is None:
        return
    if filing.year is not None:
        yield from within(filing.year, FIRST_YEAR, LAST_YEAR, (*PATH, "year"))
    yield from within(filing.first_volume, 1, 9999, (*PATH, "first_volume"))
    yield from within(filing.pages_max, 1, PAGES_MAX, (*PATH, "pages_max"))
    yield from _volumes(campaign, forms)


def _volumes(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield each name of a sheet that the campaign does not have, or that another volume has already."""
    known = sheet_codes(campaign, dict(forms))
    taken: dict[str, str] = {}
    for i, volume in enumerate(campaign.archive.volumes if campaign.archive else ()):
        for j, name in enumerate(volume.sheets):
            path = (*PATH, "volumes", i, "sheets", j)
            if name not in known:
                message = f"没有“{name}”这种表或文件。{nearest(name, known)}请改正或删去。"
                yield Problem(code="ARC-021", message=message, path=path)
            for code in known.get(name, ()):
                if code in taken:
                    message = f"“{name}”已经放在案卷“{taken[code]}”里。一种只放一卷，请删去一处。"
                    yield Problem(code="ARC-022", message=message, path=path)
                    break
            taken |= {code: volume.title for code in known.get(name, ()) if code not in taken}
