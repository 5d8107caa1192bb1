"""Overview (总览): how a month stands at a glance, who sent in what, who is late, what is left to be done."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, TypeAlias

from generator.compose.situation import MONTHS_MAX, hazards_chart
from generator.database.store import DatabaseStore, Kept
from generator.dataclass import dataclass
from generator.derive.calendar import month_end, months_between
from generator.derive.deadlines import due_day
from generator.derive.entries import row_entries, value_entries
from generator.derive.names import months
from generator.derive.over_time import hazards_by_month
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.organ import Unit
from generator.render.charts import render_chart
from generator.verbs.usage import UsageProblem, usable_campaign

Standing: TypeAlias = Literal["none", "draft", "submitted", "sent_back", "accepted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How one return stands (一份报送): a unit's on a form; `late_days` is how long it is overdue or came late."""

    unit: Unit
    form: Form
    standing: Standing
    late_days: int = 0
    errors: int = 0
    kept: Kept | None = None

    @property
    def is_in(self) -> bool:
        """Whether it was handed in."""
        return self.standing in ("submitted", "accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A month as it stands (一个月的情况): each return that is asked for, by unit and form, and until when.

    `hazards` is the chart of hazards found and closed up to then, as SVG, where all units are looked at.
    """

    campaign: Campaign
    period: str
    periods: tuple[str, ...]
    on: date
    lines: tuple[Line, ...]
    due: Mapping[str, date | None]
    hazards: str = ""

    def counted(self, *standings: Standing) -> int:
        """Return how many returns stand so."""
        return sum(line.standing in standings for line in self.lines)

    @property
    def days_left(self) -> int | None:
        """How many days are left until the first day on which returns are due, None when none is to come."""
        coming = [(day - self.on).days for day in self.due.values() if day and day >= self.on]
        return min(coming, default=None)

    @property
    def late(self) -> tuple[Line, ...]:
        """Returns that are overdue."""
        return tuple(line for line in self.lines if line.late_days and not line.is_in)


def overview(store: DatabaseStore, on: date, period: str = "", unit: str = "") -> Overview:
    """Return how a month stands on a day, of all units or of one by its code; without a month, the one to be reported.

    Raises UsageProblem for a month that is none of the campaign's.
    """
    loaded = store.load()
    campaign = usable_campaign(loaded)
    periods = tuple(months_between(*months(campaign)))
    if period and period not in periods:
        raise UsageProblem(f"“{period}”不在行动期间（{periods[0]} 至 {periods[-1]}）内，请核对月份")
    forms = [f for f in loaded.forms.values() if f.used_by and (value_entries(f) or row_entries(f))]
    month = period or _nearest(campaign, forms, periods, on)
    due = {form.form: due_day(campaign, form, month) for form in forms}
    kept = _latest(store.kept(unit, month))
    wrong: dict[str, int] = {}
    for problem in loaded.problems:
        if problem.severity == "error" and problem.period == month:
            wrong[problem.unit] = wrong.get(problem.unit, 0) + 1
    lines = [
        _line(u, form, kept.get((u.code, form.form)), due[form.form], on, wrong.get(u.code, 0))
        for u in campaign.units
        for form in forms
        if u.kind in form.used_by and u.reports_in(month) and (not unit or u.code == unit)
    ]
    hazards = "" if unit else _hazards(campaign, month)
    found = Overview(campaign=campaign, period=month, periods=periods, on=on, lines=tuple(lines), due=due)
    return replace(found, hazards=hazards)


def _hazards(campaign: Campaign, period: str) -> str:
    """Return the chart of hazards found and closed, empty where there were none."""
    rows = hazards_by_month(campaign, period)[-MONTHS_MAX:]
    return render_chart(hazards_chart(rows)) if any(row.found or row.closed for row in rows) else ""


def _nearest(campaign: Campaign, forms: Sequence[Form], periods: Sequence[str], on: date) -> str:
    """Return the month whose returns are due nearest to a day, past or to come."""

    def away(period: str) -> int:
        days = [due_day(campaign, form, period) or month_end(period) for form in forms]
        return min((abs((day - on).days) for day in days), default=0)

    return min(periods, key=away)


def _latest(kept: tuple[Kept, ...]) -> dict[tuple[str, str], Kept]:
    found: dict[tuple[str, str], Kept] = {}
    for one in kept:
        key = one.filled.unit, one.filled.form
        if key not in found or one.filled.correction > found[key].filled.correction:
            found[key] = one
    return found


def _line(unit: Unit, form: Form, kept: Kept | None, due: date | None, on: date, errors: int) -> Line:
    standing: Standing = kept.state if kept is not None else "none"
    came = kept.filled.came_on if kept is not None and standing in ("submitted", "accepted") else None
    days = ((came or on) - due).days if due else 0
    return Line(unit=unit, form=form, standing=standing, late_days=max(0, days), errors=errors, kept=kept)
