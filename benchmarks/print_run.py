"""Print run against naive merging: documents a second, bytes for each added page, memory.

`python benchmarks/print_run.py [--many 1000 4000] [--rounds 3]` merges two piles by `generator.press.printing` and by
appending the files to one pikepdf document (naive), in processes of their own, rounds interleaved. Medians are time for a
file, bytes those of a page.

- distinct: the papers of the starter campaign as `gongwen build` writes them, each with fonts of its own.
- painted: as many dispatch tables as `--many` says, no two alike, each with a font of its own values.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
from rows import US, Row, compared, parser, peak_mb, show


def ours(paths: Sequence[Path], target: Path) -> None:
    from generator.press.printing import merge

    with target.open("wb") as file:
        merge(file, (((path.stem,), path) for path in paths), two_sided=False)


def naive(paths: Sequence[Path], target: Path) -> None:
    merged = pikepdf.Pdf.new()
    for path in paths:
        with pikepdf.Pdf.open(path) as part:
            merged.pages.extend(part.pages)
    merged.save(target)


WAYS = {"naive": naive, "ours": ours}
NAMES = {"naive": "pikepdf, appended", "ours": US}


def measured(way: str, folder: Path) -> dict[str, float]:
    """Merge the files of a folder in this process; return what it took."""
    paths = sorted(folder.glob("*.pdf"))
    target = folder.with_suffix(f".{way}")
    started = time.perf_counter()
    WAYS[way](paths, target)
    seconds = time.perf_counter() - started
    with pikepdf.Pdf.open(target) as merged:
        pages = len(merged.pages)
    peak = peak_mb()
    return {
        "seconds": seconds,
        "documents": len(paths),
        "pages": pages,
        "bytes": target.stat().st_size,
        "mib": peak,
    }


def made(root: Path) -> Path:
    """Build the starter campaign; return the folder where its papers lie."""
    from generator.press.folder import open_folder
    from generator.press.print_parts import parts_of
    from generator.verbs import BuildRequest, build, init

    source, target, pile = root / "source", root / "output", root / "distinct"
    init(source)
    build(BuildRequest(source=source, target=target, formats=("pdf",)))
    pile.mkdir()
    with open_folder(target) as folder:
        entries = parts_of(folder.listed(), "2024-06")
    for number, entry in enumerate(entries):
        (pile / f"{number:06}.pdf").write_bytes((target / entry.file).read_bytes())
    return pile


def painted(root: Path, count: int) -> Path:
    """Write painted tables with values of their own."""
    from tables import tables

    from generator.render.painted_pdf import painter

    pile = root / "painted"
    pile.mkdir()
    for number, sheet in enumerate(tables()[0].sheets(count)):
        (pile / f"{number:06}.pdf").write_bytes(painter(sheet.fangsong).paint(sheet).content)
    return pile


def rounds(pile: Path, count: int) -> dict[str, list[dict[str, float]]]:
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(count):
        for way in WAYS:
            command = [sys.executable, __file__, "--measure", way, str(pile)]
            out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            found[way].append(json.loads(out))
    return found


def rows(pile: Path, found: dict[str, list[dict[str, float]]]) -> Iterator[Row]:
    own = sum(path.stat().st_size for path in pile.glob("*.pdf"))
    last = {way: runs[-1] for way, runs in found.items()}
    pages = last["ours"]["pages"]
    case = f"print run of {last['ours']['documents']:.0f} finished files, {pages:.0f} pages, {pile.name}"
    yield from compared(
        case,
        {NAMES[way]: [one["seconds"] / one["documents"] for one in runs] for way, runs in found.items()},
        sizes={NAMES[way]: one["bytes"] / one["pages"] for way, one in last.items()},
        notes={
            NAMES[way]: f"the files {own / pages:,.0f} a page; peak {one['mib']:.0f} MB"
            for way, one in last.items()
        },
    )


def main() -> None:
    given = parser(__doc__)
    given.add_argument("--many", type=int, nargs="+", default=[1000, 4000])
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    asked = given.parse_args()
    if asked.measure:
        sys.stdout.write(json.dumps(measured(asked.measure[0], Path(asked.measure[1]))))
        return
    show(every(asked), asked)


def every(asked: argparse.Namespace) -> Iterator[Row]:
    """Yield the rows of all piles."""
    count, piles = (1, [200]) if asked.quick else (asked.rounds, asked.many)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        models = made(root)
        yield from rows(models, rounds(models, count))
        for many in piles:
            place = root / str(many)
            place.mkdir()
            pile = painted(place, many)
            yield from rows(pile, rounds(pile, count))


if __name__ == "__main__":
    main()
