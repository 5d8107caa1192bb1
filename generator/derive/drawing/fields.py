"""Fields of a drawn form (填报项): key, label, kind and unit of each, what was guessed of them told."""

from collections.abc import Mapping, Sequence

from generator.dataclass import dataclass
from generator.derive.drawing.keys import keys_of
from generator.derive.drawing.kinds import Kind, Label, kind_of
from generator.derive.drawing.told import Told
from generator.model.drawn import HeadSheet, InputRule, Place
from generator.model.form import Field, FieldKind

NUMBERS: tuple[FieldKind, ...] = ("count", "money", "number")
KIND_NAMES: dict[FieldKind, str] = {
    "count": "整数",
    "money": "金额",
    "number": "小数",
    "yes_no": "是否",
    "text": "文字",
    "date": "日期",
    "person": "人名",
    "choice": "选项",
    "serial": "序号",
    "parts": "一格多数",
    "seal_place": "签字盖章",
}
LEFT = ("text",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a field is made of (一项): its label's cell and group, the cell where its value goes, an example of it.

    A `sealed` one takes signatures and seals.
    """

    place: Place
    label: Label
    group: str = ""
    value: Place | None = None
    sample: str = ""
    sealed: bool = False


def fields_of(items: Sequence[Item], usual: FieldKind, known: Mapping[str, str], told: Told) -> list[Field]:
    """Return the fields of a form in order; one whose kind nothing tells is of the `usual` kind."""
    keys = keys_of([(item.group, item.label.words) for item in items], known)
    kinds = [
        Kind("seal_place", certain=True)
        if i.sealed
        else kind_of(i.label, rule_at(told.sheet, i.value), i.sample)
        for i in items
    ]
    return [
        _field(item, key, kind or _usual(usual, item, kinds), told)
        for item, key, kind in zip(items, keys, kinds, strict=True)
    ]


def rule_at(sheet: HeadSheet, place: Place | None) -> InputRule | None:
    """Return the rule of input of a cell."""
    if place is None:
        return None
    inside = (
        r for r in sheet.rules if r.first[0] <= place[0] <= r.last[0] and r.first[1] <= place[1] <= r.last[1]
    )
    return next(inside, None)


def _usual(usual: FieldKind, item: Item, kinds: Sequence[Kind | None]) -> Kind:
    if usual in NUMBERS and item.label.words.startswith("其中"):
        return Kind(usual, why="写在一个数的后面")
    return Kind(usual, why="名称里看不出类型")


def _field(item: Item, key: str, kind: Kind, told: Told) -> Field:
    if not kind.certain:
        told.guess(
            item.place, key, f"“{item.label.words or item.group}”的类型", KIND_NAMES[kind.kind], kind.why
        )
    return Field(
        name=key,
        label=item.label.words,
        kind=kind.kind,
        unit=item.label.unit if kind.kind in NUMBERS else "",
        choices=kind.choices,
        required=item.label.required,
    )
