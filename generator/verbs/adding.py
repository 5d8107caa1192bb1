"""Adding (记一笔): a line put at the end of one of a campaign's growing lists, whole or not at all."""

from datetime import date
from pathlib import Path

from generator.press.disk import FileInUse, digest, put, temp_path
from generator.problem import Problem, ProblemsFound
from generator.sources.lines import with_line
from generator.sources.places import Source


def add_line(source: Source, key: str, on: date, line: str) -> str:
    """Add a line to the file of its month below the campaign's folder; return the file's name.

    Raises ProblemsFound when another program holds the file.
    """
    if not isinstance(source, Path):
        return source.add_line(key, on, line)
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
