"""PDF of a table sheet painted straight from its values (直接成版): what all sheets of a form share is made once.

`table_places.py` says where everything stands; here it becomes a file. The fixed part of a page is one stream, the
same bytes in every file, and so are the fonts of it; a document adds its own texts and a font of their characters.
Its bytes depend on that document alone. ISO 32000-1; the characters' codes are those of UTF-16, so that the text is
found, copied and read aloud.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from generator.layout import gbt9704 as gb
from generator.layout.breaks import is_full_width, is_gap
from generator.layout.seals import Rect, Words
from generator.model.printed import Printed
from generator.model.sheet import Description, Sheet, TableContent
from generator.render.deflate import deflated
from generator.render.glyph_outlines import EM, write_cff
from generator.render.table_places import Box, Fixed, Page, Places, Rule, Text, Unplaced
from generator.render.typefaces import FontFile, Typefaces

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_CATALOG, _PAGES, _MAP = 1, 2, 3  # numbers of the objects that every file has
_PRIVATE, _PRIVATE_CODES = 0xE000, 6400
_BASIC = 0x10000
_KEPT = 256  # sets of fixed parts that are kept
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PRODUCER = "gongwen"


class Inks:
    """Fonts (用字) of one stream or file: the characters used of each font file, and its name in the resources."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.used: dict[FontFile, set[str]] = {}

    def name(self, font: FontFile, text: str) -> str:
        """Return the name of a font, a text of which is shown."""
        chars = self.used.get(font)
        if chars is None:
            chars = self.used[font] = set()
        chars.update(text)
        return f"{self._prefix}{list(self.used).index(font)}" if len(self.used) > 1 else f"{self._prefix}0"


