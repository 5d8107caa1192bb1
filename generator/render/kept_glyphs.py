"""Glyphs kept from earlier runs (画过的字): widths and outlines of the characters of a font, and fonts of fixed parts.

Plain data in the user's cache folder, named after all it depends on: this program, HarfBuzz, the font file, what
fontconfig reads. What is wrong with it is drawn anew.
"""

import contextlib
import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from itertools import count

import msgspec

from generator.render import fontconfig
from generator.render.glyphs import Font
from generator.sources import store
from generator.sources.state import program

FOLDER = "glyphs"
CHARS_MAX = 3_000  # of a font
SUBSETS_MAX = 200  # that one process keeps; forms are few
_FAULTS = (OSError, ValueError, TypeError, ImportError, msgspec.MsgspecError)


class Glyphs(msgspec.Struct):
    """Glyphs (字形) of one font: which characters it has, their widths in thousandths of the em, their charstrings."""

    mark: str = ""
    has: dict[str, bool] = msgspec.field(default_factory=dict)
    widths: dict[str, int] = msgspec.field(default_factory=dict)
    outlines: dict[str, bytes] = msgspec.field(default_factory=dict)


_known: dict[str, tuple[Glyphs, int]] = {}
_subsets = count()


def glyphs_of(font: Font) -> Glyphs:
    """Return the glyphs of a font that are known from earlier runs; what is added to them may be kept."""
    mark = _mark(font)
    try:
        found = msgspec.msgpack.decode(store.take(store.file_of(FOLDER, f"{mark}.glyphs")), type=Glyphs)
    except _FAULTS:
        found = Glyphs()
    found.mark = mark
    if mark:
        _known[mark] = found, _count(found)
    return found


@contextlib.contextmanager
def recalled() -> Iterator[None]:
    """Keep the glyphs that are drawn for the first time while the block runs."""
    yield
    for mark, (glyphs, before) in _known.items():
        count = _count(glyphs)
        if before < count and len(glyphs.has) <= CHARS_MAX:
            _known[mark] = glyphs, count
            with contextlib.suppress(*_FAULTS):
                store.put(store.file_of(FOLDER, f"{mark}.glyphs"), msgspec.msgpack.encode(glyphs))


def _count(glyphs: Glyphs) -> int:
    return len(glyphs.has) + len(glyphs.widths) + len(glyphs.outlines)


def kept_subset(glyphs: Glyphs, chars: Iterable[str], make: Callable[[], bytes]) -> bytes:
    """Return the font of some characters of a font as it was made in an earlier run, made where it is not kept."""
    key = f"{glyphs.mark} {zlib.ZLIB_RUNTIME_VERSION} {''.join(sorted(chars))}"
    name = f"{hashlib.sha256(key.encode()).hexdigest()}.font"
    with contextlib.suppress(*_FAULTS):
        return bytes(store.take(store.file_of(FOLDER, name)))
    made = make()
    if glyphs.mark and next(_subsets) < SUBSETS_MAX:
        with contextlib.suppress(*_FAULTS):
            store.put(store.file_of(FOLDER, name), made)
    return made


def _mark(font: Font) -> str:
    """Return what tells a font and what is made of it from all others; empty where that cannot be told."""
    try:
        stat, fonts = os.stat(font.path), fontconfig.state()
        if not fonts:
            return ""
        told = (_program(), fonts, font.path, font.index, stat.st_size, stat.st_mtime_ns, stat.st_ino)
        return hashlib.sha256(repr(told).encode()).hexdigest()
    except _FAULTS:
        return ""


@cache
def _program() -> str:
    spec = find_spec("uharfbuzz")
    origin = spec.origin if spec else None
    return f"{program()}\n{origin} {os.stat(origin).st_mtime_ns if origin else 0}"
