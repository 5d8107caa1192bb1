"""A campaign's own templates (自带的模板): the Word files in the folder `templates` (模板) beside its data."""

import pathlib
from dataclasses import field

from generator.dataclass import dataclass
from generator.problem import Problem
from generator.sources.contents import read_bytes

FOLDERS = ("templates", "模板")
SUFFIX = ".docx"
TEXT_SUFFIX = ".docx.txt"
HIDDEN = (".", "~$")


@dataclass(frozen=True, slots=True)
class OwnTemplates:
    """Word files by the name of the form or shell they stand for, as read; nothing in them is looked at here."""

    contents: dict[str, bytes] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def own_templates(campaign: pathlib.Path) -> OwnTemplates:
    """Return the templates that a campaign's folder (or the folder of its one file) carries."""
    root = campaign if campaign.is_dir() else campaign.parent
    found = OwnTemplates()
    problems: list[Problem] = []
    for name in FOLDERS:
        for file in _files(root / name):
            problem = _add(found, file, f"{name}/{file.name}", root)
            problems += [problem] if problem else []
    return OwnTemplates(found.contents, found.places, tuple(problems))


def _files(folder: pathlib.Path) -> list[pathlib.Path]:
    if not folder.is_dir():
        return []
    return sorted(f for f in folder.iterdir() if f.is_file() and not f.name.startswith(HIDDEN))


def _add(found: OwnTemplates, file: pathlib.Path, place: str, root: pathlib.Path) -> Problem | None:
    """Add one file; return what is wrong with it."""
    if file.name.lower().endswith(TEXT_SUFFIX):
        return None
    if file.suffix.lower() != SUFFIX:
        message = "这个文件没有当模板用：模板是 .docx 文件。请用 Word 或 WPS 另存为 .docx，或移到别处。"
        return Problem(code="TPL-016", message=message, where=place, severity="warning")
    if file.stem in found.contents:
        message = f"“{found.places[file.stem]}”已是同名的模板。请只留一个。"
        return Problem(code="TPL-016", message=message, where=place)
    if not file.resolve().is_relative_to(root.resolve()):
        message = "这是指向文件夹之外的链接，没有读取。请把文件本身放进来。"
        return Problem(code="TPL-001", message=message, where=place)
    content = read_bytes(file, place)
    if isinstance(content, Problem):
        return content
    found.contents[file.stem] = content
    found.places[file.stem] = place
    return None
