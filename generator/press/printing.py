"""Print files (打印文件): the PDFs of a unit, or of the whole run, in one file ready for the printer."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from generator.dataclass import dataclass
from generator.derive.names import ISSUER
from generator.press import findings
from generator.press.disk import digest
from generator.press.entries import Known
from generator.press.folder import PRINT_ALL, PRINT_RUN, PRINT_SHEETS, PRINT_UNIT, OutputFolder, Scope
from generator.press.growing import Growing
from generator.press.joining import Joiner, Titles
from generator.press.manifest import Entry
from generator.press.output import Label, Output, Wanted, safe_name
from generator.press.parts import Source, UnreadablePdf
from generator.press.placing import Outcome, Placing
from generator.press.print_parts import (
    DRAFT_NAME,
    Mark,
    Printing,
    Sources,
    UnreadablePart,
    is_as_made,
    state_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bundle:
    """Print file to be made: its parts, read anew each time, the bookmark of each, what the archive calls the whole."""

    sheet: str
    unit: str
    path: str
    parts: Callable[[], Iterator[Entry]]
    titles: Callable[[Entry], Titles]
    label: Label


def print_unit(placing: Placing, printing: Printing, unit: str, names: tuple[str, str]) -> Outcome | None:
    """Write the print file of a unit whose sheets are all made, None when it has none; `names`: folder and label.

    Whoever made the sheets can do it; print_files leaves it as it is then.
    """
    parts = partial(printing.parts_left, placing.known, unit)
    for bundle in _filled(_of_unit(printing, unit, names, parts)):
        return _printed(placing, bundle, printing)
    return None


def print_files(
    folder: OutputFolder,
    printing: Printing,
    *,
    units: Mapping[str, tuple[str, str]],
    failed_units: Collection[str] = (),
    made: Mapping[str, Outcome] = MappingProxyType({}),
    growing: Growing | None = None,
) -> list[Outcome]:
    """Write one print file per unit and one for all, from every PDF that the manifest lists for the period.

    Call after the last sheet and before finish. `units`: code → (folder name, label). Stale sheets of
    the scope are removed first, so that no print file holds them; PDFs outside the scope are taken in as they
    are, so that a partial run gives complete print files. A print file of the period for which nothing is
    left is removed. One that stands as it would be made is left. `made` is what became of those that were made with their
    units, `growing` the one for all as far as it has grown.
    """
    folder.remove_stale(printing.scope, failed_units)
    placing = folder.placing
    outcomes = [
        made.get(code) or _printed(placing, bundle, printing)
        for code, names in units.items()
        for bundle in _filled(_of_unit(printing, code, names, partial(printing.parts, placing.known, code)))
    ]
    whole = _filled(_of_all(printing, units, placing.known))
    outcomes += [_printed(placing, bundle, printing, growing) for bundle in whole]
    units_elsewhere = {entry.unit for entry in printing.whole(placing.known, units)} - set(units)
    printed = [e for e in folder.each() if e.sheet in PRINT_SHEETS and e.period == printing.period]
    runs = any(entry.sheet == PRINT_RUN for entry in printed)
    state = state_of(printing.whole(placing.known, units)) if runs else ""
    stand = (
        (entry.sheet == PRINT_UNIT and entry.unit in units_elsewhere)
        or (entry.sheet == PRINT_RUN and entry.data == state)
        for entry in printed
    )
    folder.discard(*(entry for entry, stands in zip(printed, stand, strict=True) if not stands))
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


def _of_unit(
    printing: Printing, unit: str, names: tuple[str, str], parts: Callable[[], Iterator[Entry]]
) -> _Bundle:
    """Return the print file of a unit, by the names of its folder and of the unit itself."""
    folder, label = names
    return _Bundle(
        sheet=PRINT_UNIT,
        unit=unit,
        path="/".join(filter(None, [folder, safe_name(f"打印 {label}") + printing.suffix])),
        parts=parts,
        titles=lambda entry: (entry.title,),
        label=Label(title=f"{label} {_title(printing)}", author=label),
    )


def _of_all(printing: Printing, units: Mapping[str, tuple[str, str]], known: Known) -> _Bundle:
    """Return the print file for all."""
    labels = {code: label for code, (_, label) in units.items()}
    return _Bundle(
        sheet=PRINT_ALL,
        unit="",
        path=f"打印 全部{printing.suffix}",
        parts=partial(printing.whole, known, units),
        titles=lambda entry: (labels.get(entry.unit, entry.unit), entry.title),
        label=Label(title=_title(printing), author=labels.get(ISSUER, "")),
    )


def _title(printing: Printing) -> str:
    return f"打印文件{printing.suffix.removesuffix('.pdf')}"


def _filled(bundle: _Bundle) -> Iterator[_Bundle]:
    """Yield a print file that has parts, nothing for another."""
    if any(True for _ in bundle.parts()):
        yield bundle


def _printed(
    placing: Placing, bundle: _Bundle, printing: Printing, growing: Growing | None = None
) -> Outcome:
    """Merge and write one print file; with a part that cannot be read, the old one stays and the problem names it."""
    try:
        return _whole(placing, bundle, printing, growing)
    except UnreadablePart as part:
        return _incomplete(placing, bundle, [part.file])


def _whole(placing: Placing, bundle: _Bundle, printing: Printing, growing: Growing | None) -> Outcome:
    storage = placing.storage
    missing = [entry.file for entry in bundle.parts() if not storage.local(entry.file).is_file()]
    if missing:
        return _incomplete(placing, bundle, missing)
    conforms = all(entry.archive and is_as_made(storage, entry) for entry in bundle.parts())
    wanted = _wanted(bundle, printing, archive=conforms)
    standing = placing.standing(wanted)
    if standing and all(is_as_made(storage, entry) for entry in bundle.parts()):
        outcome = placing.leave(wanted, standing, None)
    else:
        outcome = _bound(placing, bundle, wanted, printing, growing)
    if conforms or not (printing.archive and _is_asked(bundle, printing.scope)):
        return outcome
    plain = [e.file for e in bundle.parts() if not (e.archive and is_as_made(storage, e))]
    problem = findings.print_file_plain(bundle.path, bundle.unit, plain)
    return replace(outcome, problems=(*outcome.problems, problem))


def _bound(
    placing: Placing, bundle: _Bundle, wanted: Wanted, printing: Printing, growing: Growing | None
) -> Outcome:
    """Bind the parts of a print file, unless that was done while they were made, and put it in place."""
    if growing and not wanted.archive and (grown := growing.finished(wanted.data_digest)):
        return placing.write(_output(wanted, *grown))
    label = bundle.label if wanted.archive else None
    with placing.storage.draft(DRAFT_NAME, digest(bundle.path.encode())[:16]) as path:
        sources = Sources(placing.storage)
        pdfs = ((bundle.titles(entry), sources.of(entry)) for entry in bundle.parts())
        try:
            with path.open("wb") as target:
                pages = merge(target, pdfs, printing.two_sided, label)
        except UnreadablePdf as unreadable:
            return _incomplete(placing, bundle, [e.file for e in bundle.parts()][unreadable.index :][:1])
        return placing.write(_output(wanted, path, pages, edited=sources.edited))


def _is_asked(bundle: _Bundle, scope: Scope) -> bool:
    """Tell whether a run of this scope is answerable for a print file: that of one of its units, or that for all."""
    return bundle.sheet == PRINT_ALL or scope.units is None or bundle.unit in scope.units


def _wanted(bundle: _Bundle, printing: Printing, *, archive: bool) -> Wanted:
    mark = Mark(printing)
    order = 0
    for entry in bundle.parts():
        mark.add(bundle.titles(entry), entry)
        order = max(order, entry.order)
    return Wanted(
        path=bundle.path,
        format="pdf",
        sheet=bundle.sheet,
        title="打印文件",
        unit=bundle.unit,
        period=printing.period,
        template_digest="",
        data_digest=mark.digest(),
        order=order,
        archive=archive,
        engine=printing.engine,
    )


def _output(wanted: Wanted, content: Path, pages: int, *, edited: bool = False) -> Output:
    """Return a print file as it is written; one that holds what was edited by hand is made anew by the next run."""
    values = {field.name: getattr(wanted, field.name) for field in fields(Wanted)}
    return Output(**values | {"engine": "" if edited else wanted.engine}, content=content, pages=pages)


def _incomplete(placing: Placing, bundle: _Bundle, missing: list[str]) -> Outcome:
    if placing.known.get(bundle.path):
        placing.known.settle(bundle.path)
    problem = findings.print_file_incomplete(bundle.path, bundle.unit, missing)
    return Outcome(kind="failed", path=bundle.path, problems=(problem,))
