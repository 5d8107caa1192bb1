"""Deadlines (报送期限): what each unit has to hand in, by which day, and how that stands on a day.

A return counts from the day it was received, else from the day it was filled in, for its own month and for what is
due once; a receipt tells of what has no return. Where the signed and sealed original is asked for too, nothing is
complete without it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.derive.calendar import month_after, month_end, months_between, moved, on_workday
from generator.derive.hazard_history import hazards_on
from generator.derive.names import ISSUER, months
from generator.derive.units import issuer_unit
from generator.model.campaign import Campaign, Duty
from generator.model.form import Form
from generator.model.organ import Unit

DueState: TypeAlias = Literal["in", "in_late", "wrong", "unsealed", "late", "open"]
WrongReturns: TypeAlias = frozenset[tuple[str, str, str]]
CLOSE_OUT = "close_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Occasion (一次报送) on which a duty is due from one unit: of a month, of a hazard, or once."""

    duty: Duty
    unit: str
    due_on: date
    period: str = ""
    hazard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How one occasion stands on a day (报送情况): `days` is how late it came or is, or how many are left.

    in: complete in time. in_late: complete, late. wrong: it came with errors and cannot be used. unsealed: the file
    came, the sealed original did not. late: the day has passed. open: the day is still to come.
    """

    occasion: Occasion
    state: DueState
    days: int
    came_on: date | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether it is not complete and its day has passed."""
        return self.state == "late" or (self.state in ("unsealed", "wrong") and self.days > 0)


def dues(
    campaign: Campaign, forms: Mapping[str, Form], on: date, wrong: WrongReturns = frozenset()
) -> tuple[Due, ...]:
    """Return every occasion of the campaign as it stands on the day `on`, by day, duty and unit.

    `wrong` are form, unit and month of the returns that had errors and were left out when the data was read; the
    form is empty where the file could not be read at all.
    """
    arrivals = _arrivals(campaign, on)
    found = (_due(occasion, arrivals, on) for occasion in occasions(campaign, forms))
    wrong |= {(form, unit, "") for form, unit, _ in wrong}  # what is due once may be of any month
    return tuple(_with_errors(due, wrong) for due in found)


def occasions(campaign: Campaign, forms: Mapping[str, Form]) -> tuple[Occasion, ...]:
    """Return every occasion of the campaign's duties, by day, then in the order of duties and units."""
    every = [o for duty in campaign.duties for o in _occasions(campaign, duty, forms.get(duty.form))]
    return tuple(sorted(every, key=lambda o: o.due_on))


def due_day(campaign: Campaign, form: Form, period: str) -> date | None:
    """Return the last day on which a form's return for a month is due, None when no duty says so."""
    days = [
        _monthly_day(campaign, duty, period)
        for duty in campaign.duties
        if duty.form == form.form and duty.monthly_by is not None
    ]
    return max(days, default=None)


def _reporting(campaign: Campaign, duty: Duty, form: Form | None) -> tuple[Unit, ...]:
    if duty.by_issuer:
        return (issuer_unit(campaign),)
    kinds = duty.used_by or (form.used_by if form else ())
    return tuple(u for u in campaign.units if u.kind in kinds)


def _occasions(campaign: Campaign, duty: Duty, form: Form | None) -> Iterator[Occasion]:
    units = _reporting(campaign, duty, form)
    if duty.monthly_by is not None:
        for period in _periods(campaign, duty):
            day = _monthly_day(campaign, duty, period)
            asked = (u for u in units if u.reports_in(period))
            yield from (Occasion(duty=duty, unit=u.code, due_on=day, period=period) for u in asked)
    if duty.due_on is not None:
        day = on_workday(duty.due_on, duty.workday, campaign.settings)
        mine = (u for u in units if u.reports_in(duty.due_on.isoformat()[:7]))
        yield from (Occasion(duty=duty, unit=u.code, due_on=day) for u in mine)
    if duty.within_days is not None and duty.after == CLOSE_OUT:
        yield from _after_close_out(campaign, duty, units, form.hazard_levels if form else ())


