"""Scaling: the same run by one process, by two, and by a Dask cluster of two on this machine.

`python benchmarks/scaling.py [--villages 1000] [--holders 10] [--formats docx,pdf] [--rounds 3] [--ways serial,…]` builds
blank dispatch tables, each run a process of its own, the ways in turn. Medians are documents for a second on the clock;
told besides is the processor time of all processes together, which says what the sharing costs even on a busy
machine. Two empty loops say how much two processes can get there. Outputs must not differ by a byte.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import shutil
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
WAYS = {"serial": (1, "serial"), "processes": (2, "processes"), "dask": (2, "dask")}
NAMES = {"serial": "one process", "processes": "two processes", "dask": "Dask cluster of two"}
RUN = """
import json, resource, sys, time
from pathlib import Path
from generator import verbs
source, target, formats, jobs, executor = sys.argv[1:]
if __name__ == "__main__":
    request = verbs.BuildRequest(source=Path(source), target=Path(target), formats=tuple(formats.split(",")),
                                 filling="blank", jobs=int(jobs), executor=executor)
    started = time.perf_counter()
    result = verbs.build(request)
    seconds = time.perf_counter() - started
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"files": result.rendered, "seconds": seconds, "cpu": sum(u.ru_utime + u.ru_stime for u in used)}))
"""


def timed(source: Path, target: Path, formats: str, way: str) -> dict[str, float]:
    """Build once in a process of its own; return files, seconds and processor seconds."""
    jobs, executor = WAYS[way]
    words = [sys.executable, "-c", RUN, str(source), str(target), formats, str(jobs), executor]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", env=os.environ, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


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
    villages, rounds = (200, 1) if asked.quick else (asked.villages, asked.rounds)
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
            shutil.rmtree(target)
    yield Row(case, "two empty loops at once", statistics.median(rooms), "of one")
    first = runs[ways[0]]
    same = "outputs equal" if len(digests) == 1 else "outputs DIFFER"
    for way, found in runs.items():
        rate = statistics.median(r["files"] / r["seconds"] for r in found)
        ratio = statistics.median(a["seconds"] / b["seconds"] for a, b in zip(first, found, strict=True))
        cpu = statistics.median(b["cpu"] / a["cpu"] for a, b in zip(first, found, strict=True))
        yield Row(case, NAMES[way], rate, "/s", ratio, note=f"processor time ×{cpu:.2f}; {same}")
    if "dask" in asked.ways and "dask" not in ways:
        yield Absent(case, NAMES["dask"], "distributed is not installed (pip install gongwen[dask])")


def main() -> None:
    """Measure each format, print the rows."""
    given = parser(__doc__)
    given.add_argument("--villages", type=int, default=1_000)
    given.add_argument("--holders", type=int, default=10)
    given.add_argument("--formats", default="docx,pdf")
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--ways", default=",".join(WAYS))
    asked = given.parse_args()

    def every() -> Iterator[Told]:
        for kind in asked.formats.split(","):
            with tempfile.TemporaryDirectory() as name:
                yield from measured(asked, Path(name), kind)

    show(every(), asked)


if __name__ == "__main__":
    main()
