"""Sheets into returns (收表): each sheet known, its head and values read, checked as any return is."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.compose.workbook_rules import TITLE
from generator.dataclass import dataclass
from generator.derive.by_unit import returns_of
from generator.derive.corrections import in_force, key_of, versions_of
from generator.derive.entries import hazard_entries
from generator.derive.known_hazards import unit_hazards
from generator.derive.names import unit_codes
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Form
from generator.problem import Path, Problem
from generator.sources.characters import doubtful_characters, texts, unusable_characters
from generator.sources.intake.cells import shown
from generator.sources.intake.grid import Grid
from generator.sources.intake.hazards import compare_hazards
from generator.sources.intake.head import Head, read_head
from generator.sources.intake.known import Known, known_as
from generator.sources.intake.rows import read_rows
from generator.sources.intake.told import Told
from generator.sources.intake.values import is_a_value, read_values
from generator.validate.returns import check_returns
from generator.validate.wording import without_keys

NOT_FORMS = ("填表说明", "选项(不用填)", TITLE)
YEARS_AROUND = 1
REPORTED = ("filled_on", "filled_by", "reviewed_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one sheet gave: its return, None where it gives none, its unit, and what was found."""

    grid: Grid
    filled: Return | None = None
    unit: str = ""
    problems: tuple[Problem, ...] = ()


def take(grid: Grid, campaign: Campaign, forms: Mapping[str, Form], period: str) -> Taken | None:
    """Read one sheet; None for one of ours that holds nothing to read, or an empty one."""
    if not any(True for _ in grid.written()) or plain_first(grid) in NOT_FORMS:
        return None
    years = campaign.starts_on.year - YEARS_AROUND, campaign.ends_on.year + YEARS_AROUND
    told = Told(grid, years)
    found = known_as(grid, forms.values())
    if not found:
        told.say("XLS-004", _unknown(forms), None)
        return Taken(grid=grid, problems=tuple(told.problems))
    units = {name: codes for name, codes in unit_codes(campaign).items() if any(codes)}
    head = read_head(told, units, period)
    known = _only(told, found, campaign, head)
    filled = _filled(told, known, head, campaign) if known else None
    if filled and known:
        filled = _with_unprinted(filled, known.form, campaign) if grid.printed else filled
        _check(told, filled, campaign, forms)
        _check_characters(told, filled)
    if known:
        _tell_lost_above(told, known)
    problems = tuple(replace(p, unit=head.unit, period=head.period) for p in told.problems)
    return Taken(grid=grid, filled=filled, unit=head.unit, problems=problems)


def plain_first(grid: Grid) -> str:
    """Return the first words on a sheet, as labels are compared."""
    return next(iter(grid.words), "")


def _unknown(forms: Mapping[str, Form]) -> str:
    names = "、".join(dict.fromkeys(f.short_title for f in forms.values() if not f.is_paper))
    return f"认不出是哪张表（本行动有：{names}）。请用本月发出的工作簿填；不是报表的，请删去这张工作表。"


def _only(told: Told, found: Iterable[Known], campaign: Campaign, head: Head) -> Known | None:
    """Return the one form that a sheet is; of equals that which the unit fills in."""
    kinds = {unit.code: unit.kind for unit in campaign.units}
    known = list(found)
    if len(known) > 1:
        known = [k for k in known if kinds.get(head.unit) in k.form.used_by] or known
    if len(known) == 1:
        return known[0]
    names = "、".join(k.form.short_title for k in known)
    told.say("XLS-005", f"这张表和 {names} 都一样像，不知道是哪一张。请用本月发出的工作簿填。", None)
    return None


