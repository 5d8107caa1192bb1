"""Packed workbooks from outside (外来的工作簿): a zip read part by part within limits, and packed anew.

Whoever opens it next sees exactly the parts that were looked at: no size that lies, no part twice, nothing behind another
file's head. What would run, what holds another package, and a DTD are refused.
"""

import re
import zipfile
import zlib
from io import BytesIO

from generator.problem import Problem
from generator.sources.word_package import ACTIVE, list_fault

OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
MACROS_OF_OLE = "_VBA_PROJECT".encode("utf-16-le")
_MACROS = re.compile(r"/(macrosheets|Basic|Scripts)/", re.IGNORECASE)
_SAVED_ANEW = "请用 Excel 或 WPS 打开，另存为新的 .xlsx 再传。"
NOT_A_WORKBOOK = f"内容不是工作簿，或已损坏，没有读。{_SAVED_ANEW}"


def repacked(content: bytes, name: str) -> bytes | Problem:
    """Return a workbook as it may be opened, or why it is not; `name` is how the problem prints the file.

    An .xls file is returned as it is, unless it has macros.
    """
    if content.startswith(OLE) and not zipfile.is_zipfile(BytesIO(content)):
        return _refused(name, "带有宏") if MACROS_OF_OLE in content else content
    if not content.startswith(ZIP):
        return Problem(code="XLS-001", message=NOT_A_WORKBOOK, where=name)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _looked_at(archive, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return Problem(code="XLS-001", message=NOT_A_WORKBOOK, where=name)


def _looked_at(archive: zipfile.ZipFile, name: str) -> bytes | Problem:
    infos = [i for i in archive.infolist() if not i.is_dir()]
    if fault := list_fault(infos, "Excel"):
        return _refused(name, fault)
    parts = {info.filename: archive.read(info) for info in infos}
    fault = next((f for part, content in parts.items() if (f := _part_fault(part, content))), "")
    return _refused(name, fault) if fault else _packed(parts)


def _part_fault(part: str, content: bytes) -> str:
    if ACTIVE.search(f"/{part}") or _MACROS.search(f"/{part}"):
        return "带有宏、控件或嵌入的对象"
    if content.startswith(ZIP):
        return "里面还有压缩包"
    if part.endswith((".xml", ".rels")):
        plain = content.replace(b"\0", b"")
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            return "里面带有 DTD"
        if part == "[Content_Types].xml" and b"macroEnabled" in plain:
            return "带有宏"
    return ""


def _packed(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content)
    return target.getvalue()


def _refused(name: str, fault: str) -> Problem:
    return Problem(code="XLS-001", message=f"文件{fault}，没有读。{_SAVED_ANEW}", where=name)
