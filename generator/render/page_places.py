"""Pages of a table sheet (页面): what stands where on them, and the arithmetic of it (GB/T 9704-2012, 5.2, 7.5, 8).

Lengths in pt, from the left and top of the sheet.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal, NamedTuple, TypeAlias

from generator.layout import breaks
from generator.layout import gbt9704 as gb
from generator.model.form import Line

Face: TypeAlias = Literal["text", "heading", "title", "number"]

RULE_PT = gb.TABLE_RULE_PT
SLACK_PT = 1e-3
pt = gb.pt_from_mm
LINE = pt(gb.TYPE_AREA_HEIGHT_MM) / gb.LINES_PER_PAGE


class Unplaced(Exception):
    """Raised for a sheet that is not placed here; the message is the reason, in Chinese."""


class Text(NamedTuple):
    """Line of text (一行字): where it begins and its baseline, in pt from the left and top of the sheet.

    `top` is where its line begins. `spacing` is room behind every character, `gap` between those that may be set apart,
    both in pt; `turned` text runs down the sheet. `filled` is a value in its cell.
    """

    face: Face
    size: float
    x: float
    top: float
    y: float
    text: str
    filled: bool = False
    spacing: float = 0.0
    gap: float = 0.0
    turned: bool = False


@dataclass(slots=True, eq=False)
class Lines:
    """Lines (断好的字) of a cell's text, one below the other: where each begins in the room, in pt from its left.

    The same object wherever a text stands in a room of that width; `drawn` is what painting made of it.
    """

    face: Face
    size: float
    pitch: float
    height: float
    texts: tuple[str, ...]
    starts: tuple[float, ...]
    drawn: Any = None


class Block(NamedTuple):
    """Block (格内文字): lines in their cell, the left of the room and the first baseline in pt; `filled` is a value."""

    lines: Lines
    x: float
    y: float
    filled: bool

    def texts(self) -> Iterator[Text]:
        """Yield the lines one by one, those without a character left out."""
        face, size, pitch, every, starts = attrgetter("face", "size", "pitch", "texts", "starts")(self.lines)
        top = self.y - lead(size, pitch)
        for number, (text, start) in enumerate(zip(every, starts, strict=True)):
            if text:
                down = number * pitch
                yield Text(face, size, self.x + start, top + down, self.y + down, text, self.filled)


class Rule(NamedTuple):
    """Rule (框线): a filled box, in pt from the left and top of the sheet."""

    x: float
    y: float
    width: float
    height: float


class Box(NamedTuple):
    """Place (位置) of something on a page, in pt from the left and top of the sheet."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Page:
    """Page (页): what stands on it. `fixed` is what every sheet of the form has there, the rest its own."""

    fixed: "tuple[Fixed, ...]" = ()
    texts: list[Text] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pressed: dict[str, Box] = field(default_factory=dict)

    def every_text(self) -> Iterator[Text]:
        """Yield all lines of text, those of cells one by one."""
        parts: tuple[Fixed | Page, ...] = (*self.fixed, self)
        for part in parts:
            yield from part.texts
            for block in part.blocks:
                yield from block.texts()

    def own_texts(self) -> Iterator[str]:
        """Yield the characters that stand here and are not fixed."""
        yield from (text.text for text in self.texts)
        for block in self.blocks:
            yield from block.lines.texts

    def as_fixed(self) -> "Fixed":
        """Return what stands here as the fixed part of other pages."""
        return Fixed(tuple(self.texts), tuple(self.blocks), tuple(self.rules))


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """Fixed part (固定部分) of a page: the same object for every sheet that has it."""

    texts: tuple[Text, ...] = ()
    blocks: tuple[Block, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """Type area (版心) of a page, in pt: its left and top edge, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.y + self.height


class Ems(dict[str, float]):
    """Widths of the characters of a face, in ems; what is not known yet is asked of the fonts."""

    def __init__(self, ask: Callable[[str], float]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, char: str) -> float:
        if breaks.takes_no_room(char) or (char < " "):
            raise Unplaced("有叠加的符号或制表符")
        self[char] = width = 1.0 if breaks.is_full_width(char) else self._ask(char)
        return width


def hold(bottom: float, area: Area) -> None:
    if bottom > area.bottom + SLACK_PT:
        raise Unplaced("一页排不下，要由排版引擎分页")


def area_of(landscape: bool, number: int, two_sided: bool) -> Area:
    """Return the type area of a page; the sheet of a landscape table is turned with its margins (8)."""
    width, height = gb.type_area_mm(landscape)
    even = two_sided and number % 2 == 0
    if landscape:
        x, y = gb.BOTTOM_MARGIN_MM, gb.OUTER_MARGIN_MM if even else gb.BINDING_MARGIN_MM
    else:
        x, y = gb.OUTER_MARGIN_MM if even else gb.BINDING_MARGIN_MM, gb.TOP_MARGIN_MM
    return Area(pt(x), pt(y), pt(width), pt(height))


def lead(size: float, line: float) -> float:
    """Return where the baseline lies below the top of a line."""
    return (line - size) / 2 + gb.EM_ASCENT * size


def _dash_pt() -> float:
    return gb.NUMBER_DASH_EM * gb.PAGE_NUMBER_PT


def upright_number(area: Area, wide: float, odd: bool) -> tuple[float, float]:
    inset = gb.PAGE_NUMBER_PT
    x = area.x + area.width - inset - wide if odd else area.x + inset
    top = area.bottom + pt(gb.PAGE_NUMBER_GAP_MM) - _dash_pt()
    return x, top + gb.EM_ASCENT * gb.PAGE_NUMBER_PT


def turned_number(area: Area, wide: float, odd: bool) -> tuple[float, float]:
    left = pt(gb.BOTTOM_MARGIN_MM - gb.PAGE_NUMBER_GAP_MM) + _dash_pt()
    inset = gb.PAGE_NUMBER_PT
    y = area.bottom - inset - wide if odd else area.y + inset
    return left - gb.EM_ASCENT * gb.PAGE_NUMBER_PT, y


def outer_starts(line: Line, wides: dict[str, float], area: Area, *, shared: bool = True) -> dict[str, float]:
    """Return where the parts of a line begin; three of them share it in thirds."""
    left, center, right = wides["left"], wides["center"], wides["right"]
    middle = area.x + (area.width - center) / 2
    if line.center and not (line.left or line.right):
        if center > area.width + SLACK_PT:
            raise Unplaced("表外的一行排不下")
        return {"center": middle}
    if line.center and shared:
        if max(left, center, right) > area.width / 3 + SLACK_PT:
            raise Unplaced("表外的一行排不下")
        return {"left": area.x, "center": middle, "right": area.x + area.width - right}
    if line.center:
        raise Unplaced("意见栏的一行有三部分")
    if left + right > area.width + SLACK_PT or (
        shared and right > gb.OUTER_RIGHT_PART * area.width + SLACK_PT
    ):
        raise Unplaced("表外的一行排不下")
    return {"left": area.x, "right": area.x + area.width - right}
