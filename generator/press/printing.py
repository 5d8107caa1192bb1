"""Print files (打印文件): the PDFs of a unit, or of the whole run, in one file ready for the printer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf

from generator.derive.names import ISSUER
from generator.press import findings
from generator.press.archive import ArchiveMerge, Label
from generator.press.disk import digest, digest_on_disk
from generator.press.folder import PRINT_ALL, PRINT_SHEETS, PRINT_UNIT, Outcome, OutputFolder, Scope
from generator.press.manifest import Entry
from generator.press.output import Output, safe_name

Title: TypeAlias = str | tuple[str, str]
Source: TypeAlias = bytes | Path


class UnreadablePdf(Exception):
    """Raised when a PDF is missing, damaged or has no page; `index` is its place in the sequence, from 0."""

    def __init__(self, index: int) -> None:
        self.index = index
        super().__init__(f"PDF {index} cannot be read")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bundle:
    """Print file to be made: its parts, the bookmark of each, and what the archive calls the whole."""

    sheet: str
    unit: str
    path: str
    parts: tuple[Entry, ...]
    titles: tuple[Title, ...]
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
    parts = [entry for entry in folder.listed() if _is_part(entry, period)]
    outcomes = [
        _printed(folder, bundle, period, two_sided=two_sided, archive=archive and _is_asked(bundle, scope))
        for bundle in _bundles(parts, units, f"（{period_label}）.pdf" if period_label else ".pdf")
    ]
    units_elsewhere = {entry.unit for entry in parts} - set(units)
    for entry in folder.listed():
        stands = entry.sheet == PRINT_UNIT and entry.unit in units_elsewhere
        if entry.sheet in PRINT_SHEETS and entry.period == period and not stands:
            folder.discard(entry)
    return outcomes


def merge(pdfs: Sequence[tuple[Title, Source]], two_sided: bool, archive: Label | None = None) -> bytes:
    """Return one PDF with the pages of `pdfs` in order and a bookmark for each.

    A title (unit, sheet) stands in two levels. When `two_sided` (GB/T 9704-2012, 6.2), every sheet starts
    on a front page: a blank page of the size before it is put in. Files are opened one at a time. With a
    label for the `archive`, which asks parts for the archive, the whole is PDF/A-2u. The same input gives the same
    bytes. Raises UnreadablePdf.
    """
    merged = Pdf.new()
    kept = ArchiveMerge(merged) if archive else None
    starts = []
    for index, (_, source) in enumerate(pdfs):
        if two_sided and len(merged.pages) % 2:
            _append_blank(merged)
        starts.append(len(merged.pages))
        _append(merged, source, index, kept)
    _add_bookmarks(merged, [(title, start) for (title, _), start in zip(pdfs, starts, strict=True)])
    _set_viewer(merged, two_sided)
    if kept and archive:
        kept.finish(archive)
    target = BytesIO()
    merged.save(
        target, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate, min_version="1.7"
    )
    return target.getvalue()


def page_count(content: bytes) -> int:
    """Return the number of pages of a PDF; raises UnreadablePdf."""
    try:
        with Pdf.open(BytesIO(content)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError as error:
        raise UnreadablePdf(0) from error


def _is_part(entry: Entry, period: str) -> bool:
    wanted = entry.format == "pdf" and entry.period in {"", period}
    return wanted and entry.sheet not in PRINT_SHEETS and not entry.retired


def _bundles(parts: list[Entry], units: Mapping[str, tuple[str, str]], suffix: str) -> Iterator[_Bundle]:
    """Yield the print files to be made: the units' in the order of `units`, then the one for all."""
    title = f"打印文件{suffix.removesuffix('.pdf')}"
    for code, (name, label) in units.items():
        own = tuple(entry for entry in parts if entry.unit == code)
        path = "/".join(filter(None, [name, safe_name(f"打印 {label}") + suffix]))
        if own:
            titles = tuple(entry.title for entry in own)
            named = Label(title=f"{label} {title}", author=label)
            yield _Bundle(sheet=PRINT_UNIT, unit=code, path=path, parts=own, titles=titles, label=named)
    if parts:
        labels = {code: label for code, (_, label) in units.items()}
        both = tuple((labels.get(e.unit, e.unit), e.title) for e in parts)
        named = Label(title=title, author=labels.get(ISSUER, ""))
        path = f"打印 全部{suffix}"
        yield _Bundle(sheet=PRINT_ALL, unit="", path=path, parts=tuple(parts), titles=both, label=named)


