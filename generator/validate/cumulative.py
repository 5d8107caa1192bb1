"""Cumulative figures (累计数) that fall from one month to the next."""

from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise
from typing import TypeAlias

from generator.derive.corrections import in_force
from generator.derive.cumulative import COUNTED, cumulative_since
from generator.derive.fillable import value_fields
from generator.model.campaign import Campaign
from generator.model.filled import Return, Value
from generator.model.form import Field, Form
from generator.problem import Path, Problem

MANY = 5  # figures of one return that fell together: it reports the month alone, not the sum so far
SHOWN = 3
_Fall: TypeAlias = tuple[Problem, str]


def check_cumulative(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield a warning for each figure below that of the unit's return before (VAL-010).

    Looked at are the counts and sums of forms whose duty says from which month they are cumulative.
    """
    since = cumulative_since(campaign)
    valid = {id(r) for r in in_force(campaign.returns)}
    counted = [(i, r) for i, r in enumerate(campaign.returns) if id(r) in valid]
    placed = [(i, r) for i, r in counted if r.form in since and r.form in forms]
    kept = [(i, r) for i, r in placed if r.period >= since[r.form]]
    ordered = sorted(kept, key=lambda p: (p[1].form, p[1].unit, p[1].period, p[0]))
    for (code, _), returns in groupby(ordered, key=lambda p: (p[1].form, p[1].unit)):
        for (_, before), (i, after) in pairwise(returns):
            yield from _told(forms[code], before, after, ("returns", i, "values"))


def _told(form: Form, before: Return, after: Return, path: Path) -> list[Problem]:
    """Return a problem for each figure that fell, a single one where many did."""
    fallen = [p for f in value_fields(form) for p in _fallen(f, before, after, (*path, f.name))]
    if len(fallen) < MANY:
        return [p for p, _ in fallen]
    message = (
        f"{after.period} 有 {len(fallen)} 个累计数比 {before.period} 少：{'，'.join(t for _, t in fallen[:SHOWN])}等。"
        "可能只报了本月的数；请单位改报累计数。上月报错的，更正上月的。"
    )
    return [Problem(code="VAL-010", message=message, path=path, severity="warning", unit=after.unit)]


def _fallen(field: Field, before: Return, after: Return, path: Path) -> Iterator[_Fall]:
    one, other = before.values.get(field.name), after.values.get(field.name)
    if field.kind in COUNTED:
        yield from _compared(field.printed_label, (one, other), before, after, path)
    elif isinstance(one, dict) and isinstance(other, dict):
        for part in field.parts:
            if part.kind in COUNTED:
                label = f"{field.label}{part.label or f'（{part.unit}）'}"
                pair = (one.get(part.name), other.get(part.name))
                yield from _compared(label, pair, before, after, (*path, part.name))


def _compared(
    label: str, pair: tuple[Value, Value], before: Return, after: Return, path: Path
) -> Iterator[_Fall]:
    one, other = pair
    if _is_number(one) and _is_number(other) and other < one:  # type: ignore[operator]
        message = (
            f"累计数“{label}”{after.period} 报 {other}，比 {before.period} 的 {one} 少。"
            "累计数不会减少，请核对两个月的数；原来报错的，更正上月的。"
        )
        problem = Problem(code="VAL-010", message=message, path=path, severity="warning", unit=after.unit)
        yield problem, f"{label} {one}→{other}"


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
