"""Output folder (输出文件夹): what one run may write, must leave alone and has to remove.

The manifest of the last run tells the generator's files from strangers, and its digests tell files edited
by hand. Neither a stranger nor an edited file is ever overwritten or removed: the new file goes beside it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeAlias

from generator.press import findings, journal, manifest
from generator.press.disk import (
    FileInUse,
    digest_on_disk,
    forget,
    prune,
    put,
    raise_if_no_room,
    reason_of,
    temp_path,
)
from generator.press.lock import FolderLock
from generator.press.manifest import Entry, ManifestDamaged, ManifestForeign, entry_of, in_order
from generator.press.output import Output
from generator.problem import EnvironmentProblem, Problem, ProblemsFound

OutcomeKind: TypeAlias = Literal["written", "unchanged", "beside", "kept", "failed"]
PRINT_UNIT, PRINT_ALL, PRINT_RUN = "print-unit", "print-all", "print-run"
PRINT_SHEETS = frozenset({PRINT_UNIT, PRINT_ALL, PRINT_RUN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file (结果).

    written: put in place. unchanged: the same bytes stood there, or beside it. beside: put under `path` next to
    a file that is not ours to touch. kept: edited by hand, nothing new to say. failed: nothing was written.
    """

    kind: OutcomeKind
    path: str
    problems: tuple[Problem, ...] = ()


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

    Use as a context: an exception, Ctrl-C included, keeps in the manifest what was written and removes
    nothing.
    """

    def __init__(
        self, root: Path, *, lock: FolderLock, entries: dict[str, Entry], problems: list[Problem]
    ) -> None:
        self.root = root
        self._lock = lock
        self._entries = entries
        self._problems = problems
        self._journal = journal.Journal(root / journal.JOURNAL_NAME)
        self._finished = False
        self._claimed: set[str] = set()  # paths of this run, without case
        self._settled: set[str] = set()  # paths about which this run has decided

    def write(self, output: Output) -> Outcome:
        """Write one file under the rules of the folder; raises EnvironmentProblem when the disk is full."""
        key = output.path.casefold()
        if key in self._claimed:
            return _failed(output, findings.same_path_twice(output.path, output.unit))
        self._claimed.add(key)
        self._settled.add(output.path)
        try:
            return self._placed(output)
        except FileInUse:
            return _failed(output, findings.file_in_use(output.path, output.unit))
        except OSError as error:
            raise_if_no_room(error, self.root / output.path)
            return _failed(output, findings.cannot_write(output.path, output.unit, reason_of(error)))

    def finish(self, scope: Scope, failed_units: Collection[str] = ()) -> list[Problem]:
        """Remove stale files, write the manifest, let go of the folder.

        Returns the problems of opening, of stale files and of the manifest. Units in `failed_units` keep
        their files.
        """
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
        for entry in self.listed():
            if entry.sheet in PRINT_SHEETS or entry.unit in failed_units or not scope.covers(entry):
                continue
            self.discard(entry)

    def discard(self, entry: Entry) -> None:
        """Remove a file that is no longer wanted, unless this run made it or somebody edited it."""
        if entry.file in self._settled:
            return
        self._settled.add(entry.file)
        path = self.root / entry.file
        try:
            if digest_on_disk(path) not in {None, entry.sha256}:
                self._problems.append(findings.edited_stale_file(entry))
                self._entries[entry.file] = replace(entry, retired=True)
                return
            path.unlink(missing_ok=True)
        except OSError as error:
            raise_if_no_room(error, path)
            self._problems.append(findings.file_in_use(entry.file, entry.unit))
            self._entries[entry.file] = replace(entry, retired=True)
            return
        del self._entries[entry.file]
        prune(path.parent, self.root)

    def keep(self, entry: Entry) -> None:
        """Take note that a file of an earlier run stays as it is."""
        self._settled.add(entry.file)

    def _outdated(self) -> Iterator[Problem]:
        """Yield a reminder for each sheet that stands in one format with newer data than in another."""
        groups: dict[tuple[str, str, str, str], list[Entry]] = {}
        for entry in self.listed():
            groups.setdefault((entry.sheet, entry.unit, entry.period, entry.title), []).append(entry)
        for entries in groups.values():
            made = {e.data for e in entries if e.file in self._settled}
            old = [e.file for e in entries if e.file not in self._settled and made - {e.data}]
            if old:
                yield findings.outdated_files(old, entries[0].unit)

    def listed(self) -> list[Entry]:
        """Return the entries of the manifest as it now stands, by order and path."""
        return in_order(self._entries.values())

    def close(self) -> None:
        """Let go of the folder; a journal that the manifest has not taken in stays for the next run."""
        try:
            self._journal.close()
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._journal.noted and not self._finished:
                self._save()
        except (OSError, EnvironmentProblem):
            if error is None:
                raise
        finally:
            self.close()

    def _placed(self, output: Output) -> Outcome:
        known = self._entries.get(output.path)
        entry = _with_pages(entry_of(output), known)
        now = digest_on_disk(self.root / entry.file)
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
        path = self.root / entry.file
        before = self._entries.get(entry.file)
        self._note(entry)
        try:
            put(path, content, temp=temp_path(path, entry.sha256))
        except BaseException:
            self._restore(entry.file, before)
            raise
        return Outcome(kind="written", path=entry.file)

    def _put_beside(self, entry: Entry, content: bytes | Path) -> tuple[OutcomeKind, str]:
        """Write to the first name beside the taken one that is free or ours; return what was done and the name."""
        path = next(path for path in _names_beside(entry.file) if self._is_free(path, entry.sha256))
        beside = replace(entry, file=path)
        self._claimed.add(path.casefold())
        self._settled.add(path)
        if digest_on_disk(self.root / path) == entry.sha256:
            return self._recorded(beside, "unchanged").kind, path
        self._put(beside, content)
        return "beside", path

    def _is_free(self, path: str, sha256: str) -> bool:
        """Tell whether nothing stands at `path`, or the very content, or our own unedited file."""
        if path.casefold() in self._claimed:
            return False
        known = self._entries.get(path)
        return digest_on_disk(self.root / path) in {None, sha256, known.sha256 if known else None}

    def _recorded(self, entry: Entry, kind: OutcomeKind, *problems: Problem) -> Outcome:
        self._entries[entry.file] = entry
        return Outcome(kind=kind, path=entry.file, problems=problems)

    def _note(self, entry: Entry) -> None:
        self._journal.note(entry)
        self._entries[entry.file] = entry

    def _restore(self, path: str, before: Entry | None) -> None:
        if before is None:
            del self._entries[path]
        else:
            self._entries[path] = before

    def _save(self) -> None:
        self._journal.close()
        _save_manifest(self.root, self._entries)


def open_folder(root: Path) -> OutputFolder:
    """Open an output folder for one run, made when it is missing.

    What a killed run left is taken into the manifest first. Raises ProblemsFound (OUT-005) when another run
    holds the folder, EnvironmentProblem when the folder cannot be used.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(root)
    except OSError as error:
        raise EnvironmentProblem(f"输出文件夹“{root}”不能用：{reason_of(error)}。请换一个文件夹") from error
    try:
        forget(_manifest_temp(root))
        entries, problems = _read_manifest(root)
        noted = journal.read(root / journal.JOURNAL_NAME)
        if noted:
            entries = journal.recovered(root, entries, noted)
            _save_manifest(root, entries)
    except OSError as error:
        lock.release()
        raise EnvironmentProblem(f"输出文件夹“{root}”里的清单读写不了：{reason_of(error)}") from error
    except BaseException:
        lock.release()
        raise
    return OutputFolder(root, lock=lock, entries=entries, problems=problems)


