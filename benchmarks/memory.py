"""Growth and memory: runs of ten documents to a hundred thousand, each a process of its own.

`python benchmarks/memory.py [--documents 10,100,1000,10000,100000] [--villages 2000] [--formats docx,pdf] [--jobs 1]
[--bare]` makes blank dispatch tables. Told are seconds on the clock, documents a second, the peaks of the run and of
its largest child, and by how much the resident memory grew after the first thousand documents. `--bare` leaves out
composing and rendering: what the batch itself takes. `--trace` prints the memory as one run goes on.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from many import many
from rows import Absent, Row, Told, parser, show

from generator import verbs
from generator.batch import making
from generator.compose.sheets import Composed, Order, unit_sheets
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.organ import Unit
from generator.render.docx import Rendered

LINES = 10
BYTES = {"docx": 16_000, "html": 32_000, "pdf": 160_000}  # of a document, at most


def resident_mb() -> float:
    """The memory that this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


class Watch:
    """Notes the memory after a thousand documents and each time when a tenth more is done."""

    def __init__(self, each: int, *, aloud: bool) -> None:
        self.each, self.since, self.aloud = each, time.perf_counter(), aloud
        self.told, self.next = 0, 1_000
        self.first = self.last = 0.0
        self.rates: list[float] = []

    def __call__(self, done: int, total: int, label: str) -> None:
        documents = done * self.each
        if documents < self.next:
            return
        now, self.last = time.perf_counter(), resident_mb()
        self.first = self.first or self.last
        self.rates.append((documents - self.told) / (now - self.since))
        if self.aloud:
            grown = self.last - self.first
            sys.stderr.write(f"{documents:8} {self.last:6.1f} MB {grown:+5.1f} {self.rates[-1]:6.0f}/s\n")
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


def one(asked: argparse.Namespace) -> dict[str, Any]:
    """Make the campaign, build it once in this process, return what that took."""
    documents, kind = int(asked.documents), asked.formats
    holders = max(1, documents // asked.villages)
    if asked.bare:
        leave_out_the_engines()
    watch = Watch(holders, aloud=asked.trace)
    with tempfile.TemporaryDirectory() as name:
        request = verbs.BuildRequest(
            source=many(Path(name) / "campaign", min(asked.villages, documents), holders),
            target=Path(name) / "out",
            formats=(kind,),
            filling="blank",
            jobs=asked.jobs,
        )
        started = time.perf_counter()
        result = verbs.build(request, watch)
        seconds = time.perf_counter() - started
    peaks = [resource.getrusage(w).ru_maxrss / 1024 for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "files": result.rendered,
        "seconds": seconds,
        "peaks": peaks,
        "grown": watch.last - watch.first,
        "rates": watch.rates,
        "problems": len(result.problems),
    }


def measured(asked: argparse.Namespace) -> Iterator[Told]:
    """Make the runs one after another, yield their rows."""
    sizes = [10, 100, 1_000] if asked.quick else list(map(int, asked.documents.split(",")))
    for kind in asked.formats.split(","):
        for size in sizes:
            way = f"{size:,} documents"
            if size * BYTES[kind] > shutil.disk_usage(tempfile.gettempdir()).free:
                yield Absent(f"growth: one run, {kind}", way, "no room on the disk for temporary files")
                continue
            words = ["--one", "--documents", str(size), "--formats", kind, "--jobs", str(asked.jobs)]
            words += ["--villages", str(asked.villages), *(["--bare"] if asked.bare else [])]
            command = [sys.executable, __file__, *words]
            found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
            yield Row(f"growth: one run, {kind}", way, found["seconds"], "s", note=_note(found))


def _note(found: dict[str, Any]) -> str:
    own, child = found["peaks"]
    told = [
        f"{found['files'] / found['seconds']:,.0f}/s",
        f"peak {own:.0f} MB" + (f", of its largest child {child:.0f} MB" if child else ""),
    ]
    if len(found["rates"]) > 1:
        told[0] = f"{told[0]}, {found['rates'][0]:,.0f} at first, {found['rates'][-1]:,.0f} at last"
        told.append(f"{found['grown']:+.1f} MB after the first 1,000")
    return "; ".join([*told, *([f"{found['problems']} problems"] if found["problems"] else [])])


def main() -> None:
    """Make one run here, or all of them each in a process of its own."""
    given = parser(__doc__)
    given.add_argument("--documents", default="10,100,1000,10000,100000")
    given.add_argument("--villages", type=int, default=2_000)
    given.add_argument("--formats", default="docx,pdf")
    given.add_argument("--jobs", type=int, default=1)
    given.add_argument("--bare", action="store_true")
    given.add_argument("--trace", action="store_true")
    given.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = given.parse_args()
    if asked.one or asked.trace:
        sys.stdout.write(json.dumps(one(asked)))
    else:
        show(measured(asked), asked)


if __name__ == "__main__":
    main()
