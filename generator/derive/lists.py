"""Lists of a campaign (列表): nested rows made flat, and the units that a row names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import permutations
from typing import TypeAlias, cast

from generator.dataclass import dataclass
from generator.kept import Kept
from generator.model.campaign import Campaign
from generator.model.filled import Value
from generator.model.form import Form
from generator.problem import Path

ROWS = "rows"
BETWEEN_UNITS = re.compile("[、，,；;]")
OF_SOME = re.compile("^(?:[市县区镇乡]直)?(?:有关|相关)?")
PLAIN = str.maketrans({"各": None, "(": "（", ")": "）", " ": None})

_Codes: TypeAlias = dict[str, set[str]]
_Slices: TypeAlias = dict[str, tuple[dict[str, Value], ...]]
_CALLED: Kept[tuple[_Codes, _Codes]] = Kept(8)  # by the units and their kinds
_SLICES: Kept[dict[tuple[str, str], _Slices]] = Kept(2)  # by the campaign, then by list and column


@dataclass(frozen=True, slots=True)
class ListRow:
    """Row of a list with the values it inherits; `places` says where each value was written, `path` where the row."""

    path: Path
    values: dict[str, Value] = field(default_factory=dict)
    places: dict[str, Path] = field(default_factory=dict)


def flat_rows(rows: Sequence[object], path: Path = ()) -> Iterator[ListRow]:
    """Yield the innermost rows of a list in order; what is not a row is passed over."""
    yield from _flat(rows, ListRow(path))


def _flat(rows: Sequence[object], outer: ListRow) -> Iterator[ListRow]:
    for i, row in enumerate(rows):
        if isinstance(row, Mapping):
            path = (*outer.path, i)
            own = {name: cast(Value, value) for name, value in row.items() if name != ROWS}
            places = {name: (*path, name) for name in own}
            found = ListRow(path, {**outer.values, **own}, {**outer.places, **places})
            inner = row.get(ROWS)
            if isinstance(inner, list | tuple):
                yield from _flat(inner, ListRow((*path, ROWS), found.values, found.places))
            else:
                yield found


def misshapen(rows: Sequence[object], path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield the place of each thing that is neither a row nor a list of rows, with what stands there."""
    for i, row in enumerate(rows):
        if not isinstance(row, Mapping):
            yield (*path, i), row
        elif ROWS in row:
            inner = row[ROWS]
            if isinstance(inner, list | tuple):
                yield from misshapen(inner, (*path, i, ROWS))
            else:
                yield (*path, i, ROWS), inner


def list_values(campaign: Campaign, name: str) -> tuple[dict[str, Value], ...]:
    """Return the rows of a list, inherited values filled in; none where there is no such list."""
    return tuple(row.values for row in flat_rows(campaign.lists.get(name, ())))


def rows_of_unit(campaign: Campaign, form: Form, unit: str) -> tuple[dict[str, Value], ...]:
    """Return the rows of a form's list that name a unit, by its code, in the column that the list is sliced by."""
    made = _SLICES.of(campaign, "", dict)
    key = form.list, form.slice_by
    if (found := made.get(key)) is None:
        found = made[key] = _sliced(campaign, *key)
    return found.get(unit, ())


def _sliced(campaign: Campaign, name: str, column: str) -> _Slices:
    found: dict[str, list[dict[str, Value]]] = {}
    for row in list_values(campaign, name):
        for code in units_named(campaign, str(row.get(column, "")))[0]:
            found.setdefault(code, []).append(row)
    return {code: tuple(rows) for code, rows in found.items()}


def stands_in_text(form: Form) -> bool:
    """Return whether the table of a form can stand in a text: its rows are a list's, its page is portrait."""
    return form.kind == "ledger" and form.rows_from == "list" and form.page.orientation == "portrait"


def can_be_bound(form: Form) -> bool:
    """Return whether the table of a form can be bound with the text; lines and notes around it need its own paper."""
    return stands_in_text(form) and not (form.above or form.below or form.notes)


def units_named(campaign: Campaign, text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the codes of the units that a text such as 各村（社区）、派出所 names, and the pieces that name none.

    A piece names the unit or the kind of unit whose name it begins with, the longest counting: 派出所等部门 names
    派出所, 各村（社区）落实 every unit of the kind 村（社区）. Of one kind with several suffixes, 各村 names the villages.
    """
    names, together = _CALLED.of(
        campaign.units, campaign.kinds, lambda: (_names(campaign), _together(campaign))
    )
    codes: set[str] = set()
    others: list[str] = []
    for piece in filter(None, (p.strip() for p in BETWEEN_UNITS.split(text))):
        plain = piece.translate(PLAIN)
        name = max((n for n in names if plain.startswith(n)), key=len, default="")
        found = names[name] if name else together.get(OF_SOME.sub("", plain))
        codes |= found or set()
        others += [piece] if found is None else []
    return frozenset(codes), tuple(others)


def _together(campaign: Campaign) -> _Codes:
    """Return the codes of units by what they are called together: 村, 村（社区）, 部门 where the kind is 县直部门, 单位."""
    found = {"单位": {unit.code for unit in campaign.units}}
    for kind in campaign.kinds:
        mine = [unit for unit in campaign.units if unit.kind == kind.code]
        called = {OF_SOME.sub("", kind.name.translate(PLAIN)): {unit.code for unit in mine}}
        called |= {s: {unit.code for unit in mine if unit.suffix == s} for s in kind.suffixes}
        called |= {f"{a}（{b}）": called[a] | called[b] for a, b in permutations(kind.suffixes, 2)}
        for name, codes in called.items():
            found.setdefault(name, set()).update(codes)
    return found


def _names(campaign: Campaign) -> _Codes:
    """Return the codes of the units that go by each name, or are of the kind of that name."""
    names: _Codes = {}
    for unit in campaign.units:
        for name in filter(None, (unit.name, unit.label, unit.short_name)):
            names.setdefault(name.translate(PLAIN), set()).add(unit.code)
    for kind in campaign.kinds:
        codes = {unit.code for unit in campaign.units if unit.kind == kind.code}
        names.setdefault(kind.name.translate(PLAIN), set()).update(codes)
    names.pop("", None)
    return names
