"""Pages of a PDF measured: glyphs with their places in millimetres, and the ink of a region.

All distances are in mm from the left and from the top edge of the sheet.
"""

import ctypes
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from PIL import Image

from generator.layout import gbt9704 as gb
from generator.layout.fit import char_width_em

# pypdfium2 has no complete types.
pdfium: Any = importlib.import_module("pypdfium2")
raw: Any = importlib.import_module("pypdfium2.raw")

MM_PER_PT = gb.MM_PER_INCH / gb.PT_PER_INCH
PIXELS_PER_MM = 10
EM_ASCENT = 0.88  # of Chinese typefaces: the em above the baseline
_FONT_NAME_BYTES = 200


@dataclass(frozen=True)
class Box:
    """Rectangle in mm: left and top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def center_x(self) -> float:
        """Middle between left and right."""
        return (self.left + self.right) / 2

    @property
    def center_y(self) -> float:
        """Middle between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """Distance from left to right."""
        return self.right - self.left

    def grown(self, by: float) -> "Box":
        """The rectangle made larger on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def holds(self, other: "Box") -> bool:
        """Whether another rectangle lies inside this one."""
        inside = self.left <= other.left and other.right <= self.right
        return inside and self.top <= other.top and other.bottom <= self.bottom


@dataclass(frozen=True)
class Glyph:
    """Character as printed: where it begins and ends on the baseline, its size and face, the box of its ink."""

    char: str
    x: float
    end: float
    baseline: float
    size_pt: float
    turned: bool
    font: str
    ink: Box

    @property
    def em_mm(self) -> float:
        """Size in mm."""
        return self.size_pt * MM_PER_PT


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

    def place(self, text: str) -> Glyph:
        """The first glyph of a piece of text in this line."""
        return self.glyphs[self.text.index(text)]


class Page:
    """One page of a PDF."""

    def __init__(self, page: Any) -> None:
        self._page = page
        width, height = page.get_size()
        self.width, self.height = width * MM_PER_PT, height * MM_PER_PT

    @property
    def landscape(self) -> bool:
        """Whether the sheet is wider than high."""
        return bool(self.width > self.height)

    @cached_property
    def glyphs(self) -> tuple[Glyph, ...]:
        """Every printed character, white space left out, in the file's order."""
        return tuple(_glyphs(self._page, self.height))

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """The upright lines from top to bottom: glyphs whose baselines lie within a quarter of a millimetre."""
        return tuple(_lines([g for g in self.glyphs if not g.turned]))

    def line(self, text: str) -> TextLine:
        """The first line that holds a piece of text."""
        return next(line for line in self.lines if text in line.text)

    @cached_property
    def number(self) -> tuple[Glyph, ...]:
        """The glyphs of the page number: what stands outside the type area, between dashes."""
        margin = self.type_area().bottom if not self.landscape else self.type_area().left
        if self.landscape:
            return tuple(g for g in self.glyphs if g.ink.right < margin)
        return tuple(g for g in self.glyphs if g.ink.top > margin)

    @cached_property
    def body(self) -> tuple[Glyph, ...]:
        """Every glyph but those of the page number."""
        return tuple(g for g in self.glyphs if g not in self.number)

    def upright(self, box: Box) -> Box:
        """A place on this page as it lies when the sheet is held as a portrait page (8)."""
        if not self.landscape:
            return box
        return Box(box.top, self.width - box.right, box.bottom, self.width - box.left)

    @cached_property
    def table(self) -> Box:
        """The box round all rules and boxes drawn on the page."""
        drawn = [o.get_bounds() for o in self._page.get_objects([raw.FPDF_PAGEOBJ_PATH])]
        left, bottom = (min(b[i] for b in drawn) * MM_PER_PT for i in (0, 1))
        right, top = (max(b[i] for b in drawn) * MM_PER_PT for i in (2, 3))
        return Box(left, self.height - top, right, self.height - bottom)

    def type_area(self, number: int = 1, two_sided: bool = True) -> Box:
        """The type area (5.2.1) of the page of that number; a landscape sheet is turned (8)."""
        even = two_sided and number % 2 == 0
        binding = gb.OUTER_MARGIN_MM if even else gb.BINDING_MARGIN_MM
        width, height = gb.TYPE_AREA_WIDTH_MM, gb.TYPE_AREA_HEIGHT_MM
        if self.landscape:
            left = gb.BOTTOM_MARGIN_MM
            return Box(left, binding, left + height, binding + width)
        return Box(binding, gb.TOP_MARGIN_MM, binding + width, gb.TOP_MARGIN_MM + height)

    @cached_property
    def image(self) -> Image.Image:
        """The page as a picture, ten pixels to the millimetre."""
        picture = self._page.render(scale=PIXELS_PER_MM * MM_PER_PT).to_pil()
        assert isinstance(picture, Image.Image)
        return picture.convert("RGB")

    def ink(self, region: Box | None = None, red: bool = False) -> Box | None:
        """The box of what is printed in a region of the page, or of what is red there; None when nothing is."""
        region = region or Box(0, 0, self.width, self.height)
        found = _mask(self.image.crop(_pixels(region)), red).getbbox()
        if not found:
            return None
        left, top, right, bottom = (v / PIXELS_PER_MM for v in found)
        return Box(region.left + left, region.top + top, region.left + right, region.top + bottom)


