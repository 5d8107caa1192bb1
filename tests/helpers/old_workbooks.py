"""Old workbooks (.xls) of a single sheet, byte by byte: as little of [MS-CFB] and [MS-XLS] as makes one."""

import struct

SECTOR = 512
END, FAT, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
BOF, EOF, SHEET, FORMULA, NUMBER = 0x0809, 0x000A, 0x0085, 0x0006, 0x0203


def old_workbook(name: str, *cells: bytes) -> bytes:
    """A workbook with a sheet of that name and those cells, in a stream too long for a piece of the root's."""
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    begin = _record(BOF, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    start = len(begin) + 4 + 6 + len(title) + 4
    globals_ = begin + _record(SHEET, struct.pack("<IH", start, 0) + title) + _record(EOF, b"")
    sheet = (
        _record(BOF, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + b"".join(cells) + _record(EOF, b"")
    )
    return _compound(globals_ + sheet)


def number(row: int, column: int, value: float) -> bytes:
    """A cell with a number."""
    return _record(NUMBER, struct.pack("<HHHd", row, column, 0, value))


def failed(row: int, column: int, error: int) -> bytes:
    """A cell whose formula failed with an error of that number."""
    result = struct.pack("<BBBBHH", 2, 0, error, 0, 0, 0xFFFF)
    return _record(FORMULA, struct.pack("<HHH", row, column, 0) + result + struct.pack("<HIH", 0, 0, 0))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _compound(stream: bytes) -> bytes:
    """A compound file: its table of sectors, its directory, the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    table = [FAT, END, *range(3, 2 + count), END]
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    root = _entry("Root Entry", 5, END, 0, child=1)
    return (
        header
        + struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
        + (root + _entry("Workbook", 2, 2, len(stream)) + bytes(256))
        + stream
    )


def _entry(name: str, kind: int, first: int, size: int, child: int = FREE) -> bytes:
    words = name.encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, FREE, FREE, child)
    head = words.ljust(64, b"\0") + struct.pack("<H", len(words) + 2) + links
    return head.ljust(116, b"\0") + struct.pack("<IQ", first, size)
