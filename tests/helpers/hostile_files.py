"""Files that mean harm (恶意文件), each made from the workbook that a unit is given."""

import io
import zipfile
from collections.abc import Callable

LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "哈哈">'
    + "".join(f'<!ENTITY {n} "{f"&{m};" * 10}">' for m, n in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return parts as a package."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_dtd(content: bytes, part: str, dtd: str) -> bytes:
    """Return a package in one of whose parts a DTD stands."""
    parts = parts_of(content)
    head, _, rest = parts[part].partition(b"?>")
    parts[part] = head + b"?>" + dtd.encode() + rest
    return packed(parts)


def lying(content: bytes, part: str) -> bytes:
    """Return a package whose list says that a part is one byte long, whatever it unpacks to."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(part).file_size
    return content.replace(size.to_bytes(4, "little"), (1).to_bytes(4, "little"))


def ods(content: str, more: dict[str, bytes] | None = None) -> bytes:
    """Return an OpenDocument workbook with this content."""
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": content.encode(), **(more or {})})


Made = Callable[[bytes, bytes], bytes]  # of the workbook and a Word file as they should be


def _with(name: str, content: bytes) -> Made:
    return lambda book, _: packed(parts_of(book) | {name: content})


def _word(name: str, content: bytes) -> Made:
    return lambda _, word: packed(parts_of(word) | {name: content})


def _plain(content: bytes) -> Made:
    return lambda _book, _word: content


def _old(stream: str) -> Made:
    return _plain(OLE + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600)


WIDE = ('<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS + "<l/>").encode("utf-16")
PNG = b"\x89PNG\r\n\x1a\n"
FILES: dict[str, tuple[str, Made]] = {
    "zip bomb": ("表.xlsx", _with("xl/media/a.xml", b" " * 59_000_000)),
    "beyond the limit": (
        "表.xlsx",
        lambda b, _: packed(parts_of(b) | {f"xl/{i}.xml": b" " * 30_000_000 for i in range(3)}),
    ),
    "size that lies": (
        "表.xlsx",
        lambda b, _: lying(packed(parts_of(b) | {"xl/a.xml": b" " * 77_777}), "xl/a.xml"),
    ),
    "packed within packed": ("表.xlsx", lambda b, _: packed(parts_of(b) | {"xl/media/inner.bin": b})),
    "thousands of parts": (
        "表.xlsx",
        lambda b, _: packed(parts_of(b) | {f"xl/p{i}.xml": b"" for i in range(1000)}),
    ),
    "part twice": ("表.xlsx", _with("XL/WORKBOOK.XML", b"<x/>")),
    "part that climbs": ("表.xlsx", _with("../../etc/cron.d/x", b"* * * * * root id")),
    "part of the root": ("表.xlsx", _with("/etc/passwd", b"x")),
    "laughs in xlsx": ("表.xlsx", lambda b, _: with_dtd(b, "xl/workbook.xml", LAUGHS)),
    "outside entity in xlsx": ("表.xlsx", lambda b, _: with_dtd(b, "xl/worksheets/sheet1.xml", OUTSIDE)),
    "DTD in UTF-16": ("表.xlsx", _with("xl/workbook.xml", WIDE)),
    "laughs in ods": ("表.ods", _plain(ods(f'<?xml version="1.0"?>{LAUGHS}<office>&i;</office>'))),
    "outside entity in docx": ("表.docx", lambda _, w: with_dtd(w, "word/document.xml", OUTSIDE)),
    "laughs in docx": ("表.docx", lambda _, w: with_dtd(w, "word/document.xml", LAUGHS)),
    "bomb in docx": ("表.docx", _word("word/a.xml", b" " * 59_000_000)),
    "macro by name": ("表.xlsm", lambda b, _: b),
    "macro in xlsx": ("表.xlsx", _with("xl/vbaProject.bin", OLE + b"x" * 99)),
    "macro sheet": ("表.xlsx", _with("xl/macrosheets/sheet1.xml", b"<x/>")),
    "macro in xls": ("表.xls", _old("_VBA_PROJECT_CUR")),
    "macro in docx": ("表.docx", _word("word/vbaProject.bin", b"x")),
    "script in ods": ("表.ods", _plain(ods("<office/>", {"Basic/Standard/Module1.xml": b"<x/>"}))),
    "encrypted": ("表.xlsx", _old("EncryptedPackage")),
    "program": ("表.xlsx", _plain(b"MZ\x90\0" + b"\0" * 4000)),
    "web page": ("表.xlsx", _plain(b"<html><script>alert(1)</script></html>")),
    "picture": ("表.xlsx", _plain(PNG + b"\0" * 400)),
    "package behind a picture": ("表.xlsx", lambda b, _: PNG + b),
    "package behind an old head": ("表.xls", lambda b, _: OLE + b"\0" * 504 + b),
    "nothing": ("表.xlsx", _plain(b"")),
    "text as Word": ("表.docx", _plain(b"plain")),
    "program by name": ("表.exe", lambda b, _: b),
    "web page by name": ("表.html", _plain(b"<script>alert(1)</script>")),
    "second suffix": ("表.xlsx.php", lambda b, _: b),
    "no name": ("", lambda b, _: b),
    "too large": ("表.xlsx", _plain(b"PK\x03\x04" + b"\0" * 20_000_001)),
}
