"""Levels (层级): a campaign and those above and below it, found, checked against each other, compared."""

import pathlib
from collections.abc import Callable, Iterator
from typing import TypeAlias

from generator.compose.lineage import number_of
from generator.compose.wording import printed_value
from generator.dataclass import dataclass
from generator.derive.corrections import in_force
from generator.derive.levels import Misfit, asked_of, is_same, misfits
from generator.derive.names import unit_codes
from generator.derive.roll_up import Total, roll_ups_of
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Field
from generator.model.organ import Unit
from generator.problem import Path, Problem, Severity, errors
from generator.sources.campaign import Loaded, load
from generator.sources.places import Source, folder_of
from generator.validate.wording import nearest

Find: TypeAlias = Callable[[str], Source | None]
PATH: Path = ("superior",)
LEVELS_MAX = 10


def beside(source: pathlib.Path) -> Find:
    """Return what finds the campaigns that a folder's data name: below it, beside it, or where a path leads."""
    root = folder_of(source)

    def find(name: str) -> pathlib.Path | None:
        places = (root / name, root.parent / name)
        return next((p for p in places if p.is_dir() and p.resolve() != root.resolve()), None)

    return find


def code_named(name: str) -> str:
    """Return the code of a campaign in the service that a name means: a folder's own name, where it is a path."""
    return pathlib.PurePosixPath(name).name


def nowhere(_name: str) -> None:
    """Find no other campaign: what a source is looked at by itself with."""


def found_from(source: Source, find: Find | None) -> Find:
    """Return what finds other campaigns: as given, else by folders."""
    if find is not None:
        return find
    return beside(source) if isinstance(source, pathlib.Path) else nowhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """The campaign above (上级行动) as it is read, and the unit that this campaign is there."""

    source: Source
    loaded: Loaded
    campaign: Campaign
    unit: Unit

    @property
    def code(self) -> str:
        """Its code, where it is in the service."""
        return folder_of(self.source).name


def above(source: Source, loaded: Loaded, find: Find) -> tuple[Above | None, list[Problem]]:
    """Return the campaign above, None when there is none or it cannot be used, with all that does not fit."""
    campaign = loaded.campaign
    if campaign is None or campaign.superior is None:
        return None, []
    link = campaign.superior
    place = find(link.campaign)
    read = load(place) if place is not None else None
    if place is None or read is None or read.campaign is None or _is_wrong(read):
        why = "打不开，或没有" if place is None else "的数据有错误，读不了"
        message = f"上级行动“{link.campaign}”{why}。请核对 superior 的 campaign。"
        return None, [_problem("LVL-001", message, (*PATH, "campaign"))]
    codes = unit_codes(read.campaign).get(link.unit, ())
    unit = next((u for u in read.campaign.units if u.code in codes), None)
    if unit is None or len([c for c in codes if c]) > 1:
        hint = nearest(link.unit, [u.label for u in read.campaign.units])
        message = (
            f"上级行动“{read.campaign.name}”里没有“{link.unit}”这个单位。{hint}请核对 superior 的 unit。"
        )
        return None, [_problem("LVL-002", message, (*PATH, "unit"))]
    if (mine := _only_unit(place)) and mine != unit.code:
        label = next((u.label for u in read.campaign.units if u.code == mine), mine)
        message = f"本机关在上级行动里是“{label}”，superior 的 unit 写的是“{link.unit}”。请改正。"
        return None, [_problem("LVL-002", message, (*PATH, "unit"))]
    found = Above(source=place, loaded=read, campaign=read.campaign, unit=unit)
    return found, [*_loops(source, place, find), *_fits(campaign, loaded, found)]


def _only_unit(source: Source) -> str:
    """Return the one unit that whoever asks stands for in a campaign of the service, empty where he sees all of it."""
    return str(getattr(source, "unit", ""))


def _loops(source: Source, place: Source, find: Find) -> Iterator[Problem]:
    """Yield a problem when the way up comes back to where it began."""
    seen = [_same(source)]
    upward: Source | None = place
    while upward is not None and len(seen) <= LEVELS_MAX:
        if _same(upward) in seen:
            message = "上级行动绕回了自己：一级一级往上，不能回到本行动。请核对 superior。"
            yield _problem("LVL-003", message)
            return
        seen.append(_same(upward))
        campaign = load(upward).campaign
        finds = beside(upward) if isinstance(upward, pathlib.Path) else find
        upward = finds(campaign.superior.campaign) if campaign and campaign.superior else None


def _same(source: Source) -> str:
    return str(folder_of(source).resolve())


