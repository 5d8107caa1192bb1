"""Entries (条目) known during a run: those of the manifest, as far as the run has not decided about them anew.

A run over a hundred thousand files keeps them in a private database of SQLite, which lies on the disk when it grows
and leaves nothing there; a worker keeps the few of its own units in memory. The database holds each as its line of the
manifest, which is then written as it stands, and beside it what is asked for.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from operator import attrgetter, itemgetter
from typing import Any, Protocol

from msgspec.json import Decoder

from generator.press.manifest import OMITTED, Entry, ManifestDamaged, encode_entry
from generator.problem import EnvironmentProblem

CACHE_KIB = 1024
ASKED = ("file", "unit", "sheet", "period", "title", "data", "order")
SCHEMA = f"""
PRAGMA cache_size = -{CACHE_KIB};
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE entry ({", ".join(f'"{name}"' for name in ASKED)}, line, settled, PRIMARY KEY (file)) WITHOUT ROWID;
CREATE INDEX of_unit ON entry (unit);
"""
INSERT = f"INSERT INTO entry VALUES ({', '.join('?' * (len(ASKED) + 2))})"
SHEETS_PER_UNIT = (
    1_000_000  # the order of a sheet is its unit's place in the campaign times this, and its own
)
IN_ORDER = 'ORDER BY "order", file'
IN_UNIT = f'ORDER BY "order" % {SHEETS_PER_UNIT}, file'
KNOWN_OF = "unit = ? OR (file >= ? AND file < ?)"
AFTER_SLASH = chr(ord("/") + 1)
OUTDATED = f"""
AS old WHERE NOT settled AND EXISTS (
    SELECT 1 FROM entry AS made WHERE made.settled AND made.unit = old.unit AND made.sheet = old.sheet
    AND made.period = old.period AND made.title = old.title AND made.data <> old.data
) {IN_ORDER}
"""


class Known(Protocol):
    """What a run knows of files (已知条目): the entry of each, and whether this run has decided about it."""

    def get(self, path: str) -> Entry | None:
        """Return the entry of a file, None for a stranger's."""

    def put(self, entry: Entry) -> None:
        """Take in the entry of a file about which this run has decided."""

    def drop(self, path: str) -> None:
        """Forget a file."""

    def settle(self, path: str) -> None:
        """Note that this run has decided about a file."""

    def is_settled(self, path: str) -> bool:
        """Tell whether this run has decided about a file."""

    def unsettle(self) -> None:
        """Take all files for undecided again."""

    def in_order(self) -> Iterator[Entry]:
        """Yield all entries in the order of the run, then by path; nothing may be changed meanwhile."""

    def of_unit(self, unit: str) -> Iterator[Entry]:
        """Yield the entries of a unit, whatever its place was, by order and path; nothing may be changed meanwhile."""

    def units(self) -> list[str]:
        """Return the codes of all units that have entries, sorted."""


def place_in_unit(entry: Entry) -> tuple[int, str]:
    """Return what sorts the entries of a unit, of whatever runs; its place in the campaign may have changed since."""
    return entry.order % SHEETS_PER_UNIT, entry.file


