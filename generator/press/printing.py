"""Print files (打印文件): the PDFs of a unit, or of the whole run, in one file ready for the printer."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from generator.dataclass import dataclass
from generator.derive.names import ISSUER
from generator.press import findings
from generator.press.disk import digest, digest_on_disk, forget
from generator.press.folder import (
    PRINT_ALL,
    PRINT_RUN,
    PRINT_SHEETS,
    PRINT_UNIT,
    Outcome,
    OutputFolder,
    Scope,
)
from generator.press.joining import Joiner, Titles
from generator.press.manifest import Entry
from generator.press.output import Label, Output, safe_name
from generator.press.parts import Source, UnreadablePdf

DRAFT_NAME = ".打印.tmp"


@dataclass(frozen=True, slots=True)
class _Parts:
    """Sheets that a print file is made of (打印文件的各份): of a unit, or of all (None).

    They are read from the folder's entries each time, so that memory does not grow with them.
    """

    folder: OutputFolder
    period: str
    unit: str | None = None

    def __iter__(self) -> Iterator[Entry]:
        entries = self.folder.each() if self.unit is None else self.folder.of_unit(self.unit)
        return (entry for entry in entries if _is_part(entry, self.period))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bundle:
    """Print file to be made: its parts, the bookmark of each, and what the archive calls the whole."""

    sheet: str
    unit: str
    path: str
    parts: _Parts
    titles: Callable[[Entry], Titles]
    label: Label


def print_files(
    folder: OutputFolder,
    *,
    units: Mapping[str, tuple[str, str]],
    period: str,
    period_label: str,
    scope: Scope,
    failed_units: Collection[str] = (),
    two_sided: bool = True,
    archive: bool = False,
) -> list[Outcome]:
    """Write one print file per unit and one for all, from every PDF that the manifest lists for `period`.

    Call after the last sheet and before finish. `units`: code → (folder name, label). Stale sheets of
    `scope` are removed first, so that no print file holds them; PDFs outside the scope are taken in as they
    are, so that a partial run gives complete print files. A print file of `period` for which nothing is
    left is removed. A print file conforms to PDF/A-2u when all its parts do; `archive` has the others reported.
    """
    folder.remove_stale(scope, failed_units)
    parts = _Parts(folder, period)
    outcomes = [
        _printed(folder, bundle, period, two_sided=two_sided, archive=archive and _is_asked(bundle, scope))
        for bundle in _bundles(parts, units, f"（{period_label}）.pdf" if period_label else ".pdf")
    ]
    units_elsewhere = {entry.unit for entry in parts} - set(units)
    printed = [entry for entry in folder.each() if entry.sheet in PRINT_SHEETS and entry.period == period]
    state = state_of(parts) if any(entry.sheet == PRINT_RUN for entry in printed) else ""
    for entry in printed:
        stands = entry.sheet == PRINT_UNIT and entry.unit in units_elsewhere
        stands |= entry.sheet == PRINT_RUN and entry.data == state
        if not stands:
            folder.discard(entry)
    return outcomes


def merge(
    target: BinaryIO, pdfs: Iterable[tuple[Titles, Source]], two_sided: bool, archive: Label | None = None
) -> int:
    """Write one PDF with the pages of `pdfs` in order and a bookmark for each; return its pages.

    Titles (unit, sheet) stand in levels. When `two_sided` (GB/T 9704-2012, 6.2), every sheet starts on a front page.
    Files are opened one at a time. With a label for the `archive`, which asks parts for the archive, the whole is
    PDF/A-2u. The same input gives the same bytes. Raises UnreadablePdf.
    """
    joiner = Joiner(target, two_sided=two_sided, archive=archive)
    for index, (titles, source) in enumerate(pdfs):
        joiner.start_sheet()
        try:
            joiner.append(source, titles)
        except UnreadablePdf as error:
            raise UnreadablePdf(index) from error
    joiner.finish()
    return joiner.pages


@contextmanager
def draft(root: Path) -> Iterator[Path]:
    """Give the place of a file that is being written, on the disk of the folder; what is left there is removed."""
    path = root / DRAFT_NAME
    try:
        yield path
    finally:
        forget(path)


def parts_of(entries: Iterable[Entry], period: str) -> list[Entry]:
    """Return the sheets among the entries of a folder that are printed for a period, in order."""
    return [entry for entry in entries if _is_part(entry, period)]


def _is_part(entry: Entry, period: str) -> bool:
    printed = entry.format == "pdf" and entry.period in {"", period}
    return printed and entry.sheet not in PRINT_SHEETS and not entry.retired


def state_of(parts: Iterable[Entry]) -> str:
    """Return what tells the sheets of a period as they are from what they were at another time."""
    return digest("\n".join(entry.sha256 for entry in parts).encode())


def _bundles(parts: _Parts, units: Mapping[str, tuple[str, str]], suffix: str) -> Iterator[_Bundle]:
    """Yield the print files to be made: the units' in the order of `units`, then the one for all."""
    title = f"打印文件{suffix.removesuffix('.pdf')}"
    for code, (name, label) in units.items():
        own = replace(parts, unit=code)
        path = "/".join(filter(None, [name, safe_name(f"打印 {label}") + suffix]))
        if any(True for _ in own):
            named = Label(title=f"{label} {title}", author=label)
            yield _Bundle(sheet=PRINT_UNIT, unit=code, path=path, parts=own, titles=_title, label=named)
    if any(True for _ in parts):
        labels = {code: label for code, (_, label) in units.items()}
        named = Label(title=title, author=labels.get(ISSUER, ""))
        yield _Bundle(
            sheet=PRINT_ALL,
            unit="",
            path=f"打印 全部{suffix}",
            parts=parts,
            titles=lambda entry: (labels.get(entry.unit, entry.unit), entry.title),
            label=named,
        )


