"""Output folder (输出文件夹): what one run may write, must leave alone and has to remove.

The manifest of the last run tells the generator's files from strangers, and its digests tell files edited
by hand. Neither a stranger nor an edited file is ever overwritten or removed: the new file goes beside it.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from generator.dataclass import dataclass
from generator.model.address import Address
from generator.press import findings, journal, manifest
from generator.press.disk import FileInUse, raise_if_no_room, reason_of
from generator.press.entries import Entries
from generator.press.lock import LOCK_NAME
from generator.press.manifest import Entry, ManifestDamaged, ManifestForeign
from generator.press.output import Output
from generator.press.placing import Outcome as Outcome
from generator.press.placing import Placing
from generator.press.storage import Lock, Storage, storage_of
from generator.problem import EnvironmentProblem, Problem, ProblemsFound

PRINT_UNIT, PRINT_ALL, PRINT_RUN = "print-unit", "print-all", "print-run"
PRINT_SHEETS = frozenset({PRINT_UNIT, PRINT_ALL, PRINT_RUN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The part of the campaign's files that a run makes anew (范围); files outside it are carried over.

    None stands for all, and takes in what the campaign has no more. Sheets that belong to no period are in
    the scope only when `periods` holds "".
    """

    sheets: frozenset[str] | None = None
    units: frozenset[str] | None = None
    formats: frozenset[str]
    periods: frozenset[str]

    def covers(self, entry: Entry) -> bool:
        """Tell whether a run of this scope would make `entry`, were it still wanted."""
        return (
            (self.sheets is None or entry.sheet in self.sheets)
            and (self.units is None or entry.unit in self.units)
            and entry.format in self.formats
            and entry.period in self.periods
        )


class OutputFolder:
    """Output folder (输出文件夹) during one run: write every file, then print_files, then finish.

    Files may be written by others too, by the same rules (Placing): `known_of` says what they must know, `mark` is what
    the lock bears as long as this run holds the folder, and `take_in` takes what they report. Use as a context: an
    exception, Ctrl-C included, keeps in the manifest what was written and removes nothing.
    """

    def __init__(self, storage: Storage, *, lock: Lock, entries: Entries, problems: list[Problem]) -> None:
        self.storage = storage
        self.mark = lock.mark
        self._lock = lock
        self._entries = entries
        self._problems = problems
        self._journal = journal.Journal(storage)
        self.placing = Placing(storage, entries, self._journal)
        self._finished = False

    def write(self, output: Output) -> Outcome:
        """Write one file under the rules of the folder; raises EnvironmentProblem when the disk is full."""
        return self.placing.write(output)

    def known_of(self, unit: str, folder: str) -> list[Entry]:
        """Return what whoever writes the files of a unit to a folder must know; a unit's code may have been another."""
        return self._entries.known_of(unit, folder)

    def take_in(self, entries: Iterable[bytes], settled: Iterable[str] = ()) -> None:
        """Take in the encoded entries of files about which a worker has decided; `settled` are paths that have none."""
        self._entries.take_in(entries)
        for path in settled:
            self._entries.settle(path)

    def recover(self, journals: Iterable[str]) -> None:
        """Take in what workers that are gone have noted and nobody has reported."""
        for name in journals:
            journal.recover(self.storage, self._entries, name)

    def finish(self, scope: Scope, failed_units: Collection[str] = ()) -> list[Problem]:
        """Remove stale files, write the manifest, let go of the folder.

        Returns the problems of opening, of stale files and of the manifest. Units in `failed_units` keep
        their files. A folder that bears the mark of this run no more is left as it is (OUT-005).
        """
        if not self._lock.holds():
            self._finished = True
            self.close()
            return [*self._problems, findings.folder_lost(LOCK_NAME)]
        self.remove_stale(scope, failed_units)
        self._problems += self._outdated()
        try:
            self._save()
        except FileInUse:
            self._problems.append(findings.file_in_use(manifest.MANIFEST_NAME, ""))
        except OSError as error:
            self._problems.append(findings.cannot_write(manifest.MANIFEST_NAME, "", reason_of(error)))
        finally:
            self._finished = True
            self.close()
        return list(self._problems)

    def remove_stale(self, scope: Scope, failed_units: Collection[str] = ()) -> None:
        """Remove files of `scope` that this run did not produce; print files are left to print_files."""
        stale = [
            entry
            for entry in self._entries.unsettled()
            if entry.sheet not in PRINT_SHEETS and entry.unit not in failed_units and scope.covers(entry)
        ]
        self.discard(*stale)

    def discard(self, *entries: Entry) -> None:
        """Remove files that are no longer wanted, unless this run made them or somebody edited them.

        Where case does not tell names apart, a file may be the very one that this run made under another spelling.
        """
        stale = [entry for entry in entries if not self._entries.is_settled(entry.file)]
        made = self._entries.settled_like(entry.file for entry in stale) if stale else {}
        for entry in stale:
            like = made.get(entry.file.casefold(), "")
            if like and self.storage.is_same(entry.file, like):
                self._entries.drop(entry.file)
            else:
                self._remove(entry)

    def _remove(self, entry: Entry) -> None:
        try:
            if self.storage.digest(entry.file) not in {None, entry.sha256}:
                self._problems.append(findings.edited_stale_file(entry))
                self._entries.put(replace(entry, retired=True))
                return
            self.storage.remove(entry.file)
        except OSError as error:
            raise_if_no_room(error, Path(entry.file))
            self._problems.append(findings.file_in_use(entry.file, entry.unit))
            self._entries.put(replace(entry, retired=True))
            return
        self._entries.drop(entry.file)
        self.storage.prune(entry.file)

    def keep(self, entry: Entry) -> None:
        """Take note that a file of an earlier run stays as it is."""
        self._entries.settle(entry.file)

    def _outdated(self) -> Iterator[Problem]:
        """Yield a reminder for each sheet that stands in one format with newer data than in another."""
        groups: dict[tuple[str, str, str, str], list[Entry]] = {}
        for entry in self._entries.outdated():
            groups.setdefault((entry.sheet, entry.unit, entry.period, entry.title), []).append(entry)
        for entries in groups.values():
            yield findings.outdated_files([e.file for e in entries], entries[0].unit)

    def listed(self) -> list[Entry]:
        """Return the entries of the manifest as it now stands, by order and path."""
        return list(self.each())

    def each(self) -> Iterator[Entry]:
        """Yield the entries of the manifest as it now stands, by order and path; nothing may be changed meanwhile."""
        return self._entries.in_order()

    def of_unit(self, unit: str) -> list[Entry]:
        """Return the entries of a unit as the manifest now stands, by order and path."""
        return list(self._entries.of_unit(unit))

    def close(self) -> None:
        """Let go of the folder; a journal that the manifest has not taken in stays for the next run."""
        try:
            self._journal.close()
            self._entries.close()
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if not self._finished and self._lock.holds():
                self._journal.close()
                _take_in_journals(self.storage, self._entries)
        except (OSError, EnvironmentProblem):
            if error is None:
                raise
        finally:
            self.close()

    def _save(self) -> None:
        self._journal.close()
        _save_manifest(self.storage, self._entries)


