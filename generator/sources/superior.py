"""Superior's workbook (上级的工作簿) from outside: opened with limits, its cells and the parts they stand in."""

import io
import pathlib
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from lxml import etree

from generator.dataclass import dataclass
from generator.model.upward import Place, TheirCell, TheirSheet
from generator.problem import Path, Problem
from generator.sources.contents import read_bytes
from generator.sources.intake.grid import column_number
from generator.sources.word_package import ENCRYPTED, OLD_FORMAT, PACKED, parsed

BYTES_MAX = 20_000_000
UNPACKED_BYTES_MAX = 60_000_000
PARTS_MAX = 1000
CELLS_MAX = 200_000
WORKBOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"
SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
Element: TypeAlias = "etree._Element"


@dataclass(frozen=True, slots=True, kw_only=True)
class Superior:
    """Workbook as it came (上级的工作簿): every part of its file in order, its visible sheets, the part of each."""

    parts: Mapping[str, bytes]
    sheets: Sequence[TheirSheet]
    part_of: Mapping[str, str]


def read_superior(root: pathlib.Path, file: str) -> Superior | str:
    """Return a workbook in the campaign's folder, or what is wrong with it and what to do."""
    path = root / file
    if not file or not path.resolve().is_relative_to(root.resolve()):
        return "不在行动的文件夹里，没有读取。请放进行动的文件夹，写相对的位置，如 上级表/市调度表.xlsx。"
    if not path.is_file():
        return "找不到。请检查名称和位置。"
    if path.suffix.lower() != ".xlsx":
        return f"不是 .xlsx 文件。{SAVE_AS}，再改 file。"
    if path.stat().st_size > BYTES_MAX:
        return f"有 {path.stat().st_size} 字节，超过上限 {BYTES_MAX} 字节。请删去里面的图片。"
    raw = read_bytes(path, file)
    return opened(raw) if isinstance(raw, bytes) else raw.message


def opened(content: bytes) -> Superior | str:
    """Return a workbook from its bytes, or what is wrong with it and what to do."""
    if content.startswith(OLD_FORMAT):
        return f"是旧格式（.xls、.et）或加了密码。去掉密码，{SAVE_AS}。"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if fault := _archive_fault(archive.infolist()):
                return f"{fault}。{SAVE_AS}。"
            parts = {i.filename: archive.read(i) for i in archive.infolist() if not i.is_dir()}
        return _read(parts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        return f"残缺或损坏。{SAVE_AS}。"
    except (etree.XMLSyntaxError, KeyError, IndexError, ValueError):
        return f"里面的内容残缺，或不是工作簿。{SAVE_AS}。"


def _archive_fault(infos: Sequence[zipfile.ZipInfo]) -> str:
    """Return what is wrong with the archive's list of files; nothing is unpacked for it."""
    names = [info.filename for info in infos]
    if len(set(names)) < len(names) or any(".." in n or n.startswith("/") for n in names):
        return "里面的文件名不正常"
    if any(info.compress_type not in PACKED or info.flag_bits & ENCRYPTED for info in infos):
        return "加了密码，或压缩的方法不是 Excel 用的"
    if len(infos) > PARTS_MAX or sum(info.file_size for info in infos) > UNPACKED_BYTES_MAX:
        return "解开后太大"
    if any("vbaProject" in name for name in names):
        return "带有宏，不能用"
    return "" if WORKBOOK in names else "不是工作簿"


def _read(parts: Mapping[str, bytes]) -> Superior | str:
    if any(b"<!DOCTYPE" in body for name, body in parts.items() if name.endswith((".xml", ".rels"))):
        return f"里面带有 DTD，不能用。{SAVE_AS}。"
    strings = strings_of(parts)
    part_of = dict(_visible_sheets(parts))
    sheets = [_sheet(name, parsed(parts[part]), strings) for name, part in part_of.items()]
    if sum(len(sheet.cells) for sheet in sheets) > CELLS_MAX:
        return f"有格 {CELLS_MAX} 个以上。请删去用不到的行、栏。"
    return Superior(parts=parts, sheets=sheets, part_of=part_of)


def _visible_sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield name and part of each sheet that is shown; hidden ones hold the lists of drop-downs."""
    return ((name, part) for name, part, state in sheet_parts(parts) if state == "visible")


def sheet_parts(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Yield name, part and state of each sheet of cells, by the two parts of a workbook that name them."""
    targets = {r.get("Id"): r.get("Target", "") for r in parsed(parts[LINKS])}
    for sheet in parsed(parts[WORKBOOK]).iterfind("{*}sheets/{*}sheet"):
        target = targets[sheet.get(_RELATION) or sheet.get(_STRICT_RELATION)]
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part.startswith("xl/worksheets/"):
            yield str(sheet.get("name")), part, str(sheet.get("state", "visible"))


def strings_of(parts: Mapping[str, bytes]) -> list[str]:
    """Return the texts that the cells of a workbook refer to by number."""
    if STRINGS not in parts:
        return []
    return [_text(item) for item in parsed(parts[STRINGS]).iterfind("{*}si")]


def _text(item: Element) -> str:
    """Return the words of a string, its runs one after the other, without the readings above them."""
    pieces = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return "".join(piece.text or "" for piece in pieces)


def _sheet(name: str, root: Element, strings: Sequence[str]) -> TheirSheet:
    cells = {place: _cell(element, strings) for place, element in placed_cells(root)}
    merges = (str(m.get("ref")).split(":") for m in root.iterfind("{*}mergeCells/{*}mergeCell"))
    ranges = {_place(ends[0]): _place(ends[-1]) for ends in merges}
    return TheirSheet(name=name, cells=cells, merged=ranges)


def placed_cells(root: Element) -> Iterator[tuple[Place, Element]]:
    """Yield the cells of a sheet's XML with their places; one without a reference follows the one before it."""
    row = 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        row = int(line.get("r") or row + 1)
        column = 0
        for cell in line.iterfind("{*}c"):
            column = _place(str(cell.get("r")))[1] if cell.get("r") else column + 1
            yield (row, column), cell


def _place(reference: str) -> Place:
    found = _REFERENCE.fullmatch(reference.replace("$", ""))
    if found is None:
        raise ValueError(reference)
    return int(found[2]), column_number(found[1])


def _cell(cell: Element, strings: Sequence[str]) -> TheirCell:
    formula = cell.find("{*}f") is not None
    kind, inline = cell.get("t", "n"), cell.find("{*}is")
    written = cell.findtext("{*}v") or ""
    if kind == "s" and written:
        written = strings[int(written)]
    elif inline is not None:
        written = _text(inline)
    return TheirCell(
        text=written, formula=formula, words=kind in ("s", "inlineStr", "str") and bool(written.strip())
    )


def unreadable(file: str, fault: str, path: Path) -> Problem:
    """Return the problem of a superior's file that cannot be used."""
    return Problem(code="COL-013", message=f"上级表“{file}”{fault}", path=path)
