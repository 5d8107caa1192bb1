"""Rosters and ledgers that an office has in Excel already (现成的名册、台账), into units or hazards by their heads.

Every column with something in it is taken by a known head, by the mapping given, or left out because the mapping says so;
any other is told as an error: nothing is lost unseen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from difflib import get_close_matches
from typing import Any

from generator.dataclass import dataclass
from generator.derive.entries import same_words
from generator.derive.units import recognised_suffix
from generator.model.campaign import Campaign
from generator.model.office import SERIAL, Column, ListSheet
from generator.problem import Path
from generator.sources.hints import arms, hint_at
from generator.sources.intake.grid import BLANK, Grid
from generator.sources.intake.rows import NOTE, SUM
from generator.sources.office.book import Names, heads_of, learn, read_row
from generator.sources.office.tree import Tree, as_source
from generator.sources.typed import typed
from generator.validate.wording import listed

LEFT_OUT = "不要"
TWINS = {"name": "隐患名称", "content": "主要内容"}  # a ledger of one's own has often one of them
LEAST_HEADS = 2  # that make a sheet one of these ledgers
SERIALS = (SERIAL, "序", "No", "No.", "NO", "NO.")


@dataclass(slots=True)
class TakenOver:
    """Items that were read, with their problems and the heads each key was read from."""

    items: list[dict[str, Any]] = field(default_factory=list)
    tree: Tree = field(default_factory=Tree)
    heads: dict[str, str] = field(default_factory=dict)


def mapped_heads(sheet: ListSheet, mapping: Mapping[str, str]) -> tuple[dict[str, Column | None], list[str]]:
    """Return the column that each mapped head stands for, None for one left out, and the fields that are not known."""
    by_name = {name: column for column in sheet.columns for name in (column.label, ".".join(column.key))}
    heads = {same_words(head): by_name.get(name) for head, name in mapping.items()}
    return heads, [name for name in mapping.values() if name != LEFT_OUT and name not in by_name]


def take_over(
    grids: Sequence[Grid], sheet: ListSheet, mapping: Mapping[str, str], data: Mapping[str, Any], names: Names
) -> TakenOver:
    """Return the items of every sheet that has such heads; `data` are the campaign's, `names` its codes by name."""
    mapped, _ = mapped_heads(sheet, mapping)
    left_out = {head for head, column in mapped.items() if column is None}
    taken = TakenOver()
    for grid in grids:
        head, found = heads_of(grid, sheet.columns, mapped)
        if len(found) >= LEAST_HEADS or (found and _said(grid, head) & set(mapped)):
            _tell_unmapped(grid, head, found, left_out, sheet, taken.tree)
            taken.heads |= {str(grid.raw((head, i))).strip(): c.label for i, c in found.items()}
            _read_rows(grid, head, found, sheet, names, taken)
        elif any(grid.written()):
            labels = listed(column.label for column in sheet.columns)
            message = f"不像“{sheet.name}”的表，没有读。栏头应有 {labels} 里的至少 {LEAST_HEADS} 个，或用 --map 指明。"
            taken.tree.say("OFF-002", message, grid.place, "warning")
    _tell_mapped_in_vain(grids, mapping, taken)
    _same_twice(sheet, taken)
    _complete(sheet, taken, data)
    _check_names(sheet, taken, data, names)
    _check_types(sheet, taken)
    return taken


def _said(grid: Grid, head: int) -> set[str]:
    """Return the heads of a sheet as they are compared."""
    return {same_words(raw) for raw in grid.rows[head] if isinstance(raw, str) and raw.strip()}


def _tell_mapped_in_vain(grids: Sequence[Grid], mapping: Mapping[str, str], taken: TakenOver) -> None:
    """Tell what the mapping names and no sheet has: mostly a slip in the name of a column."""
    written = {
        same_words(raw): raw.strip() for g in grids for row in g.rows for raw in row if isinstance(raw, str)
    }
    for head in mapping:
        if same_words(head) not in written:
            message = f"--map 写的栏“{head}”，表里没有。{_close(head, written.values())}请照表上的栏头写。"
            taken.tree.say("OFF-011", message, grids[0].file if grids else "")