def _fits(campaign: Campaign, loaded: Loaded, up: Above) -> Iterator[Problem]:
    """Yield what of the superior's forms our totals do not fill in, or fill in with something else."""
    rolled = {r.form for r in roll_ups_of(campaign, loaded.forms)}
    asked = asked_of(up.loaded.forms, up.unit)
    if not any(f.form in rolled for f in asked):
        names = "、".join(f"{f.short_title}（{f.form}）" for f in asked) or "没有"
        message = (
            f"本行动汇总出来的表，上级行动一张也不要“{up.unit.label}”填；它要的是：{names}。"
            "请采用同样代号的表，或用 roll_ups 汇总成它。"
        )
        yield _problem("LVL-004", message)
        return
    for form in asked:
        if form.form not in rolled:
            message = f"上级要的“{form.short_title}”（{form.form}）本行动没有汇总，要另外填报。"
            yield _problem("LVL-006", message, severity="warning")
            continue
        for misfit in misfits(loaded.forms[form.form], form):
            yield _misfit(misfit)


def _misfit(misfit: Misfit) -> Problem:
    title = misfit.form.short_title
    if misfit.is_wrong and misfit.ours and misfit.theirs:
        theirs, ours = _words(misfit.theirs), _words(misfit.ours)
        message = (
            f"“{title}”的“{misfit.field.name}”，上级是 {theirs}，本级是 {ours}，不能上报。请照上级的表改。"
        )
        return _problem("LVL-005", message)
    words = "上级有，本级没有，上报时空着" if misfit.theirs else "上级没有，不上报"
    message = (
        f"“{title}”的“{misfit.field.printed_label}”（{misfit.field.name}）{words}。上级改了表的，请照着改。"
    )
    return _problem("LVL-006", message.replace("\n", ""), severity="warning")


def _words(field: Field) -> str:
    return f"{field.printed_label}（{field.kind}）".replace("\n", "")


def _problem(code: str, message: str, path: Path = PATH, severity: Severity = "error") -> Problem:
    return Problem(code=code, message=message, path=path, severity=severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A lower campaign (下级行动) behind a return that was handed up."""

    source: Source
    loaded: Loaded
    campaign: Campaign
    find: Find

    @property
    def place(self) -> str:
        """What tells it from other campaigns, by whatever name it was found."""
        return _same(self.source)

    @property
    def code(self) -> str:
        """Its code, where it is in the service."""
        return folder_of(self.source).name


def below(filled: Return | None, find: Find) -> Below | None:
    """Return the campaign that a return was made from, None where it was made from none or that is not to be seen."""
    origin = filled.made_from if filled is not None else None
    return below_of(origin.campaign, find) if origin else None


def below_of(name: str, find: Find) -> Below | None:
    """Return a lower campaign by its name, None where not all of it is to be seen or it has errors that are not one unit's.

    What a campaign's own data name as below it may be another's, where whoever asks stands for one unit alone.
    """
    source = find(name)
    loaded = load(source) if source is not None and not _only_unit(source) else None
    if source is None or loaded is None or loaded.campaign is None or _is_wrong(loaded):
        return None
    finds = beside(source) if isinstance(source, pathlib.Path) else find
    return Below(source=source, loaded=loaded, campaign=loaded.campaign, find=finds)


def _is_wrong(loaded: Loaded) -> bool:
    return any(not p.unit for p in errors(loaded.problems))


def changed_below(loaded: Loaded, period: str, find: Find) -> Iterator[Problem]:
    """Yield a reminder for each return of a month whose lower campaign now comes to other figures."""
    from generator.verbs.collecting import totals_of

    campaign = loaded.campaign
    labels = {u.code: u.label for u in campaign.units} if campaign else {}
    for filled in in_force(r for r in campaign.returns if r.period == period) if campaign else ():
        lower = below(filled, find)
        if lower is None:
            continue
        totals = totals_of(lower.campaign, lower.loaded, period)
        total = next((t for t in totals if t.form.form == filled.form), None)
        told = differences_told(total, filled) if total else []
        if told:
            name = labels.get(filled.unit, filled.unit)
            message = (
                f"{name}上报后，下级的数又有变动：{'；'.join(told)}。要改的，请退回让它重报，或由它报更正。"
            )
            yield Problem(code="LVL-007", message=message, unit="", period=period, severity="warning")


def differences_told(total: Total, filled: Return) -> list[str]:
    """Return in words each figure of a return that its total no longer comes to."""
    told = []
    for cell in total.cells:
        then = filled.values.get(cell.field.name)
        if not is_same(then, cell.value):
            words = [printed_value(cell.field, v).replace("\n", "") or "空" for v in (then, cell.value)]
            label = cell.field.printed_label.replace("\n", "")
            told.append(f"{number_of(total, cell)} {label} 上报 {words[0]}，现在 {words[1]}")
    return told
