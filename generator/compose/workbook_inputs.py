"""Rules of the cells that are filled in (填报规则): what Excel lets in, and what it says otherwise."""

from dataclasses import replace

from generator.compose.wording import printed_number
from generator.derive.entries import Entry
from generator.model.form import FieldKind
from generator.model.workbook import Input, InputKind

YES_NO = ("是", "否")
DATE_HINT = "如 2023-06-28"
KINDS: dict[FieldKind, tuple[InputKind, str, str]] = {
    "count": ("count", "请写不小于 0 的整数，不带单位；没有写 0。", "整数；没有写 0"),
    "money": ("money", "请写不小于 0 的数，不带单位；没有写 0。", "可带小数；没有写 0"),
    "number": ("number", "请写一个数，不带单位。", "可带小数"),
    "date": ("date", "请写日期，如 2023-06-28。", DATE_HINT),
}


def input_of(entry: Entry) -> Input:
    """Return the rule of an entry's cell."""
    if entry.kind == "yes_no":
        return Input(kind="list", choices=YES_NO, wrong="请选 是 或 否。", hint="选 是 或 否")
    if entry.kind == "choice":
        return Input(kind="list", choices=entry.choices, wrong="请从列表里选一个。", hint="从列表里选")
    if entry.kind == "date" and entry.several:
        return Input(kind="text", hint=f"{DATE_HINT}，一条一行")
    kind, wrong, hint = KINDS.get(entry.kind, ("text", "", ""))
    return Input(kind=kind, wrong=wrong, hint=f"{entry.unit}，{hint}" if entry.unit and hint else hint)


def not_below(rule: Input, reported: float, month: str) -> Input:
    """Return the rule of a cumulative figure: a smaller one than was reported is asked about, not refused."""
    said = f"{month}已报 {printed_number(reported)}"
    wrong = f"{said}，累计数不会比它少。请核对；{month}报错的，另报更正。"
    return replace(rule, at_least=reported, wrong=wrong, hint=f"{rule.hint}；{said}")
