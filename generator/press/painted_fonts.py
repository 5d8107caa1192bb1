"""Fonts of painted sheets (直接成版的用字) in a joined file: those of one typeface become one, of all its characters.

Each sheet's file has a font of the characters of its own values. Their codes and outlines are the same in all of them
(`render/pdf_fonts.py`), so that one font at the end of the file serves every page, and a page more takes little room.
"""

import hashlib
import re
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field

from pikepdf import Object

from generator.press.pdf_writer import PdfWriter

MARK = "/GWShared"
_SEEN_MOST = 1000  # font files of which it is known that they are taken in
_NAME = re.compile(rb"[\w-]+")  # of a font, as fonts have them
_OBJECTS = 4  # of a font, without the map


@dataclass(slots=True)
class _Typeface:
    """Typeface of the whole: the numbers of its objects, its outlines and widths by code."""

    numbers: tuple[int, ...]
    family: str
    glyphs: dict[int, bytes] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)

    def take_in(self, glyphs: dict[int, bytes], widths: dict[int, int]) -> bool:
        """Take in glyphs unless one of them differs from what is here; tell whether they are."""
        if any(self.glyphs.get(code, outline) != outline for code, outline in glyphs.items()):
            return False
        if any(self.widths.get(code, width) != width for code, width in widths.items()):
            return False
        self.glyphs |= glyphs
        self.widths |= widths
        return True


class PaintedFonts:
    """Fonts that are painted (用字), while parts are joined: one for each typeface, written at the end."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._faces: dict[bytes, _Typeface] = {}
        self._seen: OrderedDict[bytes, int] = OrderedDict()
        self._map = 0

    def number_of(self, font: Object) -> int:
        """Return the number of the font that stands for one of a part; 0 when none can, and it must be copied."""
        from generator.render.glyph_outlines import read_cff

        try:
            name = str(font.BaseFont).partition("+")[2].encode("ascii")
            if not _NAME.fullmatch(name):
                return 0
            descendant = font.DescendantFonts[0]
            descriptor = descendant.FontDescriptor
            file = descriptor.FontFile3
            mark = hashlib.blake2b(name + file.read_raw_bytes(), digest_size=16).digest()
            if mark not in self._seen:
                glyphs = read_cff(file.read_bytes())
                every = list(descendant.W.as_list())
                widths = {int(code): int(own[0]) for code, own in zip(every[::2], every[1::2], strict=True)}
                self._note(mark, self._taken_in(name, str(descriptor.FontFamily), (glyphs, widths)))
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            return 0
        return self._seen[mark]

    def finish(self) -> None:
        """Write the fonts; what painting needs is imported where there are any."""
        if not self._faces:
            return
        from generator.render.glyph_outlines import write_cff
        from generator.render.pdf_fonts import font_objects, subset_name, unicode_map, written_widths

        for name, face in self._faces.items():
            codes = sorted(face.glyphs)
            named = subset_name(codes, name)
            widths = written_widths(sorted(face.widths.items()))
            font, descendant, descriptor, file = face.numbers
            numbers = (font, descendant, descriptor, file, self._map)
            for number, body in zip(
                numbers, font_objects(named, face.family, widths, numbers, shared=True), strict=False
            ):
                self._writer.put(number, body)
            cff = write_cff(name.decode("ascii"), {code: face.glyphs[code] for code in codes})
            self._writer.put(file, b"<</Subtype/CIDFontType0C/Filter/FlateDecode>>", zlib.compress(cff, 9))
        self._writer.put(self._map, b"<</Filter/FlateDecode>>", zlib.compress(unicode_map(), 9))

    def _taken_in(self, name: bytes, family: str, own: tuple[dict[int, bytes], dict[int, int]]) -> int:
        if name not in self._faces:
            self._map = self._map or self._writer.reserve()
            numbers = tuple(self._writer.reserve() for _ in range(_OBJECTS))
            self._faces[name] = _Typeface(numbers, family)
        face = self._faces[name]
        return face.numbers[0] if face.take_in(*own) else 0

    def _note(self, mark: bytes, number: int) -> None:
        self._seen[mark] = number
        if len(self._seen) > _SEEN_MOST:
            self._seen.popitem(last=False)