def _after_close_out(
    campaign: Campaign, duty: Duty, units: tuple[Unit, ...], levels: tuple[str, ...]
) -> Iterator[Occasion]:
    """Yield an occasion for each hazard closed, of the levels that the duty's form takes."""
    codes = {u.code for u in units}
    days = duty.within_days or 0
    for hazard in hazards_on(campaign):
        if hazard.closed_on and hazard.unit in codes and (not levels or hazard.level in levels):
            day = on_workday(moved(hazard.closed_on, days), duty.workday, campaign.settings)
            yield Occasion(duty=duty, unit=hazard.unit, due_on=day, hazard=hazard.code)


def _periods(campaign: Campaign, duty: Duty) -> Iterator[str]:
    """Yield the months that a monthly duty reports on; a day before the campaign begins is none."""
    first, last = months(campaign)
    for period in months_between(max(first, duty.cumulative_from), last):
        if _monthly_day(campaign, duty, period) >= campaign.starts_on:
            yield period


def _monthly_day(campaign: Campaign, duty: Duty, period: str) -> date:
    month = month_after(period) if duty.next_month else period
    last = month_end(month)
    day = (
        last
        if isinstance(duty.monthly_by, str) or duty.monthly_by is None
        else last.replace(day=duty.monthly_by)
    )
    return on_workday(day, duty.workday, campaign.settings)


_Key: TypeAlias = tuple[str, str, str, str]
_Days: TypeAlias = dict[_Key, date]


def _arrivals(campaign: Campaign, on: date) -> tuple[_Days, _Days]:
    """Return when files and sealed originals came, up to the day `on`, by duty or form, unit, month and hazard."""
    files: _Days = {}
    seals: _Days = {}
    for r in campaign.returns:
        if r.came_on and r.came_on <= on:
            for period in {r.period, ""}:  # what is due once may be of any month
                _note(files, (f"form {r.form}", r.unit, period, ""), r.came_on, on)
    for receipt in campaign.receipts:
        for unit in receipt.units or [ISSUER, *(u.code for u in campaign.units)]:
            key = (receipt.duty, unit, receipt.period, receipt.hazard)
            _note(files, key, receipt.received_on, on)
            _note(seals, key, receipt.sealed_on, on)
    return files, seals


def _note(days: _Days, key: _Key, day: date | None, on: date) -> None:
    """Keep the day when something came, the first of several; what comes after `on` is not there yet."""
    if day and day <= on:
        days[key] = min(day, days.get(key, day))


def _due(occasion: Occasion, arrivals: tuple[_Days, _Days], on: date) -> Due:
    files, seals = arrivals
    duty = occasion.duty
    key = (duty.name, occasion.unit, occasion.period, occasion.hazard)
    came = files.get(key) or files.get((f"form {duty.form}", *key[1:]))
    sealed = seals.get(key)
    state: DueState = "late" if on > occasion.due_on else "open"
    found = Due(occasion=occasion, state=state, days=abs((on - occasion.due_on).days), came_on=came)
    if came is None:
        return found
    if duty.sealed and sealed is None:
        return replace(found, state="unsealed", days=max((on - occasion.due_on).days, 0))
    complete = max(came, sealed) if duty.sealed and sealed else came
    late = (complete - occasion.due_on).days
    return replace(found, state="in_late" if late > 0 else "in", days=max(late, 0))


def _with_errors(due: Due, wrong: WrongReturns) -> Due:
    """Return the due, told apart when a return came for it and had errors."""
    occasion = due.occasion
    form = occasion.duty.form
    came = form and {(form, occasion.unit, occasion.period), ("", occasion.unit, occasion.period)} & wrong
    if due.came_on or occasion.hazard or not came:
        return due
    return replace(due, state="wrong", days=due.days if due.state == "late" else 0)
