"""One PDF of many painted sheets (合并件), written as it grows: what they share stands in it once.

Fixed parts and their fonts are written with the first sheet that has them, the font of the values with the last; a sheet
adds a page of a kilobyte or two. Nothing of a sheet is kept but the places of its objects.
"""

import re
from array import array
from collections.abc import Callable, Sequence

from generator.model.sheet import Description, Sheet
from generator.render.deflate import deflated
from generator.render.operators import Inks
from generator.render.page_places import Fixed, Page, Unplaced
from generator.render.painted_pdf import FixedObjects, Painter, paper_of
from generator.render.pdf_fonts import add_font, begin
from generator.render.pdf_objects import (
    CATALOG,
    FIRST_FREE,
    PAGES,
    PdfFile,
    code_of,
    information,
    page_body,
    stream,
    string,
)

_LEAVES = 256  # pages under one node of the tree
_FONT_OBJECTS = 5  # numbers that a font may take
_FONTS_MOST = 64
_RARE = re.compile("[\U00010000-\U0010ffff]")  # beyond the basic plane


class PaintedRun:
    """Merged file of a run (合并件): add sheets, then finish. The same sheets in the same order give the same bytes."""

    def __init__(self, painter: Painter, write: Callable[[bytes], object], *, two_sided: bool) -> None:
        self._painter = painter
        self._file = PdfFile(write)
        begin(self._file)
        self._two_sided = two_sided
        self._inks = Inks("V")
        self._first_font = FIRST_FREE
        self._next = FIRST_FREE + _FONTS_MOST * _FONT_OBJECTS + 2
        self._outline, self._information = self._next - 2, self._next - 1
        self._forms: dict[tuple[tuple[Fixed, ...], ...], tuple[FixedObjects, int]] = {}
        self._nodes = array("Q")
        self._leaves: list[int] = []
        self._pages = 0
        self._private: dict[int, str] = {}
        self._bookmarks = self._first_bookmark = 0
        self._bookmark: tuple[int, bytes, int, int] | None = None

    def add(self, sheet: Sheet, title: str) -> int:
        """Add a sheet, on a front page where both sides are printed; return on which page it begins, counted from 1.

        Raises Unplaced for a sheet that must be set by the engine; nothing of it is written then.
        """
        pages = self._painter.pages(sheet)
        self._check_codes(pages)
        paper = paper_of(sheet)
        fixed, resources = self._form(pages, paper)
        if self._two_sided and self._pages % 2:
            self._add_blank(paper)
        first = self._pages + 1
        for place, (page, shared) in enumerate(zip(pages, fixed.streams, strict=True)):
            own = deflated(self._painter.stream((page,), paper[1], self._inks))
            number = self._leaf()
            self._file.add(number, page_body(self._nodes[-1], paper, resources, (shared, number + 1)))
            self._file.add(number + 1, stream(own))
            if place == 0:
                self._mark(title, number)
        return first

    def finish(self, description: Description) -> int:
        """Write the fonts of the values, the tree of pages and the rest; return how many pages there are."""
        self._close_node()
        fonts = b""
        for index, (font, points) in enumerate(self._inks.used.items()):
            number = self._first_font + index * _FONT_OBJECTS
            fonts += b"/V%d %d 0 R" % (index, number)
            add_font(self._file, number, font, points)
        for fixed, resources in self._forms.values():
            self._file.add(resources, b"<</Font<<%b%b>>>>" % (fixed.fonts, fonts))
        kids = b" ".join(b"%d 0 R" % number for number in self._nodes)
        self._file.add(PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (self._pages, kids))
        last = self._end_bookmark(0)
        bounds = b"/First %d 0 R/Last %d 0 R" % (self._first_bookmark, last) if last else b""
        self._file.add(self._outline, b"<</Count %d%b>>" % (self._bookmarks, bounds))
        self._file.add(self._information, information(description))
        sides = b"/DuplexFlipLongEdge" if self._two_sided else b"/Simplex"
        self._file.add(
            CATALOG,
            b"<</Type/Catalog/Lang(zh-CN)/Pages %d 0 R/Outlines %d 0 R/PageMode/UseOutlines"
            b"/ViewerPreferences<</PrintScaling/None/Duplex%b>>>>" % (PAGES, self._outline, sides),
        )
        self._file.end(self._information)
        return self._pages

    def _form(self, pages: Sequence[Page], paper: tuple[float, float]) -> tuple[FixedObjects, int]:
        """Return the fixed objects of a form and its resources; they are written with its first sheet."""
        key = tuple(page.fixed for page in pages)
        if key not in self._forms:
            objects = self._painter.add_fixed(self._file, self._next, key, paper)
            self._forms[key] = objects, objects.next_number
            self._next = objects.next_number + 1
        return self._forms[key]

    def _leaf(self) -> int:
        """Return the number of the next page, two numbers taken; its node of the tree is begun where one is full."""
        if not self._leaves or len(self._leaves) == _LEAVES:
            self._close_node()
            self._nodes.append(self._next)
            self._next += 1
        number = self._next
        self._next += 2
        self._leaves.append(number)
        self._pages += 1
        return number

    def _close_node(self) -> None:
        if self._leaves:
            kids = b" ".join(b"%d 0 R" % number for number in self._leaves)
            body = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>" % (PAGES, len(self._leaves), kids)
            self._file.add(self._nodes[-1], body)
            self._leaves = []

    def _add_blank(self, paper: tuple[float, float]) -> None:
        number = self._leaf()
        box = b"[0 0 %.6f %.6f]" % paper
        node = self._nodes[-1]
        self._file.add(number, b"<</Type/Page/Parent %d 0 R/MediaBox%b/Resources<<>>>>" % (node, box))
        self._file.add(number + 1, b"null")

    def _mark(self, title: str, page: int) -> None:
        """Begin a bookmark; the one before it is written, now that its neighbour is known."""
        number = self._next
        self._next += 1
        before = self._end_bookmark(number)
        if not before:
            self._first_bookmark = number
        self._bookmark = number, string(title), page, before
        self._bookmarks += 1

    def _end_bookmark(self, following: int) -> int:
        if self._bookmark is None:
            return 0
        number, title, page, before = self._bookmark
        beside = b"/Prev %d 0 R" % before if before else b""
        beside += b"/Next %d 0 R" % following if following else b""
        body = b"<</Title%b/Parent %d 0 R/Dest[%d 0 R/Fit]%b>>" % (title, self._outline, page, beside)
        self._file.add(number, body)
        return number

    def _check_codes(self, pages: Sequence[Page]) -> None:
        """Raise Unplaced when a character beyond the basic plane would take the code of another of the run."""
        for char in _RARE.findall("".join(text for page in pages for text in page.own_texts())):
            if self._private.setdefault(code_of(ord(char)), char) != char:
                raise Unplaced("有两个生僻字的编码相同")