def _read_manifest(root: Path) -> tuple[dict[str, Entry], list[Problem]]:
    """Read the manifest; a damaged one is renamed, never lost."""
    path = root / manifest.MANIFEST_NAME
    if not path.exists():
        return {}, []
    try:
        return manifest.decode(path.read_bytes()), []
    except ManifestForeign as error:
        raise ProblemsFound([findings.manifest_foreign(str(path))]) from error
    except ManifestDamaged as damage:
        aside = next(name for name in _names_aside(path) if not name.exists())
        path.rename(aside)
        return {}, [findings.manifest_damaged(str(damage), aside.name)]


def _with_pages(entry: Entry, known: Entry | None) -> Entry:
    """Return the entry with the pages known from before, when the same content is made without counting them."""
    same = known is not None and known.sha256 == entry.sha256 and entry.pages is None
    return replace(entry, pages=known.pages) if known and same else entry


def _save_manifest(root: Path, entries: dict[str, Entry]) -> None:
    """Write the manifest, unless it says so already, and drop the journal, which it has taken in."""
    path = root / manifest.MANIFEST_NAME
    content = manifest.encode(entries.values())
    if not path.exists() or path.read_bytes() != content:
        put(path, content, temp=_manifest_temp(root), durable=True)
    (root / journal.JOURNAL_NAME).unlink(missing_ok=True)


def _manifest_temp(root: Path) -> Path:
    return root / f".{manifest.MANIFEST_NAME}.tmp"


def _names_beside(path: str) -> Iterator[str]:
    stem, dot, suffix = path.rpartition(".")
    yield f"{stem}（新生成）{dot}{suffix}"
    number = 2
    while True:
        yield f"{stem}（新生成{number}）{dot}{suffix}"
        number += 1


def _names_aside(path: Path) -> Iterator[Path]:
    yield path.with_name(f"{path.stem}（损坏）{path.suffix}")
    number = 2
    while True:
        yield path.with_name(f"{path.stem}（损坏{number}）{path.suffix}")
        number += 1


def _failed(output: Output, problem: Problem) -> Outcome:
    return Outcome(kind="failed", path=output.path, problems=(problem,))
