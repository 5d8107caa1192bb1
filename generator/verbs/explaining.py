"""Explain (说明): how any number of the town's tables, workbooks and superiors' forms came about."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from generator.compose.explaining import CELL, View, cell_explained, figures_in, sheets_named
from generator.compose.lineage import explained, number_of
from generator.compose.roll_up import indicators
from generator.compose.summary import summary_of
from generator.compose.upward import key_of
from generator.derive.reported import as_reported
from generator.derive.roll_up import Cell, Total
from generator.problem import Problem
from generator.sources.campaign import Loaded
from generator.validate.wording import nearest
from generator.verbs.usage import UsageProblem

if TYPE_CHECKING:
    from generator.verbs.collecting import CollectResult


def explain(result: "CollectResult", words: str) -> list[str]:
    """Return in lines how a number came about; `words` are a cell, 汇总!G5, or an indicator's number, name or label.

    Raises UsageProblem when there is no such number.
    """
    if CELL.fullmatch(words.strip()):
        return _of_cell(result, words)
    printed = [as_reported(t, result.reported) for t in result.totals]
    name = words.removeprefix("序号").strip()
    found = [(t, c) for t in printed for c in t.cells if _is_meant(t, c, name)]
    if not found:
        labels = (c.field.label for t in result.totals for c in t.cells)
        hint = nearest(words, filter(None, labels))
        raise UsageProblem(
            f"汇总表里没有“{words}”这个指标。{hint}可以写序号（如 2.1）、名称，或汇总簿的格（如 汇总!G5）。"
        )
    return [line for total, cell in found for line in _with_below(result, total, cell)]


def _with_below(result: "CollectResult", total: Total, cell: Cell) -> Iterator[str]:
    from generator.verbs.explaining_below import explained_below

    yield from explained(result.campaign, total, cell)
    yield from explained_below(result.campaign, total, cell, result.find)


def _of_cell(result: "CollectResult", words: str) -> list[str]:
    view = view_of(result)
    if lines := cell_explained(view, words):
        from generator.verbs.explaining_below import explained_below

        for total, cell, unit in figures_in(view, words):
            lines += explained_below(result.campaign, total, cell, result.find, unit)
        return lines
    raise UsageProblem(f"没有“{words}”这一格的数；工作表有：{'、'.join(sheets_named(view))}")


def view_of(result: "CollectResult") -> View:
    """Return what the cells of a roll-up are explained from."""
    return View(
        campaign=result.campaign,
        pairs=result.pairs,
        summary=summary_of(result.campaign, result.pairs),
        upwards=[one.upward for one in result.upward],
        written_in=_written_in(result.loaded),
    )


def _written_in(loaded: Loaded) -> Callable[[str, str, str, str], str]:
    """Return what tells in which file and line a unit's return of a month has a field."""
    listed = loaded.data.get("returns")
    items = [r if isinstance(r, dict) else {} for r in (listed if isinstance(listed, list) else [])]
    numbers = [r.get("correction") for r in items]
    versions = sorted(range(len(items)), key=lambda i: n if isinstance(n := numbers[i], int) else 0)
    places = {(items[i].get("form"), items[i].get("unit"), items[i].get("period")): i for i in versions}

    def written_in(form: str, unit: str, period: str, field: str) -> str:
        place = ("returns", places[form, unit, period], "values", field)
        return loaded.place(Problem(code="", message="", path=place)).where

    return written_in


def _is_meant(total: Total, cell: Cell, words: str) -> bool:
    field = cell.field
    mine = [i for i in indicators(total.form) if i.field.name == field.name]
    names = {number_of(total, cell), field.name, field.label, field.printed_label}
    names |= {name for i in mine for name in (key_of(i), i.label, i.full_label)}
    return words in {n.replace("\n", "") for n in names} | names