class Few:
    """Entries (条目) of some units, in memory; `settled` are the paths about which was decided, in order."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {entry.file: entry for entry in entries}
        self.settled: dict[str, None] = {}

    def get(self, path: str) -> Entry | None:
        return self._entries.get(path)

    def put(self, entry: Entry) -> None:
        self._entries[entry.file] = entry
        self.settled[entry.file] = None

    def drop(self, path: str) -> None:
        self._entries.pop(path, None)

    def settle(self, path: str) -> None:
        self.settled[path] = None

    def is_settled(self, path: str) -> bool:
        return path in self.settled

    def unsettle(self) -> None:
        self.settled.clear()

    def in_order(self) -> Iterator[Entry]:
        yield from sorted(self._entries.values(), key=attrgetter("order", "file"))

    def of_unit(self, unit: str) -> Iterator[Entry]:
        own = (entry for entry in self._entries.values() if entry.unit == unit)
        yield from sorted(own, key=place_in_unit)

    def units(self) -> list[str]:
        return sorted({entry.unit for entry in self._entries.values()})


class Entries:
    """Entries (条目) of a whole folder, in a database; a run's memory does not grow with them.

    All raise EnvironmentProblem when the temporary folder, where it grows, has no room. Nothing is to be had of it then:
    without a journal of its own it cannot be rolled back, and the next run asks those of the output folder.
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._base.executescript(SCHEMA)
        self._why = ""

    def load(self, entries: Iterable[Entry]) -> None:
        """Take in a manifest; raises ManifestDamaged when it lists a file twice, and then holds nothing."""
        self._do("BEGIN")
        try:
            self._base.executemany(INSERT, ((*_of_entry(e), encode_entry(e), False) for e in entries))
        except sqlite3.IntegrityError as error:
            self._emptied()
            raise ManifestDamaged("同一个文件列了两次") from error
        except sqlite3.Error as error:
            raise self._lost(error) from error
        except BaseException:
            self._emptied()
            raise
        self._do("COMMIT")

    def get(self, path: str) -> Entry | None:
        return next(self._found("WHERE file = ?", path), None)

    def put(self, entry: Entry) -> None:
        self.take_in([encode_entry(entry)])

    def take_in(self, lines: Iterable[bytes]) -> None:
        """Take in encoded entries of files about which was decided."""
        rows = [(*_of_line(_decode(line)), line, True) for line in lines]
        self._do("BEGIN")
        try:
            self._base.executemany(INSERT.replace("INSERT", "REPLACE"), rows)
        except sqlite3.Error as error:
            raise self._lost(error) from error
        self._do("COMMIT")

    def drop(self, path: str) -> None:
        self._do("DELETE FROM entry WHERE file = ?", path)

    def settle(self, path: str) -> None:
        self._do("UPDATE entry SET settled = TRUE WHERE file = ?", path)

    def is_settled(self, path: str) -> bool:
        found = self._do("SELECT settled FROM entry WHERE file = ?", path).fetchone()
        return bool(found and found[0])

    def settled_like(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the files about which this run has decided that have the names of some paths but for case, by casefold."""
        wanted = {path.casefold() for path in paths}
        settled = self._column("SELECT file FROM entry WHERE settled")
        return {key: file for file in settled if (key := file.casefold()) in wanted}

    def unsettle(self) -> None:
        self._do("UPDATE entry SET settled = FALSE WHERE settled")

    def in_order(self) -> Iterator[Entry]:
        return self._found(IN_ORDER)

    def lines(self) -> Iterator[bytes]:
        """Yield the lines of the manifest in that order."""
        return self._column(f"SELECT line FROM entry {IN_ORDER}")

    def of_unit(self, unit: str) -> Iterator[Entry]:
        return self._found(f"WHERE unit = ? {IN_UNIT}", unit)

    def units(self) -> list[str]:
        return list(self._column("SELECT DISTINCT unit FROM entry ORDER BY unit"))

    def known_of(self, unit: str, folder: str) -> list[Entry]:
        """Return the entries of a unit and those below a folder, whosesoever they are, by order and path."""
        return list(self._found(f"WHERE {KNOWN_OF} {IN_ORDER}", unit, f"{folder}/", f"{folder}{AFTER_SLASH}"))

    def unsettled(self) -> Iterator[Entry]:
        """Yield the entries about which this run has not decided, by order and path; nothing may change meanwhile."""
        return self._found(f"WHERE NOT settled {IN_ORDER}")

    def outdated(self) -> list[Entry]:
        """Return what stands of a sheet, in one format, while this run made it of other data in another."""
        return list(self._found(OUTDATED))

    def close(self) -> None:
        """Let go of the database."""
        self._base.close()

    def _emptied(self) -> None:
        self._do("DELETE FROM entry")
        self._do("COMMIT")

    def _found(self, rest: str, *values: object) -> Iterator[Entry]:
        for line in self._column(f"SELECT line FROM entry {rest}", *values):
            yield Entry(**{**OMITTED, **_decode(line)})

    def _column(self, query: str, *values: object) -> Iterator[Any]:
        """Yield what a query of one column finds."""
        try:
            for (value,) in self._base.execute(query, values):
                yield value
        except sqlite3.Error as error:
            raise self._lost(error) from error

    def _do(self, what: str, *values: object) -> sqlite3.Cursor:
        try:
            return self._base.execute(what, values)
        except sqlite3.Error as error:
            raise self._lost(error) from error

    def _lost(self, error: sqlite3.Error) -> EnvironmentProblem:
        """Give up the database, and return what is wrong with its place."""
        self._base.close()
        folder, name = _temporary_folder()
        self._why = self._why or str(error)
        return EnvironmentProblem(
            f"临时文件夹“{folder}”所在的磁盘已满或不能写（{self._why}）：请清出空间，或用环境变量 {name} 换一个，再运行一次"
        )


def _temporary_folder() -> tuple[str, str]:
    """Return where SQLite puts what outgrows the memory, and the name of the variable that says so."""
    if os.name == "nt":
        import tempfile

        return tempfile.gettempdir(), "TEMP"
    places = (os.environ.get("SQLITE_TMPDIR"), os.environ.get("TMPDIR"), "/var/tmp", "/usr/tmp", "/tmp")
    return next((place for place in places if place and os.path.isdir(place)), "."), "TMPDIR"


_of_entry, _of_line = attrgetter(*ASKED), itemgetter(*ASKED)
_decode = Decoder(dict[str, Any]).decode
