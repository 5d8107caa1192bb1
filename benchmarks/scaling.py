"""Scaling: the same run by one process, by two, and by a Dask cluster of two on this machine.

`python benchmarks/scaling.py [--villages 5000] [--holders 10] [--formats docx,pdf] [--rounds 3] [--ways serial,…]
[--folder /dev/shm]` builds blank dispatch tables (of a fifth of the villages as PDF), each run a process of its own, the
ways in turn. Medians are documents
for a second on the clock from the call to its end, starting workers or a cluster included; told besides are the rate
between a quarter and three quarters of the run, which have no part in starting and ending, and the processor time of all
processes together. Two empty loops say how much two processes can get there. Outputs must not differ by a byte; they stay
until the end: a disk from which so many files have just been removed is slow for a while. `--folder` puts them elsewhere.
"""

import argparse
import contextlib
import ctypes
import hashlib
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from many import many
from rows import Absent, Row, Told, parser, show

LOOP = 20_000_000
FEWER = {"pdf": 5}  # a PDF is ten times as long as a Word file: so many times fewer are made
WAYS = {"serial": (1, "serial"), "processes": (2, "processes"), "dask": (2, "dask")}
NAMES = {"serial": "one process", "processes": "two processes", "dask": "Dask cluster of two"}
RUN = """
import json, sys, time
from pathlib import Path
from generator import verbs
source, target, formats, jobs, executor = sys.argv[1:]
if __name__ == "__main__":
    request = verbs.BuildRequest(source=Path(source), target=Path(target), formats=tuple(formats.split(",")),
                                 filling="blank", jobs=int(jobs), executor=executor)
    seen = []
    started = time.perf_counter()
    result = verbs.build(request, lambda done, total, label: seen.append((time.perf_counter(), done / total)))
    seconds = time.perf_counter() - started
    (since, first), *_, (until, last) = [(at, part) for at, part in seen if 0.25 <= part <= 0.75] or seen
    middle = result.rendered * (last - first) / (until - since)
    print(json.dumps({"files": result.rendered, "seconds": seconds, "rate": result.rendered / seconds, "middle": middle}))
"""
PR_SET_CHILD_SUBREAPER = 36


def timed(source: Path, target: Path, formats: str, way: str) -> dict[str, float]:
    """Build once in a process of its own; return files, seconds, rates, processor seconds of all that it started."""
    jobs, executor = WAYS[way]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [sys.executable, "-c", RUN, str(source), str(target), formats, str(jobs), executor]
    with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8", process_group=0) as run:
        told, _ = run.communicate()
    if run.returncode:
        sys.exit(run.returncode)
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-run.pid, 0):  # those that it started and that end after it
            pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found | {"cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}


def spent(number: int) -> float:
    """Seconds of an empty loop."""
    started = time.perf_counter()
    for _ in range(number):
        pass
    return time.perf_counter() - started


def room() -> float:
    """How many times as much two processes get out of this machine as one, with whatever else it does meanwhile."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(spent, [1, 1], chunksize=1)
        alone = spent(LOOP)
        return 2 * alone / max(pool.map(spent, [LOOP, LOOP], chunksize=1))


def digest_of(root: Path) -> str:
    """Digest of every file below a folder."""
    whole = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        whole.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return whole.hexdigest()


def measured(asked: argparse.Namespace, folder: Path, kind: str) -> Iterator[Told]:
    """Build in turn by all ways; yield the rows of one format."""
    ways = [way for way in asked.ways.split(",") if way != "dask" or find_spec("distributed")]
    villages, rounds = (200, 1) if asked.quick else (asked.villages // FEWER.get(kind, 1), asked.rounds)
    case = f"{villages * asked.holders:,} blank tables as {kind}"
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    digests = set()
    source = many(folder / "campaign", villages, asked.holders)
    rooms = []
    for number in range(rounds):
        rooms.append(room())
        for way in ways:
            target = folder / f"{way}{number}"
            runs[way].append(timed(source, target, kind, way))
            digests.add(digest_of(target))
    yield Row(case, "two empty loops at once", statistics.median(rooms), "of one")
    same = "outputs equal" if len(digests) == 1 else "outputs DIFFER"
    for way, found in runs.items():
        ratio, middle, cpu = (ratio_to(runs[ways[0]], found, name) for name in ("rate", "middle", "cpu"))
        rate = statistics.median(run["rate"] for run in found)
        note = f"in the middle of the run ×{middle:.2f}; processor time ×{cpu:.2f}; {same}"
        yield Row(case, NAMES[way], rate, "/s", ratio, note=note)
    if "dask" in asked.ways and "dask" not in ways:
        yield Absent(case, NAMES["dask"], "distributed is not installed (pip install gongwen[dask])")


def ratio_to(first: list[dict[str, float]], found: list[dict[str, float]], name: str) -> float:
    """Median of the ratios of a figure to the first way's in the same round."""
    return statistics.median(b[name] / a[name] for a, b in zip(first, found, strict=True))


def main() -> None:
    """Measure each format, print the rows."""
    given = parser(__doc__)
    given.add_argument("--villages", type=int, default=5_000)
    given.add_argument("--holders", type=int, default=10)
    given.add_argument("--formats", default="docx,pdf")
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--ways", default=",".join(WAYS))
    given.add_argument(
        "--folder", help="where the outputs go: a disk or, so that it has no part in it, memory"
    )
    asked = given.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def every() -> Iterator[Told]:
        for kind in asked.formats.split(","):
            with tempfile.TemporaryDirectory(dir=asked.folder) as name:
                yield from measured(asked, Path(name), kind)

    show(every(), asked)


if __name__ == "__main__":
    main()
