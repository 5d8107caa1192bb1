"""Lock (占用标记): one run at a time in an output folder.

The operating system holds the lock and lets go when the process dies, however it dies; the file beside it
names the holder. Locks on network shares are not dependable between machines, so a mark of another machine
is respected.
"""

import errno
import json
import os
import platform
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from generator.press import findings
from generator.problem import ProblemsFound

LOCK_NAME = ".gongwen.lock"
BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_HELD: set[Path] = set()  # POSIX locks do not keep one process from taking the same lock twice
_HELD_GUARD = threading.Lock()


class FolderLock:
    """Lock (占用标记) on one output folder, held from creation to release; raises ProblemsFound (OUT-005).

    `mark` is what the file says as long as this lock holds; workers that outlive their run see by it that they have.
    """

    def __init__(self, root: Path) -> None:
        self.path = root.resolve() / LOCK_NAME
        with _HELD_GUARD:
            if self.path in _HELD:
                raise ProblemsFound([findings.folder_busy(os.getpid(), platform.node(), LOCK_NAME)])
            _HELD.add(self.path)
        try:
            self._file = _locked(self.path)
            self.mark = _signed(self._file)
        except BaseException:
            _HELD.discard(self.path)
            raise

    def release(self) -> None:
        """Remove the mark and let go; a second call does nothing."""
        if self._file.closed:
            return
        if sys.platform == "win32":  # an open file cannot be removed there
            self._file.close()
        try:
            self.path.unlink(missing_ok=True)
        except PermissionError:
            pass  # another run has just opened it, and will remove it
        finally:
            self._file.close()
            _HELD.discard(self.path)


def bears(root: Path, mark: str) -> bool:
    """Tell whether a folder is still held by the run whose lock has this mark."""
    try:
        return (root / LOCK_NAME).read_text() == mark
    except OSError:
        return False


def _locked(path: Path) -> BinaryIO:
    """Open and lock the mark; again when its holder removed it between the two."""
    while True:
        file = path.open("a+b")
        try:
            held = _take(file)
            pid, host = _holder(file)
            if not held or host not in {"", platform.node()}:
                raise ProblemsFound([findings.folder_busy(pid, host, LOCK_NAME)])
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except BaseException:
            file.close()
            raise
        file.close()


def _take(file: BinaryIO) -> bool:
    """Lock one byte far behind the text, which stays readable for others; False when somebody holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 20)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 1 << 20)
    except OSError as error:
        return error.errno not in BUSY  # a file system without locks: the named holder must do
    return True


def _holder(file: BinaryIO) -> tuple[int, str]:
    file.seek(0)
    try:
        mark = json.loads(file.read())
        return int(mark["pid"]), str(mark["host"])
    except (ValueError, KeyError, TypeError):
        return 0, ""


def _signed(file: BinaryIO) -> str:
    """Write who holds the lock, and return what was written."""
    mark = json.dumps({"pid": os.getpid(), "host": platform.node(), "run": os.urandom(8).hex()})
    file.truncate(0)
    file.write(mark.encode())
    file.flush()
    return mark
