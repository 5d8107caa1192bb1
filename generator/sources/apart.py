"""Reading apart (另开进程读取): a campaign of many units is read by a copy of this process, which keeps it and ends.

What reading anew needs, its libraries and all that it throws away, takes more memory than a long run itself, and is
never given back by the process that has read.
"""

import os
import pathlib
import threading

from generator.resources import cache_root
from generator.sources.campaign import Loaded, load
from generator.sources.places import DEEP, folder_of

WORTH_BYTES = 50_000  # of data; less than that is read in a moment


def load_apart(path: pathlib.Path) -> Loaded:
    """Return what `load` returns, and raise what it raises; the memory of reading anew is the system's again."""
    if _can_be_copied() and cache_root() and _size(path) >= WORTH_BYTES:
        _let_a_copy(path)
    return load(path)


def _can_be_copied() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1


def _size(path: pathlib.Path) -> int:
    """Return the bytes of a campaign's files, 0 where that cannot be told."""
    root = folder_of(path)
    try:
        files = [*root.iterdir(), *(file for name in DEEP for file in (root / name).rglob("*"))]
        return sum(file.stat().st_size for file in files if file.is_file())
    except OSError:
        return 0


def _let_a_copy(path: pathlib.Path) -> None:
    """Have a copy of this process read a campaign and keep it; what goes wrong there is told when it is loaded."""
    try:
        copy = os.fork()
    except OSError:
        return
    if copy == 0:
        try:
            load(path)
        finally:
            os._exit(0)
    os.waitpid(copy, 0)
