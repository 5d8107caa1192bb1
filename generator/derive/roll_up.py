"""Roll-up (汇总): returns made into one table by each field's aggregate, every number with those who gave it.

A value that is left out is not zero: it is kept apart, and so are units that reported nothing or wrongly.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.derive.corrections import in_force, key_of, versions_of
from generator.derive.deadlines import WrongReturns, due_day
from generator.derive.fillable import value_fields
from generator.derive.ledger_count import counted_hazards
from generator.model.campaign import Campaign
from generator.model.filled import Return, Scalar, Value
from generator.model.form import Aggregate, Field, Form
from generator.model.organ import Unit
from generator.model.roll_up import RollUp

SourceState: TypeAlias = Literal["counted", "blank", "missing", "wrong"]
Number: TypeAlias = int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is expected of one unit on one form (应报的一份): `late_days` is how late it came, 0 when in time.

    `earlier` are the versions that `filled` corrected, the original first.
    """

    form: str
    unit: str
    state: SourceState
    late_days: int = 0
    filled: Return | None = None
    earlier: tuple[Return, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Share of one unit in a total (一家的数): the value of a field of its return, None when it is left out."""

    form: str
    unit: str
    field: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Cell of the total (汇总的一格): its value, None when nobody gave any, with everyone's share.

    `hazards` are the codes of those counted when the value comes from the ledger. `changed` where the value is as
    it was reported and the shares now come to another.
    """

    field: Field
    value: Value
    shares: tuple[Share, ...] = ()
    hazards: tuple[str, ...] = ()
    changed: bool = False

    @property
    def aggregate(self) -> Aggregate:
        """How the value came about."""
        return self.field.rolled_up_by

    @property
    def given(self) -> tuple[Share, ...]:
        """The shares that hold a value."""
        return tuple(s for s in self.shares if not is_left_out(s.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Total (汇总结果) of one roll-up for one month; `unplaced` are fields of the sources that went nowhere."""

    roll_up: RollUp
    form: Form
    sources: tuple[Form, ...]
    period: str
    cells: tuple[Cell, ...]
    returns: tuple[Source, ...]
    unplaced: tuple[tuple[str, Field], ...] = ()

    @property
    def values(self) -> dict[str, Value]:
        """The values by the names of their fields."""
        return {cell.field.name: cell.value for cell in self.cells}


def roll_ups_of(campaign: Campaign, forms: Mapping[str, Form]) -> tuple[RollUp, ...]:
    """Return the roll-ups of a campaign; without any declared, each indicator table of units makes its own."""
    if campaign.roll_ups:
        return campaign.roll_ups
    return tuple(RollUp(form=code) for code, form in forms.items() if can_be_rolled_up(form))


def can_be_rolled_up(form: Form) -> bool:
    """Tell whether units report values on a form, one sheet each."""
    return form.kind == "indicator_table" and bool(value_fields(form))


def rolled_up(
    campaign: Campaign,
    forms: Mapping[str, Form],
    roll_up: RollUp,
    period: str,
    wrong: WrongReturns = frozenset(),
) -> Total:
    """Return the total of one roll-up for a month.

    `wrong` are form, unit and month of the returns that had errors and were left out when the data was read; the
    form is empty where the file could not be read at all.
    """
    sources = tuple(forms[code] for code in roll_up.forms)
    expected = tuple(sources_of(campaign, sources, period, wrong))
    target = forms[roll_up.form]
    goes_to = _ways(roll_up, target, sources)
    handed_up = frozenset(s.unit for s in expected if s.filled and s.filled.made_from)
    cells = tuple(
        _cell(campaign, roll_up, period, f, _shares(expected, goes_to, f.name), handed_up)
        for f in value_fields(target)
    )
    unplaced = tuple(
        (form.form, f) for form in sources for f in value_fields(form) if not goes_to[form.form, f.name]
    )
    return Total(
        roll_up=roll_up,
        form=target,
        sources=sources,
        period=period,
        cells=cells,
        returns=expected,
        unplaced=unplaced,
    )


def units_of(campaign: Campaign, form: Form) -> tuple[Unit, ...]:
    """Return the units that report on a form, in the campaign's order."""
    return tuple(u for u in campaign.units if u.kind in form.used_by)


def is_left_out(value: Value) -> bool:
    """Tell whether nothing was written: a number 0 is something, an empty text or parts all empty are not."""
    if isinstance(value, dict):
        return all(is_left_out(part) for part in value.values())
    return value is None or (isinstance(value, str) and not value.strip())


def sources_of(
    campaign: Campaign, sources: Sequence[Form], period: str, wrong: WrongReturns
) -> Iterator[Source]:
    """Yield what is expected of each unit on each of the forms for a month, and how it stands."""
    every = [r for r in campaign.returns if r.period == period]
    found = {(r.form, r.unit): r for r in in_force(every)}
    first = {(r.form, r.unit): r for r in every if not r.correction}
    for form in sources:
        limit = due_day(campaign, form, period)
        for unit in units_of(campaign, form):
            filled = found.get((form.form, unit.code))
            if filled is None and not unit.reports_in(period):
                continue
            if filled is None:
                came_wrong = {(form.form, unit.code, period), ("", unit.code, period)} & wrong
                state: SourceState = "wrong" if came_wrong else "missing"
                yield Source(form=form.form, unit=unit.code, state=state)
                continue
            came = first.get((form.form, unit.code), filled).came_on
            late = max((came - limit).days, 0) if came and limit else 0
            blank = all(is_left_out(filled.values.get(f.name)) for f in value_fields(form))
            state = "blank" if blank else "counted"
            earlier = versions_of(every, key_of(filled))[:-1] if filled.correction else ()
            yield Source(
                form=form.form, unit=unit.code, state=state, late_days=late, filled=filled, earlier=earlier
            )


def _ways(roll_up: RollUp, target: Form, sources: Sequence[Form]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return where each field of the sources goes: as the pairs say, else to the field of its name."""
    names = {f.name for f in value_fields(target)}
    ways = {}
    for form in sources:
        for field in value_fields(form):
            paired = tuple(to for to, froms in roll_up.pairs.items() if field.name in froms)
            same = (field.name,) if field.name in names else ()
            ways[form.form, field.name] = paired or same
    return ways


def _shares(
    expected: Iterable[Source], goes_to: Mapping[tuple[str, str], tuple[str, ...]], name: str
) -> tuple[Share, ...]:
    """Return the shares in one field of the total, from every return that has a field for it."""
    froms = [(form, field) for (form, field), to in goes_to.items() if name in to]
    return tuple(
        Share(form=form, unit=s.unit, field=field, value=s.filled.values.get(field))
        for s in expected
        if s.filled
        for form, field in froms
        if form == s.form
    )


def _from_ledgers(
    campaign: Campaign, period: str, field: Field, shares: tuple[Share, ...], handed_up: frozenset[str]
) -> Cell:
    """Return what the ledger holds, and what units counted in their own ledgers below before they handed it up."""
    hazards = [h for h in counted_hazards(campaign, field.ledger, period) if h.unit not in handed_up]
    theirs = [s.value for s in shares if s.unit in handed_up and isinstance(s.value, int)]
    codes = tuple(h.code for h in hazards)
    return Cell(field=field, value=len(hazards) + sum(theirs), shares=shares, hazards=codes)


def _cell(
    campaign: Campaign,
    roll_up: RollUp,
    period: str,
    field: Field,
    shares: tuple[Share, ...],
    handed_up: frozenset[str],
) -> Cell:
    if field.rolled_up_by == "own":
        return Cell(field=field, value=roll_up.own.get(period, {}).get(field.name), shares=shares)
    if field.rolled_up_by == "ledger":
        return _from_ledgers(campaign, period, field, shares, handed_up)
    given = [s for s in shares if not is_left_out(s.value)]
    labels = {u.code: u.label for u in campaign.units}
    return Cell(
        field=field, value=_combined(field, [(labels[s.unit], s.value) for s in given]), shares=shares
    )


def _combined(field: Field, given: Sequence[tuple[str, Value]]) -> Value:
    """Return the one value that the given ones make, None when there are none."""
    if not given:
        return None
    values = [value for _, value in given]
    match field.rolled_up_by:
        case "any":
            return any(v in (True, "是") for v in values)
        case "list":
            return "；".join(f"{label}：{_in_words(value)}" for label, value in given)
    combine = largest if field.rolled_up_by == "max" else added
    if field.kind == "parts":
        return {p.name: _of_part(p.name, values, combine) for p in field.parts}
    return combine([v for v in values if isinstance(v, int | float)])


def _in_words(value: Value) -> Value:
    return ("是" if value else "否") if isinstance(value, bool) else value


def _of_part(name: str, values: Iterable[Value], combine: Callable[[Sequence[Number]], Number]) -> Scalar:
    parts = [v.get(name) for v in values if isinstance(v, dict)]
    numbers = [p for p in parts if isinstance(p, int | float)]
    return combine(numbers) if numbers else None


def largest(numbers: Sequence[Number]) -> Number:
    """Return the largest of at least one number."""
    return max(numbers)


def added(numbers: Sequence[Number]) -> Number:
    """Return the sum as a clerk adds it up, in decimal: 0.1 and 0.2 make 0.3."""
    total = sum((Decimal(str(n)) for n in numbers), Decimal(0))
    return int(total) if all(isinstance(n, int) for n in numbers) else float(total)
