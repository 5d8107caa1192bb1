"""Joining (合并) of PDFs into one that is written as it grows: pages copied part by part, equal objects once.

Fonts, forms and colour profiles that parts have in common stand once in the whole, whichever part they came from;
fonts of painted sheets become one of all their characters (`painted_fonts.py`).
"""

import re
import zlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from generator.press.bookmarks import Bookmarks
from generator.press.output import Label
from generator.press.painted_fonts import MARK, PaintedFonts
from generator.press.painted_parts import painted_part
from generator.press.parts import Key, PageBox, Part, Source, UnreadablePdf
from generator.press.pdf_writer import PdfWriter

if TYPE_CHECKING:
    from generator.press.archive import ArchiveMerge

Titles: TypeAlias = Sequence[str]
Marks: TypeAlias = Callable[[int, PageBox], bytes]  # operators over a page, by its place and size
WHOLE = slice(None)
CONTENTS = re.compile(rb"/Contents\s*(\[[0-9R\s]*\]|\d+ 0 R)")
KIDS_MAX = 64  # of a node of the page tree
REFERENCE = re.compile(rb"/[^\s()<>\[\]{}/%]*|\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|(\d+) (\d+) R\b", re.S)


class Copied:
    """Part (部分) being copied: its objects, their new numbers, and what writes them."""

    def __init__(self, part: Part, writer: PdfWriter, fonts: PaintedFonts) -> None:
        self.part = part
        self.numbers: dict[Key, int] = {}
        self._writer = writer
        self._fonts = fonts
        self._read: dict[Key, tuple[bytes, bytes | None]] = {}

    def bring(self, body: bytes) -> bytes:
        """Return a value with the new numbers of all that it refers to, which is copied."""
        for key in _references(body):
            self._copy(key)
        return REFERENCE.sub(self._renumbered, body)

    def _copy(self, key: Key) -> None:
        """Copy an object and what it refers to, what is referred to first; circles are closed by a number."""
        stack = [key]
        while stack:
            key = stack[-1]
            if key in self._read:
                self._write(stack.pop())
            elif key in self.numbers:
                stack.pop()
            else:
                stack += self._opened(key)

    def _opened(self, key: Key) -> list[Key]:
        """Read an object; return those that must be copied before it."""
        value = self.part.value(key)
        if MARK in value[0] and value[1] is None and (number := self._fonts.number_of(self.part, value[0])):
            self.numbers[key] = number
            return []
        self._read[key] = value
        wanted = [other for other in _references(self._read[key][0]) if other not in self.numbers]
        for other in wanted:
            if other in self._read and other not in self.numbers:
                self.numbers[other] = self._writer.reserve()
        return [other for other in wanted if other not in self._read]

    def _write(self, key: Key) -> None:
        body, data = self._read.pop(key)
        body = REFERENCE.sub(self._renumbered, body)
        if key in self.numbers:  # given out on the way round a circle
            self._writer.put(self.numbers[key], body, data)
        else:
            self.numbers[key] = self._writer.shared(body, data)

    def _renumbered(self, match: re.Match[bytes]) -> bytes:
        if not match[1]:
            return match[0]
        return b"%d 0 R" % self.numbers[int(match[1]), int(match[2])]


