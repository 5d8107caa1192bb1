"""Manifest (清单): what the generator wrote into a folder, so that it knows its own files again.

`manifest.json` holds `schema`, the generator's version and one entry per file, by order and then path, and
no times: the same input gives the same bytes. Each entry stands on a line of its own, so that a manifest of any
length is written and read entry by entry.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from types import UnionType
from typing import BinaryIO, cast, get_args

from generator import __version__
from generator.dataclass import dataclass
from generator.press.disk import digest
from generator.press.output import Output, Wanted, path_fault

MANIFEST_NAME = "manifest.json"
SCHEMA = 1
FILE_NAME_BYTES_MAX = 255
OMITTED = {"engine": "", "archive": False, "retired": False}  # what an entry need not say
HEAD, TAIL = '"files": [\n', b"]}\n"

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


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
    engine: str = ""
    order: int
    archive: bool = False
    retired: bool = False

    def made_as(self, wanted: Wanted) -> bool:
        """Tell whether the file was made from the very same as `wanted` would be."""
        made = (self.data, self.template, self.engine, self.archive)
        asked = (wanted.data_digest, wanted.template_digest, wanted.engine, wanted.archive)
        return bool(self.engine) and made == asked


NAMES = tuple(field.name for field in fields(Entry))
values_of: Callable[[Entry], tuple[object, ...]] = attrgetter(*NAMES)
KINDS = {f.name: get_args(f.type) if isinstance(f.type, UnionType) else (f.type,) for f in fields(Entry)}


def entry_of(output: Output) -> Entry:
    """Return the entry that describes `output`."""
    return entry_for(output, digest(output.content), output.pages)


def entry_for(wanted: Wanted, sha256: str, pages: int | None) -> Entry:
    """Return the entry of a wanted file with these bytes and pages."""
    return Entry(
        file=wanted.path,
        sheet=wanted.sheet,
        title=wanted.title,
        unit=wanted.unit,
        period=wanted.period,
        format=wanted.format,
        pages=pages,
        sha256=sha256,
        template=wanted.template_digest,
        data=wanted.data_digest,
        engine=wanted.engine,
        order=wanted.order,
        archive=wanted.archive,
    )


def encode_entry(entry: Entry) -> str:
    """Return an entry as one line of JSON; what goes without saying is left out."""
    values = zip(NAMES, values_of(entry), strict=True)
    return _ENCODE({n: v for n, v in values if v != OMITTED.get(n, ...)})


def decode_entry(values: object) -> Entry:
    """Return the entry written as `values`; raises ManifestDamaged, for a path that leaves the folder too."""
    if not isinstance(values, dict):
        raise ManifestDamaged("条目不是对象")
    whole: dict[str, object] = {**OMITTED, **values}
    for name in NAMES:
        if type(whole.get(name, ...)) not in cast("tuple[type, ...]", KINDS[name]):
            raise ManifestDamaged(f"条目缺少“{name}”或其类型不对")
    entry = Entry(**{name: whole[name] for name in NAMES})  # type: ignore[arg-type]
    if path_fault(entry.file, FILE_NAME_BYTES_MAX):
        raise ManifestDamaged(f"条目的路径不合法：{entry.file}")
    return entry


def lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the lines of a manifest of `entries`, which come by order and path."""
    head = json.dumps({"schema": SCHEMA, "generator": __version__}, ensure_ascii=False)
    yield f"{head[:-1]}, {HEAD}".encode()
    line = b""
    for entry in entries:
        if line:
            yield line + b",\n"
        line = encode_entry(entry).encode()
    if line:
        yield line + b"\n"
    yield TAIL


def read(path: Path) -> Iterator[Entry]:
    """Yield the entries of a manifest; raises ManifestDamaged, at any entry, or ManifestForeign.

    One that somebody wrote out in another way is read as a whole.
    """
    with path.open("rb") as file:
        head = file.readline()
        if head.endswith(HEAD.encode()):
            _check_head(_parsed(head + TAIL))
            yield from _entries(file)
        else:
            whole = _parsed(head + file.read())
            _check_head(whole)
            yield from map(decode_entry, cast("dict[str, list[object]]", whole)["files"])


def _entries(file: BinaryIO) -> Iterator[Entry]:
    """Yield the entries of a manifest line by line."""
    for line in file:
        if line == TAIL:
            return
        yield decode_entry(_parsed(line.rstrip(b",\n")))
    raise ManifestDamaged("不是完整的 JSON")


def _parsed(text: bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ManifestDamaged("不是完整的 JSON") from error


def _check_head(whole: object) -> None:
    if isinstance(whole, dict) and not {"schema", "generator", "files"} & set(whole):
        raise ManifestForeign
    if not isinstance(whole, dict) or not isinstance(whole.get("files"), list):
        raise ManifestDamaged("没有“files”列表")
    if whole.get("schema") != SCHEMA:
        raise ManifestDamaged(f"schema 是 {whole.get('schema')!r}，本版本只认 {SCHEMA}")
