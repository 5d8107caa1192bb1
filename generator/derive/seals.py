"""Whose seals a campaign's papers take (用印): organs, units, and the roles that forms name in their boxes."""

import re
from collections.abc import Iterable, Iterator

from generator.model.campaign import Campaign
from generator.model.document import Notice, Sealing
from generator.model.form import Box, Field, Form

UNIT, ISSUER = "unit", "issuer"  # what `seal_of` says for the unit that fills in a form, and for the issuer
MARK = re.compile(r"（(?:盖章|公章|签章|印章)）")
_OPINION = re.compile(r"(?:意见|审批|审核|签章|盖章)+$")


def role_of(field: Field, box: Box) -> str:
    """Return whose seal a box takes: as it says, or the field's name without 意见, such as 乡镇（街道）."""
    label = field.printed_label.replace("\n", "")
    return box.seal_of or _OPINION.sub("", label) or label


def sealing_of(notice: Notice) -> Sealing:
    """Return how a document is sealed; minutes carry no seal."""
    return "unsealed" if notice.format == "minutes" and notice.sealing == "sealed" else notice.sealing


def seal_names(campaign: Campaign, forms: Iterable[Form]) -> list[str]:
    """Return the names of all seals that the papers of a campaign may take."""
    notice = campaign.notice
    organs = (
        (campaign.issuer.name, *notice.signature, *notice.joint_issuers)
        if notice
        else (campaign.issuer.name,)
    )
    units = (unit.name for unit in campaign.units)
    return list(dict.fromkeys((*organs, *units, *_named_in(forms))))


def _named_in(forms: Iterable[Form]) -> Iterator[str]:
    for form in forms:
        boxes = [(f, b) for f in form.fields for b in f.boxes if b.seal]
        asked = [*(line.seal_of for line in (*form.above, *form.below)), *(role_of(f, b) for f, b in boxes)]
        yield from (name for name in asked if name not in ("", UNIT, ISSUER))
