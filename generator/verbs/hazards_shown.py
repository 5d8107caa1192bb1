"""Hazards shown (隐患页): the ledger filtered, a hazard with its history and sheets, the next step written down."""

from collections.abc import Sequence
from datetime import date

from generator.compose.wording import printed_date
from generator.dataclass import dataclass
from generator.derive.hazard_state import ALLOWED, EVENTS, STATES
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.hazard import Happening, Hazard, HazardEvent
from generator.sources.campaign import load
from generator.sources.places import Source
from generator.verbs.hazard_records import RecordResult, Standing, hazards, record
from generator.verbs.usage import UsageProblem

__all__ = ["EVENTS", "STATES"]
OF_THE_UNIT: tuple[HazardEvent, ...] = ("progress", "completed")  # what a unit writes down of its own hazards


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which hazards are looked for (查找): with words, in a state, of a unit by its code."""

    words: str = ""
    state: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """A hazard as shown (一条隐患): how it stands, what happened, what may come next, and the forms that print it."""

    campaign: Campaign
    standing: Standing
    unit: str
    history: tuple[Happening, ...]
    allowed: tuple[HazardEvent, ...]
    forms: tuple[Form, ...]

    @property
    def hazard(self) -> Hazard:
        """The hazard."""
        return self.standing.hazard


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Step to be written down (要记的一步)."""

    event: HazardEvent
    on: date
    by: str
    text: str = ""


def listed(source: Source, on: date, asked: Asked) -> Sequence[Standing]:
    """Return the hazards looked for, as they stand on a day."""
    found = hazards(source, on, (asked.unit,) if asked.unit else ()).standings
    return [s for s in found if _is_meant(s, asked)]


def _is_meant(standing: Standing, asked: Asked) -> bool:
    if asked.state == "overdue":
        if not standing.overdue:
            return False
    elif asked.state == "listed":
        if not standing.listed:
            return False
    elif asked.state and standing.state != asked.state:
        return False
    h = standing.hazard
    return not asked.words or any(
        asked.words in text for text in (h.code, h.name, h.content, h.enterprise.name, h.responsible_person)
    )


def row(standing: Standing) -> dict[str, str | int | bool]:
    """Return a hazard as a row of the grid."""
    h = standing.hazard
    return {
        "code": h.code,
        "unit": h.unit,
        "enterprise": h.enterprise.name,
        "name": h.name,
        "level": h.level,
        "found": h.inspected_on.isoformat(),
        "due": h.due_on.isoformat() if h.due_on else "",
        "state": STATES[standing.state],
        "overdue": standing.days if standing.overdue else 0,
        "listed": standing.listed,
    }


def one(source: Source, on: date, code: str) -> One:
    """Return a hazard as it stands on a day; raises UsageProblem when there is none of that code."""
    result = hazards(source, on)
    standing = next((s for s in result.standings if s.hazard.code == code), None)
    if standing is None:
        raise UsageProblem(f"没有编号“{code}”的隐患")
    campaign = result.campaign
    labels = {u.code: u.label for u in campaign.units}
    forms = load(source).forms.values()
    return One(
        campaign=campaign,
        standing=standing,
        unit=labels.get(standing.hazard.unit, standing.hazard.unit),
        history=tuple(h for h in campaign.history if h.hazard == code),
        allowed=ALLOWED[standing.state],
        forms=tuple(f for f in forms if _prints(f, standing.hazard)),
    )


def _prints(form: Form, hazard: Hazard) -> bool:
    from_hazards = form.each == "hazard" or form.rows_from == "hazards"
    return from_hazards and (not form.hazard_levels or hazard.level in form.hazard_levels)


def write(source: Source, today: date, code: str, step: Step, until: str = "") -> RecordResult:
    """Write a step down; raises UsageProblem for one that may not follow, or a day that is still to come."""
    if step.on > today:
        raise UsageProblem(f"日期 {printed_date(step.on)}还没有到，请改正")
    try:
        limit = date.fromisoformat(until) if until else None
    except ValueError:
        raise UsageProblem(f"延期到的日期“{until}”不对，请改正") from None
    happening = Happening(
        hazard=code, event=step.event, on=step.on, by=step.by, text=step.text.strip(), due_on=limit
    )
    return record(source, happening)
