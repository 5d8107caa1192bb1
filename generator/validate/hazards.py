"""Checks of the hazards (隐患)."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from generator.derive.units import codes_by_name
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.hazard import Hazard
from generator.problem import Path, Problem
from generator.validate.wording import nearest

EXTRA = "hazard.extra."
DATED = ("due_on", "assigned_on", "listed_on", "completed_on", "reviewed_on", "closed_on")


def check_hazards(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield the problems of a campaign's hazards."""
    codes = codes_by_name(campaign.units)
    known = frozenset(codes.values())
    extras = _extra_names(forms)
    seen: set[str] = set()
    for i, hazard in enumerate(campaign.hazards):
        path = ("hazards", i)
        if hazard.code in seen:
            message = f"隐患编号“{hazard.code}”已用过。每条隐患的编号不能相同，请改一个。"
            yield Problem(code="REF-009", message=message, path=(*path, "code"))
        seen.add(hazard.code)
        yield from _units(hazard, codes, known, path)
        yield from _dates(hazard, path)
        yield from _outside(hazard, campaign, path)
        for name in hazard.extra:
            if name not in extras:
                yield _no_column(name, extras, (*path, "extra", name))


def unknown_unit(name: str, codes: Mapping[str, str], path: Path) -> Problem:
    """Return the problem of a unit that cannot be found; `codes` gives the code for each name."""
    if name in codes:
        hint = f"应写它的代号“{codes[name]}”。"
    else:
        close = get_close_matches(
            name, [known for known in codes if known not in codes.values()], n=1, cutoff=0.7
        )
        meant = f"是不是“{close[0]}”（代号 {codes[close[0]]}）？" if close else nearest(name, codes.values())
        hint = f"{meant}请写 units 里的单位代号。"
    return Problem(code="REF-002", message=f"没有代号为“{name}”的单位。{hint}", path=path)


def _units(hazard: Hazard, codes: Mapping[str, str], known: frozenset[str], path: Path) -> Iterator[Problem]:
    if hazard.unit not in known:
        yield unknown_unit(hazard.unit, codes, (*path, "unit"))
    if hazard.department and hazard.department not in known:
        yield unknown_unit(hazard.department, codes, (*path, "department"))


def _dates(hazard: Hazard, path: Path) -> Iterator[Problem]:
    """Yield the dates of what follows an inspection that lie before it."""
    days = [(name, getattr(hazard, name), (*path, name)) for name in DATED]
    days += [("on", entry.on, (*path, "progress", i, "on")) for i, entry in enumerate(hazard.progress)]
    for name, day, place in days:
        if day and day < hazard.inspected_on:
            message = f"“{name}”的 {day} 早于检查时间（inspected_on）{hazard.inspected_on}。请核对两个日期。"
            yield Problem(code="REF-020", message=message, path=place)


def _outside(hazard: Hazard, campaign: Campaign, path: Path) -> Iterator[Problem]:
    """Yield an inspection outside the campaign; what follows from it may well come later."""
    first, last = campaign.starts_on, campaign.ends_on
    if first <= last and not first <= hazard.inspected_on <= last:
        message = (
            f"检查时间 {hazard.inspected_on} 不在行动期间（{first} 至 {last}）内。"
            "请核对日期；行动以前查出、这次一并整改的，在 waivers 里写明原因。"
        )
        yield Problem(code="REF-025", message=message, path=(*path, "inspected_on"), severity="warning")


def _extra_names(forms: Mapping[str, Form]) -> set[str]:
    sources = (field.source for form in forms.values() for field in form.fields)
    return {source.removeprefix(EXTRA) for source in sources if source.startswith(EXTRA)}


def _no_column(name: str, extras: set[str], path: Path) -> Problem:
    message = (
        f"采用的表单里没有取“{name}”的栏。{nearest(name, extras)}"
        f"请改正，或在表单里加一栏，写 source: {EXTRA}{name}。"
    )
    return Problem(code="REF-014", message=message, path=path)
