"""Fonts of a PDF file as painting writes them (ISO 32000-1, 9.7): CID-keyed, their codes those of UTF-16."""

import re
import zlib
from array import array
from collections.abc import Iterable, Mapping
from functools import lru_cache

from generator.render.deflate import deflated
from generator.render.glyph_outlines import write_cff
from generator.render.kept_glyphs import kept_subset
from generator.render.page_places import Unplaced
from generator.render.pdf_objects import BASIC, HEAD, MAP, PdfFile, code_of, stream
from generator.render.typefaces import FontFile

SHARED = b"/GWShared true"  # a name of our own (annex E) that other programs pass over
_FONTS_KEPT = 64
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def begin(file: PdfFile) -> None:
    """Write the head of a file, and the map from codes to characters that all its fonts use."""
    file.put(HEAD)
    file.add(MAP, stream(packed_map()))


@lru_cache(maxsize=_FONTS_KEPT)
def smallest(font: FontFile, points: frozenset[int]) -> bytes:
    """Return the font file of the fixed parts of a form, made as small as can be."""
    return kept_subset(font.glyphs, map(chr, points), lambda: zlib.compress(_cff(font, _codes(points)), 9))


def _codes(points: Iterable[int]) -> dict[int, int]:
    """Return code points by their codes, ascending; raises Unplaced when two would have the same."""
    every = sorted(points)
    if not every or every[-1] < BASIC:
        return dict(zip(every, every, strict=True))
    codes = dict(sorted((code_of(point), point) for point in every))
    if len(codes) < len(every):
        raise Unplaced("有两个生僻字的编码相同")
    return codes


def _cff(font: FontFile, codes: Mapping[int, int]) -> bytes:
    return write_cff(font.name, dict(zip(codes, map(font.outlines.__getitem__, codes.values()), strict=True)))


def add_font(file: PdfFile, number: int, font: FontFile, points: set[int], cff: bytes = b"") -> int:
    """Write a font of some characters of a font file, by their code points; return the number of the object after it."""
    codes = _codes(points)
    cff = cff or deflated(_cff(font, codes))
    name = subset_name(codes, font.name.encode("ascii"))
    widths = written_widths(zip(codes, map(font.narrow.__getitem__, codes.values()), strict=True))
    beyond = {code: chr(point) for code, point in codes.items() if point >= BASIC}
    numbers = (number, number + 1, number + 2, number + 3, number + 4 if beyond else MAP)
    for place, body in enumerate(font_objects(name, font.family, widths, numbers, shared=not beyond), number):
        file.add(place, body)
    file.add(number + 3, b"<</Subtype/CIDFontType0C%b" % stream(cff).removeprefix(b"<<"))
    if beyond:
        file.add(number + 4, stream(deflated(unicode_map(beyond))))
    return number + 4 + bool(beyond)


def font_objects(
    name: bytes, family: str, widths: bytes, numbers: tuple[int, int, int, int, int], *, shared: bool
) -> tuple[bytes, bytes, bytes]:
    """Return font, descendant and descriptor; the last of their numbers are those of the font file and the map.

    A font that is `shared` has codes that are those of all painted fonts: files of it can be joined into one.
    """
    _, descendant, descriptor, cff, mapped = numbers
    return (
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R%b>>"
        % (name, descendant, mapped, SHARED if shared else b""),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000/W[%b]/FontDescriptor %d 0 R>>" % (name, widths, descriptor),
        b"<</Type/FontDescriptor/FontName/%b/FontFamily(%b)/Flags 4/FontBBox[0 -200 1000 1000]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 80/FontFile3 %d 0 R>>"
        % (name, re.sub(rb"[^\w -]", b"?", family.encode("ascii", "replace")), cff),
    )


def written_widths(widths: Iterable[tuple[int, int]]) -> bytes:
    """Return codes with their widths as a font has them, those of a whole em, told as 0, left out."""
    return b"".join([b"%d[%d]" % (code, width) for code, width in widths if width])


def subset_name(codes: Iterable[int], name: bytes) -> bytes:
    """Return the name of a font of some characters, with six letters that tell it from others."""
    number = zlib.crc32(array("H", codes).tobytes())
    letters = bytearray()
    for _ in range(6):
        number, rest = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return b"%b+%b" % (bytes(letters), name)


@lru_cache(maxsize=1)
def packed_map() -> bytes:
    """Return the map of fonts without characters of private use, packed."""
    return zlib.compress(unicode_map(), 9)


def unicode_map(beyond: Mapping[int, str] | None = None) -> bytes:
    """Return the map from codes to characters: each code is its character, those of private use apart."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def",
        "1 begincodespacerange<0000><ffff>endcodespacerange",
    ]
    rows = [high for high in range(256) if not 0xD8 <= high < 0xE0]
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        ranges = "\n".join(f"<{high:02x}00><{high:02x}ff><{high:02x}00>" for high in part)
        lines.append(f"{len(part)} beginbfrange\n{ranges}\nendbfrange")
    if beyond:
        chars = "\n".join(
            f"<{code:04x}><{char.encode('utf-16-be').hex()}>" for code, char in sorted(beyond.items())
        )
        lines.append(f"{len(beyond)} beginbfchar\n{chars}\nendbfchar")
    lines.append("endcmap CMapName currentdict/CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
