"""Working folders (临时工作夹): on the disk of the result for what is made in between; none outlasts its work long."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.press.lock import LOCK_NAME, FolderLock
from generator.press.manifest import MANIFEST_NAME
from generator.problem import ProblemsFound

PREFIX = ".gongwen-"
NAME = re.compile(r"\.gongwen-[a-z0-9_]{8}")


@contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """Give a folder in the folder `beside` that is gone afterwards; what killed runs have left there goes first."""
    for left in beside.glob(f"{PREFIX}*/{LOCK_NAME}"):
        if NAME.fullmatch(left.parent.name) and not (left.parent / MANIFEST_NAME).exists():
            _remove(left.parent)
    with TemporaryDirectory(prefix=PREFIX, dir=beside) as folder:
        lock = FolderLock(Path(folder))
        try:
            yield Path(folder)
        finally:
            lock.release()


def _remove(folder: Path) -> None:
    """Remove a working folder, unless somebody is at work in it; what cannot be removed stays."""
    try:
        lock = FolderLock(folder)
    except (ProblemsFound, OSError):
        return
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
