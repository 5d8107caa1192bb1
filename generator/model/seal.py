"""Seals (印章) of a sheet: whose they are and what they press, as composed; where they stand, as printed."""

from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.layout.seals import Circle, Slice
from generator.problem import Path

Pressed: TypeAlias = Literal["signature", "date", "line", "box"]
LinePart: TypeAlias = Literal["left", "center", "right"]
HolderKind: TypeAlias = Literal["organ", "role", "unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whose seal (盖谁的章): an issuing organ, a role named in a form's box such as 乡镇（街道）, or a unit."""

    name: str
    kind: HolderKind
    mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SealSpot:
    """Spot of a seal (盖章处) on a sheet as composed; `key` is the id of what it presses in the sheet's HTML.

    On a line, the seal presses a part of the words in `part` of it: `before`, `pressed` and `after` are the whole.
    In a box `line` is the line that bears the words. `path` is where the data asks for the seal, if it does.
    """

    key: str
    holder: Holder
    kind: Pressed
    line: int = 0
    part: LinePart = "left"
    before: str = ""
    pressed: str = ""
    after: str = ""
    label: str = ""
    path: Path = ()

    @property
    def box(self) -> str:
        """The id of the box that the seal stands in."""
        return f"{self.key}-box"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealPlace:
    """Place of a seal (盖章的位置) on a printed page, from the page's left and top in mm."""

    holder: Holder
    page: int
    circle: Circle


@dataclass(frozen=True, slots=True, kw_only=True)
class StraddlePlace:
    """Place of a straddle seal (骑缝章): what each leaf shows of it, and the pages it holds together."""

    holder: Holder
    first_page: int
    last_page: int
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSeals:
    """Seals of one sheet as composed (一张表的用印): its spots, who seals across its edges, in how many copies."""

    spots: tuple[SealSpot, ...] = ()
    straddle: Holder | None = None
    copies: int = 1

    @property
    def any(self) -> bool:
        """Whether the sheet takes a seal, across its edges at least when it has several leaves."""
        return bool(self.spots or self.straddle)


NO_SEALS = SheetSeals()


@dataclass(frozen=True, slots=True, kw_only=True)
class StampRow:
    """Row of the stamping list (用印清单的一行): one place where one seal is pressed on every copy of a sheet.

    `circle` is where it stands on its page; a seal across the edges stands on no one page.
    """

    holder: Holder
    unit: str
    sheet: str
    first_page: int
    last_page: int
    copies: int
    circle: Circle | None = None

    @property
    def straddle(self) -> bool:
        """Whether it is pressed across the edges of several leaves (骑缝章)."""
        return self.circle is None

    @property
    def pages(self) -> str:
        """Where it is pressed, as the list prints it."""
        if self.straddle:
            return f"骑缝章\n第{self.first_page}至{self.last_page}页"
        return f"第{self.first_page}页"
