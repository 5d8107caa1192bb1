"""Handing up (上报): a month's approved totals become the return of this campaign's unit in the campaign above."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from generator.compose.wording import printed_month
from generator.dataclass import dataclass
from generator.derive.corrections import key_of
from generator.derive.levels import handed_up, values_for
from generator.derive.names import is_period
from generator.derive.reported import as_reported
from generator.derive.roll_up import Total
from generator.model.filled import Return
from generator.model.form import Form
from generator.model.superior import MadeFrom
from generator.problem import Problem, ProblemsFound, errors
from generator.sources.campaign import Loaded, load
from generator.sources.places import Source, folder_of
from generator.sources.reported import digest_of, read_reported
from generator.validate.campaign import check_reported
from generator.verbs.collecting import totals_of
from generator.verbs.levels import Above, Find, above, differences_told, found_from
from generator.verbs.places_above import Standing, Stands, put_above, stands
from generator.verbs.usage import UsageProblem, month_of, usable_campaign

Made: TypeAlias = Literal["new", "again", "correction", "same"]
NAMED_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HandUpRequest:
    """What to hand up (上报要求): a month, by whom; `reason` is why it goes up though units are missing.

    `find` finds the campaign above by the name in the data, by folders when it is left out; `who` stands in the log.
    """

    source: Source
    on: date
    period: str = ""
    by: str = ""
    who: str = ""
    reason: str = ""
    find: Find | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneHandedUp:
    """A return handed up (上报的一份): whether it is new, sent again, a correction, or the same as what stands there."""

    form: Form
    filled: Return
    made: Made
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandUpResult:
    """What was handed up for a month: to which campaign, as which unit, and what was found."""

    up: Above
    period: str
    returns: tuple[OneHandedUp, ...]
    problems: tuple[Problem, ...]


def hand_up(request: HandUpRequest) -> HandUpResult:
    """Hand a month's approved totals up; what stands there already with the same figures stays as it is.

    Raises UsageProblem when no campaign stands above, the month was not approved, units are missing or figures changed
    since and no reason is given, or the superior holds a return that is neither taken nor sent back; ProblemsFound when
    the forms do not fit or the superior's checks find an error. Nothing is handed up then.
    """
    loaded = load(request.source)
    campaign = usable_campaign(loaded)
    up, problems = _above(request, loaded)
    if any(isinstance(s, Path) and not s.is_dir() for s in (request.source, up.source)):
        raise UsageProblem("单独一个文件的行动不能上报，请把行动放进文件夹")
    period = month_of(campaign, request.period)
    if not is_period(up.campaign, period) or not up.unit.reports_in(period):
        raise UsageProblem(
            f"{printed_month(period)}不在上级行动“{up.campaign.name}”要“{up.unit.label}”报的月份里"
        )
    now = totals_of(campaign, loaded, period)
    totals = _approved(request, now, period)
    origin = _origin(request, up, loaded, totals)
    pairs = handed_up(totals, up.loaded.forms, up.unit)
    made = [_return(up, total, form, request, origin) for total, form in pairs]
    _check(up, made)
    steps = tuple(_step(up, filled) for filled in made)
    for one in steps:
        if one.made != "same":
            put_above(up, one.filled, one.seen, request.who)
    return HandUpResult(up=up, period=period, returns=steps, problems=tuple(problems))


def _above(request: HandUpRequest, loaded: Loaded) -> tuple[Above, list[Problem]]:
    if loaded.campaign is None or loaded.campaign.superior is None:
        raise UsageProblem(
            "这次行动没有写上级行动（superior），不能上报。请在 campaign.yaml 里写明，见 docs/levels.md"
        )
    up, problems = above(request.source, loaded, found_from(request.source, request.find))
    placed = [loaded.place(p) for p in problems]
    if up is None or errors(problems):
        raise ProblemsFound(placed)
    return up, placed


def _approved(request: HandUpRequest, now: Sequence[Total], period: str) -> list[Total]:
    """Return the totals of a month as they were approved; what they come to now must be that, or a reason is given."""
    reported, faults = read_reported(request.source, period)
    if faults:
        raise ProblemsFound(faults)
    if reported is None:
        raise UsageProblem(
            f"{printed_month(period)}的数还没有审定。请先审定（网页“审定”，或 gongwen collect --freeze），再上报"
        )
    totals = [as_reported(t, reported) for t in now]
    if _changed(totals) and not request.reason.strip():
        raise UsageProblem(
            f"{printed_month(period)}审定以后数又变了，没有上报。请重新审定；确要照原来审定的数报的，请写明原因"
        )
    return totals


def _changed(totals: Sequence[Total]) -> bool:
    """Tell whether the returns come to other figures than those that were approved."""
    return any(c.changed for t in totals for c in t.cells)


def _origin(request: HandUpRequest, up: Above, loaded: Loaded, totals: Sequence[Total]) -> MadeFrom:
    """Return what the returns were made from; raises UsageProblem when units are missing and no reason is given."""
    labels = {u.code: u.label for u in loaded.campaign.units} if loaded.campaign else {}
    every = {(s.form, s.unit): s for t in totals for s in t.returns}.values()
    left = list(dict.fromkeys(labels[s.unit] for s in every if s.state in ("missing", "wrong")))
    if left and not request.reason.strip():
        named = "、".join(left[:NAMED_MAX]) + (f"等 {len(left)} 个" if len(left) > NAMED_MAX else "")
        raise UsageProblem(f"还有没报或有错的单位：{named}，没有上报。确要先报的，请写明原因")
    return MadeFrom(
        campaign=_name(request.source, up.source),
        digest=digest_of({t.form.form: t.values for t in totals}),
        revision=str(getattr(request.source, "revision", loaded.digest[:12])),
        due=len(every),
        counted=sum(s.state in ("counted", "blank") for s in every),
        missing=tuple(left),
        reason=request.reason.strip() if left or _changed(totals) else "",
    )


def _name(source: Source, up: Source) -> str:
    """Return the name by which the campaign above finds this one: the way from its folder, or the code in the service."""
    here, there = folder_of(source), folder_of(up)
    return Path(os.path.relpath(here, there)).as_posix() if isinstance(source, Path) else here.name


def _return(up: Above, total: Total, form: Form, request: HandUpRequest, origin: MadeFrom) -> Return:
    return Return(
        schema=1,
        form=form.form,
        unit=up.unit.code,
        period=total.period,
        version=form.version,
        filled_on=request.on,
        filled_by=request.by,
        values=values_for(total, form),
        made_from=origin,
    )


def _check(up: Above, made: Sequence[Return]) -> None:
    """Raise ProblemsFound when the superior's own checks find an error in what would be handed up."""
    same = {key_of(f) for f in made}
    others = [r for r in up.campaign.returns if r.unit == up.unit.code and key_of(r) not in same]
    found = check_reported(replace(up.campaign, returns=(*made, *others)), up.loaded.forms)
    mine = [p for p in errors(found) if len(p.path) > 1 and p.path[1] in range(len(made))]
    if mine:
        raise ProblemsFound([replace(p, where=f"{up.unit.label} {up.campaign.name}") for p in mine])


