"""Pages of a PDF measured: glyphs with their places in millimetres, and the ink of a region.

All distances are in mm from the left and from the top edge of the sheet as it is shown: a page that carries /Rotate,
or whose text runs up or down the sheet (8), is turned until its text can be read.
"""

import importlib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from PIL import Image

from generator.layout import gbt9704 as gb
from generator.measure.affine import of_page
from generator.measure.box import Box
from generator.measure.glyphs import MM_PER_PT, Angle, Glyph, TextLine
from generator.measure.ink import ink_in, is_even
from generator.measure.reading import glyphs_of, lines_of, turn_of

__all__ = ["MM_PER_PT", "Box", "Glyph", "NotReadable", "Page", "TextLine", "characters", "pages"]

# pypdfium2 has no complete types.
pdfium: Any = importlib.import_module("pypdfium2")
raw: Any = importlib.import_module("pypdfium2.raw")

PIXELS_PER_MM = 10
FINE_PIXELS_PER_MM = 600 / gb.MM_PER_INCH
_DEPTH = 8
OLD_FORMAT = b"\xd0\xcf\x11\xe0"  # OLE: .doc, and a .docx with a password
_ROUND_MM = 0.3  # of paper seen round a character, of which a dash fills its box
_KEPT = 32  # files in memory
SHORTEST_MM, LONGEST_MM = 25.0, 1200.0  # sides of a sheet that somebody could print on: from a label to A0
_TURN: dict[Angle, Any] = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


class Page:
    """One page of a PDF; `turn` is how far its sheet was turned clockwise so that its text can be read (8)."""

    def __init__(self, page: Any) -> None:
        self._page = page
        width, height = page.get_size()
        self._shown = of_page(page, width, height)
        self.turn = turn_of(page, self._shown)
        self.place = self._shown.turned(self.turn, width * MM_PER_PT, height * MM_PER_PT)
        if self.turn in (90, 270):
            width, height = height, width
        self.width, self.height = width * MM_PER_PT, height * MM_PER_PT

    @property
    def handle(self) -> Any:
        """The page as pdfium knows it."""
        return self._page

    @property
    def printable(self) -> bool:
        """Whether the file gives the sheet a size, and one that could be paper."""
        left, bottom, right, top = self._page.get_mediabox()
        sides = (self.width, self.height)
        return left != right and bottom != top and all(SHORTEST_MM <= s <= LONGEST_MM for s in sides)

    @property
    def sheet(self) -> Box:
        """The whole sheet."""
        return Box(0, 0, self.width, self.height)

    @property
    def landscape(self) -> bool:
        """Whether the sheet is wider than high."""
        return bool(self.width > self.height)

    @cached_property
    def glyphs(self) -> tuple[Glyph, ...]:
        """Every printed character, white space left out, in the file's order."""
        return tuple(g for g in glyphs_of(self._page, self.place) if not g.hidden)

    @cached_property
    def unseen(self) -> tuple[Glyph, ...]:
        """The characters where the picture of the page is all of one colour: covered, or as light as the paper."""
        inked = (g for g in self.glyphs if self.sheet.holds(g.ink))
        return tuple(g for g in inked if is_even(self.image, PIXELS_PER_MM, g.ink.grown(_ROUND_MM)))

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """The upright lines from top to bottom: glyphs whose baselines lie within a quarter of a millimetre."""
        return tuple(lines_of([g for g in self.glyphs if not g.turned]))

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

    @cached_property
    def pictured(self) -> bool:
        """Whether it holds pictures or curved drawings, as of a seal."""
        drawn = self._page.get_objects([raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH], max_depth=_DEPTH)
        return any(o.type == raw.FPDF_PAGEOBJ_IMAGE or _curved(o.raw) for o in drawn)

    def picture(self, pixels_per_mm: float) -> Image.Image:
        """Return the page as a picture."""
        picture = self._page.render(scale=pixels_per_mm * MM_PER_PT).to_pil()
        assert isinstance(picture, Image.Image)
        return (picture.transpose(_TURN[self.turn]) if self.turn in _TURN else picture).convert("RGB")

    def ink(self, region: Box | None = None, red: bool = False) -> Box | None:
        """The box of what is printed in a region of the page, or of what is red there; None when nothing is."""
        return ink_in(self.image, PIXELS_PER_MM, region or self.sheet, red)

    def fine_ink(self, region: Box, red: bool = False) -> Box | None:
        """The same at 600 dpi, for places of which the standard gives the ink."""
        seen = region.within(self.sheet)
        if seen is None:
            return None
        region = seen
        if self.turn:
            return ink_in(self.picture(FINE_PIXELS_PER_MM), FINE_PIXELS_PER_MM, region, red)
        part = self._page.render(scale=FINE_PIXELS_PER_MM * MM_PER_PT, crop=self._margins(region)).to_pil()
        pixel = 1 / FINE_PIXELS_PER_MM  # those at the edges are covered in part and come out dark
        here = Box(0, 0, region.width, region.height).grown(-2 * pixel)
        found = ink_in(part.convert("RGB"), FINE_PIXELS_PER_MM, here, red)
        return found and found.moved(region.left, region.top)

    def _margins(self, region: Box) -> tuple[float, float, float, float]:
        """Return what of the sheet lies outside a region, in pt: left, bottom, right, top."""
        sides = (region.left, self.height - region.bottom, self.width - region.right, region.top)
        left, bottom, right, top = (max(0.0, v / MM_PER_PT) for v in sides)
        return left, bottom, right, top


def _curved(path: Any) -> bool:
    segments = (raw.FPDFPath_GetPathSegment(path, i) for i in range(raw.FPDFPath_CountSegments(path)))
    return any(raw.FPDFPathSegment_GetType(s) == raw.FPDF_SEGMENT_BEZIERTO for s in segments)


class NotReadable(Exception):
    """Raised when a file is no PDF, is locked with a password or damaged; its text is a sentence for the clerk."""


@lru_cache(maxsize=_KEPT)
def pages(path: Path) -> list[Page]:
    """The pages of a PDF file, read once. Raises NotReadable."""
    try:
        found = [Page(page) for page in pdfium.PdfDocument(path)]
    except (pdfium.PdfiumError, OSError) as error:
        raise NotReadable(_why(path, str(error))) from error
    if not found:
        raise NotReadable(f"“{path}”里一页也没有")
    for number, page in enumerate(found, 1):
        if not page.printable:
            raise NotReadable(f"“{path}”第{number}页的纸大小不对，没有量：请从原来的程序重新导出一份")
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
        return not_measured(path, starts)
    return f"“{path}”坏了，打不开：请从原来的程序重新导出一份"


def not_measured(path: Path, starts: bytes) -> str:
    """Say of a file that is no PDF, from its first bytes and its name, what to do about it."""
    if starts.startswith(OLD_FORMAT):
        return f"“{path}”是旧格式 .doc，或者加了密码：请在 Word 或 WPS 里另存为不加密码的 .docx 再量"
    if path.suffix.lower() == ".pdf":
        return f"“{path}”不是 PDF 文件，只是名称像"
    return f"“{path}”量不了：只能量 PDF 和 .docx"


def characters(page: Page) -> str:
    """The characters of a page in the file's order, white space left out."""
    return "".join(g.char for g in page.glyphs)
