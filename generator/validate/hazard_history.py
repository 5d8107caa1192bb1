"""Checks of the history of hazards (隐患的经过): steps that may follow each other, days in order, lines unchanged."""

from collections.abc import Iterator, Mapping
from datetime import date

from generator.derive.hazard_history import after, check_of
from generator.derive.hazard_state import ALLOWED, EVENTS, STATES, state_of
from generator.model.campaign import Campaign
from generator.model.hazard import Happening, Hazard
from generator.problem import Path, Problem, errors
from generator.validate.wording import nearest


def check_history(campaign: Campaign) -> Iterator[Problem]:
    """Yield the problems of the happenings, in their order; a wrong one is left out of what follows."""
    hazards = {h.code: h for h in campaign.hazards}
    checks: dict[str, str] = {}
    days: dict[str, date] = {}
    for i, happening in enumerate(campaign.history):
        path: Path = ("history", i)
        code = happening.hazard
        if happening.check != check_of(happening, checks.get(code, "")):
            yield _changed(path)
        checks[code] = happening.check
        found = list(check_happening(hazards.get(code), days.get(code), happening, path))
        yield from found
        if code not in hazards:
            yield _unknown(code, hazards, path)
        elif not errors(found):
            hazards[code] = after(hazards[code], happening)
            days[code] = happening.on


def check_happening(
    hazard: Hazard | None, last: date | None, happening: Happening, path: Path
) -> Iterator[Problem]:
    """Yield what forbids a happening to a hazard as it stands, whose `last` happening was on that day (HAZ-002 to 004)."""
    if hazard is None:
        return
    yield from _order(hazard, last, happening, path)
    yield from _step(hazard, happening, path)
    yield from _said(hazard, happening, path)


def _said(hazard: Hazard, happening: Happening, path: Path) -> Iterator[Problem]:
    """Yield what a happening must say and does not (HAZ-004)."""
    limit = hazard.due_on or happening.on
    if happening.event == "extended" and not (happening.due_on and happening.due_on > limit):
        message = f"延期要写新的整改时限，晚于现在的 {limit}。请补写 due_on。"
        yield Problem(code="HAZ-004", message=message, path=path)
    if happening.event == "listed" and not happening.text:
        yield Problem(code="HAZ-004", message="挂牌督办要写文号。请补写 text。", path=path)
    if happening.event == "progress" and not happening.text:
        message = "整改进展要写做到了哪一步。请补写 text。"
        yield Problem(code="HAZ-004", message=message, path=path, severity="warning")


def _unknown(code: str, hazards: Mapping[str, Hazard], path: Path) -> Problem:
    message = f"没有编号“{code}”的隐患。{nearest(code, hazards)}请改正。"
    return Problem(code="HAZ-001", message=message, path=(*path, "hazard"))


def _order(hazard: Hazard, last: date | None, happening: Happening, path: Path) -> Iterator[Problem]:
    day = max(_last_day(hazard), last or date.min)
    if happening.on < day:
        message = f"“{EVENTS[happening.event]}”的 {happening.on} 早于这条隐患上一次记的 {day}。请核对日期。"
        yield Problem(code="HAZ-002", message=message, path=(*path, "on"))


def _step(hazard: Hazard, happening: Happening, path: Path) -> Iterator[Problem]:
    state = state_of(hazard, date.max)
    if happening.event not in ALLOWED[state]:
        can = "、".join(EVENTS[event] for event in ALLOWED[state]) or "什么也不能再记"
        message = (
            f"隐患 {hazard.code} {STATES[state]}，不能记“{EVENTS[happening.event]}”。现在可以记：{can}。"
        )
        yield Problem(code="HAZ-003", message=message, path=(*path, "event"))


def _last_day(hazard: Hazard) -> date:
    days = [hazard.assigned_on, hazard.listed_on, hazard.completed_on, hazard.reviewed_on, hazard.closed_on]
    return max([hazard.inspected_on, *filter(None, days), *(entry.on for entry in hazard.progress)])


def _changed(path: Path) -> Problem:
    message = (
        "这一行与校验码对不上：它，或它前面记同一条隐患的，手改过。"
        "请从备份恢复；确要更正的，改回原样，再用 gongwen hazard record 记一笔。"
    )
    return Problem(code="HAZ-005", message=message, path=path)