class Joiner:
    """Joined PDF (合并的 PDF) while it is written: append parts, blanks and bookmarks, then finish.

    `two_sided` (GB/T 9704-2012, 6.2) is only told to the viewer; `start_sheet` gives the blanks. With a label for the
    `archive`, which asks parts for the archive, the whole is PDF/A-2u. The same input gives the same bytes.
    """

    def __init__(self, target: BinaryIO, *, two_sided: bool, archive: Label | None = None) -> None:
        self._writer = PdfWriter(target)
        self._two_sided = two_sided
        self._label = archive
        self._kept = _archive(self._writer) if archive else None
        self._fonts = PaintedFonts(self._writer)
        self._bookmarks = Bookmarks(self._writer)
        self._pages = array("Q")
        self._nodes = array("Q")
        self.boxes: list[tuple[PageBox, int]] = []  # runs of pages alike, and how many each

    @property
    def pages(self) -> int:
        """How many pages there are so far."""
        return len(self._pages)

    def start_sheet(self) -> None:
        """Go on with the front of a new sheet of paper: on two sides an empty page is put in where one is needed."""
        if self._two_sided and self.pages % 2:
            self._append_blank()

    def append(
        self,
        source: Source,
        titles: Titles = (),
        pages: slice = WHOLE,
        marks: Marks | None = None,
    ) -> int:
        """Append the pages of a PDF, or some of them, with a bookmark; return their count.

        `marks` gives what is drawn over each of them, by its place among them. Raises UnreadablePdf; the whole is of
        no use then.
        """
        with self._opened(source) as part:
            chosen = part.pages[pages]
            if not chosen:
                raise UnreadablePdf(0)
            self._take_in(Copied(part, self._writer, self._fonts), chosen, titles, marks)
            return len(chosen)

    def finish(self) -> None:
        """Write the table of pages, the bookmarks and the end."""
        writer = self._writer
        self._fonts.finish()
        top = self._page_tree()
        outlines = self._bookmarks.finish()
        duplex = b"DuplexFlipLongEdge" if self._two_sided else b"Simplex"
        shown = b"/PrintScaling/None/Duplex/%b" % duplex  # full size keeps the margins of 5.2
        root = b"<</Type/Catalog/Pages %d 0 R" % top
        if outlines:
            root += b"/Outlines %d 0 R/PageMode/UseOutlines" % outlines
        information = 0
        if self._kept and self._label:
            more, information = self._kept.finish(self._label)
            root, shown = root + more, shown + b"/DisplayDocTitle true"
        number = writer.reserve()
        writer.put(number, root + b"/ViewerPreferences<<%b>>>>" % shown)
        writer.finish(number, information)

    def _opened(self, source: Source) -> AbstractContextManager[Part]:
        """Return what opens a part: plainly where it was painted here, else by qpdf, which is a library of its own."""
        if not self._kept and (painted := _painted(source)):
            return nullcontext(painted)
        from generator.press.pdf_parts import opened

        return opened(source)

    def _take_in(self, part: Copied, pages: Sequence[Key], titles: Titles, marks: Marks | None) -> None:
        first = len(self._pages)
        mark = self._kept.next_mark if self._kept else None
        taken = [part.part.page(key, mark) for key in pages]
        for key, (box, _) in zip(pages, taken, strict=True):
            part.numbers[key] = self._new_page(box)
        for place, (box, body) in enumerate(taken, first):
            brought = part.bring(body)
            self._put_page(place, self._marked(brought, marks(place - first, box)) if marks else brought)
        if self._kept:
            self._kept.take_in(part)
        if titles:
            self._bookmarks.add(titles, self._pages[first])

    def _new_page(self, box: PageBox) -> int:
        if self.boxes and self.boxes[-1][0] == box:
            self.boxes[-1] = (box, self.boxes[-1][1] + 1)
        else:
            self.boxes.append((box, 1))
        if len(self._pages) % KIDS_MAX == 0:
            self._nodes.append(self._writer.reserve())
        self._pages.append(self._writer.reserve())
        return self._pages[-1]

    def _put_page(self, place: int, body: bytes) -> None:
        parent = self._nodes[place // KIDS_MAX]
        self._writer.put(self._pages[place], b"<</Parent %d 0 R%b" % (parent, body.removeprefix(b"<<")))

    def _marked(self, body: bytes, drawn: bytes) -> bytes:
        """Return a page with something drawn over all that it shows."""
        before = b"%d 0 R" % self._writer.shared(b"<<>>", b"q\n")
        over = b"%d 0 R" % self._writer.shared(b"<</Filter/FlateDecode>>", zlib.compress(b"\nQ " + drawn))
        found = CONTENTS.search(body)
        if found is None:
            return b"<</Contents %b%b" % (over, body.removeprefix(b"<<"))
        shown = found[1].strip(b"[] ")
        return b"%b/Contents[%b %b %b]%b" % (body[: found.start()], before, shown, over, body[found.end() :])

    def _append_blank(self) -> None:
        """Append an empty page of the size and rotation of the last one."""
        box = self.boxes[-1][0]
        body = b"<</Type/Page/MediaBox[0 0 %.10g %.10g]/Resources<<>>" % (box.width, box.height)
        self._new_page(box)
        self._put_page(self.pages - 1, body + (b"/Rotate %d>>" % box.turn if box.turn else b">>"))

    def _page_tree(self) -> int:
        """Write the nodes over the pages, level by level; return the number of the topmost."""
        nodes, kids = list(self._nodes) or [self._writer.reserve()], list(self._pages)
        counts = [1] * len(kids)
        while True:
            above = [self._writer.reserve() for _ in range(-(-len(nodes) // KIDS_MAX))] if nodes[1:] else []
            sums = []
            for index, node in enumerate(nodes):
                own = slice(index * KIDS_MAX, (index + 1) * KIDS_MAX)
                sums.append(sum(counts[own]))
                parent = b"/Parent %d 0 R" % above[index // KIDS_MAX] if above else b""
                listed = b" ".join(b"%d 0 R" % kid for kid in kids[own])
                self._writer.put(node, b"<</Type/Pages%b/Count %d/Kids[%b]>>" % (parent, sums[-1], listed))
            if not above:
                return nodes[0]
            nodes, kids, counts = above, nodes, sums


def _references(body: bytes) -> Iterator[Key]:
    return ((int(match[1]), int(match[2])) for match in REFERENCE.finditer(body) if match[1])


def _painted(source: Source) -> Part | None:
    try:
        return painted_part(source if isinstance(source, bytes) else source.read_bytes())
    except OSError:
        return None  # qpdf says what is wrong


def _archive(writer: PdfWriter) -> "ArchiveMerge":
    from generator.press.archive import ArchiveMerge

    return ArchiveMerge(writer)
