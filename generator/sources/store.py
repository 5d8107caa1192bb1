"""Files in the user's cache folder (缓存文件): sealed by a digest, written whole, the oldest removed for want of room."""

import contextlib
import hashlib
import os
import threading
from pathlib import Path

from generator.resources import cache_root

BYTES_MAX, BYTES_KEPT = 256_000_000, 192_000_000  # of all files of a folder; the oldest go
_DIGEST_BYTES = 32


def file_of(folder: str, name: str) -> Path:
    """Return where something is kept; raises OSError where no cache is wanted."""
    root = cache_root()
    if root is None:
        raise OSError("no cache is wanted")
    return root / folder / name


def take(file: Path) -> memoryview:
    """Return what is kept in a file; raises OSError where nothing is, ValueError where it is not what was written."""
    content = memoryview(file.read_bytes())
    if hashlib.sha256(content[_DIGEST_BYTES:]).digest() != content[:_DIGEST_BYTES]:
        raise ValueError(f"{file} is not sound")
    with contextlib.suppress(OSError):  # a cache that cannot be written is of use all the same
        os.utime(file)
    return content[_DIGEST_BYTES:]


def put(file: Path, content: bytes) -> None:
    """Keep something in a file, whole or not at all, whoever else writes it; raises OSError when that cannot be done."""
    temp = file.with_name(f".{file.stem}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temp.write_bytes(hashlib.sha256(content).digest() + content)
        temp.replace(file)
        _prune(file.parent)
    finally:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)


def _prune(folder: Path) -> None:
    """Remove the oldest files when all of them take too much room."""
    files = [(entry.stat().st_mtime_ns, entry.stat().st_size, Path(entry)) for entry in os.scandir(folder)]
    if sum(size for _, size, _ in files) <= BYTES_MAX:
        return
    room = BYTES_KEPT
    for _, size, file in sorted(files, reverse=True):
        room -= size
        if room < 0:
            file.unlink(missing_ok=True)
