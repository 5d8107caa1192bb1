"""Package of a Word file (文件包): a zip whose parts that never change are deflated once and copied as they are.

Every path packs by the same rules, so equal parts give equal bytes: times are fixed, the two parts that differ from
sheet to sheet come last. These are deflated by zlib-ng at its level 4: a third of the time of zlib's level 6, and a file
less than 5 % larger.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from generator.dataclass import dataclass

try:
    from zlib_ng.zlib_ng import compress, crc32
except ImportError:  # no wheel for this machine: a sheet costs twice as much, its size is the same
    from zlib import compress, crc32

PROPERTIES, DOCUMENT = "docProps/core.xml", "word/document.xml"
TYPES = "[Content_Types].xml"
CHANGING = (PROPERTIES, DOCUMENT)
_TAGGED = ("word/header", "word/footer", "word/footnotes")  # a template of the campaign's may have tags there
_TITLE, _TITLE_END = b"<dc:title>", b"</dc:title>"
_CHANGING_LEVEL = 4 if compress is not zlib.compress else 6
_FIXED_LEVEL = 9
_DEFLATED = 8
_UTF8_NAME = 0x800
_VERSION, _MADE_BY = 20, 3 << 8 | 20
_DAY = (2024 - 1980) << 9 | 1 << 5 | 1  # 2024-01-01, 00:00
_INVERTED = bytes(range(255, -1, -1))
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of a package one after the other (一段文件包): their entries, the entries of the directory, how many."""

    local: bytes
    central: bytes
    count: int


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the package of all parts."""
    fixed = fixed_parts({name: content for name, content in parts.items() if name not in CHANGING})
    return package(fixed, [(name, parts[name]) for name in CHANGING if name in parts])


def fixed_parts(parts: Mapping[str, bytes]) -> Parts:
    """Return the parts that never change, deflated as well as can be."""
    return _laid((name, parts[name]) for name in in_order(parts))


def in_order(names: Iterable[str]) -> list[str]:
    """Return the names of parts as they lie in a package: the list of types first, last what may hold tags."""
    return sorted(names, key=lambda n: (n in CHANGING, n.startswith(_TAGGED), n != TYPES, n))


def package(fixed: Parts, changing: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the package of fixed parts and those that differ from sheet to sheet."""
    rest = _laid(changing, len(fixed.local))
    size = len(fixed.central) + len(rest.central)
    count = fixed.count + rest.count
    end = _END.pack(b"PK\5\6", 0, 0, count, count, size, len(fixed.local) + len(rest.local), 0)
    return b"".join((fixed.local, rest.local, fixed.central, rest.central, end))


def _laid(parts: Iterable[tuple[str, bytes]], offset: int = 0) -> Parts:
    local: list[bytes] = []
    central: list[bytes] = []
    for name, content in parts:
        raw = name.encode()
        flag = 0 if name.isascii() else _UTF8_NAME
        deflated = _deflated(name, content)
        sizes = (0, _DAY, crc32(content), len(deflated), len(content), len(raw), 0)
        entry = _LOCAL.pack(b"PK\3\4", _VERSION, flag, _DEFLATED, *sizes)
        central += (
            _CENTRAL.pack(b"PK\1\2", _MADE_BY, _VERSION, flag, _DEFLATED, *sizes, 0, 0, 0, 0, offset),
            raw,
        )
        local += (entry, raw, deflated)
        offset += len(entry) + len(raw) + len(deflated)
    return Parts(b"".join(local), b"".join(central), len(central) // 2)


def _deflated(name: str, content: bytes) -> bytes:
    if name == PROPERTIES:
        return _deflated_around(content)
    if name in CHANGING:
        return compress(content, _CHANGING_LEVEL, -zlib.MAX_WBITS)
    return zlib.compress(content, _FIXED_LEVEL, -zlib.MAX_WBITS)


def _deflated_around(properties: bytes) -> bytes:
    """Return the properties with the title stored as it is: what stands around it is deflated once."""
    before, start, rest = properties.partition(_TITLE)
    title, end, after = rest.partition(_TITLE_END)
    size = len(title).to_bytes(2, "little")
    return b"".join((_begun(before + start), size, size.translate(_INVERTED), title, _ended(end + after)))


@lru_cache(maxsize=64)
def _begun(content: bytes) -> bytes:
    """Return what deflated data begins with, up to the length of a stored block: flushed, it ends with an empty one."""
    deflater = zlib.compressobj(_FIXED_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return (deflater.compress(content) + deflater.flush(zlib.Z_FULL_FLUSH)).removesuffix(b"\0\0\xff\xff")


@lru_cache(maxsize=64)
def _ended(content: bytes) -> bytes:
    return zlib.compress(content, _FIXED_LEVEL, -zlib.MAX_WBITS)