class NotReadable(Exception):
    """Raised when a file is no PDF, is locked with a password or cannot be read."""


@cache
def pages(path: Path) -> list[Page]:
    """The pages of a PDF file, read once."""
    try:
        return [Page(page) for page in pdfium.PdfDocument(path)]
    except (pdfium.PdfiumError, OSError) as error:
        raise NotReadable(str(path)) from error


def characters(page: Page) -> str:
    """The characters of a page in the file's order, white space left out."""
    return "".join(g.char for g in page.glyphs)


def _pixels(box: Box) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(v * PIXELS_PER_MM) for v in (box.left, box.top, box.right, box.bottom))
    return left, top, right, bottom


def _mask(picture: Image.Image, red: bool) -> Image.Image:
    """White where there is ink: dark in the green channel, and light in the red one when red is asked for."""
    reds, greens, _ = picture.split()
    dark = greens.point(lambda v: 255 if v < 160 else 0)
    if not red:
        return dark
    blank = Image.new("L", picture.size, 0)
    return Image.composite(dark, blank, reds.point(lambda v: 255 if v > 160 else 0))


def _glyphs(page: Any, height: float) -> Iterator[Glyph]:
    text = page.get_textpage()
    for index in range(raw.FPDFText_CountChars(text.raw)):
        char = _character(text, index)
        if raw.FPDFText_IsGenerated(text.raw, index) or not char.strip():
            continue
        yield _glyph(text, index, char, height)


def _character(text: Any, index: int) -> str:
    """The character at a place; one outside the BMP fills two, of which the second is empty (UTF-16)."""
    code = raw.FPDFText_GetUnicode(text.raw, index)
    if 0xDC00 <= code < 0xE000:
        return ""
    if 0xD800 <= code < 0xDC00:
        code = 0x10000 + ((code - 0xD800) << 10) + raw.FPDFText_GetUnicode(text.raw, index + 1) - 0xDC00
    return chr(code)


def _glyph(text: Any, index: int, char: str, height: float) -> Glyph:
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
    raw.FPDFText_GetMatrix(text.raw, index, matrix)
    size = raw.FPDFText_GetFontSize(text.raw, index) * (matrix.c**2 + matrix.d**2) ** 0.5
    left, bottom, right, top = (v * MM_PER_PT for v in text.get_charbox(index))
    wide = char_width_em(char) == 1
    return Glyph(
        char=char,
        x=x.value * MM_PER_PT,
        end=(x.value + size if wide else text.get_charbox(index, loose=True)[2]) * MM_PER_PT,
        baseline=height - y.value * MM_PER_PT,
        size_pt=size,
        turned=abs(matrix.b) > abs(matrix.a),
        font=_font(text, index),
        ink=Box(left, height - top, right, height - bottom),
    )


def _font(text: Any, index: int) -> str:
    name, flags = ctypes.create_string_buffer(_FONT_NAME_BYTES), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text.raw, index, name, _FONT_NAME_BYTES, flags)
    return name.value.decode("utf-8", "replace").rpartition("+")[2]


def _lines(glyphs: list[Glyph]) -> Iterator[TextLine]:
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: g.baseline):
        if row and glyph.baseline - row[0].baseline > 0.25:
            yield TextLine(tuple(sorted(row, key=lambda g: g.x)))
            row = []
        row.append(glyph)
    if row:
        yield TextLine(tuple(sorted(row, key=lambda g: g.x)))
