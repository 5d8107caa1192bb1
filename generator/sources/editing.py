"""Editing (编辑): a section of a campaign's data as texts to be typed over, and what was typed back into data.

What was not touched stays the very value it was; what cannot be read as its kind goes on as it is written, and is told
by the checks in the words of the data.
"""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any, TypeAlias

from generator.compose.office_cells import shown_cell
from generator.compose.wording import printed_number
from generator.dataclass import dataclass
from generator.model.editing import INDICATORS, Section
from generator.model.office import KINDS, UNITS, Column
from generator.problem import Path
from generator.sources.field_names import name_fields, numbers_used
from generator.sources.office.book import learn
from generator.sources.office.values import read_value

Data: TypeAlias = dict[str, Any]
Cells: TypeAlias = Mapping[str, str]
ROSTER_KEY = ("work_group", "roles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Row (一行) of a section's table: its cells by their keys, and which of the rows that were shown it was, if any."""

    cells: Cells
    was: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a section holds, as texts (编辑页的内容): items and texts by their keys, rows in order."""

    items: Cells = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def key_of(column: Column) -> str:
    """Return the key of a column on the page."""
    return ".".join(column.key)


def at(data: Any, path: Path) -> Any:
    """Return what stands at a path, None where nothing does."""
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def cell_text(column: Column, value: Any, data: Data) -> str:
    """Return a value as it is typed; one of another type as it was written."""
    if value is None:
        return ""
    try:
        shown = shown_cell(column, value, data)
    except (TypeError, KeyError, AttributeError):
        shown = value if isinstance(value, str) else str(value)
    if isinstance(shown, bool):
        return "是" if shown else "否"
    if isinstance(shown, date):
        return shown.isoformat()
    return printed_number(shown) if isinstance(shown, int | float) else str(shown).rstrip("\n")


def paragraphs(text: Any) -> tuple[str, ...]:
    """Return the paragraphs of a text, one for each line that says something."""
    return tuple(line.strip() for line in str(text or "").split("\n") if line.strip())


def rows_of(data: Data, section: Section, base: Data | None = None) -> list[tuple[Data, Path]]:
    """Return the things that the rows of a section show, with their paths; `base` is a form that its use only changes."""
    if section.rows is None:
        return []
    path = (*section.root, *section.rows.key)
    listed = at(data, path)
    if listed is None and base is not None:
        listed = base.get(section.rows.key[0])
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list | tuple) else []
    if section.rows.key == ROSTER_KEY:
        return list(_nested(items, path, "members", "label", "label"))
    if section.rows is INDICATORS:
        return list(_nested(items, path, "fields", "label", "group"))
    return [(item, (*path, i)) for i, item in enumerate(items)]


def _nested(
    items: Sequence[Data], path: Path, inner: str, label: str, shown: str
) -> Iterator[tuple[Data, Path]]:
    """Yield the items within items, each with the label of what holds it."""
    for i, holder in enumerate(items):
        for j, item in enumerate(holder.get(inner) or ()):
            if isinstance(item, dict):
                own = {k: v for k, v in item.items() if k != shown}
                yield {shown: holder.get(label), **own}, (*path, i, inner, j)


def shown(data: Data, section: Section, base: Data | None = None) -> Shown:
    """Return a section as texts."""
    columns = section.rows.columns if section.rows else ()
    rows = [
        Row(cells={key_of(c): cell_text(c, at(item, c.key), data) for c in columns}, was=i)
        for i, (item, _) in enumerate(rows_of(data, section, base))
    ]
    items = {
        key_of(c): cell_text(c, at(data, (*section.root, *c.key)), data)
        for _, group in section.items
        for c in group
    }
    texts = {key_of(c): paragraphs(at(data, (*section.root, *c.key))) for c in section.texts}
    return Shown(items=items, rows=tuple(rows), texts=texts)


def entered(
    data: Data,
    section: Section,
    typed: Shown,
    base: Data | None = None,
    used: Callable[[], frozenset[str]] = frozenset,
) -> Data:
    """Return the data with what was typed in a section; what was left as it was shown stays as it is.

    Cells that a row which was shown does not give are as they were. A field without a name gets one that neither the
    data nor the base go by, nor, by what `used` returns of field_names.numbers_used, anything else.
    """
    known = shown(data, section, base)
    rows = _completed(typed.rows, known.rows)
    new = copy.deepcopy(data)
    names = _names(data)
    for _, group in section.items:
        for column in group:
            was = known.items[key_of(column)]
            text = _line(typed.items.get(key_of(column), was))
            if text != _line(was):
                value = _read(column, text, names)
                old = at(data, (*section.root, *column.key))
                end = "\n" if str(old).endswith("\n") and isinstance(value, str) else ""
                _set(new, (*section.root, *column.key), value + end if end else value)
    for column in section.texts:
        key = key_of(column)
        lines = paragraphs("\n".join(typed.texts.get(key, known.texts[key])))
        if lines != known.texts[key]:
            end = "\n" if str(at(data, (*section.root, *column.key)) or "\n").endswith("\n") else ""
            _set(new, (*section.root, *column.key), "\n".join(lines) + end if lines else None)
    if section.rows is not None and not _untouched(rows, known.rows):
        value = _listed_anew(section, _items(section, rows, (data, base, names)), data, base)
        if section.is_form:
            name_fields(value, lambda: used() | numbers_used(data, base))
        _set(new, (*section.root, *section.rows.key), value or None)
    return new


def _completed(typed: Sequence[Row], known: Sequence[Row]) -> list[Row]:
    """Return the rows that say something, each with all of its cells."""
    made: list[Row] = []
    for row in typed:
        was = row.was if row.was is not None and 0 <= row.was < len(known) else None
        cells = row.cells if was is None else {**known[was].cells, **row.cells}
        if any(map(str.strip, cells.values())):
            made.append(Row(cells=cells, was=was))
    return made


def _line(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _untouched(typed: Sequence[Row], known: Sequence[Row]) -> bool:
    return len(typed) == len(known) and all(
        a.was == b.was and all(_line(a.cells[k]) == _line(t) for k, t in b.cells.items())
        for a, b in zip(typed, known, strict=True)
    )


def _names(data: Data) -> dict[str, dict[str, str]]:
    """Return the codes of kinds and units by their names."""
    names: dict[str, dict[str, str]] = {"kind": {}, "unit": {}}
    kinds = _listed(data, "kinds")
    for sheet in (KINDS, UNITS):
        learn(names, sheet, copy.deepcopy(_listed(data, sheet.key[0])), kinds)
    return names


def _listed(data: Data, key: str) -> list[Data]:
    items = data.get(key)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _read(column: Column, text: str, names: Mapping[str, Mapping[str, str]]) -> Any:
    if not text:
        return None
    found = read_value(column, text, names)
    return text if found.wrong or found.value is None else found.value


def _set(data: Any, path: Path, value: Any) -> None:
    """Put a value at a path, None to take away what stands there and what holds nothing else."""
    key = path[0]
    if len(path) == 1:
        if value is not None:
            data[key] = value
        elif isinstance(data, dict):
            data.pop(key, None)
        return
    inner = at(data, (key,))
    if not isinstance(inner, dict | list):
        if value is None:
            return
        inner = data[key] = {}
    _set(inner, path[1:], value)
    if value is None and inner == {} and isinstance(data, dict):
        del data[key]


def _items(
    section: Section, typed: Sequence[Row], seen: tuple[Data, Data | None, Mapping[str, Mapping[str, str]]]
) -> list[tuple[Data, Path]]:
    """Return the things that typed rows stand for, with the paths of those they were."""
    data, base, names = seen
    assert section.rows is not None
    known = rows_of(data, section, base)
    made: list[tuple[Data, Path]] = []
    for row in typed:
        was, path = known[row.was] if row.was is not None else ({}, ())
        item = copy.deepcopy(was)
        for column in section.rows.columns:
            old = cell_text(column, at(was, column.key), data)
            text = _line(row.cells.get(key_of(column), old))
            if text != _line(old):
                _set(item, column.key, _read(column, text, names))
        if section.rows is UNITS and was and not was.get("code") and item.get("name") != was.get("name"):
            item.setdefault("code", was.get("name"))  # by which its returns go
        made.append((item, path))
    return made


def _listed_anew(
    section: Section, items: Sequence[tuple[Data, Path]], data: Data, base: Data | None
) -> list[Data]:
    """Return the things that typed rows stand for as the data list them, within roles or groups where they have any."""
    assert section.rows is not None
    if section.rows.key == ROSTER_KEY:
        return list(_roles(items))
    if section.rows is INDICATORS:
        path = (*section.root, *section.rows.key)
        return list(_groups(items, at(data, path) or at(base, path[-1:])))
    return [item for item, _ in items]


def _roles(items: Sequence[tuple[Data, Path]]) -> Iterator[Data]:
    """Yield the roles of a roster; a row without one goes on with the one above."""
    role: Data = {}
    for item, _ in items:
        label = item.get("label")
        member = {key: value for key, value in item.items() if key != "label"}
        if not role or (label and label != role["label"]):
            if role:
                yield role
            role = {"label": label or "", "members": []}
        role["members"].append(member)
    if role:
        yield role


def _groups(items: Sequence[tuple[Data, Path]], known: Any) -> Iterator[Data]:
    """Yield the groups of a form's fields: rows after one another with one label, from one group where they were shown."""
    group: Data = {}
    number: str | int | None = None
    for item, path in items:
        own = path[-3] if path else number
        label = item.get("group") or ""
        if not group or label != group.get("label", "") or (number is not None and own != number):
            if group:
                yield group
            was = at(known, (own,)) if own is not None else None
            kept = (
                {k: v for k, v in was.items() if k not in ("label", "fields")}
                if isinstance(was, dict)
                else {}
            )
            group = {**({"label": label} if label else {}), **kept, "fields": []}
        number = own
        group["fields"].append({key: value for key, value in item.items() if key != "group"})
    if group:
        yield group
