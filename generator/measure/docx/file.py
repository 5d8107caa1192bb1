"""Package of a Word file, opened without trust: sizes are limited, nothing outside the file is read."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from lxml import etree

from generator.dataclass import dataclass
from generator.measure.docx.xml import Element, R, W
from generator.measure.page import OLD_FORMAT, NotReadable

PART_BYTES = 40_000_000
PACKAGE_BYTES = 400_000_000
PARTS = 4000
PARAGRAPHS = 20_000
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxFile:
    """Parsed parts of a Word file; a part that is missing is None. Headers and footers go by relationship id."""

    document: Element
    styles: Element | None
    settings: Element | None
    theme: Element | None
    numbering: Element | None
    margins: dict[str, Element] = field(default_factory=dict)


def open_docx(path: Path) -> DocxFile:
    """Return the parts of a Word file. Raises NotReadable, in Chinese, for what is none or cannot be trusted."""
    try:
        with zipfile.ZipFile(path) as package:
            return _read(package, path.name)
    except zipfile.BadZipFile as error:
        raise NotReadable(_not_a_package(path)) from error
    except (OSError, EOFError, NotImplementedError, RuntimeError, zipfile.LargeZipFile, zlib.error) as error:
        raise NotReadable(f"“{path.name}”打不开或已损坏") from error
    except (etree.XMLSyntaxError, UnicodeError, ValueError) as error:
        raise NotReadable(f"“{path.name}”里的 XML 已损坏，读不出内容") from error


def _not_a_package(path: Path) -> str:
    try:
        with path.open("rb") as file:
            old = file.read(4) == OLD_FORMAT
    except OSError:
        return f"“{path.name}”打不开"
    if old:
        return f"“{path.name}”是旧格式 .doc，或者加了密码：请在 Word 或 WPS 里另存为不加密码的 .docx 再量"
    return f"“{path.name}”不是 Word 文件（.docx），或已损坏"


def _read(package: zipfile.ZipFile, name: str) -> DocxFile:
    parts = package.infolist()
    if len(parts) > PARTS or sum(part.file_size for part in parts) > PACKAGE_BYTES:
        raise NotReadable(f"“{name}”展开后大得不正常，没有读")
    main = next((t for kind, _, t in _relations(package, "", name) if kind == "officeDocument"), "")
    document = _part(package, main, name)
    if document is None or document.tag != f"{W}document":
        raise NotReadable(f"“{name}”不是 Word 文件（.docx）")
    if sum(1 for _ in document.iter(f"{W}p")) > PARAGRAPHS:
        raise NotReadable(f"“{name}”超过 {PARAGRAPHS} 段（表里一格也算一段），太长，没有量：请分成几份再量")
    related = list(_relations(package, main, name))
    single = {kind: target for kind, _, target in related}
    margins = {
        rid: part
        for kind, rid, target in related
        if kind in ("header", "footer") and (part := _part(package, target, name)) is not None
    }
    return DocxFile(
        document=document,
        styles=_part(package, single.get("styles", ""), name),
        settings=_part(package, single.get("settings", ""), name),
        theme=_part(package, single.get("theme", ""), name),
        numbering=_part(package, single.get("numbering", ""), name),
        margins=margins,
    )


def _relations(package: zipfile.ZipFile, source: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, id and target of the relationships of a part inside the package."""
    folder, base = posixpath.split(source)
    root = _part(package, posixpath.join(folder, "_rels", f"{base}.rels"), name)
    for relation in [] if root is None else root.iter(_RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target = str(relation.get("Target", ""))
        place = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(f"{folder}/{target}").lstrip("/")
        )
        yield str(relation.get("Type", "")).rpartition("/")[2], str(relation.get("Id", "")), place


def _part(package: zipfile.ZipFile, part: str, name: str) -> Element | None:
    if part not in package.NameToInfo:
        return None
    with package.open(part) as stream:
        content = stream.read(PART_BYTES + 1)
    if len(content) > PART_BYTES:
        raise NotReadable(f"“{name}”展开后大得不正常，没有读")
    for strict, usual in _STRICT.items():
        content = content.replace(strict, usual)
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if b"<!DOCTYPE" in content:
        raise NotReadable(f"“{name}”里有 Word 文件不该有的 DTD，没有读")
    return root


def relation_id(reference: Element) -> str:
    """Return the id of the part that a reference names."""
    return str(reference.get(f"{R}id", ""))
