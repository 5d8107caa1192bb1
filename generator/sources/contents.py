"""What is in a file, or why it cannot be read (打开文件)."""

import pathlib

from generator.problem import Problem
from generator.sources.places import MAX_BYTES


def read_bytes(path: pathlib.Path, name: str) -> bytes | Problem:
    """Return what is in a file; one over 50 MB is refused before it is read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return _too_large(path.stat().st_size, name)
        return path.read_bytes()
    except FileNotFoundError:
        message = "找不到这个文件或文件夹。请检查名称和位置。"
    except OSError as error:
        message = f"打不开这个文件（{error.strerror}）。请检查权限，以及是否被别的程序占用。"
    return Problem(code="SRC-001", message=message, where=name)


def _too_large(size: int, name: str) -> Problem:
    message = (
        f"文件有 {size} 字节，超过上限 {MAX_BYTES} 字节，没有读取。请检查是否放错了文件，或分成几个文件。"
    )
    return Problem(code="SRC-007", message=message, where=name)
