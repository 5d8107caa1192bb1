"""Files that units send: opened by python-calamine where they are workbooks, named with the remedy where not."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import python_calamine as calamine

from generator.problem import Problem
from generator.sources.contents import read_bytes
from generator.sources.intake.grid import BLANK, Grid, Place
from generator.sources.intake.ods_sheets import Merge, OdsSheet, ods_sheets
from generator.sources.intake.xls_faults import xls_faults
from generator.sources.intake.xlsx_sheets import XlsxSheets, xlsx_sheets

READ = (".xlsx", ".xls", ".ods", ".xlsm")
SAVE_AS = "请用它原来的程序打开，另存为 .xlsx（Excel 工作簿）再交。"
REMEDIES = {
    ".et": f"是 WPS 自己的格式。{SAVE_AS}",
    ".ett": f"是 WPS 的模板。{SAVE_AS}",
    ".xlt": f"是 Excel 的模板。{SAVE_AS}",
    ".csv": "是纯文字的表，没有格式，容易读错。请改用 gongwen intake blank 发出的工作簿填写。",
    ".doc": "是 Word 文件，不是工作簿。请改用 gongwen intake blank 发出的工作簿填写。",
    ".docx": "是 Word 文件，不是工作簿。请改用 gongwen intake blank 发出的工作簿填写。",
    ".wps": "是文字文件，不是工作簿。请改用 gongwen intake blank 发出的工作簿填写。",
    ".pdf": "是 PDF，不能读出数据。请向单位要工作簿（.xlsx）。",
    ".zip": "是压缩包。请解压后再读。",
    ".rar": "是压缩包。请解压后再读。",
    ".7z": "是压缩包。请解压后再读。",
}
PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".heic")
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
UNPACKED_BYTES_MAX = 200_000_000
CELLS_MAX = 4_000_000
MERGED_MAX = 400_000
OPEN_NOW = ("~$", ".~")
OPEN_FILE = "是表格打开时的临时文件，没有读。原来的文件正开着：请存盘、关闭，再读一次。"
DAMAGED = "内容不是工作簿，或已损坏"
TOO_WIDE = "有字的区域太大，可能有字写在很远的格里"
_UNREADABLE = (
    calamine.CalamineError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError,
    EOFError,
)  # fmt: skip
TOO_MANY_MERGED = f"合并的格超过 {MERGED_MAX} 个，要取消合并"


def read_grids(path: Path, name: str) -> list[Grid] | Problem:
    """Return the sheets of a workbook, or why it cannot be read; `name` is how problems print the file."""
    if path.name.startswith(OPEN_NOW):
        return Problem(code="XLS-002", message=OPEN_FILE, where=name, severity="warning")
    if refusal := _refused_by_name(path.name):
        return Problem(code="XLS-002", message=refusal, where=name)
    content = read_bytes(path, name)
    if isinstance(content, Problem):
        return content
    if content.startswith(OLE) and ENCRYPTED in content:
        return _encrypted(name)
    try:
        return list(_grids(content, name))
    except calamine.PasswordError:
        return _encrypted(name)
    except _TooLarge as error:
        return _damaged(name, str(error))
    except _UNREADABLE:
        return _damaged(name, DAMAGED)
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # a fault within calamine; no Exception, and of no public name
            raise
        return _damaged(name, DAMAGED)


class _TooLarge(Exception):
    """Raised with the reason when a sheet spans, or merges, more cells than any form."""


def _refused_by_name(file: str) -> str:
    suffix = Path(file).suffix.lower()
    if suffix in PICTURES:
        return "是图片，不能读出数据。请向单位要工作簿（.xlsx）。"
    if suffix in READ:
        return ""
    return REMEDIES.get(suffix, f"不是能读的工作簿（{'、'.join(READ[:3])}）。{SAVE_AS}")


def _encrypted(name: str) -> Problem:
    message = "加了打开密码，读不了。请单位去掉密码（文件—信息—保护工作簿），另存后再交。"
    return Problem(code="XLS-003", message=message, where=name)


def _damaged(name: str, reason: str) -> Problem:
    message = f"打不开：{reason}。请用 Excel 或 WPS 打开，另存为新的 .xlsx；打不开的，请单位重交。"
    return Problem(code="XLS-001", message=message, where=name)


def _looked_through(content: bytes) -> tuple[XlsxSheets, dict[str, OdsSheet]]:
    """Return what calamine does not tell; raises _TooLarge: it holds every cell from the first to the last at once."""
    if not content.startswith(ZIP):
        return XlsxSheets(faults=xls_faults(content)), {}
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > UNPACKED_BYTES_MAX:
            raise _TooLarge("展开后太大")
    sheets, ods = xlsx_sheets(content), ods_sheets(content)
    if sheets.cells + sum(sheet.cells for sheet in ods.values()) > CELLS_MAX:
        raise _TooLarge(TOO_WIDE)
    return sheets, ods


def _grids(content: bytes, name: str) -> Iterator[Grid]:
    sheets, ods = _looked_through(content)
    faults = sheets.faults | {name: sheet.faults for name, sheet in ods.items()}
    book = calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    for meta in book.sheets_metadata:
        if meta.typ == calamine.SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(meta.name)
            merges = ods[meta.name].merges if meta.name in ods else ()
            grid = _grid(sheet, name, sheet.merged_cell_ranges or merges)
            yield _with_faults(grid, faults.get(meta.name, {}))


def _grid(sheet: calamine.CalamineSheet, name: str, merges: Iterable[Merge]) -> Grid:
    if sheet.height * sheet.width > CELLS_MAX:
        raise _TooLarge(TOO_WIDE)
    rows = sheet.to_python(skip_empty_area=False) if sheet.start else []
    merged = _merged(merges, len(rows), len(rows[0]) if rows else 0)
    return Grid(file=name, sheet=sheet.name, rows=tuple(tuple(row) for row in rows), merged=merged)


def _with_faults(grid: Grid, faults: Mapping[Place, str]) -> Grid:
    """Return a sheet with what stands in the cells of failed formulas, which are blank to calamine."""
    if not faults:
        return grid
    if (max(r for r, _ in faults) + 1) * (max(c for _, c in faults) + 1) > CELLS_MAX:
        raise _TooLarge(TOO_WIDE)
    rows = [list(row) for row in grid.rows]
    for (row, column), text in faults.items():
        rows.extend([] for _ in range(len(rows), row + 1))
        rows[row].extend(BLANK for _ in range(len(rows[row]), column + 1))
        if rows[row][column] == BLANK:
            rows[row][column] = text
    return replace(grid, rows=tuple(tuple(row) for row in rows))


def _merged(merges: Iterable[Merge], height: int, width: int) -> dict[Place, Place]:
    """Return the first cell of each other one of merged cells, as far as the sheet's `height` and `width` go."""
    merged: dict[Place, Place] = {}
    count = 0
    for first, last in merges:
        rows, columns = range(first[0], min(last[0] + 1, height)), range(first[1], min(last[1] + 1, width))
        count += len(rows) * len(columns)
        if count > MERGED_MAX:
            raise _TooLarge(TOO_MANY_MERGED)
        merged |= {(row, column): first for row in rows for column in columns if (row, column) != first}
    return merged
