"""Bag (归档包): files of a campaign in a BagIt bag (RFC 8493) within one ZIP that is not compressed.

The tag files stand first: a package that was cut off still tells what it lacks.
Tag files carry no time of day: the same files give the same bytes.
"""

import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator import __version__
from generator.dataclass import dataclass
from generator.press.disk import put_in_place, raise_if_no_room
from generator.press.stored_zip import NAME_BYTES_MAX, PIECE, Writer

PAYLOAD = "data/"
BAGIT, INFO, LISTING, README = "bagit.txt", "bag-info.txt", "清单.json", "说明.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
AUDIT_FILE = "审计/审计记录.jsonl"
OXUM, AUDIT_LAST, AUDIT_DIGEST = "Payload-Oxum", "Audit-Last-Entry", "Audit-Last-Digest"
_LEADS_AWAY = re.compile(r"[\\\0-\x1f\x7f\ud800-\udfff\ufffd]|(^|/)(\.{0,2}|[A-Za-z]:[^/]*)(/|$)")
AGENT = f"公文工坊 gongwen {__version__}"


@dataclass(frozen=True, slots=True)
class Packed:
    """File that goes into the bag (入包的文件): its path there, its bytes or where they lie, and what they come to."""

    path: str
    content: bytes | Path
    size: int
    crc: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Package as written (归档包): how many files of how many bytes; `digest` vouches for all of them."""

    files: int
    size: int
    digest: str


def is_safe(path: str) -> bool:
    """Tell whether a path leads nowhere but below the package, on any system, and can be written down.

    >>> is_safe("data/数据/12:30 盖章件.pdf"), is_safe("data/../x"), is_safe("/x"), is_safe("data/C:x")
    (True, False, False, False)
    """
    return not _LEADS_AWAY.search(path) and len(path.encode()) <= NAME_BYTES_MAX


def packed(path: str, content: bytes | Path) -> Packed:
    """Return a file that goes into the bag, looked through once."""
    sha256, crc, size = hashlib.sha256(), 0, 0
    for piece in _pieces(content):
        sha256.update(piece)
        crc = zlib.crc32(piece, crc)
        size += len(piece)
    return Packed(path, content, size, crc, sha256.hexdigest())


def write_bag(
    target: Path, payload: Sequence[Packed], info: Mapping[str, str], listing: Mapping[str, Any], readme: str
) -> Written:
    """Write a bag to a file that is there whole or not at all; payload paths stand below data/.

    Raises EnvironmentProblem when the disk is full, OSError when a file changed meanwhile.
    """
    payload = sorted(payload, key=lambda one: one.path)
    size = sum(one.size for one in payload)
    told = {**info, OXUM: f"{size}.{len(payload)}", "Bag-Software-Agent": AGENT}
    tags = [
        packed(BAGIT, DECLARATION.encode()),
        packed(INFO, "".join(f"{key}: {_one_line(value)}\n" for key, value in told.items()).encode()),
        packed(MANIFEST, manifest_lines(payload).encode()),
        packed(README, readme.encode()),
        packed(LISTING, json.dumps(listing, ensure_ascii=False, indent=1).encode() + b"\n"),
    ]
    seal = packed(TAG_MANIFEST, manifest_lines(tags).encode())
    _write(target, [*tags, seal, *payload])
    return Written(files=len(payload), size=size, digest=seal.sha256)


def manifest_lines(files: Iterable[Packed]) -> str:
    """Return the lines of a manifest: checksum and path of each file, as sha256sum reads them."""
    return "".join(f"{one.sha256}  {encoded(one.path)}\n" for one in files)


def encoded(path: str) -> str:
    """Return a path as a manifest writes it (RFC 8493, 2.1.3): ends of lines and per cent signs by their numbers."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def decoded(path: str) -> str:
    """Return a path that a manifest writes."""
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def _write(target: Path, files: Iterable[Packed]) -> None:
    temp = target.with_name(f".{target.name}.tmp")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with temp.open("wb") as file:
            writer = Writer(file)
            for one in files:
                writer.add(f"{target.stem}/{one.path}", one.size, one.crc, _pieces(one.content))
            writer.end()
            file.flush()
            os.fsync(file.fileno())
        put_in_place(temp, target)
    except OSError as error:
        raise_if_no_room(error, target)
        raise
    finally:
        temp.unlink(missing_ok=True)


def _pieces(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _one_line(value: str) -> str:
    return " ".join(value.split())
