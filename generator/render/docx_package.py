"""Package of a Word file (文件包): a zip whose parts that never change are deflated once and copied as they are.

Every path packs by the same rules, so equal parts give equal bytes: times are fixed, the two parts that differ from
sheet to sheet come last. The text is deflated by zlib's level 3, whose size is near that of level 6 in a third of the
time; ISA-L, where it is there, takes the checksums and the properties.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

try:
    from isal.igzip_lib import COMP_DEFLATE
    from isal.igzip_lib import compress as igzip
    from isal.isal_zlib import crc32
except ImportError:  # no wheel for this machine: a sheet costs a tenth more
    from zlib import crc32

    igzip = None  # type: ignore[assignment]

PROPERTIES, DOCUMENT = "docProps/core.xml", "word/document.xml"
TYPES = "[Content_Types].xml"
CHANGING = (PROPERTIES, DOCUMENT)
_TAGGED = ("word/header", "word/footer", "word/footnotes")  # a template of the campaign's may have tags there
_STATIC_LEVEL, _TEXT_LEVEL, _SMALL_LEVEL = 9, 3, 1
_DEFLATED = 8
_UTF8_NAME = 0x800
_VERSION, _MADE_BY = 20, 3 << 8 | 20
_DAY = (2024 - 1980) << 9 | 1 << 5 | 1  # 2024-01-01, 00:00
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
    offset = len(fixed.local) + len(rest.local)
    central = fixed.central + rest.central
    count = fixed.count + rest.count
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(central), offset, 0)
    return b"".join((fixed.local, rest.local, central, end))


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
    if name == PROPERTIES and igzip is not None:
        return igzip(content, _SMALL_LEVEL, COMP_DEFLATE)
    level = _TEXT_LEVEL if name in CHANGING else _STATIC_LEVEL
    deflater = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(content) + deflater.flush()
