"""Objects of a PDF file (ISO 32000-1) as painting writes them: pages, description, the table of objects."""

from array import array
from collections.abc import Callable

from generator.model.sheet import Description

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOG, PAGES, MAP, FIRST_FREE = 1, 2, 3, 4  # numbers of the objects that every file has
_PRIVATE, _PRIVATE_CODES = 0xE000, 6400
BASIC = 0x10000
_FREE = b"0000000000 00001 f \n"  # entry of a number that no object has
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
            offsets = self.offsets[first : first + 1000]
            self.put(b"".join([b"%010d 00000 n \n" % o if o else _FREE for o in offsets]))
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        self.put(trailer % (numbers, CATALOG, information, start))


def code_of(point: int) -> int:
    """Return the code of a character: its own, or for one beyond the basic plane one of private use."""
    return point if point < BASIC else _PRIVATE + (point - BASIC) % _PRIVATE_CODES


def stream(compressed: bytes) -> bytes:
    """Return a stream of what was compressed."""
    return b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(compressed), compressed)


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
