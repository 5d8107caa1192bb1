"""Print run against naive merging: documents a second, bytes for each added page, memory.

    python benchmarks/print_run.py [--many 1000 4000] [--rounds 3]

Two piles, each merged by `generator.press.printing` and by appending the files to one pikepdf document (naive), in
processes of their own, rounds interleaved; medians are printed.

- distinct: the papers of the starter campaign as `gongwen build` writes them, each with fonts of its own.
- painted: as many dispatch tables as `--many` says, no two alike, each with a font of its own values.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf


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


WAYS = {"ours": ours, "naive": naive}


def measured(way: str, folder: Path) -> dict[str, float]:
    """Merge the files of a folder in this process; return what it took."""
    paths = sorted(folder.glob("*.pdf"))
    target = folder.with_suffix(f".{way}")
    started = time.perf_counter()
    WAYS[way](paths, target)
    seconds = time.perf_counter() - started
    with pikepdf.Pdf.open(target) as merged:
        pages = len(merged.pages)
    peak = peak_mib()
    return {
        "seconds": seconds,
        "documents": len(paths),
        "pages": pages,
        "bytes": target.stat().st_size,
        "mib": peak,
    }


def peak_mib() -> float:
    """Return the peak of this process alone; ru_maxrss would take over that of the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def made(root: Path) -> Path:
    """Build the starter campaign; return the folder where its papers lie."""
    from generator.press.folder import open_folder
    from generator.press.printing import parts_of
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
    from painted_pdf import sheets

    from generator.render.painted_pdf import painter

    pile = root / "painted"
    pile.mkdir()
    for number, sheet in enumerate(sheets(1, count)["dispatch table"]):
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


def lines(pile: Path, found: dict[str, list[dict[str, float]]]) -> Iterator[str]:
    seconds = {way: statistics.median(one["seconds"] for one in runs) for way, runs in found.items()}
    own = sum(path.stat().st_size for path in pile.glob("*.pdf"))
    for way, runs in found.items():
        last = runs[-1]
        yield (
            f"{pile.name:9} {way:6} {last['documents']:7.0f} files {last['pages']:7.0f} pages "
            f"{last['documents'] / seconds[way]:8.0f} files/s  x{seconds['naive'] / seconds[way]:5.2f}  "
            f"{last['bytes'] / last['pages']:9.0f} bytes/page (parts {own / last['pages']:.0f})  "
            f"peak {statistics.median(one['mib'] for one in runs):6.0f} MiB"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--many", type=int, nargs="+", default=[1000, 4000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        sys.stdout.write(json.dumps(measured(asked.measure[0], Path(asked.measure[1]))))
        return
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        models = made(root)
        for line in lines(models, rounds(models, asked.rounds)):
            sys.stdout.write(f"{line}\n")
        for count in asked.many:
            place = root / str(count)
            place.mkdir()
            pile = painted(place, count)
            for line in lines(pile, rounds(pile, asked.rounds)):
                sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
