"""Frames kept on disk (外框存盘): plain data in the user's cache folder, so that one Word file costs no library for Word.

A file is named after all that its frame depends on: template, key, this code, the libraries it was made with. Whatever
is wrong with it, the frame is made anew.
"""

import contextlib
import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generator.render.docx_frame import Frame, Part, Place
from generator.render.docx_package import Parts
from generator.resources import PACKAGE
from generator.sources import store

FORMAT = 1
_LENGTH_BYTES = 4
_SOURCES = ("render/docx*.py", "render/template_language.py", "layout/*.py")
_LIBRARIES = ("docx", "docxtpl", "jinja2", "lxml")  # each says its version in its __init__.py


def file_of(key: Sequence[object]) -> Path | None:
    """Return the file of a frame, None where no cache is wanted or this code cannot be read."""
    try:
        name = hashlib.sha256(f"{_version()}{key!r}".encode()).hexdigest()
        return store.file_of("frames", f"{name}.frame")
    except (OSError, ImportError, ValueError):
        return None


def load(file: Path) -> Frame | str | None:
    """Return the frame of a file, or why there is none; None when there is no sound file."""
    try:
        return _read(bytes(store.take(file)))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def save(file: Path, frame: Frame | str) -> None:
    """Keep a frame, or why there is none; where that cannot be done, it is made anew next time."""
    with contextlib.suppress(OSError):
        store.put(file, _written(frame))


def _written(frame: Frame | str) -> bytes:
    if isinstance(frame, str):
        said: dict[str, Any] = {"full": frame}
        pieces: list[bytes] = []
    else:
        parts = (*frame.changing, *frame.rows)
        said = {"count": frame.fixed.count, "parts": list(map(_told, parts)), "rows": len(frame.rows)}
        pieces = [frame.fixed.local, frame.fixed.central, *(s for p in parts for s in p.statics)]
    head = json.dumps(said | {"format": FORMAT, "lengths": [len(piece) for piece in pieces]}).encode()
    return b"".join((len(head).to_bytes(_LENGTH_BYTES), head, *pieces))


def _told(part: Part) -> dict[str, Any]:
    places = [[place.kind, place.wording, place.around] for place in part.places]
    return {"name": part.name, "statics": len(part.statics), "places": places}


def _read(rest: bytes) -> Frame | str:
    start = _LENGTH_BYTES + int.from_bytes(rest[:_LENGTH_BYTES])
    said = json.loads(rest[_LENGTH_BYTES:start])
    if "full" in said:
        return str(said["full"])
    pieces = _pieces(rest, start, said["lengths"])
    fixed = Parts(next(pieces), next(pieces), said["count"])
    parts = tuple(_part(told, pieces) for told in said["parts"])
    changing = len(parts) - said["rows"]
    return Frame(fixed, parts[:changing], parts[changing:])


def _pieces(rest: bytes, start: int, lengths: Sequence[int]) -> Iterator[bytes]:
    for length in lengths:
        yield rest[start : start + length]
        start += length


def _part(told: dict[str, Any], pieces: Iterator[bytes]) -> Part:
    places = (Place(kind, tuple(wording), tuple(around)) for kind, wording, around in told["places"])
    return Part(told["name"], tuple(next(pieces) for _ in range(told["statics"])), tuple(places))


@cache
def _version() -> str:
    """Return the digest of all code that makes a frame; raises OSError, ImportError or ValueError when it is not read."""
    sources = [path for pattern in _SOURCES for path in sorted(PACKAGE.glob(pattern))]
    origins = [spec.origin for name in _LIBRARIES if (spec := find_spec(name)) and spec.origin]
    digest = hashlib.sha256(f"{FORMAT} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    for path in (*sources, *map(Path, origins)):
        digest.update(path.read_bytes())
    return digest.hexdigest()
