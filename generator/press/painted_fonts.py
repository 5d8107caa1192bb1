"""Fonts of painted sheets (直接成版的用字) in a joined file: those of one typeface become one, of all its characters.

Each sheet's file has a font of the characters of its own values. Their codes and outlines are the same in all of them
(`render/pdf_fonts.py`), so that one font at the end of the file serves every page, and a page more takes little room.
"""

import hashlib
import re
import zlib
from collections import OrderedDict
from dataclasses import field

from generator.dataclass import dataclass
from generator.press.parts import Part
from generator.press.pdf_writer import PdfWriter

MARK = b"/GWShared"
_SEEN_MOST = 1000  # font files of which it is known that they are taken in
_NAME = re.compile(rb"[\w-]+")  # of a font, as fonts have them
_OBJECTS = 4  # of a font, without the map
_NAMED = re.compile(rb"/BaseFont ?/([\w+-]+)")
_FAMILY = re.compile(rb"/FontFamily ?\(([\w -]*)\)")
_WIDTHS = re.compile(rb"/W ?\[((?: ?\d+ ?\[ ?\d+ ?\])*) ?\]")
_WIDTH = re.compile(rb"(\d+) ?\[ ?(\d+) ?\]")


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

    def number_of(self, part: Part, font: bytes) -> int:
        """Return the number of the font that stands for one of a part; 0 when none can, and it must be copied."""
        try:
            name = _found(_NAMED, font).partition(b"+")[2]
            if not _NAME.fullmatch(name):
                return 0
            descendant = _referred(part, font, b"DescendantFonts")[0]
            descriptor = _referred(part, descendant, b"FontDescriptor")[0]
            head, packed = _referred(part, descriptor, b"FontFile3")
            if packed is None or b"/FlateDecode" not in head:
                return 0
            mark = hashlib.blake2b(name + packed, digest_size=16).digest()
            if mark not in self._seen:
                self._note(mark, self._read(name, (descendant, descriptor), packed))
        except (LookupError, ValueError, zlib.error):
            return 0
        return self._seen[mark]

    def _read(self, name: bytes, dictionaries: tuple[bytes, bytes], packed: bytes) -> int:
        """Take in a font's glyphs; return the number of the font that has them, 0 when they differ from its own."""
        from generator.render.glyph_outlines import read_cff

        descendant, descriptor = dictionaries
        widths = {int(code): int(width) for code, width in _WIDTH.findall(_found(_WIDTHS, descendant))}
        family = _found(_FAMILY, descriptor).decode("ascii")
        return self._taken_in(name, family, (read_cff(zlib.decompress(packed)), widths))

    def finish(self) -> None:
        """Write the fonts; what painting needs is imported where there are any."""
        if not self._faces:
            return
        from generator.render.deflate import deflated
        from generator.render.glyph_outlines import write_cff
        from generator.render.pdf_fonts import font_objects, packed_map, subset_name, written_widths

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
            self._writer.put(file, b"<</Subtype/CIDFontType0C/Filter/FlateDecode>>", deflated(cff))
        self._writer.put(self._map, b"<</Filter/FlateDecode>>", packed_map())

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


def _found(pattern: re.Pattern[bytes], body: bytes) -> bytes:
    found = pattern.search(body)
    if found is None:
        raise ValueError("not as it is painted")
    return found[1]


def _referred(part: Part, body: bytes, name: bytes) -> tuple[bytes, bytes | None]:
    """Return the object that a dictionary refers to, alone or in a list of one."""
    found = re.search(rb"/%b ?\[? ?(\d+) (\d+) R" % name, body)
    if found is None:
        raise ValueError("not as it is painted")
    return part.value((int(found[1]), int(found[2])))