def _filled(told: Told, known: Known, head: Head, campaign: Campaign) -> Return | None:
    """Return what a sheet reports; None, told, when nothing is filled in."""
    if hazard_entries(known.form):
        _compare_hazards(told, known, head, campaign)
        return _reported(known, head) if head.filled_on or head.filled_by or head.reviewed_by else None
    reported = in_force(r for r in returns_of(campaign, head.unit) if r.form == known.form.form)
    values = read_values(told, known, reported) if known.is_list else {}
    rows = () if known.is_list else read_rows(told, known)
    if not values and not rows and not told.wrong:
        if known.is_list or not (head.filled_on or head.filled_by):
            told.say(
                "XLS-013", "一个数也没有填，没有读入。没有情况的写 0；不报这张表的不用管。", None, "warning"
            )
            return None
        if known.form.kind == "score_sheet":
            message = (
                "打分表一行也没有，读进来就是满分，没有读入。没有扣分的，也写上一行：考评细则编号和完成情况。"
            )
            told.say("XLS-013", message, None)
            return None
        told.say("XLS-013", "台账一行也没有，有填报人或填报日期，读作零报送。请核对。", None, "warning")
    return replace(_reported(known, head), values=values, rows=rows)


def _compare_hazards(told: Told, known: Known, head: Head, campaign: Campaign) -> None:
    """Compare a ledger with what the campaign lists for its unit and month; of others nothing can be said."""
    if not head.unit or not head.period:
        read_rows(told, known)
        return
    listed = unit_hazards(campaign, known.form, head.unit, head.period)
    compare_hazards(told, known, listed, [h.code for h in campaign.hazards])


def _reported(known: Known, head: Head) -> Return:
    """Return the report that the head of a sheet makes, without values yet."""
    return Return(
        schema=1,
        form=known.form.form,
        unit=head.unit,
        period=head.period,
        version=known.form.version,
        filled_on=head.filled_on,
        filled_by=head.filled_by,
        reviewed_by=head.reviewed_by,
    )


def _with_unprinted(filled: Return, form: Form, campaign: Campaign) -> Return:
    """Return a printed sheet's report with what the form has no line for as it was reported before."""
    words = "".join(line.left + line.center + line.right for line in (*form.above, *form.below))
    before = versions_of(campaign.returns, key_of(filled))[-1:]
    unprinted = [name for name in REPORTED if f"{{{name}" not in words]
    return replace(filled, **{name: getattr(before[0], name) for name in unprinted}) if before else filled


def _tell_lost_above(told: Told, known: Known) -> None:
    """Tell a number or date above the table that belongs to no label of the head."""
    top = min(row for places in known.places.values() for row, _ in places)
    for place, raw in told.grid.written():
        if place[0] < top and place not in told.used and is_a_value(raw):
            message = f"“{shown(raw)}”没有读入：它在表头里，不知道是什么。请核对。"
            told.say("XLS-011", message, place, "warning")


def _check(told: Told, filled: Return, campaign: Campaign, forms: Mapping[str, Form]) -> None:
    """Tell what the checks of returns find, at the cells; what is told already is not told again."""
    alone = replace(campaign, returns=(filled,))
    for problem in check_returns(alone, forms):
        path: Path = problem.path[2:]
        if (path[:1] == ("unit",) and not filled.unit) or (path[:1] == ("period",) and not filled.period):
            continue
        if any(path[: len(wrong)] == wrong or wrong[: len(path)] == path for wrong in told.wrong):
            continue
        message = without_keys(problem.message)
        told.problems.append(replace(problem, path=(), where=_where(told, path), message=message))


def _check_characters(told: Told, filled: Return) -> None:
    """Tell characters that no document may hold, and doubtful ones, at their cells."""
    data = {
        "filled_by": filled.filled_by,
        "reviewed_by": filled.reviewed_by,
        "values": filled.values,
        "rows": list(filled.rows),
    }
    for problem in (*unusable_characters(texts(data)), *doubtful_characters(texts(data))):
        told.problems.append(replace(problem, path=(), where=_where(told, problem.path)))


def _where(told: Told, path: Path) -> str:
    """Return the cell of a value by its path; of a field of parts, its first cell."""
    for known, place in told.places.items():
        if known[: len(path)] == path:
            return told.grid.where(place)
    return told.grid.place
