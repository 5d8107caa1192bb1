"""Cells of old workbooks (.xls) whose formula failed (出错的公式), blank to calamine: read off the file's records.

The workbook is a stream of records within a compound file: [MS-CFB] and [MS-XLS] give the layouts used here.
"""

import struct
from collections.abc import Iterator
from itertools import takewhile

from generator.sources.intake.grid import Place

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = {"Workbook", "Book"}
FREE = 0xFFFFFFFA  # from here on no sector's number
FORMULA, BOOLERR, BOF, EOF, SHEET = 0x0006, 0x0205, 0x0809, 0x000A, 0x0085
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def xls_faults(content: bytes) -> dict[str, dict[Place, str]]:
    """Return what stands in the cells whose formula failed, by sheet; nothing for other files."""
    if not content.startswith(SIGNATURE):
        return {}
    try:
        stream = _workbook(content)
        return {name: dict(_faults(stream, start)) for name, start in _sheets(stream)}
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


def _workbook(content: bytes) -> bytes:
    """Return the stream of the workbook's records; a short one lies in pieces within that of the root."""
    (shift,) = struct.unpack_from("<H", content, 30)
    first, _, cutoff, small = struct.unpack_from("<IIII", content, 48)
    listed = struct.unpack_from("<109I", content, 76)
    size = 1 << shift
    parts = [content[(n + 1) * size : (n + 2) * size] for n in takewhile(lambda n: n < FREE, listed)]
    table = _numbers(b"".join(parts))
    entries = list(_entries(_chained(content[size:], table, first, size)))
    found = next((e for e in entries if e[0] in STREAMS), ("", 0, 0))
    if found[2] >= cutoff:
        return _chained(content[size:], table, found[1], size)[: found[2]]
    pieces = _numbers(_chained(content[size:], table, small, size))
    root = _chained(content[size:], table, entries[0][1], size)
    return _chained(root, pieces, found[1], 64)[: found[2]]


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _chained(sectors: bytes, table: tuple[int, ...], first: int, size: int) -> bytes:
    """Return what the sectors of a chain hold; one that runs in a circle ends where the table does."""
    found: list[bytes] = []
    while first < FREE and len(found) <= len(table):
        found.append(sectors[first * size : (first + 1) * size])
        first = table[first]
    return b"".join(found)


def _entries(directory: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield the name, the first sector and the length of each stream; the first is the root."""
    for at in range(0, len(directory) - 127, 128):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        first, size = struct.unpack_from("<II", directory, at + 116)
        yield directory[at : at + max(length - 2, 0)].decode("utf-16-le"), first, size


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one part of the stream, those of charts within it left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == BOF) - (kind == EOF)
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        if not depth:
            return
        at += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Yield the name of each sheet and where its records begin."""
    for kind, record in _records(stream, 0):
        if kind == SHEET:
            start, _, length, wide = struct.unpack_from("<IHBB", record)
            words = record[8 : 8 + length * (1 + (wide & 1))]
            yield words.decode("utf-16-le" if wide & 1 else "latin-1"), start


def _faults(stream: bytes, start: int) -> Iterator[tuple[Place, str]]:
    for kind, record in _records(stream, start):
        if kind == FORMULA and record[6] == 2 and record[12:14] == b"\xff\xff":
            yield struct.unpack_from("<HH", record), ERRORS.get(record[8], "#VALUE!")
        elif kind == BOOLERR and record[7]:
            yield struct.unpack_from("<HH", record), ERRORS.get(record[6], "#VALUE!")
