"""Parts of print files (打印文件的各份): which sheets, in which order, read how, and what tells them from others."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from generator.dataclass import dataclass
from generator.press.disk import NO_ROOM, digest
from generator.press.entries import Known, place_in_unit
from generator.press.folder import PRINT_SHEETS, Scope
from generator.press.joining import Titles
from generator.press.manifest import Entry
from generator.press.parts import Source
from generator.press.storage import Storage

DRAFT_NAME = "打印文件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """How the print files of a run are made (做法): of which period, for which sides, of what part of the folder.

    `label` is the period as file names say it. Print files conform to PDF/A-2u when all their parts do; `archive` has the
    others reported. `engine` is the digest of what makes them; without one they are made anew each time.
    """

    period: str
    label: str
    scope: Scope
    two_sided: bool = True
    archive: bool = False
    engine: str = ""

    @property
    def suffix(self) -> str:
        """What the names of the print files end with."""
        return f"（{self.label}）.pdf" if self.label else ".pdf"

    def parts(self, known: Known, *units: str) -> Iterator[Entry]:
        """Yield the sheets that the print file of some units is made of, unit by unit.

        They are read from what is known each time, so that memory does not grow with them.
        """
        entries = (entry for unit in units for entry in known.of_unit(unit))
        return (entry for entry in entries if _is_part(entry, self.period))

    def whole(self, known: Known, units: Iterable[str]) -> Iterator[Entry]:
        """Yield the sheets of all: `units` in the order of the campaign, behind them those that it has no more.

        The place that a unit had when its sheets were made does not matter.
        """
        first = dict.fromkeys(units)
        return self.parts(known, *first, *(unit for unit in known.units() if unit not in first))

    def parts_left(self, known: Known, unit: str) -> Iterator[Entry]:
        """Yield the sheets of a unit that is done, without those that the run will remove because it did not make them."""
        parts = self.parts(known, unit)
        return (part for part in parts if known.is_settled(part.file) or not self.scope.covers(part))


class Mark:
    """Mark (标记) of a print file: a digest of all that it is made from, part by part."""

    def __init__(self, printing: Printing) -> None:
        self._digest = hashlib.sha256(str(printing.two_sided).encode())

    def add(self, titles: Titles, entry: Entry) -> None:
        """Take in the next part with its bookmark."""
        self._digest.update(repr((titles, entry.sha256)).encode())

    def digest(self) -> str:
        """Return the digest of what was taken in so far."""
        return self._digest.hexdigest()


class UnreadablePart(OSError):
    """Raised when a sheet cannot be read, mostly because a program holds it; `file` is its path in the folder."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(f"{file} cannot be read")


@contextmanager
def _read(entry: Entry) -> Iterator[None]:
    """Have what goes wrong in reading a sheet name it; a full disk is no fault of the sheet."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise
        raise UnreadablePart(entry.file) from error


class Sources:
    """Parts as they are read (来源); `edited` tells whether one of them was not as it had been made."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.edited = False

    def of(self, entry: Entry) -> Source:
        """Return the content of a part; raises UnreadablePart."""
        with _read(entry):
            content = self._storage.local(entry.file).read_bytes()
        self.edited |= digest(content) != entry.sha256
        return content


def is_as_made(storage: Storage, entry: Entry) -> bool:
    """Tell whether a file stands as it was made; raises UnreadablePart."""
    with _read(entry):
        return storage.digest(entry.file) == entry.sha256


def parts_of(entries: Iterable[Entry], period: str, units: Iterable[str]) -> list[Entry]:
    """Return the sheets among the entries of a folder that are printed for a period, as Printing.whole yields them."""
    places = {unit: place for place, unit in enumerate(units)}

    def place(entry: Entry) -> tuple[int, str, tuple[int, str]]:
        return places.get(entry.unit, len(places)), entry.unit, place_in_unit(entry)

    return sorted((entry for entry in entries if _is_part(entry, period)), key=place)


def _is_part(entry: Entry, period: str) -> bool:
    printed = entry.format == "pdf" and entry.period in {"", period}
    return printed and entry.sheet not in PRINT_SHEETS and not entry.retired


def state_of(parts: Iterable[Entry]) -> str:
    """Return what tells the sheets of a period as they are from what they were at another time."""
    return digest("\n".join(entry.sha256 for entry in parts).encode())
