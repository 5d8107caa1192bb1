"""Parts (部分) of a PDF that was painted here (`render/painted_pdf.py`), read plainly: its objects lie one after another.

Whatever is not written just so, by whomever, is left to qpdf.
"""

import re
from collections.abc import Iterator

from generator.press.parts import Key, PageBox

_END = re.compile(
    rb"trailer\n<</Size (\d{1,9})/Root (\d{1,9}) 0 R/Info \d{1,9} 0 R>>\nstartxref\n(\d{1,12})\n%%EOF\n\Z"
)
_END_BYTES = 200
_ENTRY = re.compile(rb"(\d{10}) \d{5} [nf] \n")
_OBJECT = re.compile(rb"(\d{1,9}) 0 obj\n(.*)\nendobj\n\Z", re.S)
_STREAM = re.compile(rb"(<<.*?)/Length (\d{1,12})>>stream\n(.*)\nendstream\Z", re.S)
_KIDS = re.compile(rb"<</Type/Pages\b[^\[]*/Kids\[([0-9R ]*)\]>>")
_PAGE = re.compile(
    rb"<</Type/Page(/Parent \d+ 0 R)/MediaBox\[0 0 ([0-9.]+) ([0-9.]+)\](?!.*/(?:Rotate|StructParents|B)\b).*>>",
    re.S,
)
_NULL = (b"null", None)
_PAGES = re.compile(rb"/Pages (\d+) 0 R")


class PaintedPart:
    """Part (部分) of a painted PDF: its objects by number."""

    def __init__(self, objects: dict[int, tuple[bytes, bytes | None]], root: int) -> None:
        self._objects = objects
        top = _PAGES.search(objects[root][0])
        if top is None:
            raise ValueError("no pages")
        self._seen: set[int] = set()
        self.pages: list[Key] = [(number, 0) for number in self._leaves(int(top[1]))]

    def page(self, key: Key, mark: int | None) -> tuple[PageBox, bytes]:
        """Return the size of a page, and the page without its parent; it has no marks."""
        body = self._objects[key[0]][0]
        found = _PAGE.fullmatch(body)
        if found is None:
            raise ValueError("no page")
        return PageBox(float(found[2]), float(found[3]), 0), body.replace(found[1], b"", 1)

    def value(self, key: Key) -> tuple[bytes, bytes | None]:
        """Return an object as it is written, of a stream the dictionary without its length, and the data."""
        return self._objects.get(key[0], _NULL)

    def _leaves(self, node: int) -> Iterator[int]:
        """Yield the pages below a node, which are pages as they are painted here."""
        body = self._objects[node][0]
        if node in self._seen:
            raise ValueError("a page that stands twice")
        self._seen.add(node)
        if _PAGE.fullmatch(body):
            yield node
            return
        kids = _KIDS.fullmatch(body)
        if kids is None:
            raise ValueError("no pages")
        for kid in kids[1].split()[::3]:
            yield from self._leaves(int(kid))


def painted_part(content: bytes) -> PaintedPart | None:
    """Return the part of a PDF that was painted here, None of any other, and of one that was changed."""
    end = _END.search(content, max(0, len(content) - _END_BYTES))
    if end is None:
        return None
    try:
        return PaintedPart(_objects(content, int(end[3]), int(end[1])), int(end[2]))
    except (ValueError, LookupError, RecursionError):
        return None


def _objects(content: bytes, table: int, size: int) -> dict[int, tuple[bytes, bytes | None]]:
    """Return the objects by number; raises ValueError where they do not lie one after another up to the table."""
    head = b"xref\n0 %d\n" % size
    entries = content[table + len(head) : table + len(head) + 20 * size]
    offsets = [int(entry) for entry in _ENTRY.findall(entries)]
    if not content.startswith(head, table) or len(offsets) != size:
        raise ValueError("no table")
    starts = sorted((offset, number) for number, offset in enumerate(offsets) if offset)
    ends = [*(offset for offset, _ in starts[1:]), table]
    return {
        number: _object(content[start:end], number) for (start, number), end in zip(starts, ends, strict=True)
    }


def _object(content: bytes, number: int) -> tuple[bytes, bytes | None]:
    found = _OBJECT.match(content)
    if found is None or int(found[1]) != number:
        raise ValueError("no object")
    stream = _STREAM.match(found[2])
    if stream is None:
        return found[2], None
    if len(stream[3]) != int(stream[2]):
        raise ValueError("no stream")
    return stream[1] + b">>", stream[3]
