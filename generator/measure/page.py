"""Pages of a PDF measured: glyphs with their places in millimetres, and the ink of a region.

All distances are in mm from the left and from the top edge of the sheet as it is shown: a page that carries /Rotate,
or whose text runs up or down the sheet (8), is turned until its text can be read.
"""

import ctypes
import importlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias

from PIL import Image

from generator.layout import gbt9704 as gb
from generator.layout.fit import char_width_em
from generator.measure.affine import Affine, of_page
from generator.measure.box import Box

__all__ = ["Box", "Glyph", "NotReadable", "Page", "TextLine", "characters", "pages"]

# pypdfium2 has no complete types.
pdfium: Any = importlib.import_module("pypdfium2")
raw: Any = importlib.import_module("pypdfium2.raw")

Angle: TypeAlias = Literal[0, 90, 180, 270]
Colour: TypeAlias = tuple[int, int, int]

MM_PER_PT = gb.MM_PER_INCH / gb.PT_PER_INCH
PIXELS_PER_MM = 10
FINE_PIXELS_PER_MM = 600 / gb.MM_PER_INCH
EM_ASCENT = 0.88  # of Chinese typefaces: the em above the baseline
_FONT_NAME_BYTES = 200
_HIGH, _LOW = 0xD800, 0xDC00  # halves of a character beyond the first plane in UTF-16
_BOLD_WEIGHT = 600
_HIDDEN, _THICKENED = 3, 2  # text render modes of PDF
_TURN: dict[Angle, Any] = {90: Image.Transpose.ROTATE_90, 270: Image.Transpose.ROTATE_270}


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
        parts: list[list[Glyph]] = []
        for glyph in self.glyphs:
            if parts and glyph.x - parts[-1][-1].end <= 2 * glyph.em_mm:
                parts[-1].append(glyph)
            else:
                parts.append([glyph])
        return tuple(TextLine(tuple(part)) for part in parts)

    def place(self, text: str) -> Glyph:
        """The first glyph of a piece of text in this line."""
        return self.glyphs[self.text.index(text)]


class Page:
    """One page of a PDF; `turn` is how far its sheet was turned clockwise so that its text can be read (8)."""

    def __init__(self, page: Any) -> None:
        self._page = page
        width, height = page.get_size()
        self._shown = of_page(page, width, height)
        self.turn = _turn(page, self._shown)
        self.place = self._shown.turned(self.turn, width * MM_PER_PT, height * MM_PER_PT)
        if self.turn in (90, 270):
            width, height = height, width
        self.width, self.height = width * MM_PER_PT, height * MM_PER_PT

    @property
    def handle(self) -> Any:
        """The page as pdfium knows it."""
        return self._page

    @property
    def landscape(self) -> bool:
        """Whether the sheet is wider than high."""
        return bool(self.width > self.height)

    @cached_property
    def glyphs(self) -> tuple[Glyph, ...]:
        """Every printed character, white space left out, in the file's order."""
        return tuple(g for g in _glyphs(self._page, self.place) if not g.hidden)

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
        drawn = [self.place.box(o.get_bounds()) for o in self._page.get_objects([raw.FPDF_PAGEOBJ_PATH])]
        return Box(
            min(b.left for b in drawn),
            min(b.top for b in drawn),
            max(b.right for b in drawn),
            max(b.bottom for b in drawn),
        )

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
        return self.picture(PIXELS_PER_MM)

    def picture(self, pixels_per_mm: float) -> Image.Image:
        """Return the page as a picture."""
        picture = self._page.render(scale=pixels_per_mm * MM_PER_PT).to_pil()
        assert isinstance(picture, Image.Image)
        return (picture.transpose(_TURN[self.turn]) if self.turn in _TURN else picture).convert("RGB")

    def ink(self, region: Box | None = None, red: bool = False) -> Box | None:
        """The box of what is printed in a region of the page, or of what is red there; None when nothing is."""
        return _ink(self.image, PIXELS_PER_MM, region or Box(0, 0, self.width, self.height), red)

    def fine_ink(self, region: Box, red: bool = False) -> Box | None:
        """The same at 600 dpi, for places of which the standard gives the ink."""
        if self.turn:
            return _ink(self.picture(FINE_PIXELS_PER_MM), FINE_PIXELS_PER_MM, region, red)
        part = self._page.render(scale=FINE_PIXELS_PER_MM * MM_PER_PT, crop=self._margins(region)).to_pil()
        pixel = 1 / FINE_PIXELS_PER_MM  # those at the edges are covered in part and come out dark
        here = Box(0, 0, region.width, region.height).grown(-2 * pixel)
        found = _ink(part.convert("RGB"), FINE_PIXELS_PER_MM, here, red)
        return found and found.moved(region.left, region.top)

    def _margins(self, region: Box) -> tuple[float, float, float, float]:
        """Return what of the sheet lies outside a region, in pt: left, bottom, right, top."""
        sides = (region.left, self.height - region.bottom, self.width - region.right, region.top)
        left, bottom, right, top = (max(0.0, v / MM_PER_PT) for v in sides)
        return left, bottom, right, top


def _ink(picture: Image.Image, pixels_per_mm: float, region: Box, red: bool) -> Box | None:
    edges = (region.left, region.top, region.right, region.bottom)
    left, top, right, bottom = (round(v * pixels_per_mm) for v in edges)
    if not (left < right and top < bottom):
        return None
    found = _mask(picture.crop((left, top, right, bottom)), red).getbbox()
    if not found:
        return None
    start_x, start_y, end_x, end_y = (v / pixels_per_mm for v in found)
    x, y = left / pixels_per_mm, top / pixels_per_mm
    return Box(x + start_x, y + start_y, x + end_x, y + end_y)