@dataclass(slots=True)
class _File:
    """PDF file being written: its objects one after another."""

    parts: list[bytes] = field(default_factory=list)
    offsets: dict[int, int] = field(default_factory=dict)
    size: int = 0

    def add(self, number: int, body: bytes) -> None:
        """Write an object."""
        self.offsets[number] = self.size
        self.put(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def put(self, content: bytes) -> None:
        """Write bytes that are no object."""
        self.parts.append(content)
        self.size += len(content)


@dataclass(frozen=True, slots=True)
class _Base:
    """Beginning of a file (底版): the fixed parts of its pages and their fonts, written once for all sheets of a form."""

    content: bytes
    offsets: tuple[tuple[int, int], ...]
    streams: tuple[int, ...]  # by page, the number of the stream of its fixed parts
    fonts: bytes  # entries of the resources
    next_number: int


class Painter:
    """Painter (成版) of the table sheets of a run: one for each official face of the text."""

    def __init__(self, fangsong: str) -> None:
        self._faces = Typefaces(fangsong)
        self._places = Places(self._faces.ems)
        self._bases: dict[tuple[tuple[Fixed, ...], ...], _Base] = {}

    def pages(self, sheet: Sheet) -> list[Page]:
        """Return the pages of a sheet; raises Unplaced when it must be set by the engine."""
        return self._places.pages(sheet)

    def paint(self, sheet: Sheet) -> Printed:
        """Return the PDF of a table sheet; raises Unplaced when it must be set by the engine."""
        pages = self.pages(sheet)
        base = self._base(pages, _paper(sheet))
        inks = Inks("V")
        streams = [deflated(self.operators(page.texts, page.rules, _paper(sheet)[1], inks)) for page in pages]
        file = _File([base.content], dict(base.offsets), len(base.content))
        number = base.next_number
        fonts = base.fonts
        for index, (font, chars) in enumerate(inks.used.items()):
            fonts += b"/V%d %d 0 R" % (index, number)
            number = _add_font(file, number, font, chars)
        number = _add_pages(file, number, (base, fonts, streams), _paper(sheet))
        _finish(file, number, sheet, pages)
        return Printed(
            content=b"".join(file.parts),
            pages=len(pages),
            places=dict(_pressed(pages)),
            words=self._words(pages) if any(page.pressed for page in pages) else {},
        )

    def operators(self, texts: Iterable[Text], rules: Sequence[Rule], height: float, inks: Inks) -> bytes:
        """Return the operators that draw texts and rules on a page `height` pt high."""
        drawn = [f"{r.x:.2f} {height - r.y - r.height:.2f} {r.width:.2f} {r.height:.2f} re\n" for r in rules]
        if drawn:
            drawn.append("f\n")
        drawn.append("BT\n")
        current = ("", 0.0)
        for text in texts:
            face = self._faces.of(text.face)
            x, y = text.x, height - text.y
            turn = "0 -1 1 0" if text.turned else "1 0 0 1"
            drawn.append(f"{turn} {x:.2f} {y:.2f} Tm")
            if text.spacing:
                drawn.append(f" {text.spacing:g} Tc")
            runs = list(face.runs(text.text))
            for index, (font, part) in enumerate(runs):
                named = (inks.name(font, part), text.size)
                if named != current:
                    drawn.append(f" /{named[0]} {named[1]:g} Tf")
                    current = named
                after = runs[index + 1][1][0] if index + 1 < len(runs) else ""
                drawn.append(_shown(part, after, text.gap * EM / text.size))
            drawn.append(" 0 Tc\n" if text.spacing else "\n")
        drawn.append("ET")
        return "".join(drawn).encode("ascii")

    def _base(self, pages: Sequence[Page], paper: tuple[float, float]) -> _Base:
        key = tuple(page.fixed for page in pages)
        known = self._bases.get(key)
        if known is None:
            while len(self._bases) >= _KEPT:
                self._bases.pop(next(iter(self._bases)))
            known = self._bases[key] = self._new_base(key, paper)
        return known

    def _new_base(self, fixed: Sequence[tuple[Fixed, ...]], paper: tuple[float, float]) -> _Base:
        inks = Inks("S")
        drawn = []
        for parts in fixed:
            texts = [text for part in parts for text in part.texts]
            rules = [rule for part in parts for rule in part.rules]
            drawn.append(b"q\n" + self.operators(texts, rules, paper[1], inks) + b"\nQ")
        file = _File()
        file.put(_HEAD)
        file.add(_MAP, _stream(_unicode_map()))
        number = _MAP + 1
        fonts = b""
        for index, (font, chars) in enumerate(inks.used.items()):
            fonts += b"/S%d %d 0 R" % (index, number)
            number = _add_font(file, number, font, chars)
        numbers = {}
        for content in drawn:
            if content not in numbers:
                numbers[content] = number
                file.add(number, _stream(content))
                number += 1
        streams = tuple(numbers[content] for content in drawn)
        return _Base(b"".join(file.parts), tuple(file.offsets.items()), streams, fonts, number)

    def _words(self, pages: Sequence[Page]) -> dict[int, list[Words]]:
        return {number: list(self._page_words(page)) for number, page in enumerate(pages, 1) if page.pressed}

    def _page_words(self, page: Page) -> Iterator[Words]:
        for text in (*(text for part in page.fixed for text in part.texts), *page.texts):
            if text.text.strip() and not text.turned:
                ems = self._faces.ems(text.face)
                wide = sum(ems[c] for c in text.text) * text.size + len(text.text) * text.spacing
                yield Words(
                    _rect(Box(text.x, text.top, text.x + wide, text.top + text.size)), filled=text.filled
                )


@lru_cache(maxsize=8)
def painter(fangsong: str) -> Painter:
    """Return the painter for an official face of the text, kept for the whole run."""
    return Painter(fangsong)


def _paper(sheet: Sheet) -> tuple[float, float]:
    size = gb.pt_from_mm(gb.PAGE_WIDTH_MM), gb.pt_from_mm(gb.PAGE_HEIGHT_MM)
    return (size[1], size[0]) if sheet.content.landscape else size


def _pressed(pages: Sequence[Page]) -> Iterator[tuple[str, tuple[int, Rect]]]:
    for number, page in enumerate(pages, 1):
        for key, box in page.pressed.items():
            yield key, (number, _rect(box))


def _rect(box: Box) -> Rect:
    return Rect(*map(gb.mm_from_pt, box))


# Texts


def _code(char: str) -> int:
    """Return the code of a character: its own, or for one beyond the basic plane one of private use."""
    number = ord(char)
    return number if number < _BASIC else _PRIVATE + (number - _BASIC) % _PRIVATE_CODES


def _hex(text: str) -> str:
    if max(text) < "\U00010000":
        return text.encode("utf-16-be").hex()
    return "".join(f"{_code(char):04x}" for char in text)


def _shown(text: str, after: str, gap: float) -> str:
    """Return the operator that shows a text, with room at its gaps, in thousandths of the em."""
    if not gap:
        return f"<{_hex(text)}>Tj"
    pieces, start = [], 0
    for place, (one, other) in enumerate(pairwise(text + after), 1):
        if is_gap(one, other):
            pieces.append(f"<{_hex(text[start:place])}>{-gap:.1f}")
            start = place
    pieces.append(f"<{_hex(text[start:])}>" if start < len(text) else "")
    return f"[{''.join(pieces)}]TJ"


# Objects


def _stream(content: bytes) -> bytes:
    body = zlib.compress(content, 9)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(body), body)


