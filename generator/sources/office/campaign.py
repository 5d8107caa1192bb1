"""Office files of a campaign's folder (活动.xlsx, 正文.docx, 方案.docx) as one source of its data."""

from pathlib import Path

from generator.derive.entries import same_words
from generator.model.office import PLAN, TEXT
from generator.problem import Problem
from generator.sources.office.book import read_book
from generator.sources.office.texts import read_texts
from generator.sources.office.tree import OfficeSource, Tree, as_source
from generator.sources.places import BOOK

TEXTS = (TEXT, PLAN)
OTHER_FORMATS = (".xls", ".et", ".ods", ".csv", ".xlsm", ".doc", ".wps", ".odt", ".rtf", ".docm")


def office_files(folder: Path) -> list[Path]:
    """Return the office files that hold a campaign's data, the workbook first; links are left out, as told elsewhere."""
    files = (folder / name for name in (BOOK, *TEXTS))
    return [file for file in files if file.is_file() and not file.is_symlink()]


def read_office(folder: Path, schema: int) -> tuple[OfficeSource | None, list[Problem], bool]:
    """Return the office files of a folder as one source, None where there are none, the problems met in them, and
    whether one of them could not be opened.
    """
    files, tree = office_files(folder), Tree()
    unread = _tell_other_formats(folder, tree)
    if not files:
        return None, tree.problems, unread
    opened = [
        read_book(file, file.name, tree) if file.name == BOOK else read_texts(file, file.name, tree)
        for file in files
    ]
    _compare_attachments(tree)
    tree.data["schema"] = schema
    return as_source(tree, files[0].name), tree.problems, unread or not all(opened)


def _tell_other_formats(folder: Path, tree: Tree) -> bool:
    """Tell files that are named like the campaign's but saved in another format; return whether there are any."""
    wanted = {Path(name).stem: name for name in (BOOK, *TEXTS)}
    others = [f for f in sorted(folder.iterdir()) if f.stem in wanted and f.suffix.lower() in OTHER_FORMATS]
    for file in others:
        name = wanted[file.stem]
        if (folder / name).is_file():
            message = f"旁边已有 {name}，这个文件没有读。请核对哪一个是新的，另一个移到别处。"
            tree.say("OFF-001", message, file.name, "warning")
        else:
            message = f"这种格式不能读。请用 WPS、Word 或 Excel 打开它，另存为 {name}。"
            tree.say("OFF-001", message, file.name)
    return any(not (folder / wanted[file.stem]).is_file() for file in others)


def _compare_attachments(tree: Tree) -> None:
    """Tell an attachment note that says other than the sheet of attachments, which is what is printed."""
    listed = tree.data.get("attachments", [])
    noted = tree.noted_attachments
    if not noted:
        return
    if len(noted) != len(listed):
        message = (
            f"附件说明列了 {len(noted)} 件，活动.xlsx 的“附件”写了 {len(listed)} 件；印的是后者。请核对。"
        )
        tree.say("OFF-010", message, noted[0][1], "warning")
        return
    for (name, where), item in zip(noted, listed, strict=True):
        if item.get("title") and same_words(str(item["title"])) != same_words(name):
            message = f"附件说明写“{name}”，活动.xlsx 的“附件”写“{item['title']}”；印的是后者。请核对。"
            tree.say("OFF-010", message, where, "warning")
