"""A campaign as office files and back (办公文件): 活动.xlsx and 正文.docx written from YAML, YAML written from them."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

from generator.compose.office_book import office_book, unheld
from generator.compose.office_text import office_text
from generator.dataclass import dataclass
from generator.model.campaign import Campaign
from generator.model.office import REST, TEXT
from generator.problem import Problem, ProblemsFound, errors
from generator.render.docx import render_docx
from generator.render.xlsx import render_xlsx
from generator.resources import starter_root
from generator.sources.campaign import load
from generator.sources.folder import LISTS, Gathered, gather
from generator.sources.office.campaign import office_files
from generator.sources.office.yaml_text import yaml_text
from generator.sources.older import SCHEMA
from generator.sources.places import ADDED_TO, BOOK
from generator.sources.strays import is_data

To: TypeAlias = Literal["office", "yaml"]
MAIN = "campaign.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """What was written, and the keys of the data that office files have no place for, which stand in 其他.yaml."""

    written: tuple[str, ...]
    rest: tuple[str, ...] = ()


def convert_to(source: Path, target: Path, to: To) -> Converted:
    """Write a campaign as office files or as YAML into a new folder; both load as the same campaign.

    Raises ProblemsFound when the data have errors, or the folder is not empty: nothing is written over.
    """
    loaded = load(source)
    if loaded.campaign is None:
        raise ProblemsFound(errors(loaded.problems))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = "文件夹不是空的，为免覆盖已有文件没有写入：请换一个新文件夹。"
        raise ProblemsFound([Problem(code="BLD-004", message=message, where=str(target))])
    data = own_data(gather(source))
    files = as_office(data, loaded.campaign) if to == "office" else {MAIN: yaml_text(data).encode()}
    target.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (target / name).write_bytes(content)
    copied = _copied(source, target) if source.is_dir() else []
    rest = unheld(data) if to == "office" else ()
    return Converted(written=tuple(sorted([*files, *copied])), rest=rest)


def init_office(target: Path) -> list[str]:
    """Write the starter campaign as office files into `target`; return the files written.

    Raises ProblemsFound when the folder is not empty.
    """
    return list(convert_to(starter_root(), target, "office").written)


def own_data(gathered: Gathered) -> dict[str, Any]:
    """Return the data without what stands in files below the folder, which are copied as they are."""
    data: dict[str, Any] = {}
    for key, value in gathered.data.items():
        if key in (*LISTS, *ADDED_TO) and isinstance(value, list):
            kept = [item for i, item in enumerate(value) if not _lies_deeper(gathered, key, i)]
            if kept:
                data[key] = kept
        else:
            data[key] = value
    return data


def _lies_deeper(gathered: Gathered, key: str, index: int) -> bool:
    origin = gathered.origin((key, index))
    return origin is not None and "/" in origin[0].name


def as_office(data: Mapping[str, Any], campaign: Campaign) -> dict[str, bytes]:
    """Return the office files of a campaign's data, and 其他.yaml with what they have no place for."""
    rest = {key: data[key] for key in unheld(data)}
    files = {BOOK: render_xlsx(office_book(data, campaign.settings.fangsong))}
    text = office_text(campaign, rest)
    if text:
        files[TEXT] = render_docx(text).content
    if rest:
        files[REST] = yaml_text({"schema": SCHEMA, **rest}).encode()
    return files


def _copied(source: Path, target: Path) -> list[str]:
    """Copy what is beside the data files, folders with all that is in them; links are left out."""
    names: list[str] = []
    for entry in sorted(source.iterdir()):
        hidden = entry.name.startswith((".", "~$"))
        if hidden or entry.is_symlink() or entry == target or entry in office_files(source):
            continue
        if entry.is_dir():
            shutil.copytree(entry, target / entry.name, ignore=_links)
            names += [
                f.relative_to(target).as_posix() for f in (target / entry.name).rglob("*") if f.is_file()
            ]
        elif entry.is_file() and not is_data(entry):
            shutil.copyfile(entry, target / entry.name)
            names.append(entry.name)
    return names


def _links(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if (Path(folder) / name).is_symlink()]
