"""PDF file written straight to the disk, object by object, so that memory does not grow with its pages.

ISO 32000-1, 7.5.7 and 7.5.8: small objects lie together in compressed streams, and so does the table of their places.
Equal objects are written once: a digest of each of the last ones is kept.
"""

import hashlib
import re
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from typing import BinaryIO

HEAD = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
SHARED_MAX = 50_000  # objects of which a digest is kept
BUNDLE_OBJECTS, BUNDLE_BYTES = 200, 100_000  # of one stream of objects
ROWS_AT_ONCE = 10_000
ROW_BYTES = 8  # of the table of places: kind, place in the file or number of the stream, index in that
UP = b"\x02"  # 7.4.4.4: each row as its difference from the one above it


class PdfWriter:
    """PDF file being written; numbers are given out first, objects written in any order."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._size = 0
        self._digest = hashlib.sha256()
        self._places = array("Q", [0])
        self._indices = array("i", [-2])  # -2: free, -1: at a place in the file, else in a stream of objects
        self._known: OrderedDict[bytes, int] = OrderedDict()
        self._bundle: list[tuple[int, bytes]] = []
        self._bundled = 0
        self._write(HEAD)

    def reserve(self) -> int:
        """Return the number of an object that will be written later."""
        self._places.append(0)
        self._indices.append(-2)
        return len(self._places) - 1

    def put(self, number: int, body: bytes, data: bytes | None = None) -> None:
        """Write an object: its value, or with `data` a stream, whose dictionary lacks the length."""
        if data is not None:
            self._put_stream(number, body, data)
            return
        self._bundle.append((number, body))
        self._bundled += len(body)
        if len(self._bundle) >= BUNDLE_OBJECTS or self._bundled >= BUNDLE_BYTES:
            self._put_bundle()

    def shared(self, body: bytes, data: bytes | None = None) -> int:
        """Write an object unless an equal one was written lately; return the number of the one that stands."""
        kind = b"o" if data is None else b"s%d " % len(data)
        key = hashlib.blake2b(kind + body, digest_size=16)
        key.update(data or b"")
        mark = key.digest()
        number = self._known.get(mark)
        if number is None:
            number = self._known[mark] = self.reserve()
            self.put(number, body, data)
            if len(self._known) > SHARED_MAX:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(mark)
        return number

    def finish(self, root: int, information: int = 0) -> None:
        """Write the table of places and the end; the identifier is drawn from all that was written."""
        self._put_bundle()
        place, number = self._size, self.reserve()
        self._places[number], self._indices[number] = place, -1
        packer = zlib.compressobj(9)
        table = b"".join([*map(packer.compress, self._rows()), packer.flush()])
        mark = self._digest.hexdigest()[:32].encode()
        info = b"/Info %d 0 R" % information if information else b""
        self._write(
            b"%d 0 obj\n<</Type/XRef/Size %d/Root %d 0 R%b/ID[<%b><%b>]/W[1 5 2]/Filter/FlateDecode"
            b"/DecodeParms<</Columns %d/Predictor 12>>/Length %d>>stream\n%b\nendstream\nendobj\n"
            b"startxref\n%d\n%%%%EOF\n"
            % (number, number + 1, root, info, mark, mark, ROW_BYTES, len(table), table, place)
        )

    def _put_stream(self, number: int, dictionary: bytes, data: bytes) -> None:
        self._places[number], self._indices[number] = self._size, -1
        head = dictionary.rstrip().removesuffix(b">>")
        self._write(b"%d 0 obj\n%b/Length %d>>stream\n" % (number, head, len(data)))
        self._write(data)
        self._write(b"\nendstream\nendobj\n")

    def _put_bundle(self) -> None:
        """Write the waiting objects in one stream."""
        if not self._bundle:
            return
        stream = self.reserve()
        heads, start = [], 0
        for index, (number, body) in enumerate(self._bundle):
            heads.append(b"%d %d" % (number, start))
            start += len(body) + 1
            self._places[number], self._indices[number] = stream, index
        head = b" ".join(heads) + b"\n"
        data = zlib.compress(head + b"\n".join(body for _, body in self._bundle), 9)
        dictionary = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode>>" % (len(self._bundle), len(head))
        self._put_stream(stream, dictionary, data)
        self._bundle, self._bundled = [], 0

    def _rows(self) -> Iterator[bytes]:
        """Yield the table of places, some rows at a time."""
        above, rows = bytes(ROW_BYTES), bytearray()
        for count, (place, index) in enumerate(zip(self._places, self._indices, strict=True), 1):
            kind = 0 if index == -2 else 1 if index == -1 else 2
            row = bytes([kind]) + place.to_bytes(5, "big") + max(index, 0).to_bytes(2, "big")
            rows += UP + bytes((one - other) & 0xFF for one, other in zip(row, above, strict=True))
            above = row
            if count % ROWS_AT_ONCE == 0:
                yield bytes(rows)
                rows.clear()
        yield bytes(rows)

    def _write(self, content: bytes) -> None:
        self._target.write(content)
        self._digest.update(content)
        self._size += len(content)


def text_string(text: str) -> bytes:
    """Return a text as it is written in a PDF."""
    if text.isascii() and text.isprintable():
        return b"(%b)" % re.sub(r"([()\\])", r"\\\1", text).encode()
    return b"<feff%b>" % text.encode("utf-16-be", "replace").hex().encode()
