"""Parts (部分) of any PDF, read by qpdf."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pikepdf
from pikepdf import Array, Object, Pdf, Stream

from generator.press.parts import Key, PageBox, Source, UnreadablePdf

INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")  # 7.7.3.4
LENGTH = re.compile(rb"/Length (?:\d+ \d+ R|\d+)(?=[\s/>])")


class PdfPart:
    """Part (部分) of a PDF that is open."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.pages: list[Key] = [page.obj.objgen for page in pdf.pages]

    def page(self, key: Key, mark: int | None) -> tuple[PageBox, bytes]:
        """Return the size of a page, and the page with what it inherits and without its parent."""
        page = self.pdf.get_object(*key)
        body = _page_body(page, mark)
        return page_box(pikepdf.Page(page)), body

    def value(self, key: Key) -> tuple[bytes, bytes | None]:
        """Return an object as it is written, of a stream the dictionary without its length, and the data."""
        value: Object | None = self.pdf.get_object(*key)
        if value is None:
            return b"null", None
        if isinstance(value, Stream):
            return LENGTH.sub(b"", value.stream_dict.unparse(resolved=True)), value.read_raw_bytes()
        return value.unparse(resolved=True), None


@contextmanager
def opened(source: Source) -> Iterator[PdfPart]:
    """Give the part of a PDF while it is open; raises UnreadablePdf, for what is found wrong later too."""
    try:
        with Pdf.open(BytesIO(source) if isinstance(source, bytes) else source) as pdf:
            yield PdfPart(pdf)
    except (pikepdf.PdfError, OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise UnreadablePdf(0) from error


def _page_body(page: Object, mark: int | None) -> bytes:
    """Return a page with what it inherits and without its parent; marks count on from those of the parts before.

    Its streams stand in it one by one, where it has several, so that more can be put before and after them.
    """
    for key in INHERITED:
        above = page
        while key not in above and "/Parent" in above:
            above = above.Parent
        if above is not page and key in above:
            page[key] = above[key]
    for key in ("/Parent", "/B"):
        if key in page:
            del page[key]
    if isinstance(shown := page.get("/Contents"), Array):
        page.Contents = Array([stream for stream in shown if isinstance(stream, Stream)])
    if "/StructParents" in page:
        if mark is None:
            del page["/StructParents"]
        else:
            page.StructParents = int(page.StructParents) + mark
    return page.unparse(resolved=True)


def page_box(page: pikepdf.Page) -> PageBox:
    """Return the size of a page and how it is turned."""
    left, low, right, high = map(float, page.mediabox)
    return PageBox(abs(right - left), abs(high - low), int(page.obj.get("/Rotate", 0)) % 360)
