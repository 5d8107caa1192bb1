"""Days (日子): the end of a month, and the working day that a limit moves to."""

import calendar
from datetime import date, timedelta
from typing import Literal

from generator.model.campaign import Settings

SATURDAY = 5
LONGEST_BREAK_DAYS = 60


def month_end(period: str) -> date:
    """Return the last day of a month.

    >>> month_end("2024-02").isoformat()
    '2024-02-29'
    """
    year, month = map(int, period.split("-"))
    return date(year, month, calendar.monthrange(year, month)[1])


def month_after(period: str) -> str:
    """Return the month that follows.

    >>> month_after("2023-12")
    '2024-01'
    """
    return (month_end(period) + timedelta(days=1)).isoformat()[:7]


def month_before(period: str) -> str:
    """Return the month that precedes.

    >>> month_before("2024-01")
    '2023-12'
    """
    return (date.fromisoformat(f"{period}-01") - timedelta(days=1)).isoformat()[:7]


def is_workday(day: date, settings: Settings) -> bool:
    """Tell whether offices work on a day: no weekend or holiday, or a weekend worked in exchange (调休)."""
    if day in settings.workdays:
        return True
    return day.weekday() < SATURDAY and day not in settings.holidays


def on_workday(day: date, way: Literal["", "earlier", "later"], settings: Settings) -> date:
    """Return the day, or the nearest working day that way; the day itself where none is near."""
    step = timedelta(days={"": 0, "earlier": -1, "later": 1}[way])
    days = (day + step * i for i in range(LONGEST_BREAK_DAYS if way else 0))
    return next((d for d in days if is_workday(d, settings)), day)
