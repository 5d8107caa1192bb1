"""Remote (网上存放处): an output folder in object storage or on a server, by way of fsspec.

An object is put whole or not at all by the store itself. Elsewhere a file is written under another name first, and
renamed. A digest is that of the bytes that are there, so that a file edited by hand is known here too.
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, ParamSpec, TypeVar

from generator.model.address import Address
from generator.press import findings
from generator.press.disk import NO_FILE, digest, raise_if_no_room, temp_path
from generator.press.local import Disk
from generator.press.lock import LOCK_NAME, holder_of, is_gone, new_mark
from generator.problem import EnvironmentProblem, ProblemsFound

OBJECTS = frozenset(
    {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "oci", "memory"}
)  # no folders
DRAFT = re.compile(r"\.[0-9a-f]{16}\.tmp")
PACKAGES = "fsspec 的说明（filesystem-spec.readthedocs.io）"
P = ParamSpec("P")
T = TypeVar("T")


def remote(address: str) -> "Disk | Remote":
    """Return the output folder at an address; raises EnvironmentProblem when nothing installed leads there."""
    shown = str(Address(address))
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        message = f"要写到“{shown}”，请先执行 pip install 'gongwen[storage]'"
        raise EnvironmentProblem(message) from error
    try:
        files, root = url_to_fs(address)
    except ImportError as error:
        raise EnvironmentProblem(f"要写到“{shown}”，还要装一个包：{error}") from error
    except ValueError as error:
        message = f"不认识地址“{shown}”：请写成 s3://桶/文件夹、sftp://主机/文件夹 这样，能用的见{PACKAGES}"
        raise EnvironmentProblem(message) from error
    except Exception as error:
        raise _unreachable(shown, error) from error
    kind = files.protocol if isinstance(files.protocol, str) else files.protocol[0]
    if kind in {"file", "local"}:
        return Disk(Path(root))
    return Remote(address, files, root, kind)


def _unreachable(shown: str, error: Exception) -> EnvironmentProblem:
    said = str(error) or type(error).__name__
    message = f"存放处“{shown}”用不了：{said}。请核对地址、账号和网络，再运行一次；做好的不会重做"
    return EnvironmentProblem(message)


def _told(act: Callable[P, T]) -> Callable[P, T]:
    """Turn whatever a store says when it fails into a problem of the surroundings."""

    @wraps(act)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return act(*args, **kwargs)
        except (EnvironmentProblem, ProblemsFound):
            raise
        except Exception as error:
            shown = args[0].shown if isinstance(args[0], Remote) else ""
            raise _unreachable(shown, error) from error

    return told


class Remote:
    """Output folder beyond this machine (网上存放处); `shown` is its address without a password."""

    def __init__(self, address: str, files: Any, root: str, kind: str) -> None:
        self.name = address
        self.shown = str(Address(address))
        self.shared = kind != "memory"
        self._files = files
        self._root = root.rstrip("/")
        self._objects = kind in OBJECTS
        self._copies: tempfile.TemporaryDirectory[str] | None = None

    @_told
    def prepare(self) -> None:
        if not self._objects:
            self._files.makedirs(self._root, exist_ok=True)
        self._files.invalidate_cache()

    def sweep(self) -> None:
        for name in () if self._objects else self.hidden("."):
            if DRAFT.fullmatch(name):
                self.remove(name)

    @_told
    def lock(self) -> "Mark":
        return Mark(self)

    def bears(self, mark: str) -> bool:
        return self.read(LOCK_NAME) == mark.encode()

    @_told
    def digest(self, file: str) -> str | None:
        try:
            return digest(self._files.cat_file(self._at(file)))
        except FileNotFoundError:
            return None
        except IsADirectoryError:
            return NO_FILE

    @_told
    def put(self, file: str, content: bytes | Path, sha256: str) -> None:
        place = self._at(file)
        draft = place if self._objects else self._draft(file, sha256)
        try:
            self._write(draft, content)
        except FileNotFoundError:
            self._files.makedirs(place.rpartition("/")[0], exist_ok=True)
            self._write(draft, content)
        if draft != place:
            self._put_in_place(draft, place)

    @_told
    def forget(self, file: str, sha256: str) -> None:
        if not self._objects:
            self._remove(self._draft(file, sha256))

    @_told
    def remove(self, file: str) -> None:
        self._remove(self._at(file))

    def is_same(self, file: str, other: str) -> bool:
        return file == other

    @_told
    def prune(self, file: str) -> None:
        folder = file.rpartition("/")[0]
        while folder and not self._objects:
            self._files.invalidate_cache()
            if self._files.ls(self._at(folder), detail=False):
                return
            self._files.rmdir(self._at(folder))
            folder = folder.rpartition("/")[0]

    @_told
    def rename(self, file: str, name: str) -> None:
        self._files.mv(self._at(file), self._at(name))

    @_told
    def read(self, file: str) -> bytes | None:
        """Return the bytes of a file, None when it is not there."""
        try:
            content: bytes = self._files.cat_file(self._at(file))
        except FileNotFoundError:
            return None
        return content

    def open(self, file: str) -> BinaryIO:
        content = self.read(file)
        if content is None:
            raise FileNotFoundError(file)
        return BytesIO(content)

    def local(self, file: str) -> Path:
        """Return a copy of a file, fetched once, which is gone with the run."""
        if self._copies is None:
            self._copies = tempfile.TemporaryDirectory(prefix="gongwen-")
        path = Path(self._copies.name) / file
        content = None if path.exists() else self.read(file)
        if content is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return path

    @contextmanager
    def draft(self, name: str, key: str = "") -> Iterator[Path]:
        """Give a place in a folder that is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="gongwen-") as folder:
            try:
                yield Path(folder) / name
            except OSError as error:
                raise_if_no_room(error, Path(name))
                raise

    def notes(self, name: str) -> "RemoteNotes":
        return RemoteNotes(self, name)

    @_told
    def hidden(self, prefix: str) -> list[str]:
        self._files.invalidate_cache()
        try:
            found = self._files.ls(self._root, detail=False)
        except FileNotFoundError:
            return []
        names = (path.rstrip("/").rpartition("/")[2] for path in found)
        return sorted(name for name in names if name.startswith(prefix))

    def _at(self, file: str) -> str:
        return f"{self._root}/{file}"

    def _draft(self, file: str, sha256: str) -> str:
        return str(temp_path(PurePosixPath(self._at(file)), sha256))

    def _write(self, place: str, content: bytes | Path) -> None:
        if isinstance(content, Path):
            self._files.put_file(str(content), place)
        else:
            self._files.pipe_file(place, content)

    def _put_in_place(self, draft: str, place: str) -> None:
        """Give a draft its name; where a name that is taken is refused, what has it goes first."""
        try:
            self._files.mv(draft, place)
        except Exception:
            self._files.rm_file(place)
            self._files.mv(draft, place)

    def _remove(self, place: str) -> None:
        try:
            self._files.rm_file(place)
        except FileNotFoundError:
            return


