"""Objects of a PDF file (ISO 32000-1) as painting writes them: fonts, pages, description, the table of objects."""

import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from generator.layout.breaks import is_full_width
from generator.model.sheet import Description
from generator.render.deflate import deflated
from generator.render.glyph_outlines import write_cff
from generator.render.kept_glyphs import kept_subset
from generator.render.page_places import Unplaced
from generator.render.typefaces import FontFile

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOG, PAGES, _MAP, FIRST_FREE = 1, 2, 3, 4  # numbers of the objects that every file has
_PRIVATE, _PRIVATE_CODES = 0xE000, 6400
_BASIC = 0x10000
_FONTS_KEPT = 64
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PRODUCER = "gongwen"


class PdfFile:
    """PDF file being written: its objects one after another, to `write`."""

    def __init__(
        self, write: Callable[[bytes], object], offsets: "array[int] | None" = None, size: int = 0
    ) -> None:
        self._write = write
        self.offsets = array("Q") if offsets is None else offsets
        self.size = size

    def add(self, number: int, body: bytes) -> None:
        """Write an object."""
        if number >= len(self.offsets):
            self.offsets.extend([0] * (number + 1 - len(self.offsets)))
        self.offsets[number] = self.size
        self.put(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def put(self, content: bytes) -> None:
        """Write bytes that are no object."""
        self._write(content)
        self.size += len(content)

    def end(self, information: int) -> None:
        """Write the table of objects and the trailer."""
        start, numbers = self.size, len(self.offsets)
        self.put(b"xref\n0 %d\n0000000000 65535 f \n" % numbers)
        for first in range(1, numbers, 1000):
            self.put(b"".join([_entry(offset) for offset in self.offsets[first : first + 1000]]))
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        self.put(trailer % (numbers, CATALOG, information, start))


def _entry(offset: int) -> bytes:
    """Return the entry of an object, or of a number that none has."""
    return b"%010d 00000 n \n" % offset if offset else b"0000000000 00001 f \n"


def code_of(char: str) -> int:
    """Return the code of a character: its own, or for one beyond the basic plane one of private use."""
    number = ord(char)
    return number if number < _BASIC else _PRIVATE + (number - _BASIC) % _PRIVATE_CODES


def begin(file: PdfFile) -> None:
    """Write the head of a file, and the map from codes to characters that all its fonts use."""
    file.put(_HEAD)
    file.add(_MAP, stream(zlib.compress(_unicode_map(), 9)))


def stream(compressed: bytes) -> bytes:
    """Return a stream of what was compressed."""
    return b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(compressed), compressed)


@lru_cache(maxsize=_FONTS_KEPT)
def smallest(font: FontFile, chars: frozenset[str]) -> bytes:
    """Return the font file of the fixed parts of a form, made as small as can be."""
    return kept_subset(font.glyphs, chars, lambda: zlib.compress(_cff(font, chars), 9))


def _cff(font: FontFile, chars: Iterable[str]) -> bytes:
    return write_cff(font.name, {code_of(char): font.outline(char) for char in chars})


def add_font(file: PdfFile, number: int, font: FontFile, chars: set[str], cff: bytes = b"") -> int:
    """Write a font of some characters of a font file; return the number of the object after it."""
    codes = {code_of(char): char for char in chars}
    if len(codes) < len(chars):
        raise Unplaced("有两个生僻字的编码相同")
    cff = cff or deflated(_cff(font, chars))
    name = f"{_tag(codes)}+{font.name}".encode("ascii")
    widths = "".join(
        f"{code}[{font.width(char)}]" for code, char in sorted(codes.items()) if not is_full_width(char)
    ).encode("ascii")
    beyond = {code: char for code, char in codes.items() if ord(char) >= _BASIC}
    mapped = number + 4 if beyond else _MAP
    file.add(
        number,
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (name, number + 1, mapped),
    )
    file.add(
        number + 1,
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000/W[%b]/FontDescriptor %d 0 R>>" % (name, widths, number + 2),
    )
    file.add(
        number + 2,
        b"<</Type/FontDescriptor/FontName/%b/FontFamily(%b)/Flags 4/FontBBox[0 -200 1000 1000]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 80/FontFile3 %d 0 R>>"
        % (name, font.family.encode("ascii", "replace"), number + 3),
    )
    file.add(
        number + 3,
        b"<</Subtype/CIDFontType0C/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(cff), cff),
    )
    if beyond:
        file.add(number + 4, stream(deflated(_unicode_map(beyond))))
    return number + 4 + bool(beyond)


def _tag(codes: Iterable[int]) -> str:
    """Return the six letters that tell the subsets of a font apart."""
    number = zlib.crc32(",".join(map(str, sorted(codes))).encode())
    letters = []
    for _ in range(6):
        number, rest = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return "".join(letters)


def _unicode_map(beyond: Mapping[int, str] | None = None) -> bytes:
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


def page_body(parent: int, paper: tuple[float, float], resources: int, contents: tuple[int, int]) -> bytes:
    """Return a page: its fixed part and its own are drawn one after the other."""
    box = b"[0 0 %.6f %.6f]" % paper
    return b"<</Type/Page/Parent %d 0 R/MediaBox%b/TrimBox%b/Resources %d 0 R/Contents[%d 0 R %d 0 R]>>" % (
        parent,
        box,
        box,
        resources,
        *contents,
    )


def information(description: Description) -> bytes:
    """Return the description of a file, by which an archive finds it."""
    entries = {
        "Title": description.title,
        "Author": ", ".join(description.author),
        "Subject": description.subject,
        "Keywords": ", ".join(description.keywords),
        "Creator": "公文工坊 gongwen",
    }
    written = b"".join(b"/%b%b" % (key.encode(), string(text)) for key, text in entries.items() if text)
    dated = description.dated_on.strftime("%Y%m%d").encode()
    return b"<<%b/CreationDate(D:%b)/Producer(%b)>>" % (written, dated, PRODUCER.encode())


def string(text: str) -> bytes:
    """Return a text as a PDF holds it."""
    return b"<feff%b>" % text.encode("utf-16-be").hex().encode()
