"""Hazards (隐患): how each stands on a day, and what happened to one, written down once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.dataclass import dataclass
from generator.derive.hazard_history import after, check_of, hazards_on, last_checks
from generator.derive.hazard_state import State, is_listed, is_overdue, state_of
from generator.model.campaign import Campaign
from generator.model.hazard import Happening, Hazard
from generator.problem import Problem
from generator.sources.campaign import Loaded, load
from generator.sources.characters import unusable_characters
from generator.sources.lines import HISTORY, happening_line
from generator.sources.places import Source
from generator.validate.hazard_history import check_happening
from generator.validate.wording import nearest
from generator.verbs.adding import add_line
from generator.verbs.usage import UsageProblem, refuse, units_named, usable_campaign

TRIES = 20  # while others change the campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one hazard stands on a day; `days` are those since its limit where it is overdue."""

    hazard: Hazard
    state: State
    overdue: bool
    listed: bool
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardsResult:
    """Every hazard found by a day as it stands then, in the data's order, and what was found in the data."""

    campaign: Campaign
    on: date
    standings: tuple[Standing, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordResult:
    """A happening as written, the hazard after it and the file that holds the line; no file when it was there already."""

    hazard: Hazard
    state: State
    file: str


def hazards(source: Source, on: date, units: Sequence[str] = ()) -> HazardsResult:
    """Tell how the hazards stand on a day, of all units or of those named.

    Raises ProblemsFound when the campaign itself has errors, UsageProblem for a unit that is none of its own.
    """
    loaded = load(source)
    campaign = usable_campaign(loaded)
    codes = set(units_named(campaign, units))
    mine = (h for h in hazards_on(campaign, on) if not codes or codes & {h.unit, h.department})
    found = tuple(_standing(h, on) for h in mine)
    return HazardsResult(campaign=campaign, on=on, standings=found, problems=loaded.problems)


def history(source: Source, code: str) -> tuple[Hazard, tuple[Happening, ...]]:
    """Return a hazard and what happened to it, in order; raises UsageProblem when there is none of that code."""
    campaign = usable_campaign(load(source))
    return hazard_of(campaign, code), tuple(h for h in campaign.history if h.hazard == code)


def record(source: Source, happening: Happening) -> RecordResult:
    """Write down what happened to a hazard, behind everything that happened to it before.

    Raises ProblemsFound when the campaign itself has errors or the file is held, UsageProblem when there is no such
    hazard, its state does not allow it, a text has a character that no document may hold, or others are always quicker.
    """
    happening = replace(happening, by=_line(happening.by), text=_line(happening.text))
    if isinstance(source, Path):
        if not source.is_dir():
            raise UsageProblem("单独一个文件的行动不能记，请把行动放进文件夹")
        return _recorded(source, load(source), happening)
    from generator.database.changes import Changed  # a folder needs no libraries of the service

    with source.turn:
        for _ in range(TRIES):
            seen, loaded = source.load_seen()
            try:
                return _recorded(source, loaded, happening, seen)
            except Changed:
                continue  # another was quicker; what may follow now is another question
    raise UsageProblem("别人正在同一个行动里记，这一笔没有记上。请过一会儿再记一次。")


def _recorded(source: Source, loaded: Loaded, happening: Happening, seen: int | None = None) -> RecordResult:
    """Write a happening behind what was seen; raises Changed when that is no more all that happened."""
    campaign = usable_campaign(loaded)
    _check_written(happening)
    hazard = hazard_of(campaign, happening.hazard)
    before = [h for h in campaign.history if h.hazard == happening.hazard]
    if before and replace(before[-1], check="") == happening:
        return RecordResult(hazard=hazard, state=state_of(hazard, date.max), file="")
    last = before[-1].on if before else None
    refuse(check_happening(hazard, last, happening, ()))
    checked = replace(happening, check=check_of(happening, last_checks(before).get(happening.hazard, "")))
    name = add_line(source, HISTORY, happening.on, happening_line(checked), seen=seen)
    then = after(hazard, happening)
    return RecordResult(hazard=then, state=state_of(then, date.max), file=name)


def _check_written(happening: Happening) -> None:
    """Raise UsageProblem for what could be written but not read again: one such line would hold up the whole campaign."""
    written = ((("text",), happening.text), (("by",), happening.by))
    for problem in unusable_characters(written):
        raise UsageProblem(f"没有记：{problem.message}")


def _line(text: str) -> str:
    return " ".join(text.split())


def hazard_of(campaign: Campaign, code: str) -> Hazard:
    """Return the hazard of a code as it stands; raises UsageProblem with the nearest codes when there is none."""
    found = next((h for h in hazards_on(campaign) if h.code == code), None)
    if found is None:
        known = [h.code for h in campaign.hazards]
        raise UsageProblem(f"没有编号“{code}”的隐患。{nearest(code, known)}".rstrip())
    return found


def _standing(hazard: Hazard, on: date) -> Standing:
    overdue = is_overdue(hazard, on)
    return Standing(
        hazard=hazard,
        state=state_of(hazard, on),
        overdue=overdue,
        listed=is_listed(hazard, on),
        days=(on - hazard.due_on).days if overdue and hazard.due_on else 0,
    )
