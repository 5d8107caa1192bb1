"""Judging (评判): the returns of one unit checked as the door for folders checks them all, without the other units."""

from collections.abc import Iterable
from dataclasses import replace

from generator.derive.corrections import Key, key_of
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.problem import Problem, errors
from generator.sources.campaign import Loaded
from generator.validate.campaign import check_reported


def judged(body: Loaded, mine: tuple[Return, ...]) -> tuple[tuple[Return, ...], tuple[Problem, ...]]:
    """Return the returns of a unit that have no errors, and what is wrong with any."""
    if body.campaign is None:
        return (), ()
    told = problems_of(body.campaign, body, mine)
    return tuple(_without_errors(mine, told)), told


def problems_of(campaign: Campaign, body: Loaded, returns: tuple[Return, ...]) -> tuple[Problem, ...]:
    """Return what is wrong with the returns of one unit, in the words of every check; the place is the sheet's name."""
    found = check_reported(replace(campaign, returns=returns), body.forms)
    return tuple(_placed(body, returns, problem) for problem in found)


def _placed(body: Loaded, returns: tuple[Return, ...], problem: Problem) -> Problem:
    number = problem.path[1] if len(problem.path) > 1 and isinstance(problem.path[1], int) else 0
    filled = returns[number]
    form = body.forms.get(filled.form)
    labels = {u.code: u.label for u in body.campaign.units} if body.campaign else {}
    title = form.short_title if form else filled.form
    where = f"{labels.get(filled.unit, filled.unit)} {filled.period} {title}"
    return replace(problem, where=where, unit=filled.unit, period=filled.period)


def moved(problem: Problem, start: int) -> Problem:
    """Return a problem of a unit's returns with its place among those of all units."""
    if len(problem.path) < 2 or not isinstance(problem.path[1], int):
        return problem
    return replace(problem, path=("returns", problem.path[1] + start, *problem.path[2:]))


def _without_errors(mine: tuple[Return, ...], found: Iterable[Problem]) -> list[Return]:
    bad = {p.path[1] for p in errors(found) if len(p.path) > 1}
    spoilt: dict[Key, int] = {}
    for i, one in enumerate(mine):
        if i in bad:
            key = key_of(one)
            spoilt[key] = max(spoilt.get(key, -1), one.correction)
    return [r for r in mine if r.correction > spoilt.get(key_of(r), -1)]


def without_kept(body: Loaded, kept: Iterable[Return]) -> Loaded:
    """Return the campaign without the returns written in its own files: they have rows, and count there alone."""
    known = {(key_of(r), r.correction) for r in kept}
    written = body.campaign.returns if body.campaign else ()
    if body.campaign is None or any((key_of(r), r.correction) not in known for r in written):
        return body
    return replace(
        body,
        campaign=replace(body.campaign, returns=()),
        problems=tuple(p for p in body.problems if p.path[:1] != ("returns",)),
        data={key: value for key, value in body.data.items() if key != "returns"},
    )