class NotReadable(Exception):
    """Raised when a file is no PDF, is locked with a password or damaged; its text is a sentence for the clerk."""


@cache
def pages(path: Path) -> list[Page]:
    """The pages of a PDF file, read once. Raises NotReadable."""
    try:
        found = [Page(page) for page in pdfium.PdfDocument(path)]
    except (pdfium.PdfiumError, OSError) as error:
        raise NotReadable(_why(path, str(error))) from error
    if not found:
        raise NotReadable(f"“{path}”里一页也没有")
    return found


def _why(path: Path, error: str) -> str:
    """Say why a file could not be opened, and what to do about it."""
    if "password" in error.lower():
        return f"“{path}”加了密码，打不开：请去掉密码，另存一份再量"
    try:
        starts = path.read_bytes()[:1024]
    except OSError:
        return f"“{path}”读不出来：请检查路径和权限"
    if b"%PDF" not in starts:
        return f"“{path}”不是 PDF 文件，只是名称像"
    return f"“{path}”坏了，打不开：请从原来的程序重新导出一份"


def characters(page: Page) -> str:
    """The characters of a page in the file's order, white space left out."""
    return "".join(g.char for g in page.glyphs)


def _mask(picture: Image.Image, red: bool) -> Image.Image:
    """White where there is ink: dark in the green channel, and light in the red one when red is asked for."""
    reds, greens, _ = picture.split()
    dark = greens.point(lambda v: 255 if v < 160 else 0)
    if not red:
        return dark
    blank = Image.new("L", picture.size, 0)
    return Image.composite(dark, blank, reds.point(lambda v: 255 if v > 160 else 0))


def _turn(page: Any, shown: Affine) -> Angle:
    """Return how far a page must be turned so that most of its characters stand upright."""
    angles = Counter(angle for _, _, angle, _ in _characters(page.get_textpage(), shown))
    if not angles:
        return 0
    most, count = angles.most_common(1)[0]
    return (-most % 360) if count > 2 * angles[0] else 0  # type: ignore[return-value]


def _characters(text: Any, place: Affine) -> Iterator[tuple[int, str, Angle, float]]:
    """Yield index, character, angle and size of every character that is not white space."""
    matrix = raw.FS_MATRIX()
    codes = [raw.FPDFText_GetUnicode(text.raw, i) for i in range(raw.FPDFText_CountChars(text.raw))]
    for index, code in enumerate(codes):
        char = _character(code, codes[index + 1] if index + 1 < len(codes) else 0)
        if char < "!" or char.isspace() or raw.FPDFText_IsGenerated(text.raw, index):
            continue
        raw.FPDFText_GetMatrix(text.raw, index, matrix)
        scale: float = (matrix.c**2 + matrix.d**2) ** 0.5
        size = raw.FPDFText_GetFontSize(text.raw, index) * scale
        yield index, char, place.angle(matrix.a, matrix.b), size


def _character(code: int, following: int) -> str:
    """Return the character of a UTF-16 unit: a pair gives one, at its first half, and nothing at its second."""
    if _HIGH <= code < _LOW:
        low = following - _LOW
        return chr(0x10000 + ((code - _HIGH) << 10) + low) if 0 <= low < 0x400 else "\ufffd"
    return "" if _LOW <= code < _LOW + 0x400 else chr(code)


def _glyphs(page: Any, place: Affine) -> Iterator[Glyph]:
    text = page.get_textpage()
    before: Glyph | None = None
    for index, char, angle, size in _characters(text, place):
        glyph = _glyph(text, index, char, angle, size, place)
        if before and _same_place(before, glyph):
            glyph = replace(glyph, x=before.end, end=2 * before.end - before.x)
        yield glyph
        before = glyph


def _same_place(a: Glyph, b: Glyph) -> bool:
    """Whether two characters were drawn as one piece, as the two halves of —— are in some typefaces."""
    return a.char == b.char and a.angle == 0 and (a.x, a.baseline, a.size_pt) == (b.x, b.baseline, b.size_pt)


def _glyph(text: Any, index: int, char: str, angle: Angle, size: float, place: Affine) -> Glyph:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
    start, baseline = place.point(x.value, y.value)
    wide = char_width_em(char) == 1
    font, weight = _font(text, index)
    mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text.raw, index))
    return Glyph(
        char=char,
        x=start,
        end=start + size * MM_PER_PT if wide else place.box(text.get_charbox(index, loose=True)).right,
        baseline=baseline,
        size_pt=size,
        angle=angle,
        font=font,
        ink=place.box(text.get_charbox(index)),
        colour=_colour(text, index),
        bold=weight >= _BOLD_WEIGHT or "bold" in font.lower() or mode == _THICKENED,
        hidden=mode == _HIDDEN,
    )


def _font(text: Any, index: int) -> tuple[str, int]:
    name, flags = ctypes.create_string_buffer(_FONT_NAME_BYTES), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text.raw, index, name, _FONT_NAME_BYTES, flags)
    found = name.value
    try:
        word = found.decode("utf-8")
    except UnicodeDecodeError:
        word = found.decode("gb18030", "replace")
    return word.rpartition("+")[2], raw.FPDFText_GetFontWeight(text.raw, index)


def _colour(text: Any, index: int) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(text.raw, index, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _lines(glyphs: list[Glyph]) -> Iterator[TextLine]:
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: g.baseline):
        if row and glyph.baseline - row[0].baseline > 0.25:
            yield TextLine(tuple(sorted(row, key=lambda g: g.x)))
            row = []
        row.append(glyph)
    if row:
        yield TextLine(tuple(sorted(row, key=lambda g: g.x)))
