"""Scaling: the same run by one process, by two, and by a Dask cluster of two on this machine.

`python benchmarks/scaling.py [--villages 1000] [--holders 10] [--formats docx] [--rounds 3] [--ways serial,processes,dask]
[--folder /dev/shm]` builds blank dispatch tables, each run a process of its own, the ways in turn, and prints medians: of
the documents a second of wall time from the call to its end, starting workers or a cluster included; of those between a
quarter and three quarters of the run, which have no part in starting and ending; and the processor time of all processes
together, which tells what the sharing costs even on a machine that is busy with other things. Two empty loops say how much
two processes can get there. The outputs must not differ by a byte. They stay until the end: a disk from which so many files
have just been removed is slow for a while. `--folder` puts them elsewhere: in memory the disk has no part in the figures.
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
from pathlib import Path

from many import many

LOOP = 20_000_000
WAYS = {"serial": (1, "serial"), "processes": (2, "processes"), "dask": (2, "dask")}
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


def main() -> None:
    """Make the campaign, build it in turn by all ways, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=1_000)
    parser.add_argument("--holders", type=int, default=10)
    parser.add_argument("--formats", default="docx")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument(
        "--folder", help="where the outputs go; a disk or, so that it has no part in it, memory"
    )
    asked = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    ways = asked.ways.split(",")
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    digests = set()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        source = many(Path(name) / "campaign", asked.villages, asked.holders)
        rooms = []
        for number in range(asked.rounds):
            rooms.append(room())
            for way in ways:
                target = Path(name) / f"{way}{number}"
                runs[way].append(timed(source, target, asked.formats, way))
                digests.add(digest_of(target))
    sys.stdout.write(
        f"{runs[ways[0]][0]['files']:.0f} files, outputs {'equal' if len(digests) == 1 else 'DIFFER'}\n"
    )
    sys.stdout.write(f"two empty loops at once: ×{statistics.median(rooms):.2f} of one\n")
    sys.stdout.write(
        "| way | documents/s | ratio | in the middle | ratio | CPU s | ratio |\n|---|---|---|---|---|---|---|\n"
    )
    for way, found in runs.items():
        cells = (f"{median:.4g} | ×{ratio:.2f}" for median, ratio in compared(runs[ways[0]], found))
        sys.stdout.write(f"| {way} | {' | '.join(cells)} |\n")


def compared(first: list[dict[str, float]], found: list[dict[str, float]]) -> Iterator[tuple[float, float]]:
    """Medians of a way's figures, and of their ratios to the first way's in the same round."""
    for name in ("rate", "middle", "cpu"):
        ratios = (b[name] / a[name] for a, b in zip(first, found, strict=True))
        yield statistics.median(run[name] for run in found), statistics.median(ratios)


if __name__ == "__main__":
    main()
