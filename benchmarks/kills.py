"""Kills: a run is killed at random points and resumed; what it leaves must not differ by a byte from one without a break.

`python benchmarks/kills.py [--points 20] [--villages 400] [--formats docx] [--jobs 2] [--seed 9704]` prints for each point
how many files were there, how many the next run made, and whether outputs are equal and nothing temporary is left.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from many import many
from scaling import digest_of


def started(source: Path, target: Path, formats: str, jobs: int) -> "subprocess.Popen[str]":
    """Start a build in a process of its own."""
    words = ["build", str(source), "-o", str(target), "--blank", "--formats", formats, "--jobs", str(jobs)]
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-m", "generator", *words], stdout=pipe, stderr=pipe, text=True)


def made(root: Path, formats: str) -> int:
    """How many files are there."""
    return sum(len(list(root.glob(f"*/*.{kind}"))) for kind in formats.split(","))


def main() -> None:
    """Build once without a break, then kill and resume at each point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=20)
    parser.add_argument("--villages", type=int, default=400)
    parser.add_argument("--formats", default="docx")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=9704)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = many(folder / "campaign", asked.villages)
        whole = folder / "whole"
        started(source, whole, asked.formats, 1).communicate()
        expected, every = digest_of(whole), made(whole, asked.formats)
        sys.stdout.write(
            "| point | files when killed | journals | equal after the next run |\n|---|---|---|---|\n"
        )
        for point in range(asked.points):
            target = folder / f"out{point}"
            enough = chance.randrange(every)
            run = started(source, target, asked.formats, asked.jobs)
            while made(target, asked.formats) < enough and run.poll() is None:
                time.sleep(chance.random() / 100)
            run.kill()
            run.communicate()
            there, journals = made(target, asked.formats), len(list(target.glob(".manifest.journal*")))
            started(source, target, asked.formats, asked.jobs).communicate()
            equal = digest_of(target) == expected
            failed += not equal
            sys.stdout.write(
                f"| {point + 1} | {there} of {every} | {journals} | {'yes' if equal else 'NO'} |\n"
            )
            sys.stdout.flush()
    sys.exit(failed)


if __name__ == "__main__":
    main()