def _printed(
    folder: OutputFolder, bundle: _Bundle, period: str, *, two_sided: bool, archive: bool
) -> Outcome:
    """Merge and write one print file; with a part missing, the old one stays and the problem names it."""
    files = [folder.root / entry.file for entry in bundle.parts]
    missing = [entry.file for entry, file in zip(bundle.parts, files, strict=True) if not file.is_file()]
    if missing:
        return _incomplete(folder, bundle, missing)
    plain = [entry.file for entry in bundle.parts if not _is_archival(folder, entry)]
    try:
        label = None if plain else bundle.label
        content = merge(list(zip(bundle.titles, files, strict=True)), two_sided, label)
    except UnreadablePdf as unreadable:
        return _incomplete(folder, bundle, [bundle.parts[unreadable.index].file])
    outcome = folder.write(replace(_output(bundle, content, period), archive=not plain))
    if not (archive and plain):
        return outcome
    problem = findings.print_file_plain(bundle.path, bundle.unit, plain)
    return replace(outcome, problems=(*outcome.problems, problem))


def _is_asked(bundle: _Bundle, scope: Scope) -> bool:
    """Tell whether a run of this scope is answerable for a print file: that of one of its units, or that for all."""
    return bundle.sheet == PRINT_ALL or scope.units is None or bundle.unit in scope.units


def _is_archival(folder: OutputFolder, entry: Entry) -> bool:
    """Tell whether a PDF was made for the archive and stands as it was made."""
    return entry.archive and digest_on_disk(folder.root / entry.file) == entry.sha256


def _output(bundle: _Bundle, content: bytes, period: str) -> Output:
    return Output(
        path=bundle.path,
        content=content,
        format="pdf",
        sheet=bundle.sheet,
        title="打印文件",
        unit=bundle.unit,
        period=period,
        pages=page_count(content),
        template_digest="",
        data_digest=digest("\n".join(entry.sha256 for entry in bundle.parts).encode()),
        order=bundle.parts[-1].order,
    )


def _incomplete(folder: OutputFolder, bundle: _Bundle, missing: list[str]) -> Outcome:
    for entry in folder.listed():
        if entry.file == bundle.path:
            folder.keep(entry)
    problem = findings.print_file_incomplete(bundle.path, bundle.unit, missing)
    return Outcome(kind="failed", path=bundle.path, problems=(problem,))


def _append(merged: Pdf, source: Source, index: int, kept: ArchiveMerge | None) -> None:
    """Append the pages of one PDF, which is closed again at once."""
    start = len(merged.pages)
    try:
        with Pdf.open(BytesIO(source) if isinstance(source, bytes) else source) as pdf:
            if not len(pdf.pages):
                raise UnreadablePdf(index)
            merged.pages.extend(pdf.pages)
            if kept:
                kept.take_in(pdf, start)
    except (pikepdf.PdfError, OSError) as error:
        raise UnreadablePdf(index) from error


def _append_blank(merged: Pdf) -> None:
    """Append an empty page of the size and rotation of the last one."""
    last = merged.pages[-1]
    blank = Dictionary(Type=Name.Page, MediaBox=Array(last.mediabox), Resources=Dictionary())
    blank.Rotate = last.obj.get("/Rotate", 0)
    merged.pages.append(pikepdf.Page(merged.make_indirect(blank)))


def _add_bookmarks(merged: Pdf, places: list[tuple[Title, int]]) -> None:
    """Write the outline; neighbours of one unit share a parent, folded so that the list of units shows."""
    with merged.open_outline() as outline:
        for unit, group in groupby(
            places, key=lambda place: "" if isinstance(place[0], str) else place[0][0]
        ):
            members = list(group)
            items = [
                OutlineItem(title if isinstance(title, str) else title[1], page) for title, page in members
            ]
            if unit:
                parent = OutlineItem(unit, members[0][1])
                parent.children.extend(items)
                parent.is_closed = True
                items = [parent]
            outline.root.extend(items)


def _set_viewer(merged: Pdf, two_sided: bool) -> None:
    """Ask for printing at full size, which keeps the margins of 5.2, and on two sides if so set."""
    preferences = Dictionary(PrintScaling=Name("/None"))
    preferences.Duplex = Name.DuplexFlipLongEdge if two_sided else Name.Simplex
    merged.Root.ViewerPreferences = preferences
    merged.Root.PageMode = Name.UseOutlines
