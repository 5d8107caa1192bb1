"""Journal (流水): each file is noted before it is put in place, so that a killed run leaves no stranger.

One JSON entry per line in `.manifest.journal`; each chunk of work that is done elsewhere has a journal of its own, with
its number. The next run merges them into the manifest; a finished run removes them.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from generator.press.disk import digest_on_disk, forget, prune, raise_if_no_room, temp_path
from generator.press.entries import Known
from generator.press.manifest import Entry, ManifestDamaged, decode_entry, encode_entry

JOURNAL_NAME = ".manifest.journal"


class Journal:
    """Journal (流水) of one run, or of one chunk of it; the file is made by the first note."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def note(self, entry: Entry) -> None:
        """Append an entry and hand it to the operating system."""
        try:
            if self._file is None:
                self._file = self.path.open("ab")
            self._file.write(encode_entry(entry) + b"\n")
            self._file.flush()
        except OSError as error:
            raise_if_no_room(error, self.path)
            raise

    def close(self) -> None:
        """Close the journal and keep it; its lines are on the disk afterwards."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None


def name_of(chunk: int) -> str:
    """Return the name of a chunk's journal."""
    return f"{JOURNAL_NAME}.{chunk}"


def journals(root: Path) -> list[Path]:
    """Return the journals that lie in a folder, that of the run first."""
    return sorted(root.glob(f"{JOURNAL_NAME}*"))


def recover(root: Path, known: Known, journal: Path) -> None:
    """Take into `known` what a killed run has left in the folder; its temporary files and empty folders go.

    A noted file may or may not have been put in place: its digest on the disk tells. With neither the old
    nor a noted digest it was edited since, and the last note stands, which keeps it protected. What was taken in so is
    settled.
    """
    for entry in _noted(journal):
        target = root / entry.file
        forget(temp_path(target, entry.sha256))
        now = digest_on_disk(target)
        if now is None:
            prune(target.parent, root)
        elif _tells_more(entry, now, known):
            known.put(entry)


def _tells_more(entry: Entry, now: str, known: Known) -> bool:
    """Tell whether a note says more of the file on the disk than what is known of it."""
    before = known.get(entry.file)
    if before is None:
        return True
    if known.is_settled(entry.file):
        return now != before.sha256
    return now != before.sha256 or now == entry.sha256


def _noted(path: Path) -> Iterator[Entry]:
    """Yield the entries of a journal in order.

    A line that does not parse was cut by the end of the run, before its file was touched: it is passed over.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                yield decode_entry(json.loads(line))
            except (ValueError, ManifestDamaged):
                continue
