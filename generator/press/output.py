"""Output (成品文件): one file to be written, and the rules for names that every file system accepts."""

import hashlib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from generator.dataclass import dataclass

Format: TypeAlias = Literal["docx", "pdf", "html", "xlsx"]

PART_BYTES_MAX = 200  # leaves room for （新生成2） below the 255 bytes that file systems allow
NAME_BYTES_MAX = 160  # leaves room for what a caller adds to a safe name: 打印, a period, an extension
UNNAMED = "未命名"
DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"]
)
FULL_WIDTH = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """File that a run wants to stand (应有的文件): all that is known of it before it is made.

    `path` is relative to the output folder, parts divided by `/`. `title` is the bookmark in print files.
    `order` is the place in the whole campaign's sequence of sheets, the same whatever part of it a run makes; print
    files take the units in the order of the campaign as it stands, and from it that of a unit's sheets. `archive` says
    that a PDF conforms to PDF/A-2u. What a file is made from is told by three digests: of its data, its template, and
    its engine (program and fonts); one without the last is made anew by every run. Raises ValueError for a path that is
    not safe.
    """

    path: str
    format: Format
    sheet: str
    title: str
    unit: str
    period: str
    template_digest: str
    data_digest: str
    order: int
    archive: bool = False
    engine: str = ""

    def __post_init__(self) -> None:
        fault = path_fault(self.path)
        if not fault and not self.path.endswith(f".{self.format}"):
            fault = f"does not end in .{self.format}"
        if fault:
            raise ValueError(f"{self.path!r}: {fault}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output(Wanted):
    """File to be written (成品文件), made; content too long for memory is a file on the same disk, which is moved.

    `full` says why not the short way was taken to make it, where there is one.
    """

    content: bytes | Path
    pages: int | None
    full: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What the metadata of a print file say of it: title and responsible organ (题名、责任者)."""

    title: str
    author: str


def path_fault(path: str, part_bytes_max: int = PART_BYTES_MAX) -> str:
    """Return why `path` must not be used below the output folder, or an empty string."""
    for part in path.split("/"):
        fault = _part_fault(part, part_bytes_max)
        if fault:
            return fault
    return ""


def safe_name(text: str) -> str:
    """Return a readable part of a file name for any text; the same text always gives the same name.

    At most 160 bytes of UTF-8, so that a prefix and an extension may be added.

    >>> safe_name('安全生产: "回头看"?')
    '安全生产： ＂回头看＂？'
    """
    seen = "".join(_visible(char) for char in unicodedata.normalize("NFC", text))
    name = " ".join(seen.translate(FULL_WIDTH).split()).strip(". ")
    if _is_device(name):
        name = f"_{name}"
    return _shortened(name) or UNNAMED


def _visible(char: str) -> str:
    if char.isspace() or unicodedata.category(char) == "Cc":
        return " "
    return "" if unicodedata.category(char) in {"Cf", "Cs"} else char


def _shortened(name: str) -> str:
    """Cut a name that is too long; a digest of the whole keeps two long names apart."""
    raw = name.encode()
    if len(raw) <= NAME_BYTES_MAX:
        return name
    tail = f"…{hashlib.sha256(raw).hexdigest()[:8]}"
    return raw[: NAME_BYTES_MAX - len(tail.encode())].decode(errors="ignore").rstrip(". ") + tail


@lru_cache(4096)
def _part_fault(part: str, bytes_max: int) -> str:
    if not part or part.startswith("."):
        return "absolute, empty or hidden part"
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in part) or part != part.translate(FULL_WIDTH):
        return "character that Windows forbids"
    if part != part.strip(" ") or part.endswith(".") or _is_device(part):
        return "name that Windows forbids"
    if len(part.encode()) > bytes_max:
        return f"longer than {bytes_max} bytes"
    return ""


def _is_device(name: str) -> bool:
    return name.split(".")[0].strip().upper() in DEVICES
