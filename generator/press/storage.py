"""Storage (存放处) of an output folder: a folder of this machine, or one beyond it that fsspec reaches.

What the press needs of either is little: the digest of a file, a file put in place whole, a file taken away, lines
appended to a journal, one run at a time. Files are named by their path below the folder, parts divided by `/`.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from generator.model.address import Address
from generator.press.local import Disk


class Lock(Protocol):
    """Lock (占用标记) of a run; `mark` is what the folder bears as long as the run holds it."""

    mark: str

    def holds(self) -> bool:
        """Tell whether the folder still bears the mark."""

    def release(self) -> None:
        """Let go of the folder."""


class Notes(Protocol):
    """Lines of a journal (流水), each of them kept before the next is written."""

    def write(self, line: bytes) -> None:
        """Append a line."""

    def close(self) -> None:
        """Write no more; the lines, and the files that they tell of, outlast the machine's power afterwards."""


class Storage(Protocol):
    """Storage (存放处) of one output folder.

    `name` tells it to others who are to write there too, `shared` says that other processes reach it by that name.
    All raise FileInUse when another program holds a file, EnvironmentProblem when there is no room or no way to it.
    """

    name: str
    shared: bool

    def prepare(self) -> None:
        """Make the folder when it is missing."""

    def sweep(self) -> None:
        """Remove what a killed run has left of the files that lie in the folder itself; asked while it is locked."""

    def lock(self) -> Lock:
        """Take the folder for one run; raises ProblemsFound (OUT-005)."""

    def bears(self, mark: str) -> bool:
        """Tell whether the folder is still held by the run whose lock has this mark."""

    def digest(self, file: str) -> str | None:
        """Return the digest of a file, None when nothing is there, NO_FILE when it is none."""

    def put(self, file: str, content: bytes | Path, sha256: str) -> None:
        """Put a file in place whole or not at all; content on this machine's disk may be moved there."""

    def forget(self, file: str, sha256: str) -> None:
        """Remove what a killed run may have left of a file that it was putting in place."""

    def remove(self, file: str) -> None:
        """Remove a file if it is there."""

    def is_same(self, file: str, other: str) -> bool:
        """Tell whether two paths lead to one file, as on a disk where case does not tell names apart."""

    def prune(self, file: str) -> None:
        """Remove the folders above a file as far as they are empty."""

    def rename(self, file: str, name: str) -> None:
        """Give a file beside the folder's own another name."""

    def open(self, file: str) -> BinaryIO:
        """Open a file for reading."""

    def local(self, file: str) -> Path:
        """Return where a file, or a copy of it, stands on this machine; it need not be there."""

    def draft(self, name: str, key: str = "") -> AbstractContextManager[Path]:
        """Give a place on this machine where a file is written before it is put; what is left there is removed.

        Several processes may have one of a name at once, each by a key of its own.
        """

    def notes(self, name: str) -> Notes:
        """Return the journal of that name; its first line makes it."""

    def hidden(self, prefix: str) -> list[str]:
        """Return the names in the folder itself that begin so, in order."""


def storage_of(target: Path | Address | str) -> Storage:
    """Return the storage of an output folder, by its path, address, or the name of its storage.

    Raises EnvironmentProblem when there is no way to it.
    """
    name = target.url if isinstance(target, Address) else str(target)
    if "://" not in name:
        return Disk(Path(name))
    from generator.press.remote import remote

    return remote(name)
