"""Cells of 活动.xlsx (格里的写法): how a value of a campaign's data stands in one, as reading takes it back."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.dataclass import dataclass
from generator.kept import Kept
from generator.model.office import KINDS, UNITS, Column, ListSheet


def name_of(sheet: ListSheet, item: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """Return an item's name where no other goes by it, else its code."""
    name = str(item.get("name", ""))
    return name if _known(sheet, data).owners[name] == 1 else str(item.get("code") or name)


@dataclass(frozen=True, slots=True)
class _Known:
    """Items of a list by their codes, and how many go by each name."""

    items: Mapping[str, Mapping[str, Any]]
    owners: Counter[str]


_KNOWN: Kept[_Known] = Kept(8)


def _known(sheet: ListSheet, data: Mapping[str, Any]) -> _Known:
    listed = data.get(sheet.key[0], ())
    return _KNOWN.of(listed, sheet.name, lambda: _learnt(listed))


def _learnt(listed: Any) -> _Known:
    items = [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list | tuple) else []
    owners = Counter(name for item in items for name in set(_goes_by(item)))
    return _Known({str(i.get("code") or i.get("name")): i for i in reversed(items)}, owners)


def _goes_by(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of an item, of a unit with short name any that ends in a suffix."""
    short, name = str(item.get("short_name") or ""), str(item.get("name") or "")
    ends = {name[i:] for i in range(len(name))} if short else set()
    return (name, short, str(item.get("code") or ""), *(short + end for end in ends))


def shown_cell(column: Column, value: Any, data: Mapping[str, Any]) -> str | int | float | date:
    """Return how a value of the data stands in its cell, as the reading of the workbook takes it back."""
    if value is None:
        return ""
    if column.kind == "yes_no" and isinstance(value, bool):
        return "是" if value else "否"
    for word, meant in column.words.items():
        if meant == value:
            return word
    if column.kind == "document_number":
        return f"{value['organ_code']}〔{value['year']}〕{value['serial']}号"
    if column.kind == "steps":
        return "\n".join(f"{step.get('on', '')} {step.get('text', '')}" for step in value)
    if column.kind == "lines":
        return "\n".join(map(str, value))
    if column.kind in ("list", "days"):
        return "、".join(_referred(column, str(item), data) for item in value)
    if column.kind == "date" and isinstance(value, str):
        return _day(value)
    is_number = column.kind in ("count", "number") and isinstance(value, int | float)
    return value if is_number else _referred(column, str(value), data)


def _day(text: str) -> str | date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _referred(column: Column, code: str, data: Mapping[str, Any]) -> str:
    """Return the name that a cell shows for a code."""
    sheet = {"kind": KINDS, "unit": UNITS}.get(column.refers_to)
    item = _known(sheet, data).items.get(code) if sheet else None
    return name_of(sheet, item, data) if sheet and item is not None else code
