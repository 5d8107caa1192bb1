"""Cold start of the command line beside bare Python: the help, a check and one paper of a campaign read before.

`python benchmarks/cold_start.py [--rounds 15]` runs each command as a process, interleaved, on a warm cache of its own;
it prints medians of wall time and processor time, and ratios to `python -c pass` in the same round.
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
from pathlib import Path

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


def main() -> None:
    """Run the rounds, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        target, cache = Path(name) / "out", Path(name) / "cache"
        every = commands(target)
        for words in every.values():
            timed(words, target, cache)
        rounds = [
            {label: timed(words, target, cache) for label, words in every.items()}
            for _ in range(asked.rounds)
        ]
    bare = next(iter(every))
    sys.stdout.write("| | median ms | × bare python | processor ms | × |\n|---|---|---|---|---|\n")
    for label in every:
        cells = []
        for kind in (0, 1):
            taken = statistics.median(r[label][kind] for r in rounds)
            ratio = statistics.median(r[label][kind] / r[bare][kind] for r in rounds)
            cells += [f"{taken * 1000:.0f}", f"{ratio:.1f}"]
        sys.stdout.write(f"| {label} | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
