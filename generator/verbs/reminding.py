"""Reminding (提醒) units of returns that are still to come: kept, and shown to their clerks until these are in."""

from collections.abc import Mapping, Sequence
from datetime import date

from generator.database import reminders as kept
from generator.database.reminders import Reminder
from generator.database.store import DatabaseStore
from generator.dataclass import dataclass
from generator.derive.names import is_period
from generator.verbs.overviewing import Line, Overview, overview
from generator.verbs.usage import UsageProblem, usable_campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """What a clerk is reminded of (提醒): the last reminder of a month, how many there were, and what is not in yet."""

    reminder: Reminder
    times: int
    lines: tuple[Line, ...]

    @property
    def day(self) -> date:
        """The day of the last reminder."""
        return date.fromisoformat(self.reminder.day)

    @property
    def late_days(self) -> int:
        """How long the first of what is missing is overdue."""
        return max(line.late_days for line in self.lines)


def remind(store: DatabaseStore, found: Overview, units: Sequence[str], who: str, said: str) -> int:
    """Remind units of what is not in of a month, all of which something is missing where none are named.

    Return how many were reminded. Raises UsageProblem when there is nothing to remind them of.
    """
    missing = dict.fromkeys(line.unit.code for line in found.lines if not line.is_in)
    named = [unit for unit in missing if not units or unit in units]
    if not named:
        raise UsageProblem("要提醒的单位都报了，没有提醒。请刷新页面看一看。")
    words = " ".join(said.split())
    day = found.on.isoformat()
    kept.remind(
        store.engine,
        store.code,
        [Reminder(unit=unit, period=found.period, day=day, who=who, said=words) for unit in named],
    )
    return len(named)


def reminded(store: DatabaseStore, on: date, unit: str) -> tuple[Reminded, ...]:
    """Return of what a unit is reminded, by months; what is in by now needs no reminder any more.

    A month that is none of the campaign's any more is passed over.
    """
    campaign = usable_campaign(store.body())
    by_period: dict[str, list[Reminder]] = {}
    for one in kept.reminders(store.engine, store.code, unit):
        by_period.setdefault(one.period, []).append(one)
    found = []
    for period in sorted(p for p in by_period if is_period(campaign, p)):
        lines = tuple(line for line in overview(store, on, period, unit).lines if not line.is_in)
        if lines:
            found.append(Reminded(reminder=by_period[period][-1], times=len(by_period[period]), lines=lines))
    return tuple(found)


def last_reminders(store: DatabaseStore, period: str) -> Mapping[str, date]:
    """Return when each unit was last reminded of a month, by its code."""
    found = kept.reminders(store.engine, store.code, period=period)
    return {one.unit: date.fromisoformat(one.day) for one in found}
