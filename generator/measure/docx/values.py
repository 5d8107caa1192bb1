"""What a Word file says once its styles are resolved: sections, paragraphs, runs. Lengths in mm, types in pt."""

from dataclasses import field
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.layout.fit import char_width_em

LineRule: TypeAlias = Literal["exact", "atLeast", "auto"]
IDEOGRAPHIC_SPACE = "\u3000"
_LATIN_MAX = 0x2E7F


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters of one look; `face` is the East Asian typeface, `latin` that of digits and letters."""

    text: str
    face: str
    latin: str
    size_pt: float
    bold: bool
    color: str
    spacing_pt: float
    kern_grid: bool = True

    @property
    def wide(self) -> bool:
        """Whether there is a Chinese character in it."""
        return any(ord(c) > _LATIN_MAX for c in self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """Rule above or below a paragraph or cell."""

    mm: float
    color: str
    space_mm: float = 0.0  # from the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Drawn line or picture anchored to a paragraph."""

    kind: Literal["line", "picture"]
    width_mm: float
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TabStop:
    """Tab stop: its place from the left margin, and what stands there."""

    mm: float
    align: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Text box that a paragraph stands in; `top_mm` and `left_mm` from the sheet's edges, None where unknown."""

    top_mm: float | None
    left_mm: float | None
    width_mm: float
    outside: bool = False  # on the outer side of odd and even pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Table with the thickness of its rules at rows' edges, from the top; None where a height is not fixed."""

    number: int
    width_mm: float
    rules: tuple[Border | None, ...]
    heights_mm: tuple[float | None, ...]
    box: Box | None = None
    float_mm: tuple[float, float] | None = None  # left and top of a floating table placed on the page
    turned: bool = False  # its text runs from top to bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Paragraph as it is set. `where` says in Chinese where it stands; `label` is its automatic number."""

    where: str
    runs: tuple[Run, ...]
    size_pt: float
    label: str = ""
    align: str = "left"
    left_mm: float = 0.0
    right_mm: float = 0.0
    first_mm: float = 0.0
    line_rule: LineRule = "auto"
    line: float = 1.0  # pt, for "auto" the multiple
    before_pt: float = 0.0
    after_pt: float = 0.0
    on_grid: bool = True
    keep_next: bool = False
    page_break: bool = False
    outline: int | None = None  # 0 for a title or heading of the first level
    tabs: tuple[TabStop, ...] = ()
    above: Border | None = None
    below: Border | None = None
    shapes: tuple[Shape, ...] = ()
    field: bool = False  # holds the number of the page
    frame: str = (
        ""  # where its frame stands across the page, such as outside or center; "placed" when by a length
    )
    section: int = 0
    row: int = -1
    table: Table | None = None
    box: Box | None = None

    @property
    def text(self) -> str:
        """Its characters; tabs and line breaks stand for themselves, spaces at the ends are kept."""
        return self.label + "".join(run.text for run in self.runs)

    @property
    def words(self) -> str:
        """Its characters without white space at the ends."""
        return self.text.strip()

    @property
    def place(self) -> str:
        """Where it stands, with its first characters."""
        first = "".join(self.words.split())[:8]
        return f"{self.where}“{first}”" if first else self.where

    @property
    def main(self) -> Run | None:
        """The first run that has more than white space."""
        return next((run for run in self.runs if run.text.strip()), None)

    @property
    def leading_mm(self) -> float:
        """Width of the white space that the text begins with, tabs apart."""
        text = self.text
        spaces = text[: len(text) - len(text.lstrip(f" {IDEOGRAPHIC_SPACE}"))]
        return sum(map(char_width_em, spaces)) * self.size_pt * 25.4 / 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Section (节): paper, margins, grid; headers and footers by the pages that they are for."""

    width_mm: float
    height_mm: float
    top_mm: float
    right_mm: float
    bottom_mm: float
    left_mm: float
    gutter_mm: float
    footer_mm: float
    header_mm: float
    grid: str
    grid_pt: float
    char_pt: float  # what the grid adds to each character
    title_page: bool
    headers: dict[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    footers: dict[str, tuple[Paragraph, ...]] = field(default_factory=dict)

    @property
    def stated(self) -> bool:
        """Whether paper and margins are said, in numbers."""
        return self.width_mm > 0 and self.height_mm > 0 and self.area_mm > 0

    @property
    def landscape(self) -> bool:
        """Whether the sheet is wider than high."""
        return self.width_mm > self.height_mm

    @property
    def area_mm(self) -> float:
        """Width between the margins."""
        return self.width_mm - self.left_mm - self.right_mm - self.gutter_mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A Word file read whole: its paragraphs in the file's order, cells and text boxes where they are anchored."""

    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    mirrored: bool
    odd_even: bool
