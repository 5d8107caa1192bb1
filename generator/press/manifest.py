"""Manifest (清单): what the generator wrote into a folder, so that it knows its own files again.

`manifest.json` holds `schema`, the generator's version and one entry per file, by order and then path, and
no times: the same input gives the same bytes.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from types import UnionType
from typing import cast, get_args

from generator import __version__
from generator.press.disk import digest
from generator.press.output import Output, path_fault

MANIFEST_NAME = "manifest.json"
SCHEMA = 1
FILE_NAME_BYTES_MAX = 255
MARKS = ("archive", "retired")


class ManifestForeign(Exception):
    """Raised when manifest.json is a sound file of somebody else's."""


class ManifestDamaged(Exception):
    """Raised when a manifest cannot be trusted; the message is the reason, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Entry of the manifest (清单条目): one generated file.

    `sha256` is of the bytes that were generated, so a file edited by hand differs from it. `archive`: a PDF
    that conforms to PDF/A-2u. `retired`: the file stays only because somebody edited it; it is protected, and
    no longer part of the campaign's papers.
    """

    file: str
    sheet: str
    title: str
    unit: str
    period: str
    format: str
    pages: int | None
    sha256: str
    template: str
    data: str
    order: int
    archive: bool = False
    retired: bool = False


def entry_of(output: Output) -> Entry:
    """Return the entry that describes `output`."""
    return Entry(
        file=output.path,
        sheet=output.sheet,
        title=output.title,
        unit=output.unit,
        period=output.period,
        format=output.format,
        pages=output.pages,
        sha256=digest(output.content),
        template=output.template_digest,
        data=output.data_digest,
        order=output.order,
        archive=output.archive,
    )


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries in the order of the run, then by path."""
    return sorted(entries, key=lambda entry: (entry.order, entry.file))


def encode_entry(entry: Entry) -> dict[str, object]:
    """Return an entry as JSON values; `archive` and `retired` are written only where they are true."""
    return {name: value for name, value in asdict(entry).items() if name not in MARKS or value}


def decode_entry(values: object) -> Entry:
    """Return the entry written as `values`; raises ManifestDamaged, for a path that leaves the folder too."""
    if not isinstance(values, dict):
        raise ManifestDamaged("条目不是对象")
    whole: dict[str, object] = {**dict.fromkeys(MARKS, False), **values}
    for field in fields(Entry):
        if not _fits(whole.get(field.name, ...), field.type):
            raise ManifestDamaged(f"条目缺少“{field.name}”或其类型不对")
    entry = Entry(**{field.name: whole[field.name] for field in fields(Entry)})  # type: ignore[arg-type]
    if path_fault(entry.file, FILE_NAME_BYTES_MAX):
        raise ManifestDamaged(f"条目的路径不合法：{entry.file}")
    return entry


def encode(entries: Iterable[Entry]) -> bytes:
    """Return the bytes of a manifest."""
    files = [encode_entry(entry) for entry in in_order(entries)]
    whole = {"schema": SCHEMA, "generator": __version__, "files": files}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def decode(content: bytes) -> dict[str, Entry]:
    """Return the entries of a manifest by path; raises ManifestDamaged or ManifestForeign."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ManifestDamaged("不是完整的 JSON") from error
    if isinstance(whole, dict) and not {"schema", "generator", "files"} & set(whole):
        raise ManifestForeign
    if not isinstance(whole, dict) or not isinstance(whole.get("files"), list):
        raise ManifestDamaged("没有“files”列表")
    if whole.get("schema") != SCHEMA:
        raise ManifestDamaged(f"schema 是 {whole.get('schema')!r}，本版本只认 {SCHEMA}")
    entries = [decode_entry(values) for values in whole["files"]]
    if len({entry.file for entry in entries}) < len(entries):
        raise ManifestDamaged("同一个文件列了两次")
    return {entry.file: entry for entry in entries}


def _fits(value: object, declared: object) -> bool:
    kinds = get_args(declared) if isinstance(declared, UnionType) else (declared,)
    return type(value) in cast("tuple[type, ...]", kinds)
