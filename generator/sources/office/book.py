"""活动.xlsx into data: basics by their names, lists by the heads of their columns, each value with its cell."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as File
from typing import Any

from generator.derive.entries import same_words
from generator.derive.units import recognised_suffix
from generator.model.office import (
    BASIC_COLUMNS,
    BASICS,
    KINDS,
    LIST_SHEETS,
    NOTES,
    ROSTER,
    ROSTER_COLUMNS,
    SERIAL,
    SHEET_NAMES,
    UNITS,
    Column,
    ListSheet,
)
from generator.problem import Path, Problem
from generator.sources.intake.cells import shown
from generator.sources.intake.files import read_grids
from generator.sources.intake.grid import BLANK, Grid, Place
from generator.sources.office.tree import Tree
from generator.sources.office.values import Value, read_value
from generator.validate.wording import nearest

HEAD_ROWS = 10  # a sheet's heads stand in one of its first rows
NAME, VALUE, REMARK = "名称", "值", "说明"
HIDDEN_LISTS = "选项"

RENAMED_HEADS = 2  # by which a sheet is known whatever its name
COLUMNS_OF = {ROSTER: ROSTER_COLUMNS} | {sheet.name: sheet.columns for sheet in LIST_SHEETS}

Names = dict[str, dict[str, str]]


def read_book(path: File, name: str, tree: Tree) -> bool:
    """Read the workbook of a campaign into the tree; tell whether it could be opened."""
    grids = read_grids(path, name)
    if isinstance(grids, Problem):
        tree.problems.append(Problem(code="OFF-001", message=grids.message, where=grids.where))
        return False
    known = {same_words(sheet): sheet for sheet in SHEET_NAMES}
    by_name: dict[str, Grid] = {}
    for grid in grids:
        wanted = known.get(same_words(grid.sheet))
        if wanted:
            by_name.setdefault(wanted, grid)
    for grid in grids:
        named = same_words(grid.sheet) in {*known, NOTES, HIDDEN_LISTS}
        if not named and any(grid.written()):
            _tell_unread(grid, [name for name in SHEET_NAMES if name not in by_name], tree)
    if BASICS not in by_name:
        tree.say("OFF-002", f"没有“{BASICS}”这个工作表。请照 gongwen init --office 的样子补上。", name)
    _read_sheets(by_name, tree)
    return True


def _tell_unread(grid: Grid, missing: Sequence[str], tree: Tree) -> None:
    """Tell a sheet that is not read; one with the heads of a sheet that is missing is that sheet, renamed."""
    found = {name: len(heads_of(grid, COLUMNS_OF[name])[1]) for name in missing if name in COLUMNS_OF}
    likely = max(found, key=lambda name: found[name], default="")
    if likely and found[likely] >= RENAMED_HEADS:
        message = (
            f"工作表“{grid.sheet}”的栏头和“{likely}”一样，没有读。请把工作表名改回“{likely}”；不用的删去。"
        )
        tree.say("OFF-002", message, grid.place)
    else:
        message = f"不认识工作表“{grid.sheet}”，没有读。{nearest(grid.sheet, missing)}"
        tree.say("OFF-002", message, grid.place, "warning")


def _read_sheets(by_name: Mapping[str, Grid], tree: Tree) -> None:
    """Read kinds and units first: other cells name them."""
    names: Names = {"kind": {}, "unit": {}}
    kinds: list[dict[str, Any]] = []
    for sheet in LIST_SHEETS:
        if sheet.name in by_name:
            items = read_list(by_name[sheet.name], sheet, tree, names)
            kinds = items if sheet is KINDS else kinds
            learn(names, sheet, items, kinds)
    if BASICS in by_name:
        _read_basics(by_name[BASICS], tree, names)
    if ROSTER in by_name:
        _read_roster(by_name[ROSTER], tree)


def learn(
    names: Names, sheet: ListSheet, items: Sequence[dict[str, Any]], kinds: Sequence[Mapping[str, Any]]
) -> None:
    """Keep by which names the kinds and the units go; a name that two go by stands for none."""
    if sheet not in (KINDS, UNITS):
        return
    owners: dict[str, set[str]] = {}
    for item in items:
        code = str(item.get("code") or item.get("name") or "")
        short = f"{item.get('short_name') or ''}{_suffix(item, kinds)}"
        for name in filter(None, (str(item.get("name", "")), str(item.get("short_name", "")), short, code)):
            owners.setdefault(same_words(name), set()).add(code)
    codes = {name: next(iter(codes)) for name, codes in owners.items() if len(codes) == 1}
    names["kind" if sheet is KINDS else "unit"].update(codes)
    for item in items:
        if parent := item.get("parent"):
            item["parent"] = codes.get(same_words(parent), parent)  # a unit may be named above its own row


def _suffix(item: Mapping[str, Any], kinds: Sequence[Mapping[str, Any]]) -> str:
    """Return the suffix of a unit, recognised where its row does not say it."""
    known = (s for kind in kinds if kind.get("code") == item.get("kind") for s in kind.get("suffixes") or ())
    return str(item.get("suffix") or recognised_suffix(str(item.get("name", "")), known))


def _read_basics(grid: Grid, tree: Tree, names: Names) -> None:
    """Read the values beside their names, in whatever order these stand."""
    known = {same_words(head): column for column in BASIC_COLUMNS for head in column.heads}
    at = _value_column(grid)
    seen: dict[str, Place] = {}
    for row in range(len(grid.rows)):
        label, place = grid.raw((row, at - 1)), (row, at)
        column = known.get(same_words(label)) if isinstance(label, str) else None
        raw = grid.raw(place)
        if column is None:
            if raw != BLANK and not (isinstance(raw, str) and same_words(raw) in (VALUE, NAME)):
                _unknown_item(grid, place, label, known, tree)
            continue
        if column.label in seen and raw != BLANK:
            tree.say("OFF-006", f"“{column.label}”写了两行，只读第一行。请删去一行。", grid.where(place))
            continue
        seen[column.label] = place
        tree.places.setdefault(column.key, grid.where(place))
        if raw != BLANK and (found := _value(grid, place, column, tree, names)) is not None:
            tree.put(column.key, found, grid.where(place))


def _value_column(grid: Grid) -> int:
    """Return the column of the values, that under the head 值; the second where there is no such head."""
    return min((column for _, column in grid.words.get(VALUE, ()) if column), default=1)


def _unknown_item(grid: Grid, place: Place, label: object, known: Iterable[str], tree: Tree) -> None:
    if label == BLANK:
        message = f"“{shown(grid.raw(place))}”前面没有名称，没有读。请写上是哪一项，或删去。"
    else:
        message = f"没有“{label}”这一项。{nearest(str(label), known)}请改正或删去这一行。"
    tree.say("OFF-003", message, grid.where((place[0], place[1] - 1)))


def _value(grid: Grid, place: Place, column: Column, tree: Tree, names: Names) -> Any:
    """Return a cell's value, None, told, where it cannot be read."""
    found: Value = read_value(column, grid.spread(place), names)
    if found.wrong:
        tree.say("OFF-005", f"“{column.label}”{found.wrong}", grid.where(place))
        return None
    if found.odd:
        tree.say("OFF-004", f"“{column.label}”{'；'.join(found.odd)}。请核对。", grid.where(place), "warning")
    return found.value


