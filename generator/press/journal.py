"""Journal (流水): each file is noted before it is put in place, so that a killed run leaves no stranger.

One JSON entry per line in `.manifest.journal`. The next run merges it into the manifest; a finished run
removes it.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from generator.press.disk import digest_on_disk, forget, prune, raise_if_no_room, temp_path
from generator.press.manifest import Entry, ManifestDamaged, decode_entry, encode_entry

JOURNAL_NAME = ".manifest.journal"


class Journal:
    """Journal (流水) of one run; the file is made by the first note."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.noted = False
        self._file: BinaryIO | None = None

    def note(self, entry: Entry) -> None:
        """Append an entry and hand it to the operating system."""
        try:
            if self._file is None:
                self._file = self.path.open("ab")
            line = json.dumps(encode_entry(entry), ensure_ascii=False)
            self._file.write(f"{line}\n".encode())
            self._file.flush()
            self.noted = True
        except OSError as error:
            raise_if_no_room(error, self.path)
            raise

    def close(self) -> None:
        """Close the journal and keep it; its lines are on the disk afterwards."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None


def read(path: Path) -> list[Entry]:
    """Return the entries of a journal in order.

    A line that does not parse was cut by the end of the run, before its file was touched: it is passed over.
    """
    entries = []
    for line in path.read_bytes().splitlines() if path.exists() else []:
        try:
            entries.append(decode_entry(json.loads(line)))
        except (ValueError, ManifestDamaged):
            continue
    return entries


def recovered(root: Path, manifest: Mapping[str, Entry], noted: list[Entry]) -> dict[str, Entry]:
    """Return the manifest as the killed run left the folder; its temporary files and empty folders go.

    A noted file may or may not have been put in place: its digest on the disk tells. With neither the old
    nor a noted digest it was edited since, and the last note stands, which keeps it protected.
    """
    merged = dict(manifest)
    for entry in noted:
        target = root / entry.file
        forget(temp_path(target, entry.sha256))
        now = digest_on_disk(target)
        old = manifest.get(entry.file)
        if now is None:
            prune(target.parent, root)
            continue
        if old and now == old.sha256 != entry.sha256:
            continue
        settled = merged.get(entry.file)
        if settled is old or settled is None or now != settled.sha256:
            merged[entry.file] = entry
    return merged
