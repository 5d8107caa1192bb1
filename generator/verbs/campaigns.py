"""A campaign's data (行动的数据): begun, listed, converted, described."""

import shutil
from pathlib import Path
from typing import Any, Literal

from generator.dataclass import dataclass
from generator.derive.numbers import NumberSeries, number_series
from generator.press.disk import FileInUse, digest, put, temp_path
from generator.problem import Problem, ProblemsFound
from generator.sources.campaign import load
from generator.sources.contents import read_bytes
from generator.sources.encoding import to_utf8
from generator.verbs.usage import UsageProblem

ORIGINALS = "转换前的文件"


def init(target: Path) -> list[str]:
    """Copy the commented starter campaign into `target`; return the files written.

    Raises ProblemsFound when the folder is not empty: nothing of the clerk's is overwritten.
    """
    from generator.resources import starter_root

    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = "文件夹不是空的，为免覆盖已有文件没有写入：请换一个新文件夹。"
        raise ProblemsFound([Problem(code="BLD-004", message=message, where=str(target))])
    shutil.copytree(starter_root(), target, dirs_exist_ok=True)
    return sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file())


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersResult:
    """The register of document numbers, and what was found wrong with it."""

    series: tuple[NumberSeries, ...]
    problems: tuple[Problem, ...]


def numbers(source: Path) -> NumbersResult:
    """Return the campaign's register of document numbers by organ code and year.

    Raises ProblemsFound when the data cannot be read; what is wrong elsewhere in it is not looked at.
    """
    loaded = load(source)
    if loaded.campaign is None:
        raise ProblemsFound(loaded.problems)
    found = tuple(p for p in loaded.problems if p.code.startswith("NUM"))
    return NumbersResult(series=number_series(loaded.campaign.numbers), problems=found)


def convert(source: Path) -> tuple[list[str], list[Problem]]:
    """Turn a campaign's data files from GBK or UTF-16 into UTF-8; the originals are kept in a folder beside them.

    Returns the names of the files converted, and of those left as they are because they cannot be used.
    """
    from generator.sources.folder import data_files

    converted: list[str] = []
    problems: list[Problem] = []
    for file, name in data_files(source):
        raw = read_bytes(file, name)
        if isinstance(raw, Problem):
            problems.append(raw)
        elif text := to_utf8(raw):
            kept = keep_original(source, name, raw, ORIGINALS)
            try:
                write_whole(kept, raw)
                write_whole(file, text)
                converted.append(name)
            except FileInUse:
                message = "正被别的程序打开，没有转换。请关闭后再运行一次。"
                problems.append(Problem(code="SRC-001", message=message, where=name))
    return converted, problems


def keep_original(source: Path, name: str, raw: bytes, originals: str) -> Path:
    """Return where an original is kept, in the folder `originals`: never in the place of another one."""
    folder = (source if source.is_dir() else source.parent) / originals
    kept = folder / name
    if kept.exists() and kept.read_bytes() != raw:
        kept = kept.with_name(f"{kept.stem}-{digest(raw)[:8]}{kept.suffix}")
    return kept


def write_whole(target: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises FileInUse when another program holds it."""
    put(target, content, temp=temp_path(target, digest(content)), durable=True)


def schema(what: Literal["campaign", "form", "return"], form: str = "") -> dict[str, Any]:
    """Return the JSON Schema of a campaign, a form or a return; with `form`, of that form's return.

    Raises UsageProblem when the catalogue has no such form.
    """
    from generator.sources.catalogue import catalogue
    from generator.sources.schema import json_schema, return_schema

    if not form:
        return json_schema(what)
    forms = catalogue()
    if form not in forms:
        raise UsageProblem(f"表单目录里没有“{form}”，现有：{'、'.join(forms)}")
    return return_schema(forms[form])
