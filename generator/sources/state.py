"""State (状态) of all that reading a campaign depends on, as one digest: its files, this program, the libraries."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from generator import __version__
from generator.resources import PACKAGE
from generator.sources.places import DEEP, MAX_BYTES
from generator.sources.strays import is_data

LIBRARIES = (
    "PIL",
    "docx",
    "lxml",
    "msgspec",
    "pydantic",
    "pydantic_core",
    "python_calamine",
    "rjieba",
    "ryaml",
    "yaml",
)
READ_AT_TOP = (".xlsx", ".docx")  # office files of a campaign, beside the data files


class Unreadable(OSError):
    """Raised when a file cannot be digested, so that nothing can be said of the state."""


def state_of(path: Path) -> str:
    """Return the digest of a campaign's files and of the program; raises OSError when one of them cannot be read.

    Two campaigns of one state give the same values, problems and places, wherever they lie.
    """
    digest = hashlib.sha256(program().encode())
    for line in _lines(path):
        digest.update(f"{line}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def digests(root: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the digest of each file that the data name in the campaign's folder, empty where none can be made."""
    return {name: _named(root, name) for name in names}


def _lines(path: Path) -> Iterator[str]:
    """Yield a line for each thing that reading looks at, the digest of each file that it opens."""
    root = path if path.is_dir() else path.parent
    if path != root and path.suffix.lower() not in READ_AT_TOP:
        yield f"file {path.name} {_digest(path)}"
        return
    home = root.resolve()
    yield from _entries(str(root), "", home, deep=False)
    for name in DEEP:
        if (root / name).is_dir():
            yield from _entries(str(root / name), f"{name}/", home, deep=True)


def _entries(folder: str, prefix: str, home: Path, *, deep: bool) -> Iterator[str]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        name = prefix + entry.name
        if entry.is_symlink():
            yield f"link {name} {_aim(entry, home)} {_content(entry, deep=deep)}"
        elif entry.is_dir():
            if deep:
                yield f"folder {name}"
                yield from _entries(entry.path, f"{name}/", home, deep=True)
        else:
            yield f"file {name} {_content(entry, deep=deep)}"


def _aim(entry: os.DirEntry[str], home: Path) -> str:
    """Return where a link leads, seen from the campaign's folder."""
    place = Path(os.path.realpath(entry.path))
    return str(place.relative_to(home)) if place.is_relative_to(home) else "outside"


def _content(entry: os.DirEntry[str], *, deep: bool) -> str:
    """Return the digest of a file that may be read, else what kind of thing stands there."""
    if not entry.is_file():
        return "none"
    path = Path(entry.name)
    if is_data(path) or (not deep and path.suffix.lower() in READ_AT_TOP):
        return _digest(entry.path)
    return "other"


def _digest(path: str | Path) -> str:
    with open(path, "rb", buffering=0) as file:
        if os.fstat(file.fileno()).st_size > MAX_BYTES:
            raise Unreadable(f"{path} is too large to be kept")
        return hashlib.sha256(file.readall()).hexdigest()


def _named(root: Path, name: str) -> str:
    path = root / name
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            return "outside"
        return _digest(path) if path.is_file() else "none"
    except (OSError, ValueError, RuntimeError):
        return ""


@cache
def program() -> str:
    """Return what tells this program from another version of it: interpreter, libraries, its own files.

    Files of code are told apart by size and time as Python does for its own caches; raises OSError when that fails.
    """
    files = _tree(str(PACKAGE))
    origins = [spec.origin for name in LIBRARIES if (spec := find_spec(name)) and spec.origin]
    told = [f"{path} {(stat := os.stat(path)).st_size} {stat.st_mtime_ns}" for path in (*files, *origins)]
    return "\n".join((__version__, sys.version, *told))


def _tree(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            yield from _tree(entry.path) if entry.name != "__pycache__" else ()
        else:
            yield entry.path
