"""The few acts on the disk that the press needs: digest, put in place whole, remove, prune."""

import errno
import hashlib
import os
from functools import partial
from io import FileIO
from pathlib import Path, PurePath
from typing import BinaryIO, TypeVar

from generator.problem import EnvironmentProblem

NO_FILE = ""  # digest of something that is there and is no readable file
BLANK = {b"", b"\0"}
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
P = TypeVar("P", bound=PurePath)
REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EEXIST: "同名的文件占了文件夹的位置",
    errno.ENOTDIR: "同名的文件占了文件夹的位置",
    errno.ENAMETOOLONG: "路径太长",
    errno.EFBIG: "文件超过系统允许的大小",
}


class FileInUse(OSError):
    """Raised when a file cannot be read, replaced or removed, mostly because an office program holds it."""


def digest(content: bytes | Path) -> str:
    """Return the SHA-256 of `content`, bytes or a file, in hexadecimal."""
    if isinstance(content, Path):
        with content.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    return hashlib.sha256(content).hexdigest()


def digest_on_disk(path: Path) -> str | None:
    """Return the digest of a file, None when nothing is there, NO_FILE for a folder or a dangling link.

    A file without a byte but zeros is nothing: so a file stands whose content the machine lost with its power.
    """
    if not os.path.lexists(path):
        return None
    if not path.is_file():
        return NO_FILE
    try:
        with path.open("rb") as file:
            if file.read(1) in BLANK and _is_blank(file):
                return None
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except PermissionError as error:
        raise FileInUse(*error.args) from error


def _is_blank(file: BinaryIO) -> bool:
    """Tell whether nothing but zeros is left of a file."""
    return not any(part.strip(b"\0") for part in iter(partial(file.read, 1 << 20), b""))


def temp_path(target: P, sha256: str) -> P:
    """Return the name under which a file is written first: in the same folder, hidden, known beforehand."""
    return target.with_name(f".{digest(target.name.encode())[:8]}{sha256[:8]}.tmp")


def put(target: Path, content: bytes | Path, *, temp: Path, durable: bool = False) -> None:
    """Write `content` to `target` whole or not at all; `durable` waits for the disk. A file is moved there.

    Raises FileInUse when the target is held by another program, EnvironmentProblem when the disk is full.
    """
    try:
        if isinstance(content, Path):
            target.parent.mkdir(parents=True, exist_ok=True)
            put_in_place(content, target)
            return
        with _opened(temp) as file:
            rest = memoryview(content)
            while rest:
                rest = rest[file.write(rest) :]
            if durable:
                os.fsync(file.fileno())
        put_in_place(temp, target)
    except OSError as error:
        forget(temp)
        raise_if_no_room(error, target)
        raise


def _opened(temp: Path) -> FileIO:
    """Open a file for writing; its folder is mostly there, and looked for only when it is not."""
    try:
        return FileIO(temp, "w")
    except FileNotFoundError:
        temp.parent.mkdir(parents=True, exist_ok=True)
        return FileIO(temp, "w")


def prune(folder: Path, root: Path) -> None:
    """Remove `folder` and its parents below `root` as far as they are empty."""
    while folder != root and root in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def reason_of(error: OSError) -> str:
    """Return in Chinese why the operating system refused, or its own words."""
    return REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def raise_if_no_room(error: OSError, target: Path) -> None:
    """Raise EnvironmentProblem when `error` says that the disk is full or cannot be written at all."""
    if error.errno in NO_ROOM:
        message = f"磁盘已满或只读，写不下“{target.name}”：请清出空间或换一个输出文件夹，再运行一次"
        raise EnvironmentProblem(message) from error


def put_in_place(temp: Path, target: Path) -> None:
    """Give a file that is whole its name; raises FileInUse when what has it is held by another program."""
    try:
        os.replace(temp, target)
    except PermissionError as error:
        raise FileInUse(*error.args) from error


def forget(temp: Path) -> None:
    """Remove a temporary file if that can be done; a failure to do so is not worth a report."""
    try:
        temp.unlink(missing_ok=True)
    except OSError:
        return