def read_list(grid: Grid, sheet: ListSheet, tree: Tree, names: Names) -> list[dict[str, Any]]:
    """Read the rows of a list into the tree and return them; rows without a value are left out."""
    head, columns = heads_of(grid, sheet.columns)
    if len(columns) == 1 and same_words(str(grid.raw((head, min(columns))))) == sheet.name:
        columns = {}  # the title of the sheet, which is no head
    tell_heads(grid, head, columns, sheet.columns, tree)
    if not columns:
        return []
    items: list[dict[str, Any]] = []
    for row in range(head + 1, len(grid.rows)):
        if item := read_row(grid, row, columns, tree, names, (*sheet.key, len(items))):
            tree.places[*sheet.key, len(items)] = grid.where((row, min(columns)))
            items.append(item)
    if items:
        tree.put(sheet.key, items, grid.place)
    return items


def read_row(
    grid: Grid, row: int, columns: Mapping[int, Column], tree: Tree, names: Names, at: Path
) -> dict[str, Any]:
    """Return what a row holds by its keys, an empty mapping for a blank one."""
    item: dict[str, Any] = {}
    written = any(grid.raw((row, index)) != BLANK for index in columns)
    for index, column in columns.items() if written else ():
        place = row, index
        tree.places[*at, *column.key] = grid.where(place)
        if grid.spread(place) == BLANK:
            continue
        if (value := _value(grid, place, column, tree, names)) is not None:
            holder = item
            for key in column.key[:-1]:
                holder = holder.setdefault(key, {})
            holder[column.key[-1]] = value
    return item


