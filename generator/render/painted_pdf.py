"""PDF of a table sheet painted straight from its values (直接成版): what all sheets of a form share is made once.

`table_places.py` says where everything stands; here it becomes a file. The fixed part of a page is one stream, the
same bytes in every file, and so are the fonts of it; a document adds its own texts and a font of their characters.
Its bytes depend on that document alone. ISO 32000-1; the characters' codes are those of UTF-16, so that the text is
found, copied and read aloud.
"""

import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.layout import gbt9704 as gb
from generator.layout.seals import Rect, Words
from generator.model.printed import Printed
from generator.model.sheet import Sheet, TableContent
from generator.render.deflate import deflated
from generator.render.operators import Drawing, Inks
from generator.render.page_places import Box, Fixed, Page
from generator.render.pdf_fonts import add_font, begin, smallest
from generator.render.pdf_objects import (
    CATALOG,
    FIRST_FREE,
    PAGES,
    PdfFile,
    information,
    page_body,
    stream,
    string,
)
from generator.render.table_places import Places
from generator.render.typefaces import Typefaces

_KEPT = 64  # sets of fixed parts that are kept


@dataclass(frozen=True, slots=True)
class _Base:
    """Beginning of a file (底版): the fixed parts of its pages and their fonts, written once for all sheets of a form."""

    content: bytes
    offsets: "array[int]"
    fixed: "FixedObjects"


class FixedObjects(NamedTuple):
    """Objects of the fixed parts of a form's pages: by page the stream, the entries of the resources, the next number."""

    streams: tuple[int, ...]
    fonts: bytes
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
        base = self._base(pages, paper_of(sheet))
        inks = Inks("V")
        streams = [deflated(self.stream((page,), paper_of(sheet)[1], inks)) for page in pages]
        parts = [base.content]
        file = PdfFile(parts.append, base.offsets[:], len(base.content))
        _, fonts, number = base.fixed
        for index, (font, points) in enumerate(inks.used.items()):
            fonts += b"/V%d %d 0 R" % (index, number)
            number = add_font(file, number, font, points)
        number = _add_pages(file, number, (base.fixed.streams, fonts, streams), paper_of(sheet))
        _finish(file, number, sheet, pages)
        return Printed(
            content=b"".join(parts),
            pages=len(pages),
            places=dict(_pressed(pages)),
            words=self._words(pages) if any(page.pressed for page in pages) else {},
        )

    def stream(self, parts: Sequence[Page | Fixed], height: float, inks: Inks) -> bytes:
        """Return the operators that draw what stands in parts of a page `height` pt high."""
        return Drawing(self._faces, height, inks).add(parts)

    def _base(self, pages: Sequence[Page], paper: tuple[float, float]) -> _Base:
        key = tuple(page.fixed for page in pages)
        known = self._bases.get(key)
        if known is None:
            while len(self._bases) >= _KEPT:
                self._bases.pop(next(iter(self._bases)))
            known = self._bases[key] = self._new_base(key, paper)
        return known

    def _new_base(self, fixed: Sequence[tuple[Fixed, ...]], paper: tuple[float, float]) -> _Base:
        parts: list[bytes] = []
        file = PdfFile(parts.append)
        begin(file)
        objects = self.add_fixed(file, FIRST_FREE, fixed, paper)
        return _Base(b"".join(parts), file.offsets, objects)

    def add_fixed(
        self, file: PdfFile, number: int, fixed: Sequence[tuple[Fixed, ...]], paper: tuple[float, float]
    ) -> FixedObjects:
        """Write the fixed parts of pages and their fonts, the objects from `number` on."""
        inks = Inks("S")
        drawn = [b"q\n" + self.stream(parts, paper[1], inks) + b"\nQ" for parts in fixed]
        fonts = b""
        for index, (font, points) in enumerate(inks.used.items()):
            fonts += b"/S%d %d 0 R" % (index, number)
            number = add_font(file, number, font, points, smallest(font, frozenset(points)))
        numbers: dict[bytes, int] = {}
        for content in drawn:
            if content not in numbers:
                numbers[content] = number
                file.add(number, stream(zlib.compress(content, 9)))
                number += 1
        return FixedObjects(tuple(numbers[content] for content in drawn), fonts, number)

    def _words(self, pages: Sequence[Page]) -> dict[int, list[Words]]:
        return {number: list(self._page_words(page)) for number, page in enumerate(pages, 1) if page.pressed}

    def _page_words(self, page: Page) -> Iterator[Words]:
        for text in page.every_text():
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


def paper_of(sheet: Sheet) -> tuple[float, float]:
    """Return width and height of a sheet's pages, in pt."""
    size = gb.pt_from_mm(gb.PAGE_WIDTH_MM), gb.pt_from_mm(gb.PAGE_HEIGHT_MM)
    return (size[1], size[0]) if sheet.content.landscape else size


def _pressed(pages: Sequence[Page]) -> Iterator[tuple[str, tuple[int, Rect]]]:
    for number, page in enumerate(pages, 1):
        for key, box in page.pressed.items():
            yield key, (number, _rect(box))


def _rect(box: Box) -> Rect:
    return Rect(*map(gb.mm_from_pt, box))


def _add_pages(
    file: PdfFile,
    number: int,
    parts: tuple[Sequence[int], bytes, Sequence[bytes]],
    paper: tuple[float, float],
) -> int:
    fixed_streams, fonts, streams = parts
    resources, first = number, number + 1
    file.add(resources, b"<</Font<<%b>>>>" % fonts)
    for index, (fixed, own) in enumerate(zip(fixed_streams, streams, strict=True)):
        page = first + 2 * index
        file.add(page, page_body(PAGES, paper, resources, (fixed, page + 1)))
        file.add(page + 1, stream(own))
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(streams)))
    file.add(PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(streams), kids))
    return first + 2 * len(streams)


def _finish(file: PdfFile, number: int, sheet: Sheet, pages: Sequence[Page]) -> None:
    """Write the bookmark of the title, the description, the catalogue and the table of objects."""
    content = sheet.content
    assert isinstance(content, TableContent)
    first = number - 2 * len(pages)
    title = string(f"{content.attachment} {''.join(content.title)}".strip())
    x, y = text_place(pages[0]) if content.title else (0.0, 0.0)
    file.add(number, b"<</Count 1/First %d 0 R/Last %d 0 R>>" % (number + 1, number + 1))
    place = (number, first, x, paper_of(sheet)[1] - y)
    file.add(number + 1, b"<</Title%b/Parent %d 0 R/Dest[%d 0 R/XYZ %.2f %.2f 0]>>" % (title, *place))
    file.add(number + 2, information(sheet.description))
    file.add(CATALOG, b"<</Type/Catalog/Lang(zh-CN)/Pages %d 0 R/Outlines %d 0 R>>" % (PAGES, number))
    file.end(number + 2)


def text_place(page: Page) -> tuple[float, float]:
    """Return where the title of a page begins."""
    text = next(t for part in page.fixed for t in part.texts if t.face == "title")
    return text.x, text.top
