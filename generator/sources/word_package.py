"""Package of a Word file from outside (外来的 Word 文件): opened only when nothing in it can do harm.

A template is data of a campaign and as little to be trusted: sizes are limited before anything is unpacked, XML is
parsed without entities, and what would run or fetch something when the file is opened is refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator

from lxml import etree

from generator.dataclass import dataclass
from generator.problem import Problem

MAX_PACKAGE_BYTES = 20_000_000
MAX_CONTENT_BYTES = 60_000_000
MAX_PARTS = 400
MAX_RATIO = 400  # real parts, XML of one table in thousands of rows, are packed some 50 times smaller
RATIO_FROM_BYTES = 1_000_000
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
MAIN_PART = "word/document.xml"
REQUIRED = ("[Content_Types].xml", MAIN_PART)
OLD_FORMAT = b"\xd0\xcf\x11\xe0"  # .doc, .wps, and any file with a password
ACTIVE = re.compile(
    r"vbaProject|vbaData|macroEnabled|/embeddings/|/activeX/|oleObject|afchunk", re.IGNORECASE
)
FIELDS = re.compile(
    r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE|EMBED)\b", re.I
)
TEMPLATE_OF_WORD = "/attachedTemplate"
LINK_TO_READ = "/hyperlink"  # goes nowhere until somebody clicks it
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Package:
    """Parts of a Word file by name, in order of name; those of XML are well-formed and without a DTD."""

    parts: dict[str, bytes]

    def xml(self, name: str) -> etree._Element:
        """Return the root of a part."""
        return parsed(self.parts[name])

    def names(self, beginning: str = "", ending: str = ".xml") -> list[str]:
        """Return the names of parts, in order."""
        return [name for name in self.parts if name.startswith(beginning) and name.endswith(ending)]


def open_package(content: bytes, name: str, dropped: Collection[str] = ()) -> Package | list[Problem]:
    """Return the parts of a Word file, or what is wrong with it; `name` is how problems print the file.

    Relations of the kinds `dropped` may lead outside the file: the caller takes them away.
    """
    fault = _file_fault(content)
    if fault:
        return [_unreadable(name, fault)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            fault = _archive_fault(archive.infolist())
            if fault:
                return [_unreadable(name, fault)]
            package = Package({i.filename: archive.read(i) for i in _in_order(archive)})
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return [_unreadable(name, "文件残缺或损坏")]
    faults = [_unreadable(name, f) for f in _xml_faults(package)]
    return faults or list(_active(package, name, dropped)) or package


def parsed(content: bytes) -> etree._Element:
    """Return the root of an XML document, its entities left alone; raises etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def _file_fault(content: bytes) -> str:
    if content.startswith(OLD_FORMAT):
        return "这是旧格式（.doc、.wps）或加了密码的文件。请打开它，去掉密码，另存为 .docx"
    if len(content) > MAX_PACKAGE_BYTES:
        return f"文件有 {len(content)} 字节，超过上限 {MAX_PACKAGE_BYTES} 字节。请删去里面的图片"
    return "" if content.startswith(b"PK") else "不是 .docx 文件。请用 Word 或 WPS 打开，另存为 .docx"


def _archive_fault(infos: list[zipfile.ZipInfo]) -> str:
    """Return what is wrong with the archive of a Word file; nothing is unpacked for it."""
    if fault := list_fault(infos, "Word"):
        return fault
    names = {info.filename for info in infos}
    return "" if set(REQUIRED) <= names else "不是 Word 文件。请用 Word 或 WPS 另存为 .docx"


def list_fault(infos: list[zipfile.ZipInfo], program: str) -> str:
    """Return what is wrong with the list of parts of a file of an office program; nothing is unpacked for it."""
    names = [info.filename for info in infos]
    if len(set(map(str.lower, names))) < len(names) or any(".." in n or n.startswith("/") for n in names):
        return "里面的文件名不正常"
    if any(info.compress_type not in PACKED or info.flag_bits & ENCRYPTED for info in infos):
        return f"加了密码，或压缩的方法不是 {program} 用的"
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_CONTENT_BYTES:
        return "解开后太大"
    if any(i.file_size > RATIO_FROM_BYTES and i.file_size > MAX_RATIO * i.compress_size for i in infos):
        return "压得太紧，像是做坏的压缩包"
    return ""


def _in_order(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return sorted((i for i in archive.infolist() if not i.is_dir()), key=lambda i: i.filename)


def _xml_faults(package: Package) -> Iterator[str]:
    for name in [*package.names(), *package.names(ending=".rels")]:
        try:
            root = package.xml(name)
        except (etree.XMLSyntaxError, ValueError):
            yield f"里面的 {name} 残缺"
            continue
        if name == MAIN_PART and root.find(f"{W}body") is None:
            yield "里面没有正文"
        if root.getroottree().docinfo.internalDTD is not None or b"<!DOCTYPE" in package.parts[name]:
            yield f"里面的 {name} 带有 DTD"


def _active(package: Package, name: str, dropped: Collection[str]) -> Iterator[Problem]:
    """Yield what in the file would run or fetch something."""
    for part in package.parts:
        if ACTIVE.search(f"/{part}"):
            yield _refused(name, f"宏、控件或嵌入的对象（{part}）", "请删去它，另存为 .docx")
    if b"macroEnabled" in package.parts["[Content_Types].xml"]:
        yield _refused(name, "宏", "请另存为不带宏的 .docx")
    for part in package.names(ending=".rels"):
        yield from _outside(package.xml(part), name, dropped)
    for part in package.names("word/"):
        yield from _fields(package.xml(part), name)


def _outside(relations: etree._Element, name: str, dropped: Collection[str]) -> Iterator[Problem]:
    for relation in relations:
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        leads_out = relation.get("TargetMode") == "External"
        if leads_out and not kind.endswith((LINK_TO_READ, *dropped)):
            if kind.endswith(TEMPLATE_OF_WORD):
                to_do = "请运行 gongwen templates accept 去掉它"
            else:
                to_do = "图片请直接插入，不要链接"
            yield _refused(name, f"指向文件之外的“{target[:60]}”", to_do)
        elif re.search(r"/aFChunk$|/oleObject$|/vbaProject$|/control$", kind):
            yield _refused(name, f"嵌入的对象（{target[:60]}）", "请删去它")


def _fields(root: etree._Element, name: str) -> Iterator[Problem]:
    simple = [str(e.get(f"{W}instr", "")) for e in root.iter(f"{W}fldSimple")]
    written = _instructions(root)
    for text in [*simple, *written]:
        if found := FIELDS.match(text):
            yield _refused(name, f"域 {found[1].upper()}", "请把它改成普通文字")


def _instructions(root: etree._Element) -> Iterator[str]:
    """Yield the instruction of each field; Word may spread one over several runs."""
    text = ""
    for element in root.iter(f"{W}fldChar", f"{W}instrText"):
        if element.tag == f"{W}instrText":
            text += element.text or ""
        elif text:
            yield text
            text = ""
    if text:
        yield text


def _unreadable(name: str, fault: str) -> Problem:
    return Problem(code="TPL-001", where=name, message=f"模板读不了：{fault}。")


def _refused(name: str, what: str, to_do: str) -> Problem:
    return Problem(code="TPL-002", where=name, message=f"模板里有{what}，不能用。{to_do}。")