class RemoteNotes:
    """Lines (流水) of a journal that is written anew with each line: stores do not append. Chunks keep it short."""

    def __init__(self, storage: Remote, name: str) -> None:
        self._storage = storage
        self._name = name
        self._lines = b""

    def write(self, line: bytes) -> None:
        if not self._lines:
            self._lines = self._storage.read(self._name) or b""
        self._lines += line
        self._storage.put(self._name, self._lines, digest(self._lines))

    def close(self) -> None:
        return


class Mark:
    """Mark (占用标记) of a run in a store, which knows no locks.

    That of a process of this machine that is gone is taken over, any other respected.
    """

    def __init__(self, storage: Remote) -> None:
        self._storage = storage
        pid, host = holder_of(storage.read(LOCK_NAME) or b"")
        if pid and not is_gone(pid, host):
            raise ProblemsFound([findings.folder_busy(pid, host, LOCK_NAME)])
        self.mark = new_mark()
        storage.put(LOCK_NAME, self.mark.encode(), digest(self.mark.encode()))
        if not storage.bears(self.mark):
            raise ProblemsFound([findings.folder_busy(0, "", LOCK_NAME)])

    def holds(self) -> bool:
        return bool(self.mark) and self._storage.bears(self.mark)

    def release(self) -> None:
        if self.holds():
            self._storage.remove(LOCK_NAME)
        self.mark = ""
