"""Days (日子): the end of a month, and the working day that a limit moves to."""

import calendar
from collections.abc import Iterator
from datetime import date
from typing import Literal

from generator.model.campaign import Settings

SATURDAY = 5
LONGEST_BREAK_DAYS = 60


def moved(day: date, days: int) -> date:
    """Return the day so many days later, or earlier when negative; never beyond the first and last days there are."""
    ordinal = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def months_between(first: str, last: str) -> Iterator[str]:
    """Yield the months from the first to the last, both included.

    >>> list(months_between("2023-11", "2024-01"))
    ['2023-11', '2023-12', '2024-01']
    """
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return (f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1))


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
    return moved(month_end(period), 1).isoformat()[:7]


def month_before(period: str) -> str:
    """Return the month that precedes.

    >>> month_before("2024-01")
    '2023-12'
    """
    return moved(date.fromisoformat(f"{period}-01"), -1).isoformat()[:7]


def is_workday(day: date, settings: Settings) -> bool:
    """Tell whether offices work on a day: no weekend or holiday, or a weekend worked in exchange (调休)."""
    if day in settings.workdays:
        return True
    return day.weekday() < SATURDAY and day not in settings.holidays


def on_workday(day: date, way: Literal["", "earlier", "later"], settings: Settings) -> date:
    """Return the day, or the nearest working day that way; the day itself where none is near."""
    step = {"": 0, "earlier": -1, "later": 1}[way]
    days = (moved(day, step * i) for i in range(LONGEST_BREAK_DAYS if way else 0))
    return next((d for d in days if is_workday(d, settings)), day)