def _step(up: Above, filled: Return) -> OneHandedUp:
    """Return a return as it is handed up behind what stands there."""
    form = up.loaded.forms[filled.form]
    there = stands(up, filled.form, filled.period)
    before = there.filled
    if before is None:
        return OneHandedUp(form=form, filled=filled, made="new")
    if there.state in ("submitted", "accepted") and before.values == filled.values and before.made_from:
        return OneHandedUp(form=form, filled=before, made="same")
    if there.state == "submitted":
        raise UsageProblem(f"“{form.short_title}”已经报上去，上级还没有收下。要改的，请上级退回，再上报")
    if there.state == "accepted":
        return OneHandedUp(
            form=form, filled=replace(filled, correction=before.correction + 1), made="correction"
        )
    again = replace(filled, correction=before.correction)
    return OneHandedUp(form=form, filled=again, made="again", seen=there.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """How a form stands in the campaign above (上报情况); `differences` are the figures that are others by now."""

    form: Form
    there: Stands
    differences: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """The state of the return there."""
        return self.there.state

    @property
    def origin(self) -> MadeFrom | None:
        """What the return there was made from, where it was made from totals and is in."""
        filled = self.there.filled
        return filled.made_from if filled and self.standing in ("submitted", "accepted") else None


def handed(
    source: Source, period: str, find: Find | None = None
) -> tuple[Above | None, tuple[Handed, ...], tuple[Problem, ...]]:
    """Return how a month stands in the campaign above, form by form beside today's figures, and what does not fit."""
    loaded = load(source)
    campaign = usable_campaign(loaded)
    up, problems = above(source, loaded, found_from(source, find))
    if up is None:
        return None, (), tuple(map(loaded.place, problems))
    return up, tuple(_handed(up, totals_of(campaign, loaded, period))), tuple(map(loaded.place, problems))


def _handed(up: Above, totals: Sequence[Total]) -> Iterator[Handed]:
    for total, form in handed_up(totals, up.loaded.forms, up.unit):
        there = stands(up, form.form, total.period)
        told = differences_told(total, there.filled) if there.filled is not None else []
        yield Handed(form=form, there=there, differences=tuple(told))