def open_folder(target: Path | Address) -> OutputFolder:
    """Open an output folder for one run, by its path or address; it is made when it is missing.

    What a killed run left is taken into the manifest first. Raises ProblemsFound (OUT-005) when another run
    holds the folder, EnvironmentProblem when the folder cannot be used.
    """
    storage = storage_of(target)
    try:
        storage.prepare()
        lock = storage.lock()
    except OSError as error:
        raise EnvironmentProblem(f"输出文件夹“{target}”不能用：{reason_of(error)}。请换一个文件夹") from error
    entries = Entries()
    try:
        storage.sweep()
        problems = _read_manifest(storage, entries)
        _take_in_journals(storage, entries)
    except OSError as error:
        lock.release()
        raise EnvironmentProblem(f"输出文件夹“{target}”里的清单读写不了：{reason_of(error)}") from error
    except BaseException:
        lock.release()
        raise
    return OutputFolder(storage, lock=lock, entries=entries, problems=problems)


def _read_manifest(storage: Storage, entries: Entries) -> list[Problem]:
    """Read the manifest; a damaged one is renamed, never lost."""
    try:
        with storage.open(manifest.MANIFEST_NAME) as file:
            entries.load(manifest.read(file))
    except FileNotFoundError:
        return []
    except ManifestForeign as error:
        raise ProblemsFound(
            [findings.manifest_foreign(f"{storage.name}/{manifest.MANIFEST_NAME}")]
        ) from error
    except ManifestDamaged as damage:
        aside = next(name for name in _names_aside() if storage.digest(name) is None)
        storage.rename(manifest.MANIFEST_NAME, aside)
        return [findings.manifest_damaged(str(damage), aside)]
    return []


def _take_in_journals(storage: Storage, entries: Entries) -> None:
    """Take the journals that lie in the folder into the manifest, which says on the disk then what stands there."""
    left = journal.journals(storage)
    for each in left:
        journal.recover(storage, entries, each)
    if left:
        entries.unsettle()
        _save_manifest(storage, entries)


def _save_manifest(storage: Storage, entries: Entries) -> None:
    """Write the manifest, unless it says so already, and drop the journals, which it has taken in."""
    try:
        with storage.draft(manifest.MANIFEST_NAME) as draft:
            sha256 = _drafted(draft, entries)
            if storage.digest(manifest.MANIFEST_NAME) != sha256:
                storage.put(manifest.MANIFEST_NAME, draft, sha256)
    except OSError as error:
        raise_if_no_room(error, Path(manifest.MANIFEST_NAME))
        raise
    for each in journal.journals(storage):
        storage.remove(each)


def _drafted(draft: Path, entries: Entries) -> str:
    """Write the manifest to a draft, which outlasts the machine's power, and return its digest."""
    sha256 = hashlib.sha256()
    with draft.open("wb") as file:
        for line in manifest.lines(entries.lines()):
            sha256.update(line)
            file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return sha256.hexdigest()


def _names_aside() -> Iterator[str]:
    stem, _, suffix = manifest.MANIFEST_NAME.partition(".")
    yield f"{stem}（损坏）.{suffix}"
    number = 2
    while True:
        yield f"{stem}（损坏{number}）.{suffix}"
        number += 1
