"""History of hazards (隐患的经过): happenings laid upon what was recorded first, each bound to the one before."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace

from generator.model.campaign import Campaign
from generator.model.hazard import Happening, Hazard, Progress

CHECK_CHARS = 12
REVIEWED, RETURNED = "已整改", "整改不到位，继续整改"  # where a review says no more than how it ended


def with_history(campaign: Campaign) -> Campaign:
    """Return the campaign whose hazards show what their history says, each happening in its order."""
    if not campaign.history:
        return campaign
    hazards = {h.code: h for h in campaign.hazards}
    for happening in campaign.history:
        if happening.hazard in hazards:
            hazards[happening.hazard] = after(hazards[happening.hazard], happening)
    return replace(campaign, hazards=tuple(hazards[h.code] for h in campaign.hazards))


def after(hazard: Hazard, happening: Happening) -> Hazard:
    """Return a hazard as it stands after a happening."""
    day, text = happening.on, happening.text
    match happening.event:
        case "assigned":
            return replace(hazard, assigned_on=day)
        case "progress":
            return replace(hazard, progress=(*hazard.progress, Progress(on=day, text=text)))
        case "completed":
            return replace(hazard, completed_on=day)
        case "reviewed":
            return replace(hazard, reviewed_on=day, recheck=text or REVIEWED)
        case "returned":
            return replace(hazard, completed_on=None, reviewed_on=None, recheck=text or RETURNED)
        case "listed":
            return replace(hazard, listed_on=day, listed_document=text or hazard.listed_document)
        case "extended":
            return replace(hazard, due_on=happening.due_on or hazard.due_on)
        case "closed":
            return replace(hazard, closed_on=day)


def last_checks(history: Iterable[Happening]) -> dict[str, str]:
    """Return the check of the last happening of each hazard."""
    return {h.hazard: h.check for h in history}


def check_of(happening: Happening, last: str) -> str:
    """Return the check of a happening behind that of the `last` to the same hazard: a changed line breaks the chain."""
    day = happening.due_on.isoformat() if happening.due_on else ""
    said = [
        last,
        happening.hazard,
        happening.event,
        happening.on.isoformat(),
        happening.by,
        happening.text,
        day,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:CHECK_CHARS]