def _close(head: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the head that may be meant; nothing where none comes near, for most columns stand for no field."""
    found = get_close_matches(head, list(known), n=1, cutoff=cutoff)
    return f"是不是“{found[0]}”？" if found else ""


def _same_twice(sheet: ListSheet, taken: TakenOver) -> None:
    """Take the name of a hazard for its content, or the other way round, where a ledger has but one of the two."""
    keys = {key for item in taken.items for key in item}
    if sheet.key != ("hazards",) or len(keys & set(TWINS)) != 1:
        return
    (known,) = keys & set(TWINS)
    (other,) = set(TWINS) - {known}
    for item in taken.items:
        if known in item:
            item[other] = item[known]
    message = f"没有“{TWINS[other]}”一栏，照“{TWINS[known]}”写。请核对。"
    taken.tree.say("OFF-004", message, taken.tree.places["hazards", 0], "warning")


def _read_rows(
    grid: Grid, head: int, columns: Mapping[int, Column], sheet: ListSheet, names: Names, taken: TakenOver
) -> None:
    for row in range(head + 1, len(grid.rows)):
        first = next((v for v in grid.rows[row] if v != BLANK), BLANK)
        if isinstance(first, str) and (SUM.fullmatch(same_words(first)) or NOTE.fullmatch(same_words(first))):
            message = f"这一行是“{first.strip()}”，不是一条，没有读。"
            taken.tree.say("OFF-012", message, grid.where((row, 0)), "warning")
            continue
        at: Path = (*sheet.key, len(taken.items))
        if item := read_row(grid, row, columns, taken.tree, names, at):
            taken.tree.places[at] = grid.where((row, min(columns)))
            taken.items.append(item)


def _tell_unmapped(
    grid: Grid,
    head: int,
    columns: Mapping[int, Column],
    left_out: set[str],
    sheet: ListSheet,
    tree: Tree,
) -> None:
    """Tell each column that holds something and is neither read nor left out knowingly."""
    width = max(len(row) for row in grid.rows)
    serials = {same_words(word) for word in SERIALS}
    for index in range(width):
        words = str(grid.raw((head, index))).strip()
        rows = [row for row in range(head + 1, len(grid.rows)) if grid.raw((row, index)) != BLANK]
        if index in columns or not rows or same_words(words) in left_out | serials:
            continue
        name = words or "（没有栏头）"
        to_do = f"请加 --map {words or '栏名'}=字段；不要的写 --map {words or '栏名'}={LEFT_OUT}。"
        close = _close(words, [head for column in sheet.columns for head in column.heads])
        tree.say(
            "OFF-011",
            f"栏“{name}”有 {len(rows)} 个值，不知道是什么。{to_do}{close}",
            grid.where((head, index)),
        )


def _complete(sheet: ListSheet, taken: TakenOver, data: Mapping[str, Any]) -> None:
    """Give each item what a ledger does not say and the program can tell; it is told."""
    unsorted = [item for item in taken.items if "kind" not in item]
    if sheet.key == ("units",) and unsorted and not data.get("kinds"):
        message = "行动里没有单位类别（kinds），不能按全称归类。请先写上类别和通名，再转。"
        taken.tree.say("DATA-003", message, taken.tree.places["units", 0])
    for index, item in enumerate(taken.items):
        at: Path = (*sheet.key, index)
        if sheet.key == ("units",) and "kind" not in item:
            kinds = list(_kinds_of(str(item.get("name", "")), data))
            if len(kinds) == 1:
                item["kind"] = kinds[0][0]
                message = f"没有写类别，按全称末尾归入“{kinds[0][1]}”。请核对。"
                taken.tree.say("OFF-004", message, taken.tree.places[at], "warning")
    if sheet.key == ("hazards",):
        _number(taken, data)


def _check_names(sheet: ListSheet, taken: TakenOver, data: Mapping[str, Any], names: Names) -> None:
    """Tell each unit and each kind of units that the campaign has not, nor the roster itself (REF-002, REF-007)."""
    learn(names, sheet, taken.items, data.get("kinds") or ())
    for column in (c for c in sheet.columns if names.get(c.refers_to)):
        what, code = ("单位", "REF-002") if column.refers_to == "unit" else ("单位类别", "REF-007")
        known = names[column.refers_to]
        head = next((head for head, label in taken.heads.items() if label == column.label), column.label)
        for index, item in enumerate(taken.items):
            named = item.get(column.key[0])
            if isinstance(named, str) and named not in known.values():
                message = (
                    f"“{head}”写的“{named}”不是行动里的{what}。{_close(same_words(named), known, 0.5)}"
                    f"请改正，或先登记这个{what}；这一栏不用的，写 --map {head}={LEFT_OUT}。"
                )
                taken.tree.say(code, message, taken.tree.places[*sheet.key, index, *column.key])


def _kinds_of(name: str, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind in data.get("kinds") or ():
        if recognised_suffix(name, kind.get("suffixes") or ()):
            yield str(kind.get("code")), str(kind.get("name"))


def _number(taken: TakenOver, data: Mapping[str, Any]) -> None:
    """Number the hazards that have no code, after those that there are."""
    known = {str(item.get("code")) for item in (*(data.get("hazards") or ()), *taken.items)}
    count = 0
    for index, item in enumerate(taken.items):
        if "code" in item:
            continue
        while (code := f"YH-{(count := count + 1):03}") in known:
            pass
        item["code"] = code
        where = taken.tree.places["hazards", index]
        taken.tree.say("OFF-004", f"没有隐患编号，编为 {code}。请核对。", where, "warning")


def _check_types(sheet: ListSheet, taken: TakenOver) -> None:
    """Tell what of the items is not of the type that the data want, in the words of the data."""
    source = as_source(taken.tree, "")
    unknown = any(problem.code == "OFF-011" for problem in taken.tree.problems)
    item_type = arms(hint_at(Campaign, (*sheet.key, 0)))[0]
    for index, item in enumerate(taken.items):
        _, problems = typed(item_type, item, (*sheet.key, index))
        taken.tree.problems += [
            replace(
                problem.at(source.where(problem.path)),
                message=source.in_its_words(problem.path, problem.message),
            )
            for problem in problems
            if not (
                unknown and problem.code == "DATA-003"
            )  # what is missing may stand in the column to be named
        ]
