"""Journal (流水): each file is noted before it is put in place, so that a killed run leaves no stranger.

One JSON entry per line in `.manifest.journal`; each chunk of work that is done elsewhere has a journal of its own, with
its number. The next run merges them into the manifest; a finished run removes them.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from generator.press.disk import raise_if_no_room
from generator.press.entries import Known
from generator.press.manifest import Entry, ManifestDamaged, decode_entry, encode_entry
from generator.press.storage import Storage

JOURNAL_NAME = ".manifest.journal"


class Journal:
    """Journal (流水) of one run, or of one chunk of it; the file is made by the first note."""

    def __init__(self, storage: Storage, name: str = JOURNAL_NAME) -> None:
        self._name = name
        self._notes = storage.notes(name)

    def note(self, entry: Entry) -> None:
        """Append an entry, so that it is kept even if this process ends now."""
        try:
            self._notes.write(encode_entry(entry) + b"\n")
        except OSError as error:
            raise_if_no_room(error, Path(self._name))
            raise

    def close(self) -> None:
        """Close the journal and keep it; its lines are on the disk afterwards."""
        self._notes.close()


def name_of(chunk: int) -> str:
    """Return the name of a chunk's journal."""
    return f"{JOURNAL_NAME}.{chunk}"


def journals(storage: Storage) -> list[str]:
    """Return the names of the journals that lie in a folder, that of the run first."""
    return storage.hidden(JOURNAL_NAME)


def recover(storage: Storage, known: Known, name: str) -> None:
    """Take into `known` what a killed run has left in the folder; its temporary files and empty folders go.

    A noted file may or may not have been put in place: its digest on the disk tells. With neither the old
    nor a noted digest it was edited since, and the last note stands, which keeps it protected. What was taken in so is
    settled.
    """
    for entry in _noted(storage, name):
        storage.forget(entry.file, entry.sha256)
        now = storage.digest(entry.file)
        if now is None:
            storage.prune(entry.file)
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


def _noted(storage: Storage, name: str) -> Iterator[Entry]:
    """Yield the entries of a journal in order.

    A line that does not parse was cut by the end of the run, before its file was touched: it is passed over.
    """
    try:
        file = storage.open(name)
    except FileNotFoundError:
        return
    with file:
        for line in file:
            try:
                yield decode_entry(json.loads(line))
            except (ValueError, ManifestDamaged):
                continue
