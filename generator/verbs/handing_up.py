"""Handing up (上报): a month's approved totals become the return of this campaign's unit in the campaign above."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from generator.compose.wording import printed_month
from generator.dataclass import dataclass
from generator.derive.corrections import in_force, key_of
from generator.derive.levels import handed_up, values_for
from generator.derive.names import is_period
from generator.derive.reported import as_reported
from generator.derive.roll_up import Total
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Form
from generator.model.superior import MadeFrom
from generator.problem import Problem, ProblemsFound, errors
from generator.sources.campaign import Loaded, load
from generator.sources.places import Source, folder_of
from generator.sources.reported import digest_of, read_reported
from generator.sources.returns_text import return_text
from generator.validate.campaign import check_reported
from generator.verbs.campaigns import write_whole
from generator.verbs.collecting import totals_of
from generator.verbs.levels import Above, Find, above, differences_told, found_from
from generator.verbs.usage import UsageProblem, month_of, usable_campaign

Standing: TypeAlias = Literal["none", "draft", "submitted", "sent_back", "accepted"]
Made: TypeAlias = Literal["new", "again", "correction", "same"]
NAMED_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HandUpRequest:
    """What to hand up (上报要求): a month, by whom; `reason` is why it goes up though units are missing.

    `find` finds the campaign above by the name in the data, by folders when it is left out.
    """

    source: Source
    period: str = ""
    by: str = ""
    who: str = ""
    on: date
    reason: str = ""
    find: Find | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneHandedUp:
    """A return handed up (上报的一份): on which of the superior's forms, and whether it is new, sent again or the same."""

    form: Form
    filled: Return
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class HandUpResult:
    """What was handed up for a month: to which campaign, as which unit, and what was found."""

    up: Above
    period: str
    returns: tuple[OneHandedUp, ...]
    problems: tuple[Problem, ...]


def hand_up(request: HandUpRequest) -> HandUpResult:
    """Hand a month's approved totals up; what stands there already with the same figures stays as it is.

    Raises UsageProblem when no campaign stands above, the month was not approved, units are missing and no reason is
    given, or the superior holds a return that is neither taken nor sent back; ProblemsFound when the forms do not fit
    or the superior's checks find an error. Nothing is handed up then.
    """
    loaded = load(request.source)
    campaign = usable_campaign(loaded)
    up, problems = _above(request, loaded)
    period = month_of(campaign, request.period)
    if not is_period(up.campaign, period) or not up.unit.reports_in(period):
        raise UsageProblem(
            f"{printed_month(period)}不在上级行动“{up.campaign.name}”要“{up.unit.label}”报的月份里"
        )
    totals = _approved(request.source, campaign, loaded, period)
    origin = _origin(request, loaded, campaign, totals)
    made = [
        _return(up, total, form, request, origin)
        for total, form in handed_up(totals, up.loaded.forms, up.unit)
    ]
    _check(up, made)
    steps = [_step(up, filled) for filled in made]
    for filled, kind in steps:
        if kind != "same":
            _write(up, filled, kind, request)
    forms = up.loaded.forms
    done = tuple(OneHandedUp(form=forms[f.form], filled=f, made=kind) for f, kind in steps)
    return HandUpResult(up=up, period=period, returns=done, problems=tuple(problems))


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


def _approved(source: Source, campaign: Campaign, loaded: Loaded, period: str) -> list[Total]:
    """Return the totals of a month as they were approved."""
    reported, faults = read_reported(source, period)
    if faults:
        raise ProblemsFound(faults)
    if reported is None:
        raise UsageProblem(
            f"{printed_month(period)}的数还没有审定。请先审定（网页“审定上报”，或 gongwen collect --freeze），再上报"
        )
    return [as_reported(t, reported) for t in totals_of(campaign, loaded, period)]


def _origin(request: HandUpRequest, loaded: Loaded, campaign: Campaign, totals: Sequence[Total]) -> MadeFrom:
    """Return what the returns were made from; raises UsageProblem when units are missing and no reason is given."""
    labels = {u.code: u.label for u in campaign.units}
    every = {(s.form, s.unit): s for t in totals for s in t.returns}.values()
    left = list(dict.fromkeys(labels[s.unit] for s in every if s.state in ("missing", "wrong")))
    if left and not request.reason.strip():
        named = "、".join(left[:NAMED_MAX]) + (f"等 {len(left)} 个" if len(left) > NAMED_MAX else "")
        raise UsageProblem(f"还有没报或有错的单位：{named}，没有上报。确要先报的，请写明原因")
    return MadeFrom(
        campaign=_name(request.source),
        digest=digest_of({t.form.form: t.values for t in totals}),
        revision=_revision(request.source, loaded),
        due=len(every),
        counted=sum(s.state in ("counted", "blank") for s in every),
        missing=tuple(left),
        reason=request.reason.strip() if left else "",
    )


def _name(source: Source) -> str:
    """Return the name by which the campaign above finds this one: its code in the service; folders are named later."""
    return folder_of(source).resolve().as_posix() if isinstance(source, Path) else folder_of(source).name


