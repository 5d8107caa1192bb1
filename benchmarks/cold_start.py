"""Cold start of the command line beside bare Python: the help, a check and one paper of a campaign read before.

`python benchmarks/cold_start.py [--rounds 15]` runs each command as a process, interleaved, on a warm cache of its own;
medians are time on the clock, what is told besides are ratios to `python -c pass` in the same round, and processor time.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rows import Row, parser, show

SMALL = Path(__file__).parents[1] / "fixtures" / "campaigns" / "small_valid"


def commands(target: Path) -> dict[str, list[str]]:
    """The command lines by what they are called, bare Python first."""
    one = ["build", str(SMALL), "-o", str(target), "--sheets", "dispatch-communities", "--units", "河湾村"]
    return {
        "python -c pass": ["-c", "pass"],
        "gongwen --help": ["-m", "generator", "--help"],
        "gongwen check": ["-m", "generator", "check", str(SMALL)],
        "gongwen build, one docx": ["-m", "generator", *one, "--formats", "docx"],
        "gongwen build, one pdf": ["-m", "generator", *one, "--formats", "pdf"],
    }


def timed(words: list[str], target: Path, cache: Path) -> tuple[float, float]:
    """Seconds on the clock and of the processor that a command takes, its output folder new."""
    shutil.rmtree(target, ignore_errors=True)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, *words],
        env=environment | {"GONGWEN_CACHE": str(cache)},
        check=True,
        capture_output=True,
    )
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - started
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured(asked: argparse.Namespace) -> Iterator[Row]:
    """Run the rounds, yield the rows."""
    with tempfile.TemporaryDirectory() as name:
        target, cache = Path(name) / "out", Path(name) / "cache"
        every = commands(target)
        for words in every.values():
            timed(words, target, cache)
        rounds = [
            {label: timed(words, target, cache) for label, words in every.items()}
            for _ in range(3 if asked.quick else asked.rounds)
        ]
    bare = next(iter(every))
    for label in every:
        wall, spent = (statistics.median(r[label][kind] for r in rounds) for kind in (0, 1))
        clock, processor = (
            statistics.median(r[label][kind] / r[bare][kind] for r in rounds) for kind in (0, 1)
        )
        note = f"{clock:.1f} times bare Python; processor {spent * 1000:.0f} ms, {processor:.1f} times"
        yield Row("cold start, from the command line", label, wall * 1000, "ms", note=note)


def main() -> None:
    """Measure, print the rows."""
    given = parser(__doc__)
    given.add_argument("--rounds", type=int, default=15)
    asked = given.parse_args()
    show(measured(asked), asked)


if __name__ == "__main__":
    main()
