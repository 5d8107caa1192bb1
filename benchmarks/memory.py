"""Memory of a long run: how it grows from the first thousand documents to the last.

`python benchmarks/memory.py [--documents 100000] [--villages 2000] [--formats docx] [--jobs 1] [--bare]` makes blank
dispatch tables in one run and prints, every so often, the resident memory of the run and of its largest worker, and the
documents a second since the line before. `--bare` leaves out composing and rendering: what the batch itself takes.
"""

import argparse
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from many import many

from generator import verbs
from generator.batch import making
from generator.compose.sheets import Composed, Order, unit_sheets
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.organ import Unit
from generator.render.docx import Rendered

LINES = 10


def resident_mb() -> float:
    """The memory that this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


class Watch:
    """Prints a line when a tenth more is done, and first after a thousand documents."""

    def __init__(self, each: int) -> None:
        self.each, self.since = each, time.perf_counter()
        self.told, self.next = 0, 1_000
        self.first = 0.0

    def __call__(self, done: int, total: int, label: str) -> None:
        documents = done * self.each
        if documents < self.next:
            return
        now, memory = time.perf_counter(), resident_mb()
        self.first = self.first or memory
        rate = (documents - self.told) / (now - self.since)
        sys.stdout.write(f"| {documents} | {memory:.1f} | {memory - self.first:+.1f} | {rate:.0f} |\n")
        sys.stdout.flush()
        self.since, self.told = now, documents
        self.next = documents + total * self.each // LINES


def leave_out_the_engines() -> None:
    """Compose each unit like the first and render nothing: 11 KB of the same bytes stand for each document."""
    from generator.render import docx

    composed: list[Composed] = []

    def alike(campaign: Campaign, forms: dict[str, Form], unit: Unit, order: Order) -> Composed:
        if not composed:
            composed.append(unit_sheets(campaign, forms, unit, order))
        sheets = [replace(sheet, unit=unit.code, folder=unit.label) for sheet in composed[0].sheets]
        return Composed(sheets=sheets)

    making.unit_sheets = alike  # type: ignore[attr-defined]
    docx.render_docx = lambda sheet, *rest: Rendered(f"{sheet.unit} {sheet.name}".encode().ljust(11_000))  # type: ignore[assignment]


def main() -> None:
    """Make the campaign, build it once, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--villages", type=int, default=2_000)
    parser.add_argument("--formats", default="docx")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--bare", action="store_true")
    asked = parser.parse_args()
    holders = max(1, asked.documents // asked.villages)
    if asked.bare:
        leave_out_the_engines()
    with tempfile.TemporaryDirectory() as name:
        request = verbs.BuildRequest(
            source=many(Path(name) / "campaign", asked.villages, holders),
            target=Path(name) / "out",
            formats=tuple(asked.formats.split(",")),  # type: ignore[arg-type]
            filling="blank",
            jobs=asked.jobs,
        )
        sys.stdout.write("| documents | MB | grown | documents/s |\n|---|---|---|---|\n")
        started = time.perf_counter()
        result = verbs.build(request, Watch(holders))
        seconds = time.perf_counter() - started
    peaks = [
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    sys.stdout.write(
        f"{result.files} files in {seconds:.0f} s, {result.files / seconds:.0f} a second; "
        f"peak {peaks[0]:.0f} MB, largest worker {peaks[1]:.0f} MB; {len(result.problems)} problems\n"
    )


if __name__ == "__main__":
    main()
