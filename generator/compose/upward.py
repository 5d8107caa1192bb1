"""Superior's form filled in (上级表): the figures of a roll-up in the cells of the superior's own workbook."""

from collections.abc import Iterator, Mapping, Sequence

from generator.compose.conversion import converted, factor, is_measured
from generator.compose.roll_up import Indicator, indicators
from generator.compose.summary_cells import shown
from generator.compose.upward_places import NotFound, Spot, found, unplaced
from generator.compose.wording import campaign_names, fill, printed_month
from generator.dataclass import dataclass
from generator.derive.roll_up import Cell, Total
from generator.model.campaign import Campaign
from generator.model.upward import TheirSheet, UpwardCell, UpwardForm
from generator.problem import Path, Problem, errors
from generator.validate.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Figure (上级表的一个数): an indicator of the total, where it goes, and as what it is written there."""

    key: str
    indicator: Indicator
    cell: Cell
    spot: Spot
    value: int | float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upward:
    """Superior's form with its figures and the words written on it (填好的上级表), and what was found."""

    form: UpwardForm
    total: Total
    figures: tuple[Figure, ...]
    texts: tuple[tuple[Spot, str], ...]
    problems: tuple[Problem, ...]


def key_of(indicator: Indicator) -> str:
    """Return the name of one number in the data: penalties.amount is a part of its field."""
    name = indicator.field.name
    return f"{name}.{indicator.part.name}" if indicator.part else name


def upward_of(campaign: Campaign, total: Total, sheets: Sequence[TheirSheet], at: int) -> Upward:
    """Return the figures of a total for the campaign's `at`-th superior's form.

    A number whose cell cannot be told is an error; a formula of theirs is left as it is; what has no partner on
    either side is told.
    """
    form = campaign.upward[at]
    known = {key_of(i): i for i in indicators(total.form)}
    cells = {c.field.name: c for c in total.cells}
    figures: list[Figure] = []
    problems: list[Problem] = []
    for key in (k for k in form.cells if k in known and known[k].field.name in cells):
        path: Path = ("upward", at, "cells", key)
        try:
            figure = _figure(form, sheets, key, known[key], cells[known[key].field.name])
        except NotFound as error:
            problems.append(Problem(code="COL-014", message=f"上级表“{form.name}”里{error}", path=path))
            continue
        faults = list(_faults(form, figure, figures, path))
        problems += faults
        if not figure.spot.cell.formula and not errors(faults):
            figures.append(figure)
    texts, faults = _texts(campaign, form, total, sheets, ("upward", at, "texts"))
    problems += faults
    left = {k: i for k, i in known.items() if k not in form.cells}
    spots = [*(f.spot for f in figures), *(spot for spot, _ in texts)]
    problems += _without_partner(form, left, spots, ("upward", at, "cells"))
    return Upward(
        form=form, total=total, figures=tuple(figures), texts=tuple(texts), problems=tuple(problems)
    )


def _texts(
    campaign: Campaign, form: UpwardForm, total: Total, sheets: Sequence[TheirSheet], path: Path
) -> tuple[list[tuple[Spot, str]], list[Problem]]:
    """Return the words that are written on a superior's form with their cells, and what is wrong with these."""
    names = {**campaign_names(campaign), "period": printed_month(total.period)}
    texts: list[tuple[Spot, str]] = []
    problems: list[Problem] = []
    for at, pattern in form.texts.items():
        try:
            spot = found(form, sheets, UpwardCell(at=at))
        except NotFound as error:
            problems.append(
                Problem(code="COL-014", message=f"上级表“{form.name}”里{error}", path=(*path, at))
            )
            continue
        if spot.cell.formula:
            problems.append(_formula(form, spot, at, (*path, at)))
        else:
            texts.append((spot, fill(pattern, names)))
    return texts, problems


def _figure(
    form: UpwardForm, sheets: Sequence[TheirSheet], key: str, indicator: Indicator, cell: Cell
) -> Figure:
    spot = found(form, sheets, form.cell(key))
    by = factor(indicator.unit, spot.unit)
    value = shown(indicator, cell.value)
    if by is not None and isinstance(value, int | float):
        value = converted(value, by)
    return Figure(key=key, indicator=indicator, cell=cell, spot=spot, value=value)


def _faults(form: UpwardForm, figure: Figure, before: Sequence[Figure], path: Path) -> Iterator[Problem]:
    """Yield what is wrong with where a figure goes."""
    spot = figure.spot
    place = f"上级表“{form.name}”的 {spot.reference}"
    if same := [f.key for f in before if (f.spot.sheet.name, f.spot.at) == (spot.sheet.name, spot.at)]:
        message = f"{place} 已经填了“{same[0]}”，不能再填“{figure.key}”。请改正一处。"
        yield Problem(code="COL-014", message=message, path=path)
    if spot.cell.formula:
        yield _formula(form, spot, figure.key, path)
    yield from _other_unit(figure, place, path)


def _formula(form: UpwardForm, spot: Spot, key: str, path: Path) -> Problem:
    place = f"上级表“{form.name}”的 {spot.reference}"
    message = f"{place} 是公式，由它自己算，没有写“{key}”。请核对算出的数，或改填别的格。"
    return Problem(code="COL-015", message=message, path=path, severity="warning")


def _other_unit(figure: Figure, place: str, path: Path) -> Iterator[Problem]:
    ours, theirs = figure.indicator.unit, figure.spot.unit
    if factor(ours, theirs) is not None:
        return
    message = f"{place} 的单位是“{theirs}”，“{figure.key}”是“{ours}”，"
    if is_measured(ours) or is_measured(theirs):
        message += "换算不了，没有写。请核对是不是这一格，或用 unit 写明上级表的单位。"
        yield Problem(code="COL-016", message=message, path=path)
    else:
        yield Problem(code="COL-016", message=f"{message}数照写。请核对。", path=path, severity="warning")


def _without_partner(
    form: UpwardForm, left: Mapping[str, Indicator], spots: Sequence[Spot], path: Path
) -> Iterator[Problem]:
    if theirs := list(unplaced(form, spots)):
        message = f"上级表“{form.name}”里没有对应指标的格：{listed(theirs)}，照原样留着。请自己填，或在 cells 里补写。"
        yield Problem(code="COL-018", message=message, path=path, severity="warning")
    if left:
        ours = listed(one.label.replace("\n", "") for one in left.values())
        message = f"汇总表的这些指标没有填进上级表“{form.name}”：{ours}。上级表有的，请在 cells 里补写。"
        yield Problem(code="COL-018", message=message, path=path, severity="warning")
