"""Engines (排印程序): a digest of what turns sheets into files, so that a changed program or font makes them anew."""

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from generator import __version__
from generator.press.output import Format
from generator.resources import PACKAGE

ROOMS = ("batch", "layout", "press", "render")  # what compose changes shows in the sheet's own digest
LIBRARIES: dict[str, tuple[str, ...]] = {
    "docx": ("docxtpl", "python-docx", "lxml", "jinja2", "zlib-ng"),
    "html": ("jinja2",),
    "pdf": ("jinja2", "weasyprint", "pydyf", "fonttools", "pikepdf", "uharfbuzz", "isal"),
}
DIGITS = 16
INSTALLED = re.compile(r"(.+?)-(\d[^-]*)(?:-.*)?\.(?:dist|egg)-info")


def engines(formats: Sequence[Format]) -> dict[Format, str]:
    """Return the digest of the engine of each format: program, libraries, and for PDF the fonts of this machine."""
    return {kind: _engine(kind) for kind in formats}


@lru_cache
def _engine(kind: Format) -> str:
    parts = [__version__, _program(), *map(_version, LIBRARIES[kind])]
    if kind == "pdf":
        from generator.render import fonts

        parts.append(fonts.fingerprint())
    return _digest(part.encode() for part in parts)


@lru_cache
def _program() -> str:
    return _digest(_sources())


def _sources() -> Iterator[bytes]:
    """Yield what the rooms that make files consist of, in a fixed order."""
    for room in ROOMS:
        for path in sorted((PACKAGE / room).glob("*.py")):
            yield path.name.encode()
            yield path.read_bytes()


def _version(library: str) -> str:
    return _installed().get(library.replace("-", "_"), "")


@lru_cache
def _installed() -> dict[str, str]:
    """Return the version of each library by the name of the folder that tells it, first come first served.

    importlib.metadata says the same, but takes as long as starting Python.
    """
    found: dict[str, str] = {}
    for folder in filter(os.path.isdir, sys.path):
        for name in os.listdir(folder):
            if told := INSTALLED.fullmatch(name):
                found.setdefault(told[1].lower().replace("-", "_"), told[2])
    return found


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:DIGITS]