def heads_of(
    grid: Grid, columns: Sequence[Column], mapped: Mapping[str, Column | None] | None = None
) -> tuple[int, dict[int, Column]]:
    """Return the row of heads, that with the most known ones, and the column of each; the first where two are alike.

    `mapped` are the columns of heads that are not to be known by their own words, None for one to be left out.
    """
    known: dict[str, Column | None] = {
        same_words(head): column for column in columns for head in reversed(column.heads)
    }
    known |= {same_words(column.label): column for column in columns} | dict(mapped or {})
    best: tuple[int, dict[int, Column]] = (0, {})
    for row in range(min(HEAD_ROWS, len(grid.rows))):
        found: dict[int, Column] = {}
        for index in range(len(grid.rows[row])):
            raw = grid.raw((row, index))
            column = known.get(same_words(raw)) if isinstance(raw, str) else None
            if column and column not in found.values():
                found[index] = column
        if len(found) > len(best[1]):
            best = row, found
    return best


def tell_heads(
    grid: Grid, head: int, columns: Mapping[int, Column], known: Sequence[Column], tree: Tree
) -> None:
    """Tell heads that are unknown, or stand twice, with something below them."""
    if not columns:
        if any(grid.written()):
            labels = "、".join(column.label for column in known[:6])
            tree.say("OFF-003", f"找不到栏头这一行。栏头应有 {labels} 等。", grid.place)
        return
    labels_known = [column.label for column in known]
    width = max((len(row) for row in grid.rows), default=0)
    for index in range(width):
        raw = grid.raw((head, index))
        if index in columns or same_words(str(raw)) == SERIAL:
            continue
        if not any(grid.raw((row, index)) != BLANK for row in range(head + 1, len(grid.rows))):
            continue
        twice = same_words(str(raw)) in {same_words(h) for c in columns.values() for h in c.heads}
        if twice:
            message = f"栏头“{raw}”写了两栏，只读第一栏。请删去一栏。"
        elif raw == BLANK:
            row = next(r for r in range(head + 1, len(grid.rows)) if grid.raw((r, index)) != BLANK)
            message = f"“{shown(grid.raw((row, index)))}”上面没有栏头，没有读。请写到有栏头的栏里，或删去。"
            tree.say("OFF-003", message, grid.where((row, index)))
            continue
        else:
            message = f"没有“{raw}”这一栏，下面的内容没有读。{nearest(str(raw), labels_known)}请改正或删去。"
        tree.say("OFF-006" if twice else "OFF-003", message, grid.where((head, index)))


def _read_roster(grid: Grid, tree: Tree) -> None:
    """Read the roster; a row without a role goes on with the one above."""
    head, columns = heads_of(grid, ROSTER_COLUMNS)
    tell_heads(grid, head, columns, ROSTER_COLUMNS, tree)
    roles: list[dict[str, Any]] = []
    for row in range(head + 1, len(grid.rows)):
        found = read_row(grid, row, columns, Tree(), {}, ())
        label = found.pop("label", "")
        if label and not (roles and roles[-1]["label"] == label):
            roles.append({"label": label, "members": []})
            _place_role(grid, row, columns, len(roles) - 1, tree)
        if found and not roles:
            tree.say("OFF-005", "第一行没有写职责（如 组长）。请补写。", grid.where((row, min(columns))))
            roles.append({"label": "？", "members": []})
        if found:
            at = ("work_group", "roles", len(roles) - 1, "members", len(roles[-1]["members"]))
            tree.places[at] = grid.where((row, min(columns)))
            member = read_row(grid, row, columns, tree, {}, at)
            roles[-1]["members"].append({k: v for k, v in member.items() if k != "label"})
    if roles:
        tree.put(("work_group", "roles"), roles, grid.place)


def _place_role(grid: Grid, row: int, columns: Mapping[int, Column], number: int, tree: Tree) -> None:
    where = grid.where((row, min(columns)))
    tree.places["work_group", "roles", number] = where
    tree.places["work_group", "roles", number, "label"] = where
