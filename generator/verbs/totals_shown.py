"""Totals shown (汇总页): a month's roll-up as rows to look at, and how any of its numbers came about."""

from collections.abc import Iterator
from dataclasses import replace

from generator.compose.lineage import explained, number_of
from generator.compose.roll_up import total_name
from generator.compose.wording import printed_value
from generator.dataclass import dataclass
from generator.derive.calendar import months_between
from generator.derive.names import months
from generator.derive.reported import as_reported
from generator.derive.roll_up import Cell, Total
from generator.sources.places import Source
from generator.verbs.collecting import CollectRequest, CollectResult, collect
from generator.verbs.explaining_below import Step, heading, steps_below
from generator.verbs.handing_up import Handed, handed
from generator.verbs.levels import Above, Find, code_named, differences_told
from generator.verbs.usage import UsageProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Row of a roll-up (一个指标): its number and label, the figure and last month's, how it is rolled up."""

    number: str
    name: str
    label: str
    value: str
    before: str
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A roll-up as shown (一张汇总): its name, how many returns it counts of those due, who is missing, its rows."""

    form: str
    name: str
    due: int
    counted: int
    missing: tuple[str, ...]
    wrong: tuple[str, ...]
    late: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month's roll-ups (一个月的汇总), with what was found; `reported` when its figures are frozen."""

    result: CollectResult
    periods: tuple[str, ...]
    totals: tuple[Shown, ...]
    up: Above | None = None
    handed: tuple[Handed, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the figures of today are others than those that were reported."""
        return any(p.code == "COL-009" for p in self.result.problems)

    @property
    def needs_reason(self) -> bool:
        """Whether it takes a reason to hand the month up as it was approved."""
        return self.changed or any(t.missing or t.wrong for t in self.totals)

    @property
    def goes_up(self) -> bool:
        """Whether there are approved figures that the campaign above does not have yet and may be given."""
        return self.reported and any(self._is_awaited(h) for h in self.handed)

    def _is_awaited(self, one: Handed) -> bool:
        """Tell whether a form may go up: it is not there, was sent back, or was taken with other figures."""
        if one.standing != "accepted" or one.there.filled is None:
            return one.standing != "submitted"
        total = next(t for t in self.result.totals if t.form.form == one.form.form)
        return bool(differences_told(as_reported(total, self.result.reported), one.there.filled))

    @property
    def reported(self) -> bool:
        """Whether the month's figures were reported and stay as they are."""
        return self.result.reported is not None


def month_totals(source: Source, period: str, find: Find | None = None) -> Month:
    """Return a month's roll-ups as rows, and how they stand in the campaign above; raises as `collect` does."""
    result = collect(CollectRequest(source=source, period=period, find=find))
    up, handed_up, faults = handed(source, result.period, find)
    return Month(
        result=replace(result, problems=(*result.problems, *faults)),
        periods=tuple(months_between(*months(result.campaign))),
        totals=tuple(_shown(result, i) for i in range(len(result.totals))),
        up=up,
        handed=handed_up,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """How a figure came about (数的来源), in lines; `below` are the lower campaigns that it goes on in, with a line each.

    Of each: the line, the campaign, the form and the name by which the figure is explained there.
    """

    lines: tuple[str, ...]
    below: tuple[tuple[str, str, str, str], ...] = ()


def explained_number(
    source: Source, period: str, form: str, name: str, find: Find | None = None
) -> Explained:
    """Return how a figure of a roll-up came about; raises UsageProblem when there is none of that name."""
    result = collect(CollectRequest(source=source, period=period, find=find))
    for total in result.totals:
        shown = as_reported(total, result.reported)
        for cell in shown.cells if total.form.form == form else ():
            if cell.field.name == name:
                steps = steps_below(result.campaign, shown, cell, result.find)
                return Explained(
                    lines=tuple(explained(result.campaign, shown, cell)), below=tuple(map(_below, steps))
                )
    raise UsageProblem("汇总表里没有这个指标，请刷新页面")


def _below(step: Step) -> tuple[str, str, str, str]:
    origin = step.filled.made_from
    campaign = code_named(origin.campaign) if origin else ""
    return heading(step), campaign, step.total.form.form, step.cell.field.name


def _shown(result: CollectResult, index: int) -> Shown:
    total, before = as_reported(result.totals[index], result.reported), result.before[index]
    labels = {u.code: u.label for u in result.campaign.units}

    def of_state(state: str) -> tuple[str, ...]:
        return tuple(labels[s.unit] for s in total.returns if s.state == state)

    return Shown(
        form=total.form.form,
        name=total_name(result.campaign, total, alone=len(result.totals) == 1),
        due=len(total.returns),
        counted=sum(s.state in ("counted", "blank") for s in total.returns),
        missing=of_state("missing"),
        wrong=of_state("wrong"),
        late=tuple(f"{labels[s.unit]}（{s.late_days}天）" for s in total.returns if s.late_days),
        rows=tuple(_rows(total, before)),
    )


def _rows(total: Total, before: Total) -> Iterator[Row]:
    last = {cell.field.name: cell for cell in before.cells}
    for cell in total.cells:
        yield Row(
            number=number_of(total, cell),
            name=cell.field.name,
            label=cell.field.printed_label.replace("\n", ""),
            value=_words(cell),
            before=_words(last.get(cell.field.name)),
            changed=cell.changed,
        )


def _words(cell: Cell | None) -> str:
    return printed_value(cell.field, cell.value).replace("\n", "") if cell else ""