def _add_font(file: _File, number: int, font: FontFile, chars: set[str]) -> int:
    """Write a font of some characters of a font file; return the number of the object after it."""
    codes = {_code(char): char for char in chars}
    if len(codes) < len(chars):
        raise Unplaced("有两个生僻字的编码相同")
    cff = deflated(write_cff(font.name, {code: font.outline(char) for code, char in codes.items()}))
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
        file.add(number + 4, _stream(_unicode_map(beyond)))
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


def _add_pages(
    file: _File, number: int, parts: tuple[_Base, bytes, Sequence[bytes]], paper: tuple[float, float]
) -> int:
    base, fonts, streams = parts
    resources, first = number, number + 1
    file.add(resources, b"<</Font<<%b>>>>" % fonts)
    box = b"[0 0 %.6f %.6f]" % paper
    for index, (fixed, own) in enumerate(zip(base.streams, streams, strict=True)):
        page = first + 2 * index
        file.add(
            page,
            b"<</Type/Page/Parent %d 0 R/MediaBox%b/TrimBox%b/Resources %d 0 R/Contents[%d 0 R %d 0 R]>>"
            % (_PAGES, box, box, resources, fixed, page + 1),
        )
        file.add(page + 1, b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(own), own))
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(streams)))
    file.add(_PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(streams), kids))
    return first + 2 * len(streams)


def _finish(file: _File, number: int, sheet: Sheet, pages: Sequence[Page]) -> None:
    """Write the bookmark of the title, the description, the catalogue and the table of objects."""
    content = sheet.content
    assert isinstance(content, TableContent)
    first = number - 2 * len(pages)
    title = _string(f"{content.attachment} {''.join(content.title)}".strip())
    area_x, area_y = text_place(pages[0]) if content.title else (0.0, 0.0)
    file.add(number, b"<</Count 1/First %d 0 R/Last %d 0 R>>" % (number + 1, number + 1))
    file.add(
        number + 1,
        b"<</Title%b/Parent %d 0 R/Dest[%d 0 R/XYZ %.2f %.2f 0]>>"
        % (title, number, first, area_x, _paper(sheet)[1] - area_y),
    )
    file.add(number + 2, _information(sheet.description))
    file.add(_CATALOG, b"<</Type/Catalog/Lang(zh-CN)/Pages %d 0 R/Outlines %d 0 R>>" % (_PAGES, number))
    start = file.size
    places = b"".join(b"%010d 00000 n \n" % file.offsets[n] for n in range(1, number + 3))
    file.put(
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (number + 3, places, number + 3, _CATALOG, number + 2, start)
    )


def text_place(page: Page) -> tuple[float, float]:
    """Return where the title of a page begins."""
    text = next(t for part in page.fixed for t in part.texts if t.face == "title")
    return text.x, text.top


def _information(description: Description) -> bytes:
    entries = {
        "Title": description.title,
        "Author": ", ".join(description.author),
        "Subject": description.subject,
        "Keywords": ", ".join(description.keywords),
        "Creator": "公文工坊 gongwen",
    }
    written = b"".join(b"/%b%b" % (key.encode(), _string(text)) for key, text in entries.items() if text)
    dated = description.dated_on.strftime("%Y%m%d").encode()
    return b"<<%b/CreationDate(D:%b)/Producer(%b)>>" % (written, dated, PRODUCER.encode())


def _string(text: str) -> bytes:
    return b"<feff%b>" % text.encode("utf-16-be").hex().encode()
