"""History of hazards (隐患的经过): happenings laid upon what was recorded first, each bound to the one before.

A campaign holds what was recorded first and the happenings; how the hazards stand is asked for with a day.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from generator.kept import Kept
from generator.model.campaign import Campaign
from generator.model.hazard import Happening, Hazard, Progress

CHECK_CHARS = 12
REVIEWED, RETURNED = "已整改", "整改不到位，继续整改"  # where a review says no more than how it ended


_STANDING: Kept[tuple[tuple[Happening, ...], tuple[Hazard, ...]]] = Kept(32)


def hazards_on(campaign: Campaign, day: date = date.max) -> tuple[Hazard, ...]:
    """Return the hazards found by the end of a day, as they stood then; without a day, as they stand now.

    What happened later is not laid upon them: a limit put off in July is the old one on the last of June.
    """
    history = campaign.history  # held with what was made of it, so that its identity stays its own
    return _STANDING.of(campaign.hazards, (day, id(history)), lambda: (history, _standing(campaign, day)))[1]


def _standing(campaign: Campaign, day: date) -> tuple[Hazard, ...]:
    hazards = {h.code: _recorded_by(h, day) for h in campaign.hazards if h.inspected_on <= day}
    for happening in campaign.history:
        if happening.hazard in hazards and happening.on <= day:
            hazards[happening.hazard] = after(hazards[happening.hazard], happening)
    return tuple(hazards.values())


def _recorded_by(hazard: Hazard, day: date) -> Hazard:
    """Return a hazard without what its first record says of later days."""
    dated = (hazard.assigned_on, hazard.listed_on, hazard.completed_on, hazard.reviewed_on, hazard.closed_on)
    if all(not d or d <= day for d in (*dated, *(entry.on for entry in hazard.progress))):
        return hazard
    assigned, listed, completed, reviewed, closed = (d if d and d <= day else None for d in dated)
    return replace(
        hazard,
        assigned_on=assigned,
        listed_on=listed,
        listed_document=hazard.listed_document if listed == hazard.listed_on else "",
        completed_on=completed,
        reviewed_on=reviewed,
        recheck=hazard.recheck if reviewed == hazard.reviewed_on else "",
        closed_on=closed,
        progress=tuple(entry for entry in hazard.progress if entry.on <= day),
    )


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
