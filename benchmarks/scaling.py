"""Scaling: the same run by one process, by two, and by a Dask cluster of two on this machine.

`python benchmarks/scaling.py [--villages 1000] [--holders 10] [--formats docx] [--rounds 3] [--ways serial,processes,dask]`
builds blank dispatch tables, each run a process of its own, the ways in turn, and prints medians of the documents a second
of wall time, their ratios, and the processor time of all processes together, which tells what the sharing costs even on a
machine that is busy with other things; two empty loops say how much two processes
can get there. The outputs must not differ by a byte.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from many import many

LOOP = 20_000_000
WAYS = {"serial": (1, "serial"), "processes": (2, "processes"), "dask": (2, "dask")}
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


def main() -> None:
    """Make the campaign, build it in turn by all ways, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=1_000)
    parser.add_argument("--holders", type=int, default=10)
    parser.add_argument("--formats", default="docx")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", default=",".join(WAYS))
    asked = parser.parse_args()
    ways = asked.ways.split(",")
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    digests = set()
    with tempfile.TemporaryDirectory() as name:
        source = many(Path(name) / "campaign", asked.villages, asked.holders)
        rooms = []
        for number in range(asked.rounds):
            rooms.append(room())
            for way in ways:
                target = Path(name) / f"{way}{number}"
                runs[way].append(timed(source, target, asked.formats, way))
                digests.add(digest_of(target))
                subprocess.run(["rm", "-rf", str(target)], check=True)
    sys.stdout.write(
        f"{runs[ways[0]][0]['files']:.0f} files, outputs {'equal' if len(digests) == 1 else 'DIFFER'}\n"
    )
    sys.stdout.write(f"two empty loops at once: ×{statistics.median(rooms):.2f} of one\n")
    sys.stdout.write("| way | documents/s | ratio | CPU s | CPU ratio |\n|---|---|---|---|---|\n")
    first = runs[ways[0]]
    for way, found in runs.items():
        rate = statistics.median(r["files"] / r["seconds"] for r in found)
        ratio = statistics.median(a["seconds"] / b["seconds"] for a, b in zip(first, found, strict=True))
        cpu = statistics.median(r["cpu"] for r in found)
        shared = statistics.median(b["cpu"] / a["cpu"] for a, b in zip(first, found, strict=True))
        sys.stdout.write(f"| {way} | {rate:.0f} | ×{ratio:.2f} | {cpu:.1f} | ×{shared:.2f} |\n")


if __name__ == "__main__":
    main()
