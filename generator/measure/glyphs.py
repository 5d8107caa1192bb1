"""Glyphs (字) and lines of text as they are printed, in mm from the left and from the top edge of the sheet."""

from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.measure.box import Box

Angle: TypeAlias = Literal[0, 90, 180, 270]
Colour: TypeAlias = tuple[int, int, int]

MM_PER_PT = gb.MM_PER_INCH / gb.PT_PER_INCH
EM_ASCENT = 0.88  # of Chinese typefaces: the em above the baseline


@dataclass(frozen=True)
class Glyph:
    """Character as printed: where it begins and ends on the baseline, its size and face, the box of its ink.

    `angle` is how far it is turned clockwise. `bold` says that its face is bold or was thickened by machine, `hidden`
    that it prints nothing, as the words that a scanner lays under its picture.
    """

    char: str
    x: float
    end: float
    baseline: float
    size_pt: float
    angle: Angle
    font: str
    ink: Box
    colour: Colour = (0, 0, 0)
    bold: bool = False
    hidden: bool = False

    @property
    def turned(self) -> bool:
        """Whether it runs up or down the sheet."""
        return self.angle in (90, 270)

    @property
    def red(self) -> bool:
        """Whether it is printed in red."""
        return is_red(self.colour)

    @property
    def em_mm(self) -> float:
        """Size in mm."""
        return self.size_pt * MM_PER_PT


def is_red(colour: Colour) -> bool:
    """Return whether a colour is a red (6.3), however dark.

    >>> is_red((230, 0, 18)), is_red((90, 90, 90))
    (True, False)
    """
    red, green, blue = colour
    return red > 140 and max(green, blue) < red * 0.6


@dataclass(frozen=True)
class TextLine:
    """Glyphs on one baseline, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The characters, white space left out."""
        return "".join(g.char for g in self.glyphs)

    @property
    def baseline(self) -> float:
        """Distance of the baseline from the top."""
        return self.glyphs[0].baseline

    @property
    def left(self) -> float:
        """Where the first character's em begins."""
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        """Where the last character ends."""
        return self.glyphs[-1].end

    @property
    def size_pt(self) -> float:
        """Size of the first character."""
        return self.glyphs[0].size_pt

    @property
    def top(self) -> float:
        """Top of the line, one line pitch high, in whose middle the characters stand."""
        middle = self.baseline - (EM_ASCENT - 0.5) * self.glyphs[0].em_mm
        return middle - gb.LINE_PITCH_MM / 2

    @property
    def bottom(self) -> float:
        """Bottom of the line, one line pitch high."""
        return self.top + gb.LINE_PITCH_MM

    @property
    def em_bottom(self) -> float:
        """Bottom of the characters' ems."""
        return self.baseline + (1 - EM_ASCENT) * self.glyphs[0].em_mm

    @property
    def box(self) -> Box:
        """The box round its ink."""
        inks = [g.ink for g in self.glyphs]
        return Box(
            min(b.left for b in inks),
            min(b.top for b in inks),
            max(b.right for b in inks),
            max(b.bottom for b in inks),
        )

    @property
    def pieces(self) -> tuple["TextLine", ...]:
        """The parts of the line that stand more than two characters apart."""
        return self.split(2)

    def split(self, ems: float) -> tuple["TextLine", ...]:
        """Return the parts of the line that stand further apart than so many characters."""
        parts: list[list[Glyph]] = []
        for glyph in self.glyphs:
            if parts and glyph.x - parts[-1][-1].end <= ems * glyph.em_mm:
                parts[-1].append(glyph)
            else:
                parts.append([glyph])
        return tuple(TextLine(tuple(part)) for part in parts)

    def place(self, text: str) -> Glyph:
        """The first glyph of a piece of text in this line."""
        return self.glyphs[self.text.index(text)]
