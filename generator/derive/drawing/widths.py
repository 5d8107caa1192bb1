"""Widths and orientation (栏宽、纸张方向): the workbook's columns scaled to the page on which every one is wide enough."""

import re
from collections.abc import Sequence
from typing import Literal

from generator.dataclass import dataclass
from generator.layout.gbt9704 import mm_from_pt, type_area_mm
from generator.model.form import FieldKind, Page

PADDING_MM = 3.0
NARROWEST_CHARS = {"serial": 2.0, "date": 3.5, "person": 3.0, "text": 3.0, "choice": 2.0, "yes_no": 2.0}
PHONE_CHARS = 5.5
TRIES: tuple[tuple[Literal["portrait", "landscape"], float, int], ...] = (  # and lines that a head may take
    ("portrait", 12.0, 2),
    ("landscape", 12.0, 2),
    ("landscape", 10.5, 2),
    ("landscape", 9.0, 2),
    ("landscape", 9.0, 4),
)
_PHONE = re.compile(r"电话|手机|联系方式")
_WIDE = re.compile(r"(名称|地址|情况|内容|措施|问题|原因|建议|意见|隐患|要求|任务)$")
WIDE_CHARS = 5.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Column to be set (待排的栏): its label as printed, its kind, its width in mm in the workbook."""

    label: str
    kind: FieldKind
    width_mm: float


def set_widths(columns: Sequence[Measured]) -> tuple[Page, list[float], bool]:
    """Return page, widths in mm that add up to its type area, and whether every column is wide enough.

    Portrait at the usual size where that is wide enough, else landscape, else smaller.
    """
    orientation, size, lines = next(filter(lambda t: _fits(columns, *t), TRIES), TRIES[-1])
    least = [_least(c, size, lines) for c in columns]
    page = Page(orientation=orientation, fit="flow", size_pt=size, row_height_mm=9.0)
    return page, _shared(columns, least, _room(orientation)), _fits(columns, orientation, size, lines)


def _fits(columns: Sequence[Measured], orientation: str, size_pt: float, lines: int) -> bool:
    return sum(_least(c, size_pt, lines) for c in columns) <= _room(orientation)


def _room(orientation: str) -> float:
    return type_area_mm(orientation == "landscape")[0]


def _least(column: Measured, size_pt: float, lines: int) -> float:
    """Return the least width in mm of a column at a type size: its head on so many lines, its values unbroken."""
    longest = max((len(line) for line in column.label.split("\n")), default=0)
    head = max(-(-longest // lines), 2)
    chars = max(head, NARROWEST_CHARS.get(column.kind, 2.0))
    if column.kind == "text":
        chars = max(
            chars,
            PHONE_CHARS if _PHONE.search(column.label) else WIDE_CHARS if _WIDE.search(column.label) else 0,
        )
    return chars * mm_from_pt(size_pt) + PADDING_MM


def _shared(columns: Sequence[Measured], least: Sequence[float], room_mm: float) -> list[float]:
    """Return widths in proportion to the workbook's, none below its least, in tenths of a millimetre."""
    if sum(least) > room_mm:
        least = [width * room_mm / sum(least) for width in least]
    widths, free = list(least), set(range(len(columns)))
    while free:
        taken = sum(w for i, w in enumerate(widths) if i not in free)
        scale = (room_mm - taken) / (sum(columns[i].width_mm for i in free) or 1.0)
        short = {i for i in free if columns[i].width_mm * scale < least[i]}
        for i in free - short:
            widths[i] = columns[i].width_mm * scale
        if not short:
            break
        for i in short:
            widths[i] = least[i]
        free -= short
    rounded = [round(w, 1) for w in widths]
    widest = rounded.index(max(rounded))
    rounded[widest] = round(rounded[widest] + room_mm - sum(rounded), 1)
    return rounded
