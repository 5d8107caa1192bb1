"""Disk (本机文件夹): an output folder of this machine, or on a share that it has mounted."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from generator.press.disk import digest_on_disk, forget, prune, put, raise_if_no_room, temp_path
from generator.press.lock import FolderLock, bears

DRAFT = ".{}.tmp"
DRAFTS = (".manifest.json.tmp", ".打印文件*.tmp")


class Disk:
    """Output folder of this machine (本机文件夹): files are renamed into place, the system holds the lock."""

    shared = True

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = str(root.resolve())

    def prepare(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)

    def sweep(self) -> None:
        for pattern in DRAFTS:
            for path in self.root.glob(pattern):
                forget(path)

    def lock(self) -> FolderLock:
        return FolderLock(self.root)

    def bears(self, mark: str) -> bool:
        return bears(Path(self.name), mark)

    def digest(self, file: str) -> str | None:
        return digest_on_disk(self.root / file)

    def put(self, file: str, content: bytes | Path, sha256: str) -> None:
        path = self.root / file
        put(path, content, temp=temp_path(path, sha256))

    def forget(self, file: str, sha256: str) -> None:
        forget(temp_path(self.root / file, sha256))

    def remove(self, file: str) -> None:
        (self.root / file).unlink(missing_ok=True)

    def is_same(self, file: str, other: str) -> bool:
        try:
            return (self.root / file).samefile(self.root / other)
        except OSError:
            return False

    def prune(self, file: str) -> None:
        prune((self.root / file).parent, self.root)

    def rename(self, file: str, name: str) -> None:
        (self.root / file).rename(self.root / name)

    def open(self, file: str) -> BinaryIO:
        return (self.root / file).open("rb")

    def local(self, file: str) -> Path:
        return self.root / file

    @contextmanager
    def draft(self, name: str, key: str = "") -> Iterator[Path]:
        """Give a place on the disk of the folder, so that the file need only be renamed."""
        path = self.root / DRAFT.format(name + key)
        try:
            yield path
        except OSError as error:
            raise_if_no_room(error, Path(name))
            raise
        finally:
            forget(path)

    def notes(self, name: str) -> "DiskNotes":
        return DiskNotes(self.root / name)

    def hidden(self, prefix: str) -> list[str]:
        return sorted(path.name for path in self.root.glob(f"{prefix}*"))


class DiskNotes:
    """Lines (流水) appended to a file of this machine; each is with the system before the next is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: FileIO | None = None

    def write(self, line: bytes) -> None:
        if self._file is None:
            self._file = FileIO(self.path, "a")
        rest = memoryview(line)
        while rest:
            rest = rest[self._file.write(rest) :]

    def close(self) -> None:
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None