def _title(entry: Entry) -> Titles:
    return (entry.title,)


def _printed(
    folder: OutputFolder, bundle: _Bundle, period: str, *, two_sided: bool, archive: bool
) -> Outcome:
    """Merge and write one print file; with a part missing, the old one stays and the problem names it."""
    missing = [entry.file for entry in bundle.parts if not (folder.root / entry.file).is_file()]
    if missing:
        return _incomplete(folder, bundle, missing)
    conforms = all(_is_for_archive(folder, entry) for entry in bundle.parts)
    pdfs = ((bundle.titles(entry), folder.root / entry.file) for entry in bundle.parts)
    with draft(folder.root) as path:
        try:
            with path.open("wb") as target:
                pages = merge(target, pdfs, two_sided, bundle.label if conforms else None)
        except UnreadablePdf as unreadable:
            return _incomplete(folder, bundle, [entry.file for entry in bundle.parts][unreadable.index :][:1])
        outcome = folder.write(replace(_output(bundle, path, pages, period), archive=conforms))
    if conforms or not archive:
        return outcome
    plain = [entry.file for entry in bundle.parts if not _is_for_archive(folder, entry)]
    problem = findings.print_file_plain(bundle.path, bundle.unit, plain)
    return replace(outcome, problems=(*outcome.problems, problem))


def _is_for_archive(folder: OutputFolder, entry: Entry) -> bool:
    """Tell whether a file is for the archive and stands as it was made."""
    return entry.archive and is_as_made(folder, entry)


def _is_asked(bundle: _Bundle, scope: Scope) -> bool:
    """Tell whether a run of this scope is answerable for a print file: that of one of its units, or that for all."""
    return bundle.sheet == PRINT_ALL or scope.units is None or bundle.unit in scope.units


def is_as_made(folder: OutputFolder, entry: Entry) -> bool:
    """Tell whether a file stands as it was made."""
    return digest_on_disk(folder.root / entry.file) == entry.sha256


def _output(bundle: _Bundle, content: Path, pages: int, period: str) -> Output:
    return Output(
        path=bundle.path,
        content=content,
        format="pdf",
        sheet=bundle.sheet,
        title="打印文件",
        unit=bundle.unit,
        period=period,
        pages=pages,
        template_digest="",
        data_digest=state_of(bundle.parts),
        order=max(entry.order for entry in bundle.parts),
    )


def _incomplete(folder: OutputFolder, bundle: _Bundle, missing: list[str]) -> Outcome:
    if entry := next((e for e in folder.of_unit(bundle.unit) if e.file == bundle.path), None):
        folder.keep(entry)
    problem = findings.print_file_incomplete(bundle.path, bundle.unit, missing)
    return Outcome(kind="failed", path=bundle.path, problems=(problem,))
