"""Checks of reported values, one function per kind of field; number formats are never guessed."""

import math
from collections.abc import Callable, Iterator
from typing import TypeAlias

from generator.model.filled import Value
from generator.model.form import Field, Part
from generator.problem import Path, Problem
from generator.validate.dates import date_message, wrong_date
from generator.validate.wording import found, leading_number, listed, nearest

Checker: TypeAlias = Callable[[Field, Value], str]


def check_value(field: Field, value: Value, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with the value of a field; a value that is not None."""
    if field.kind == "parts":
        yield from _parts(field, value, path)
        return
    code, checker = CHECKS.get(field.kind, ("VAL-007", _text))
    if message := checker(field, value):
        yield Problem(code=code, message=message, path=path)


def name_of(field: Field) -> str:
    """Return how a field is named in a message: what the sheet calls it."""
    return f"“{field.printed_label or field.name}”"


def _count(field: Field, value: Value) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return ""
    return f"{name_of(field)}应是不小于 0 的整数，现{found(value)}。{_remedy(value)}"


def _money(field: Field, value: Value) -> str:
    if _is_number(value) and value >= 0:  # type: ignore[operator]
        return ""
    return f"{name_of(field)}应是不小于 0 的数，现{found(value)}。{_remedy(value)}"


def _number(field: Field, value: Value) -> str:
    return "" if _is_number(value) else f"{name_of(field)}应是一个数，现{found(value)}。{_remedy(value)}"


def is_blank(value: Value) -> bool:
    """Tell whether a value is left out: not written, or a text of nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _remedy(value: Value) -> str:
    """Return what to write instead: the number that the text begins with, without its unit or quotes."""
    number = leading_number(value) if isinstance(value, str) else ""
    return f"请只写数字 {number}，不带单位、逗号和引号。" if number else "请改写；没有就写 0。"


def _yes_no(field: Field, value: Value) -> str:
    if isinstance(value, bool) or value in ("是", "否"):
        return ""
    return f"{name_of(field)}应写“是”或“否”，现{found(value)}。请改写。"


def _date(field: Field, value: Value) -> str:
    return (
        ""
        if isinstance(value, str) and wrong_date(value) == ""
        else date_message(field.printed_label or field.name, value)
    )


def _choice(field: Field, value: Value) -> str:
    if value in field.choices:
        return ""
    return f"{name_of(field)}只能写 {listed(field.choices)}，现{found(value)}。请从中选一个。"


def _text(field: Field, value: Value) -> str:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return ""
    return f"{name_of(field)}应是一段文字，现{found(value)}。请改写。"


def _parts(field: Field, value: Value, path: Path) -> Iterator[Problem]:
    parts = {part.name: part for part in field.parts}
    if not isinstance(value, dict):
        sample = ", ".join(f"{name}: 0" for name in parts)
        message = f"{name_of(field)}有几个数，应写成 {{{sample}}}，现{found(value)}。请改写。"
        yield Problem(code="VAL-006", message=message, path=path)
        return
    for name, number in value.items():
        if name not in parts:
            message = f"{name_of(field)}里没有“{name}”。{nearest(name, parts)}请改正或删去。"
            yield Problem(code="VAL-006", message=message, path=(*path, name))
        elif number is not None:
            yield from check_value(_as_field(field, parts[name]), number, (*path, name))


def _as_field(field: Field, part: Part) -> Field:
    """Return a part as a field of its own, so that one set of checks serves both."""
    label = part.label or f"{field.label}{part.prefix}"
    return Field(name=part.name, label=label, kind=part.kind, unit=part.unit)


CHECKS: dict[str, tuple[str, Checker]] = {
    "count": ("VAL-001", _count),
    "money": ("VAL-002", _money),
    "number": ("VAL-003", _number),
    "yes_no": ("VAL-004", _yes_no),
    "date": ("VAL-005", _date),
    "choice": ("VAL-009", _choice),
}
