"""Lock (占用标记): one run at a time in an output folder.

The operating system holds the lock and lets go when the process dies, however it dies, and also as soon as the process
closes any descriptor of the file: nobody who holds a lock may open it again. The file names the holder. Locks on network
shares are not dependable between machines, so a mark of another machine is respected.
"""

import errno
import json
import os
import platform
import sys
import threading
from io import FileIO
from pathlib import Path

from generator.press import findings
from generator.problem import ProblemsFound

LOCK_NAME = ".gongwen.lock"
BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_HELD: dict[Path, tuple[int, str]] = {}  # process and mark; POSIX lets one process take the same lock twice
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
            _HELD[self.path] = os.getpid(), ""
        try:
            self._file = _locked(self.path)
            self.mark = _signed(self._file)
        except BaseException:
            del _HELD[self.path]
            raise
        _HELD[self.path] = os.getpid(), self.mark

    def holds(self) -> bool:
        """Tell whether the folder still bears the mark of this lock; the file may have been removed by hand."""
        try:
            self._file.seek(0)
            signed = self._file.read() == self.mark.encode()
            return signed and os.path.samestat(os.fstat(self._file.fileno()), self.path.stat())
        except (OSError, ValueError):  # nothing is there, or this lock was released
            return False

    def release(self) -> None:
        """Remove the mark, unless it is another's by now, and let go; a second call does nothing."""
        if self._file.closed:
            return
        ours = self.holds()
        if sys.platform == "win32":  # an open file cannot be removed there
            self._file.close()
        try:
            if ours:
                self.path.unlink(missing_ok=True)
        except PermissionError:
            pass  # another run has just opened it, and will remove it
        finally:
            self._file.close()
            _HELD.pop(self.path, None)


def bears(root: Path, mark: str) -> bool:
    """Tell whether a folder, by its resolved path, is still held by the run whose lock has this mark.

    The process that holds it knows without opening the file; a process forked from it does not hold it.
    """
    path = root / LOCK_NAME
    held = _HELD.get(path)
    if held and held[0] == os.getpid():
        return held[1] == mark
    try:
        return path.read_text() == mark
    except OSError:
        return False


def new_mark() -> str:
    """Return a mark of this process for one run."""
    return json.dumps({"pid": os.getpid(), "host": platform.node(), "run": os.urandom(8).hex()})


def is_gone(pid: int, host: str) -> bool:
    """Tell whether a process is known to have ended; of another machine's nothing is known."""
    if host != platform.node() or sys.platform == "win32":  # a signal ends a process there
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _locked(path: Path) -> FileIO:
    """Open and lock the mark; again when its holder removed it between the two."""
    while True:
        file = path.open("a+b", buffering=0)
        try:
            held = _take(file)
            file.seek(0)
            pid, host = holder_of(file.read())
            if not held or host not in {"", platform.node()}:
                raise ProblemsFound([findings.folder_busy(pid, host, LOCK_NAME)])
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except BaseException:
            file.close()
            raise
        file.close()


def _take(file: FileIO) -> bool:
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


def holder_of(content: bytes) -> tuple[int, str]:
    """Return the process and the machine that a mark names; 0 when it names none."""
    try:
        mark = json.loads(content)
        return int(mark["pid"]), str(mark["host"])
    except (ValueError, KeyError, TypeError):
        return 0, ""


def _signed(file: FileIO) -> str:
    """Write who holds the lock, and return what was written."""
    mark = new_mark()
    file.truncate(0)
    file.write(mark.encode())
    return mark
