"""Tables of pairs (名称和值成对的表): labels with room beside each, groups merged down the left side."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from generator.dataclass import dataclass
from generator.derive.drawing.fields import Item
from generator.derive.drawing.kinds import label_of
from generator.derive.drawing.lines import filled_pattern
from generator.derive.drawing.table import Area
from generator.model.drawn import Place
from generator.model.form import Box, Line

_SIGNED = re.compile(r"盖章|公章|签字|签名|签章|年\s*月\s*日")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Label with its value (一对): what the field is made of; `box` where the room is for a signature or a seal."""

    item: Item
    row: int
    box: Box | None = None


def pairs_of(area: Area) -> tuple[list[Pair], list[Place]]:
    """Return the pairs of a table in order, and the cells that nothing was made of."""
    pairs, left = list[Pair](), list[Place]()
    rows = range(area.top, area.bottom + 1)
    groups = {_span(area, cells[0]) for row in rows if _is_group(area, cells := area.anchors_of(row))}
    for row in rows:
        found, others = _row(area, row, groups)
        pairs += found
        left += others
    return pairs, left


def _row(area: Area, row: int, groups: Collection[tuple[int, int]]) -> tuple[list[Pair], list[Place]]:
    cells = area.anchors_of(row)
    group = ""
    if cells and _span(area, cells[0]) in groups and _has_label(area, cells):
        group = area.text(cells.pop(0))
    pairs, left, i = list[Pair](), list[Place](), 0
    while i < len(cells):
        place, text = cells[i], area.text(cells[i])
        after = cells[i + 1] if i + 1 < len(cells) else None
        if place[0] != row or not text:
            i += 1
            continue
        beside = area.text(after) if after else ""
        if re.fullmatch(r"\d{1,3}", text) and beside:  # numbers an item
            i += 1
            continue
        if after and not beside:
            pairs.append(
                Pair(item=Item(place=place, label=label_of(text), group=group, value=after), row=row)
            )
            i += 2
        elif after and _SIGNED.search(beside):
            item = Item(place=place, label=label_of(text), group=group, sealed=True)
            pairs.append(Pair(item=item, row=row, box=_box(beside)))
            i += 2
        else:
            left.append(place)
            i += 1
    return pairs, left


def _is_group(area: Area, cells: Sequence[Place]) -> bool:
    """Tell whether the first cell of a row is a group: merged down, a label beside it."""
    return area.end(cells[0])[0] > cells[0][0] and _has_label(area, cells)


def _has_label(area: Area, cells: Sequence[Place]) -> bool:
    beside = area.text(cells[1]) if len(cells) > 2 else ""
    return bool(area.text(cells[0]) and beside) and not _SIGNED.search(beside)


def _span(area: Area, place: Place) -> tuple[int, int]:
    """Return the first and last column of a cell: groups stand in the same ones, that of a single row too."""
    return place[1], area.end(place)[1]


def _box(text: str) -> Box:
    return Box(lines=tuple(_box_lines(text)), seal=bool(re.search(r"盖章|公章|签章", text)))


def _box_lines(text: str) -> Iterator[Line]:
    for line in filter(None, map(str.strip, text.splitlines())):
        pieces = [p for p in re.split(r"\s{3,}|\u3000{2,}(?=[^\u3000年月日])", line) if p.strip()]
        plain = [p.strip().replace("{", "｛").replace("}", "｝") for p in pieces]
        if len(plain) > 1 and not filled_pattern(line).startswith("{"):
            yield Line(left=plain[0], right="　".join(plain[1:]))
        elif re.search(r"年\s*月\s*日|盖章|公章", line):
            yield Line(
                right="　　　　年　　月　　日"
                if re.fullmatch(r"\s*年\s*月\s*日\s*", line)
                else plain[0] + "　　"
            )
        else:
            yield Line(left=plain[0])


def runs_of(pairs: Sequence[Pair]) -> Iterator[tuple[str, int, list[Pair]]]:
    """Yield the runs of pairs that one group holds: its label, how many stand in a row, the pairs."""
    rows = [list(found) for _, found in groupby(pairs, key=lambda p: p.row)]
    for (group, count, _), run in groupby(
        rows, key=lambda r: (r[0].item.group, len(r), any(p.box for p in r))
    ):
        yield group, count, [pair for row in run for pair in row]
