"""Kills: runs are broken at random points and run again; what is there then must not differ by a byte from one unbroken.

`python benchmarks/kills.py [--points 20] [--villages 400] [--formats docx] [--jobs 2] [--seed 9704]
[--kinds run,worker,dask,disk]` prints for each point how many files were there, with which code the broken run ended, and
whether the next one leaves the very same files and nothing temporary. `run`: the run is killed (SIGKILL). `worker`: one of
its processes is, `dask`: one of the workers of a Dask cluster; the run has to go on by itself. `disk`: it writes to a file
system too small for it (tmpfs, mounted, so this needs root), which is made larger before the next.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from many import many
from scaling import digest_of

Run = subprocess.Popen[str]
ROOM_MB = 500
FULL = "磁盘已满"


def started(source: Path, target: Path, asked: argparse.Namespace, kind: str = "run") -> Run:
    """Start a build in a process of its own."""
    words = [
        "build",
        str(source),
        "-o",
        str(target),
        "--blank",
        "--formats",
        asked.formats,
        "--jobs",
        str(asked.jobs),
    ]
    words += ["--executor", "dask"] if kind == "dask" else []
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-m", "generator", *words], stdout=pipe, stderr=pipe, text=True)


def made(root: Path, formats: str) -> int:
    """How many files are there."""
    return sum(len(list(root.glob(f"*/*.{kind}"))) for kind in formats.split(","))


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def workers_of(run: int, kind: str) -> list[int]:
    """The processes that do the work of a run; those of a cluster are copies of a server."""
    if kind == "dask":
        return [worker for server in children_of(run) for worker in children_of(server)]
    return children_of(run)


def killed(run: Run, kind: str, chance: random.Random) -> None:
    """Kill a run, or one of its workers, when it has some."""
    if kind == "run":
        run.kill()
        return
    while run.poll() is None:
        try:
            os.kill(chance.choice(workers_of(run.pid, kind)), signal.SIGKILL)
            return
        except (OSError, IndexError):
            time.sleep(0.01)


def broken_by_a_kill(
    source: Path, target: Path, asked: argparse.Namespace, kind: str, share: float, every: int
) -> Run:
    """Break a run when that share of the files is there."""
    run = started(source, target, asked, kind)
    while made(target, asked.formats) < share * every and run.poll() is None:
        time.sleep(0.002)
    killed(run, kind, random.Random(share))
    return run


def mounted(target: Path, size: str, *options: str) -> None:
    """Mount a file system of that size, or change its size."""
    target.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", ",".join([f"size={size}", *options]), "tmpfs", str(target)]
    subprocess.run(words, check=True)


def check(
    source: Path, target: Path, asked: argparse.Namespace, kind: str, share: float, whole: Path
) -> bool:
    """Break a run at one point and run again; print what came of it."""
    every = made(whole, asked.formats)
    if kind == "disk":
        size = sum(path.stat().st_blocks * 512 for path in whole.rglob("*") if path.is_file())
        mounted(target, f"{max(16, int(share * size / 1024))}k")
        run = started(source, target, asked)
    else:
        run = broken_by_a_kill(source, target, asked, kind, share, every)
    _, said = run.communicate()
    there, temporary = made(target, asked.formats), len(list(target.rglob(".*.tmp")))
    if kind == "disk":
        mounted(target, f"{ROOM_MB}m", "remount")
    again = started(source, target, asked)
    again.communicate()
    right: Callable[[int], bool] = {
        "run": lambda code: code == -signal.SIGKILL,
        "disk": lambda code: code > 0 and FULL in said and "Traceback" not in said and not temporary,
    }.get(kind, lambda code: code == 0 and there == every)
    fine = digest_of(target) == digest_of(whole) and again.returncode == 0 and right(run.returncode)
    ended = f"{there} of {every} | {run.returncode} | {'yes' if fine else 'NO'}"
    sys.stdout.write(f"| {kind} | {share:.2f} | {ended} |\n")
    sys.stdout.write("" if fine else said)
    sys.stdout.flush()
    if kind == "disk":
        subprocess.run(["umount", str(target)], check=True)
    return fine


def main() -> None:
    """Build once without a break, then break and resume at each point of each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=20)
    parser.add_argument("--villages", type=int, default=400)
    parser.add_argument("--formats", default="docx")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=9704)
    parser.add_argument("--kinds", default="run,worker,dask,disk")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, whole = many(folder / "campaign", asked.villages), folder / "whole"
        started(source, whole, asked).communicate()
        sys.stdout.write(
            "| kind | share | files then | code | the same after the next run |\n|---|---|---|---|---|\n"
        )
        fine = [
            check(source, folder / f"{kind}{point}", asked, kind, chance.random(), whole)
            for kind in asked.kinds.split(",")
            for point in range(asked.points)
        ]
    sys.exit(fine.count(False))


if __name__ == "__main__":
    main()
