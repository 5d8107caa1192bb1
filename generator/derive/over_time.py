"""Months in a row (逐月): how returns came in and how hazards were found and closed, up to a month."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from generator.dataclass import dataclass
from generator.derive.calendar import month_end, months_between
from generator.derive.deadlines import WrongReturns
from generator.derive.hazard_history import hazards_on
from generator.derive.names import months
from generator.derive.roll_up import Source, sources_of
from generator.model.campaign import Campaign
from generator.model.form import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsMonth:
    """How the returns of one month stand (一个月的报送): in time, late, with errors, missing; blank ones are in."""

    period: str
    in_time: int
    late: int
    wrong: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardsMonth:
    """Hazards of one month (一个月的隐患): found, closed, and open at its end."""

    period: str
    found: int
    closed: int
    open: int


def returns_by_month(
    campaign: Campaign, forms: Sequence[Form], period: str, wrong: WrongReturns
) -> tuple[ReturnsMonth, ...]:
    """Return how the returns on some forms came in, from the first month with any up to `period`."""
    began = min((r.period for r in campaign.returns if r.form in {f.form for f in forms}), default=period)
    every = months_between(min(began, period), period)
    return tuple(_returns(month, sources_of(campaign, forms, month, wrong)) for month in every)


def _returns(period: str, sources: Iterable[Source]) -> ReturnsMonth:
    counts = Counter("late" if s.late_days else s.state for s in sources)
    return ReturnsMonth(
        period=period,
        in_time=counts["counted"] + counts["blank"],
        late=counts["late"],
        wrong=counts["wrong"],
        missing=counts["missing"],
    )


def hazards_by_month(campaign: Campaign, period: str) -> tuple[HazardsMonth, ...]:
    """Return how hazards were found and closed, from the campaign's first month up to `period`."""
    hazards = hazards_on(campaign, month_end(period))
    found = Counter(month_of(h.inspected_on) for h in hazards)
    closed = Counter(month_of(h.closed_on) for h in hazards if h.closed_on)
    first = min([months(campaign)[0], *found])
    rows: list[HazardsMonth] = []
    for month in months_between(min(first, period), period):
        before = rows[-1].open if rows else 0
        left = before + found[month] - closed[month]
        rows.append(HazardsMonth(period=month, found=found[month], closed=closed[month], open=left))
    return tuple(rows)


def month_of(day: date) -> str:
    """Return the month of a day, 2023-06."""
    return f"{day:%Y-%m}"
