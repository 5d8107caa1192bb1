"""ZIP without compression (不压缩的 ZIP): every byte of it is said twice or belongs to a file, so that none changes unseen.

What it is made of follows from names, sizes and checksums alone: no times, no attributes, no gaps. A file lies in it
as it is: a byte that went bad harms one file, nothing swells when it is read. Beyond 4 GiB or 65,535 files it is ZIP64.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from generator.dataclass import dataclass

PIECE = 1 << 20
NAME_BYTES_MAX = 2048
LOCAL, CENTRAL, END, END_64, LOCATOR_64 = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6", b"PK\6\7"
FITS_32, FITS_16 = 0xFFFFFFFF, 0xFFFF  # the numbers themselves say: too large, look elsewhere
UTF_8 = 1 << 11
UNIX, PLAIN_FILE = 3, 0o100644 << 16
FIRST_DAY = 1 << 5 | 1  # 1 January 1980, the first that a ZIP can say
END_BYTES, END_64_BYTES, LOCATOR_BYTES, CENTRAL_BYTES, LOCAL_BYTES = 22, 56, 20, 46, 30


class NotStored(Exception):
    """Raised when a file is no such ZIP; the message says in Chinese what is wrong."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the ZIP (一个文件): its name, size, checksum, and where its header begins."""

    name: str
    size: int
    crc: int
    offset: int

    @property
    def start(self) -> int:
        """Where its bytes begin."""
        return self.offset + len(local_header(self))


class Writer:
    """Writes files one behind the other; what they come to must be known before (`size`, `crc`)."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._members: list[Member] = []
        self._at = 0

    def add(self, name: str, size: int, crc: int, pieces: Iterable[bytes]) -> None:
        """Write a file; raises OSError when its bytes are not those that were announced."""
        member = Member(name, size, crc, self._at)
        header = local_header(member)
        self._file.write(header)
        found, seen = 0, 0
        for piece in pieces:
            found, seen = found + len(piece), zlib.crc32(piece, seen)
            self._file.write(piece)
        if (found, seen) != (size, crc):
            raise OSError(f"{name} 在装入的时候被改动，没有做成。请再做一次。")
        self._members.append(member)
        self._at += len(header) + size

    def end(self) -> None:
        """Write the list of the files; nothing comes after."""
        start = self._at
        for member in self._members:
            self._at += self._file.write(central_header(member))
        self._file.write(end_records(len(self._members), start, self._at - start))


def members(file: BinaryIO) -> Iterator[Member]:
    """Yield the files that a ZIP lists, in order, its list read piece by piece.

    Raises NotStored where the list is not what `Writer` writes: cut off, changed, compressed, with gaps.
    """
    count, start, size = _end(file)
    at, expected = start, 0
    for _ in range(count):
        member = _listed(file, at)
        if member.offset != expected:
            raise NotStored(f"压缩包的目录里，“{member.name}”的位置不对")
        yield member
        at += len(central_header(member))
        expected = member.start + member.size
    if (at, expected) != (start + size, start):
        raise NotStored("压缩包的目录和内容对不上")


def header_is_right(file: BinaryIO, member: Member) -> bool:
    """Tell whether a file's own header says what the list says."""
    expected = local_header(member)
    file.seek(member.offset)
    return file.read(len(expected)) == expected