def _revision(source: Source, loaded: Loaded) -> str:
    change = getattr(source, "revision", None)
    return str(change) if change is not None else loaded.digest[:12]


def _return(up: Above, total: Total, form: Form, request: HandUpRequest, origin: MadeFrom) -> Return:
    if isinstance(up.source, Path):
        root = folder_of(up.source).resolve()
        origin = replace(origin, campaign=_relative(Path(origin.campaign), root))
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


def _relative(place: Path, root: Path) -> str:
    """Return a folder's path as seen from another, so that both can be moved together."""
    import os

    return Path(os.path.relpath(place, root)).as_posix()


def _check(up: Above, made: Sequence[Return]) -> None:
    """Raise ProblemsFound when the superior's own checks find an error in what would be handed up."""
    same = {key_of(f) for f in made}
    others = [r for r in up.campaign.returns if r.unit == up.unit.code and key_of(r) not in same]
    found = check_reported(replace(up.campaign, returns=(*made, *others)), up.loaded.forms)
    mine = [p for p in errors(found) if len(p.path) > 1 and p.path[1] in range(len(made))]
    if mine:
        raise ProblemsFound([replace(p, where=f"{up.unit.label} {up.campaign.name}") for p in mine])


def _step(up: Above, filled: Return) -> tuple[Return, Made]:
    """Return a return as it is handed up behind what stands there, and what that makes of it."""
    state, before = standing(up, filled.form, filled.period)
    if before is None:
        return filled, "new"
    same = before.values == filled.values and before.made_from is not None
    if state in ("submitted", "accepted") and same:
        return before, "same"
    if state == "submitted":
        form = up.loaded.forms[filled.form].short_title
        raise UsageProblem(f"“{form}”已经报上去，上级还没有收下。要改的，请上级退回，再上报")
    if state == "accepted":
        return replace(filled, correction=before.correction + 1), "correction"
    return replace(filled, correction=before.correction), "again"


def standing(up: Above, form: str, period: str) -> tuple[Standing, Return | None]:
    """Return how the unit's return stands in the campaign above; in a folder what is there was taken."""
    if isinstance(up.source, Path):
        same = (r for r in up.campaign.returns if (r.form, r.unit, r.period) == (form, up.unit.code, period))
        before = next(iter(in_force(same)), None)
        return ("accepted" if before else "none"), before
    from generator.verbs.filling import Which, last_kept

    kept = last_kept(up.source.store, Which(up.unit.code, form, period))  # type: ignore[attr-defined]
    return (kept.state, kept.filled) if kept is not None else ("none", None)


def _write(up: Above, filled: Return, kind: Made, request: HandUpRequest) -> None:
    if isinstance(up.source, Path):
        from generator.sources.places import CORRECTION

        version = f"{CORRECTION}{filled.correction}" if filled.correction else ""
        folder = folder_of(up.source) / "returns" / filled.period
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / f"{filled.unit}-{filled.form}{version}.yaml", return_text(filled).encode())
        return
    from generator.database.changes import Step, save
    from generator.verbs.filling import Which, last_kept

    store = up.source.store  # type: ignore[attr-defined]
    kept = last_kept(store, Which(filled.unit, filled.form, filled.period))
    seen = kept.version if kept is not None and kind == "again" else 0
    origin = filled.made_from
    said = f"汇总上报：{origin.campaign}，计入 {origin.counted}/{origin.due} 份" if origin else ""
    said += f"；未报齐先报：{request.reason.strip()}" if origin and origin.reason else ""
    save(store.engine, store.code, filled, Step(to="submitted", who=request.who, said=said), seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed(object):
    """How a form stands in the campaign above (上报情况): its state, why it was sent back, which figures differ now."""

    form: Form
    standing: Standing
    said: str = ""
    filled: Return | None = None
    differences: tuple[str, ...] = ()


def handed(
    source: Source, period: str, find: Find | None = None
) -> tuple[Above | None, list[Handed], list[Problem]]:
    """Return how a month stands in the campaign above, form by form; the figures compared are those of today."""
    loaded = load(source)
    campaign = usable_campaign(loaded)
    up, problems = above(source, loaded, found_from(source, find))
    if up is None:
        return None, [], problems
    totals = totals_of(campaign, loaded, period)
    return up, list(_handed(up, totals)), problems


def _handed(up: Above, totals: Sequence[Total]) -> Iterator[Handed]:
    for total, form in handed_up(totals, up.loaded.forms, up.unit):
        state, filled = standing(up, form.form, total.period)
        told = differences_told(total, filled) if filled is not None else []
        yield Handed(
            form=form,
            standing=state,
            said=_said(up, form.form, total.period),
            filled=filled,
            differences=tuple(told),
        )


def _said(up: Above, form: str, period: str) -> str:
    if isinstance(up.source, Path):
        return ""
    from generator.verbs.filling import Which, last_kept

    kept = last_kept(up.source.store, Which(up.unit.code, form, period))  # type: ignore[attr-defined]
    return kept.said if kept is not None and kept.state == "sent_back" else ""
