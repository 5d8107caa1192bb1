"""Archive (备份文件): what a database holds as one ZIP file, the same for SQLite and PostgreSQL.

manifest.json            the tables with their number of rows and checksum, and the version of the database
tables/returns.jsonl     a table's rows, one JSON object a line; a column that is NULL stays out
blobs/SHA-256            the content of a file, once, named by its checksum
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from generator.dataclass import dataclass

FORMAT = 1
MANIFEST, TABLES, BLOBS = "manifest.json", "tables/", "blobs/"
MANIFEST_MAX = 1_000_000
PIECE = 1 << 20
IN_MEMORY = 16 << 20  # a table's lines, before they go to a file


class Damaged(Exception):
    """Raised when an archive cannot be restored from; the message is one Chinese line that names what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive says that it holds (清单)."""

    schema: str
    """数据库的版本"""
    program: str
    made_at: str
    tables: Mapping[str, tuple[int, str]]
    """各表的行数和校验值"""

    @property
    def rows(self) -> int:
        """The number of rows of all tables together."""
        return sum(count for count, _ in self.tables.values())


@dataclass(slots=True)
class Writer:
    """Writes an archive, table by table."""

    file: zipfile.ZipFile
    tables: dict[str, tuple[int, str]] = field(default_factory=dict)
    _blobs: set[str] = field(default_factory=set)

    def table(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write a table; contents among its values are put beside it, their checksums in their places."""
        digest, count = hashlib.sha256(), 0
        with SpooledTemporaryFile(IN_MEMORY) as lines:
            for row in rows:
                line = json.dumps({key: self._plain(value) for key, value in row.items()}).encode() + b"\n"
                digest.update(line)
                lines.write(line)
                count += 1
            lines.seek(0)
            with self.file.open(f"{TABLES}{name}.jsonl", "w", force_zip64=True) as entry:
                while piece := lines.read(PIECE):
                    entry.write(piece)
        self.tables[name] = count, digest.hexdigest()

    def _plain(self, value: Any) -> Any:
        if not isinstance(value, bytes):
            return value
        name = hashlib.sha256(value).hexdigest()
        if name not in self._blobs:
            self.file.writestr(f"{BLOBS}{name}", value)
            self._blobs.add(name)
        return name

    def end(self, schema: str, program: str, made_at: str) -> Manifest:
        """Write what the archive holds; nothing comes after."""
        manifest = Manifest(schema=schema, program=program, made_at=made_at, tables=self.tables)
        tables = {name: {"rows": count, "sha256": digest} for name, (count, digest) in self.tables.items()}
        said = {"format": FORMAT, "schema": schema, "program": program, "made_at": made_at, "tables": tables}
        self.file.writestr(MANIFEST, json.dumps(said, indent=1))
        return manifest


@contextmanager
def writing(place: Path) -> Iterator[Writer]:
    """Give a writer of an archive that only its owner can read and that is there whole or not at all."""
    temp = place.with_name(f".{place.name}.tmp")
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        temp.replace(place)
    finally:
        temp.unlink(missing_ok=True)


class Reader:
    """An archive that was looked through: all that its manifest names is there, and is what it was."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.manifest = _manifest(file)
        if wrong := sorted(self._wrong()):
            shown = "、".join(wrong[:5]) + (f" 等 {len(wrong)} 处" if len(wrong) > 5 else "")
            raise Damaged(f"备份文件有损坏：{shown}。没有恢复，请换一份备份。")

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Yield a table's rows."""
        with self._file.open(f"{TABLES}{table}.jsonl") as lines:
            yield from map(json.loads, lines)

    def blob(self, name: str) -> bytes:
        """Return the content of a file by its checksum; raises Damaged when the archive has none."""
        try:
            return self._file.read(f"{BLOBS}{name}")
        except KeyError:
            raise Damaged(f"备份文件里缺少文件内容 {BLOBS}{name}。没有恢复，请换一份备份。") from None

    def _wrong(self) -> Iterator[str]:
        """Yield the names of entries that are missing, strange, there twice, or not what they were."""
        found = Counter(self._file.namelist())
        tables = {f"{TABLES}{name}.jsonl": said for name, said in self.manifest.tables.items()}
        yield from tables.keys() - found.keys()
        for name in found.keys() - {MANIFEST}:
            lines, digest = _seen(self._file, name)
            wanted = tables.get(name, (lines, name.removeprefix(BLOBS)))
            if found[name] > 1 or (lines, digest) != wanted:
                yield name


@contextmanager
def reading(place: Path) -> Iterator[Reader]:
    """Give a reader of an archive; raises Damaged, naming what is wrong, before anything was read from it."""
    try:
        file = zipfile.ZipFile(place)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise Damaged(f"{place.name} 不是备份文件，或者只剩一部分。请换一份备份。") from None
    with file:
        yield Reader(file)


def _manifest(file: zipfile.ZipFile) -> Manifest:
    try:
        if file.getinfo(MANIFEST).file_size > MANIFEST_MAX:
            raise ValueError
        said = json.loads(file.read(MANIFEST))
        if said["format"] == FORMAT:
            return Manifest(
                schema=str(said["schema"]),
                program=str(said["program"]),
                made_at=str(said["made_at"]),
                tables={str(k): (int(v["rows"]), str(v["sha256"])) for k, v in said["tables"].items()},
            )
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        EOFError,
        RuntimeError,
        zlib.error,
        zipfile.BadZipFile,
    ):
        raise Damaged(f"备份文件的清单 {MANIFEST} 缺少或已损坏。请换一份备份。") from None
    raise Damaged("这份备份是更新的程序做的，本程序读不了。请先升级程序。")


def _seen(file: zipfile.ZipFile, name: str) -> tuple[int, str]:
    """Return the number of lines and the checksum of an entry as it is, no checksum when it cannot be read."""
    digest, lines = hashlib.sha256(), 0
    try:
        with file.open(name) as entry:
            while piece := entry.read(PIECE):
                digest.update(piece)
                lines += piece.count(b"\n")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        return lines, ""
    return lines, digest.hexdigest()