def pieces(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """Yield the bytes of a file; they are fewer than its size where the ZIP ends before."""
    file.seek(member.start)
    left = member.size
    while left and (piece := file.read(min(PIECE, left))):
        left -= len(piece)
        yield piece


def local_header(member: Member) -> bytes:
    """Return what stands before the bytes of a file."""
    name = member.name.encode()
    large = member.size >= FITS_32
    size = FITS_32 if large else member.size
    extra = struct.pack("<HHQQ", 1, 16, member.size, member.size) if large else b""
    version = 45 if large else 20
    fixed = (version, UTF_8, 0, 0, FIRST_DAY, member.crc, size, size, len(name), len(extra))
    return struct.pack("<4s5H3I2H", LOCAL, *fixed) + name + extra


def central_header(member: Member) -> bytes:
    """Return what the list at the end says of a file."""
    name = member.name.encode()
    large = member.size >= FITS_32
    size = FITS_32 if large else member.size
    far = member.offset >= FITS_32
    told = (*((member.size, member.size) if large else ()), *((member.offset,) if far else ()))
    extra = struct.pack(f"<HH{len(told)}Q", 1, 8 * len(told), *told) if told else b""
    version = 45 if told else 20
    made_by = UNIX << 8 | version
    offset = FITS_32 if far else member.offset
    fixed = (made_by, version, UTF_8, 0, 0, FIRST_DAY, member.crc, size, size, len(name), len(extra), 0, 0, 0)
    return struct.pack("<4s6H3I5H2I", CENTRAL, *fixed, PLAIN_FILE, offset) + name + extra


def end_records(count: int, start: int, size: int) -> bytes:
    """Return what stands behind the list: how many files, where the list begins, how long it is."""
    large = count >= FITS_16 or start >= FITS_32 or size >= FITS_32
    few = min(count, FITS_16)
    end = struct.pack("<4s4H2IH", END, 0, 0, few, few, min(size, FITS_32), min(start, FITS_32), 0)
    if not large:
        return end
    end_64 = struct.pack(
        "<4sQ2H2I4Q", END_64, END_64_BYTES - 12, UNIX << 8 | 45, 45, 0, 0, count, count, size, start
    )
    return end_64 + struct.pack("<4sIQI", LOCATOR_64, 0, start + size, 1) + end


def _end(file: BinaryIO) -> tuple[int, int, int]:
    """Return how many files are listed, where the list begins, how long it is."""
    whole = file.seek(0, 2)
    file.seek(max(0, whole - END_BYTES))
    end = file.read(END_BYTES)
    if len(end) < END_BYTES or not end.startswith(END):
        raise NotStored("压缩包没有结尾，可能没有传完，只剩一部分")
    count, size, start = struct.unpack("<10xHII2x", end)
    if count == FITS_16 or FITS_32 in (size, start):
        file.seek(max(0, whole - END_BYTES - LOCATOR_BYTES - END_64_BYTES))
        end_64 = file.read(END_64_BYTES)
        if not end_64.startswith(END_64):
            raise NotStored("压缩包的结尾被改动")
        count, size, start = struct.unpack("<32xQQQ", end_64)
    expected = end_records(count, start, size) if max(count, start, size) < 1 << 62 else b""
    file.seek(min(whole, start + size))
    if not expected or file.read(len(expected) + 1) != expected:
        raise NotStored("压缩包的结尾被改动")
    return count, start, size


def scanned(file: BinaryIO) -> Iterator[Member]:
    """Yield the files of a ZIP whose list is lost, by what stands before each, as far as that can be told."""
    whole, at = file.seek(0, 2), 0
    while at < whole:
        file.seek(at)
        head = file.read(LOCAL_BYTES)
        if len(head) < LOCAL_BYTES or not head.startswith(LOCAL):
            return
        method, crc, packed, size, name_bytes, extra_bytes = struct.unpack("<8xH4xIIIHH", head)
        if method or packed != size:
            return
        name = file.read(min(name_bytes, 2 * NAME_BYTES_MAX)).decode(errors="replace")
        member = Member(name, _wide(file.read(extra_bytes), size)[0], crc, at)
        yield member
        at = member.start + member.size


def _listed(file: BinaryIO, at: int) -> Member:
    """Return the file that the list names at a place."""
    file.seek(at)
    head = file.read(CENTRAL_BYTES)
    if len(head) < CENTRAL_BYTES or not head.startswith(CENTRAL):
        raise NotStored("压缩包的目录被改动")
    method, crc, packed, size, name_bytes, extra_bytes, offset = struct.unpack("<10xH4xIIIHH10xI", head)
    if name_bytes > 2 * NAME_BYTES_MAX:
        raise NotStored("压缩包的目录里有过长的名称")
    raw, extra = file.read(name_bytes), file.read(extra_bytes)
    name = raw.decode(errors="replace")
    if method or packed != size:
        raise NotStored(f"“{name}”被压缩过：这不是原来的包，或者重新打过包")
    size, wide = _wide(extra, size)
    member = Member(name, size, crc, wide[0] if offset == FITS_32 and wide else offset)
    if _central_or_none(member) != head + raw + extra:
        raise NotStored(f"压缩包的目录里，“{name}”的一栏被改动")
    return member


def _wide(extra: bytes, size: int) -> tuple[int, list[int]]:
    """Return the size, which a ZIP64 says in its extra numbers, and those of them that are left."""
    numbers = [number for (number,) in struct.iter_unpack("<Q", extra[4 : 4 + (len(extra) - 4) // 8 * 8])]
    return (numbers[0], numbers[2:]) if size == FITS_32 and numbers else (size, numbers)


def _central_or_none(member: Member) -> bytes | None:
    try:
        return central_header(member)
    except struct.error:
        return None
