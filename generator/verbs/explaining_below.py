"""Explaining below (逐级说明): behind a unit's figure that was handed up, the lower campaign's, and so on down."""

from collections.abc import Iterable, Iterator

from generator.compose.lineage import explained
from generator.compose.wording import printed_date, printed_value
from generator.dataclass import dataclass
from generator.derive.levels import is_same
from generator.derive.reported import as_reported
from generator.derive.roll_up import Cell, Share, Total
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.sources.reported import read_reported
from generator.verbs.collecting import totals_of
from generator.verbs.levels import Below, Find, below


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Step down (下一级): a unit's figure that was handed up, and the cell of the lower campaign's total behind it."""

    unit: str
    filled: Return
    lower: Below
    total: Total
    cell: Cell


def steps_below(campaign: Campaign, total: Total, cell: Cell, find: Find, unit: str = "") -> Iterator[Step]:
    """Yield the lower totals behind a cell, in the order of the units that handed them up; of one unit by its code."""
    labels = {u.code: u.label for u in campaign.units}
    for share in (s for s in cell.given if unit in ("", s.unit)):
        filled = _filled(total, share)
        lower = below(filled, find)
        found = _total(lower, filled) if lower is not None and filled is not None else None
        theirs = next((c for c in found.cells if c.field.name == share.field), None) if found else None
        if lower and filled and found and theirs:
            yield Step(unit=labels[share.unit], filled=filled, lower=lower, total=found, cell=theirs)


def _filled(total: Total, share: Share) -> Return | None:
    return next(s.filled for s in total.returns if (s.form, s.unit) == (share.form, share.unit))


def _total(lower: Below, filled: Return) -> Total | None:
    """Return the lower campaign's total behind a return, as it was approved."""
    reported, _ = read_reported(lower.source, filled.period)
    totals = totals_of(lower.campaign, lower.loaded, filled.period)
    return next((as_reported(t, reported) for t in totals if t.form.form == filled.form), None)


def explained_below(
    campaign: Campaign, total: Total, cell: Cell, find: Find, unit: str = ""
) -> Iterator[str]:
    """Yield in lines how the figures of a cell that were handed up came about, down to the units that filled in."""
    yield from _explained(steps_below(campaign, total, cell, find, unit), set(), "")


def _explained(steps: Iterable[Step], seen: set[tuple[str, str, str]], indent: str) -> Iterator[str]:
    """Yield each figure of a lower campaign once, whatever the data say of who is below whom."""
    for step in steps:
        lower = step.lower
        which = lower.place, step.total.form.form, step.cell.field.name
        if which in seen:
            continue
        seen.add(which)
        yield f"{indent}  {heading(step)}"
        yield from (f"{indent}    {line}" for line in explained(lower.campaign, step.total, step.cell))
        deeper = steps_below(lower.campaign, step.total, step.cell, lower.find)
        yield from _explained(deeper, seen, f"{indent}    ")


def heading(step: Step) -> str:
    """Return a line that says where a unit's figure was handed up from, and whether it is still that."""
    origin = step.filled.made_from
    on = f"，{printed_date(step.filled.filled_on)}上报" if step.filled.filled_on else ""
    then = step.filled.values.get(step.cell.field.name)
    now = printed_value(step.cell.field, step.cell.value).replace("\n", "") or "空"
    changed = "" if is_same(then, step.cell.value) else f"；现在审定的是 {now}"
    counted = f"，计入 {origin.counted}/{origin.due} 份" if origin else ""
    return f"{step.unit}的数汇总自“{step.lower.campaign.name}”{counted}{on}{changed}"
