"""Placing (落位) of files in an output folder, by its rules, wherever that is done: in the run itself or by a worker.

The entries known tell the generator's files from strangers, and their digests tell files edited by hand. Neither a
stranger nor an edited file is ever overwritten: the new file goes beside it.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.press import findings
from generator.press.disk import (
    NO_FILE,
    FileInUse,
    raise_if_no_room,
    reason_of,
)
from generator.press.entries import Known
from generator.press.journal import Journal
from generator.press.manifest import Entry, entry_for, entry_of
from generator.press.output import Output, Wanted
from generator.press.storage import Storage
from generator.problem import Problem

OutcomeKind: TypeAlias = Literal["written", "unchanged", "beside", "kept", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file (结果).

    written: put in place. unchanged: the same bytes stood there, or beside it. beside: put under `path` next to
    a file that is not ours to touch. kept: edited by hand, nothing new to say. failed: nothing was written.
    """

    kind: OutcomeKind
    path: str
    problems: tuple[Problem, ...] = ()


class Placing:
    """Placing (落位) of the files of one run, or of one chunk of it."""

    def __init__(self, storage: Storage, known: Known, journal: Journal) -> None:
        self.storage = storage
        self.known = known
        self._journal = journal
        self._claimed: set[str] = set()  # paths written here, without case

    def standing(self, wanted: Wanted) -> Entry | None:
        """Return the entry of a file that is there and was made from the very same, edited since or not."""
        known = self.known.get(wanted.path)
        if known is None or not known.made_as(wanted):
            return None
        try:
            there = self.storage.digest(wanted.path) not in {None, NO_FILE}
        except FileInUse:
            return None
        return known if there else None

    def leave(self, wanted: Wanted, standing: Entry, pages: int | None) -> Outcome:
        """Leave a file that stands as it would be made; what is said about it is said anew."""
        refused = self._claim(wanted)
        if refused:
            return refused
        entry = entry_for(wanted, standing.sha256, standing.pages if pages is None else pages)
        if self.storage.digest(entry.file) == entry.sha256:
            return self._recorded(entry, "unchanged")
        return self._recorded(entry, "kept", findings.edited_file_kept(entry))

    def write(self, output: Output) -> Outcome:
        """Write one file under the rules of the folder; raises EnvironmentProblem when the disk is full."""
        refused = self._claim(output)
        if refused:
            return refused
        try:
            return self._placed(output)
        except FileInUse:
            return _failed(output, findings.file_in_use(output.path, output.unit))
        except OSError as error:
            raise_if_no_room(error, Path(output.path))
            return _failed(output, findings.cannot_write(output.path, output.unit, reason_of(error)))

    def _claim(self, wanted: Wanted) -> Outcome | None:
        """Take a path for a file, or return that another of this run has it."""
        key = wanted.path.casefold()
        if key in self._claimed:
            return _failed(wanted, findings.same_path_twice(wanted.path, wanted.unit))
        self._claimed.add(key)
        self.known.settle(wanted.path)
        return None

    def _placed(self, output: Output) -> Outcome:
        known = self.known.get(output.path)
        entry = _with_pages(entry_of(output), known)
        now = self.storage.digest(entry.file)
        if now == entry.sha256:
            return self._recorded(entry, "unchanged")
        if now is None or (known and now == known.sha256):
            return self._put(entry, output.content)
        if known is None:
            kind, path = self._put_beside(entry, output.content)
            return Outcome(kind=kind, path=path, problems=(findings.foreign_file(entry, path),))
        if known.sha256 == entry.sha256:
            return self._recorded(entry, "kept", findings.edited_file_kept(entry))
        kind, path = self._put_beside(entry, output.content)
        self._note(replace(known, retired=True))
        return Outcome(kind=kind, path=path, problems=(findings.edited_file(entry, path),))

    def _put(self, entry: Entry, content: bytes | Path) -> Outcome:
        """Put a file in place, noted first, so that the next run knows it even if this one is killed."""
        before = self.known.get(entry.file)
        self._note(entry)
        try:
            self.storage.put(entry.file, content, entry.sha256)
        except BaseException:
            self._restore(entry.file, before)
            raise
        return Outcome(kind="written", path=entry.file)

    def _put_beside(self, entry: Entry, content: bytes | Path) -> tuple[OutcomeKind, str]:
        """Write to the first name beside the taken one that is free or ours; return what was done and the name."""
        path = next(path for path in _names_beside(entry.file) if self._is_free(path, entry.sha256))
        beside = replace(entry, file=path)
        self._claimed.add(path.casefold())
        if self.storage.digest(path) == entry.sha256:
            return self._recorded(beside, "unchanged").kind, path
        self._put(beside, content)
        return "beside", path

    def _is_free(self, path: str, sha256: str) -> bool:
        """Tell whether nothing stands at `path`, or the very content, or our own unedited file."""
        if path.casefold() in self._claimed:
            return False
        known = self.known.get(path)
        return self.storage.digest(path) in {None, sha256, known.sha256 if known else None}

    def _recorded(self, entry: Entry, kind: OutcomeKind, *problems: Problem) -> Outcome:
        self.known.put(entry)
        return Outcome(kind=kind, path=entry.file, problems=problems)

    def _note(self, entry: Entry) -> None:
        self._journal.note(entry)
        self.known.put(entry)

    def _restore(self, path: str, before: Entry | None) -> None:
        if before is None:
            self.known.drop(path)
        else:
            self.known.put(before)


def _with_pages(entry: Entry, known: Entry | None) -> Entry:
    """Return the entry with the pages known from before, when the same content is made without counting them."""
    same = known is not None and known.sha256 == entry.sha256 and entry.pages is None
    return replace(entry, pages=known.pages) if known and same else entry


def _names_beside(path: str) -> Iterator[str]:
    stem, dot, suffix = path.rpartition(".")
    yield f"{stem}（新生成）{dot}{suffix}"
    number = 2
    while True:
        yield f"{stem}（新生成{number}）{dot}{suffix}"
        number += 1


def _failed(wanted: Wanted, problem: Problem) -> Outcome:
    return Outcome(kind="failed", path=wanted.path, problems=(problem,))
