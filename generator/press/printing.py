"""Print files (打印文件): the PDFs of a unit, or of the whole run, in one file ready for the printer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf

from generator.press import findings
from generator.press.disk import digest
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
    """Print file to be made: its parts and the bookmark of each."""

    sheet: str
    unit: str
    path: str
    parts: tuple[Entry, ...]
    titles: tuple[Title, ...]


def print_files(
    folder: OutputFolder,
    *,
    units: Mapping[str, tuple[str, str]],
    period: str,
    period_label: str,
    scope: Scope,
    failed_units: Collection[str] = (),
    two_sided: bool = True,
) -> list[Outcome]:
    """Write one print file per unit and one for all, from every PDF that the manifest lists for `period`.

    Call after the last sheet and before finish. `units`: code → (folder name, label). Stale sheets of
    `scope` are removed first, so that no print file holds them; PDFs outside the scope are taken in as they
    are, so that a partial run gives complete print files. A print file of `period` for which nothing is
    left is removed.
    """
    folder.remove_stale(scope, failed_units)
    parts = [entry for entry in folder.listed() if _is_part(entry, period)]
    outcomes = [
        _printed(folder, bundle, period, two_sided)
        for bundle in _bundles(parts, units, f"（{period_label}）.pdf" if period_label else ".pdf")
    ]
    units_elsewhere = {entry.unit for entry in parts} - set(units)
    for entry in folder.listed():
        stands = entry.sheet == PRINT_UNIT and entry.unit in units_elsewhere
        if entry.sheet in PRINT_SHEETS and entry.period == period and not stands:
            folder.discard(entry)
    return outcomes


def merge(pdfs: Sequence[tuple[Title, Source]], two_sided: bool) -> bytes:
    """Return one PDF with the pages of `pdfs` in order and a bookmark for each.

    A title (unit, sheet) stands in two levels. When `two_sided` (GB/T 9704-2012, 6.2), every sheet starts
    on a front page: a blank page of the size before it is put in. Files are opened one at a time. The same
    input gives the same bytes. Raises UnreadablePdf.
    """
    merged = Pdf.new()
    starts = []
    for index, (_, source) in enumerate(pdfs):
        if two_sided and len(merged.pages) % 2:
            _append_blank(merged)
        starts.append(len(merged.pages))
        _append(merged, source, index)
    _add_bookmarks(merged, [(title, start) for (title, _), start in zip(pdfs, starts, strict=True)])
    _set_viewer(merged, two_sided)
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
    for code, (name, label) in units.items():
        own = tuple(entry for entry in parts if entry.unit == code)
        path = "/".join(filter(None, [name, safe_name(f"打印 {label}") + suffix]))
        if own:
            titles = tuple(entry.title for entry in own)
            yield _Bundle(sheet=PRINT_UNIT, unit=code, path=path, parts=own, titles=titles)
    if parts:
        both = tuple((units[e.unit][1] if e.unit in units else e.unit, e.title) for e in parts)
        yield _Bundle(sheet=PRINT_ALL, unit="", path=f"打印 全部{suffix}", parts=tuple(parts), titles=both)


def _printed(folder: OutputFolder, bundle: _Bundle, period: str, two_sided: bool) -> Outcome:
    """Merge and write one print file; with a part missing, the old one stays and the problem names it."""
    files = [folder.root / entry.file for entry in bundle.parts]
    missing = [entry.file for entry, file in zip(bundle.parts, files, strict=True) if not file.is_file()]
    if missing:
        return _incomplete(folder, bundle, missing)
    try:
        content = merge(list(zip(bundle.titles, files, strict=True)), two_sided)
    except UnreadablePdf as unreadable:
        return _incomplete(folder, bundle, [bundle.parts[unreadable.index].file])
    return folder.write(_output(bundle, content, period))


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


def _append(merged: Pdf, source: Source, index: int) -> None:
    """Append the pages of one PDF, which is closed again at once."""
    try:
        with Pdf.open(BytesIO(source) if isinstance(source, bytes) else source) as pdf:
            if not len(pdf.pages):
                raise UnreadablePdf(index)
            merged.pages.extend(pdf.pages)
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
