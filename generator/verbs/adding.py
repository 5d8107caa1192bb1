"""Adding (记一笔): a line put at the end of one of a campaign's growing lists, whole or not at all."""

from datetime import date
from pathlib import Path

from generator.press.disk import FileInUse, digest, put, temp_path
from generator.problem import Problem, ProblemsFound
from generator.sources.lines import with_line
from generator.sources.places import Source, folder_of


def add_line(source: Source, key: str, on: date, line: str, *, seen: int | None = None) -> str:
    """Add a line to the file of its month below the campaign's folder; return the file's name.

    Raises ProblemsFound when another program holds the file; Changed when a file of a campaign in a store was changed
    after the change `seen`.
    """
    if not isinstance(source, Path):
        return source.add_line(key, on, line, seen=seen)
    name = f"{key}/{on:%Y-%m}.yaml"
    file = source / name
    try:
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
        content = with_line(before, key, line).encode()
        put(file, content, temp=temp_path(file, digest(content)), durable=True)
    except FileInUse as error:
        message = "正被别的程序打开，没有写。请关闭后再运行一次。"
        raise ProblemsFound([Problem(code="SRC-001", message=message, where=name)]) from error
    return name


def add_text(source: Source, name: str, text: str) -> None:
    """Add lines to the end of a file below the campaign's folder, whole or not at all.

    Raises ProblemsFound when another program holds the file.
    """
    if not isinstance(source, Path):
        source.add_text(name, text)
        return
    place = source / name
    write(source, name, (place.read_bytes() if place.is_file() else b"") + text.encode())


def write(source: Source, name: str, content: bytes) -> None:
    """Write a file below the campaign's folder in the place of the one before; raises ProblemsFound when it is held."""
    if not isinstance(source, Path):
        source.write(name, content)
        return
    place = source / name
    try:
        put(place, content, temp=temp_path(place, digest(content)), durable=True)
    except FileInUse as error:
        message = "正被别的程序打开，没有写。请关闭后再运行一次。"
        raise ProblemsFound([Problem(code="SRC-001", message=message, where=name)]) from error


def fresh_folder(source: Source) -> Path:
    """Return the folder of a campaign with its files as they stand now."""
    if not isinstance(source, Path):
        source.load()
    return folder_of(source)


def read(source: Source, name: str) -> bytes | None:
    """Return a file below the campaign's folder, None where there is none."""
    if not isinstance(source, Path):
        return source.read(name)
    place = source / name
    inside = place.resolve().is_relative_to(source.resolve())
    return place.read_bytes() if inside and place.is_file() else None
