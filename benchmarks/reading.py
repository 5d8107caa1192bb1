"""Reading a campaign of many units: anew, as kept from an earlier run, and rendering its papers, interleaved.

`python benchmarks/reading.py [--units 1000] [--months 1] [--hazards 2000] [--rounds 5] [--render]` makes the campaign
in a folder of its own; each reading is a process of its own whose cache lies there too. It prints medians and ratios.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from county import county

READ = """\
import sys, time
from pathlib import Path
started = time.perf_counter()
from generator.sources.campaign import load
load(Path(sys.argv[1]))
print(time.perf_counter() - started)
"""


def read(campaign: Path, cache: Path | None) -> float:
    """Seconds of one reading with the imports that it needs, in a process of its own."""
    environment = os.environ | {"GONGWEN_CACHE": str(cache or "")}
    words = [sys.executable, "-c", READ, str(campaign)]
    return float(subprocess.run(words, env=environment, check=True, capture_output=True, text=True).stdout)


def render(campaign: Path, cache: Path, target: Path) -> float:
    """Seconds of making every unit's dispatch table as Word, the campaign being kept."""
    words = [
        "build",
        str(campaign),
        "-o",
        str(target),
        "--sheets",
        "dispatch-communities",
        "--formats",
        "docx",
    ]
    started = time.perf_counter()
    environment = os.environ | {"GONGWEN_CACHE": str(cache)}
    subprocess.run(
        [sys.executable, "-m", "generator", *words], env=environment, check=True, capture_output=True
    )
    return time.perf_counter() - started


def main() -> None:
    """Make the campaign, run the rounds, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--months", type=int, default=1)
    parser.add_argument("--hazards", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--render", action="store_true", help="make the papers too, for comparison")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        campaign = county(folder, asked.units, asked.months, asked.hazards)
        size = sum(file.stat().st_size for file in campaign.rglob("*.yaml"))
        cache = folder / "cache"
        read(campaign, cache)
        anew, kept, made = [], [], []
        for number in range(asked.rounds):
            anew.append(read(campaign, None))
            kept.append(read(campaign, cache))
            if asked.render:
                made.append(render(campaign, cache, folder / f"out{number}"))
    ratio = statistics.median(a / k for a, k in zip(anew, kept, strict=True))
    sys.stdout.write(
        f"{asked.units} units, {asked.months} months, {asked.hazards} hazards, {size / 1e6:.1f} MB\n"
    )
    sys.stdout.write("| | median s |\n|---|---|\n")
    sys.stdout.write(f"| read anew | {statistics.median(anew):.3f} |\n")
    sys.stdout.write(f"| kept | {statistics.median(kept):.3f} (×{ratio:.0f}) |\n")
    if made:
        sys.stdout.write(
            f"| one Word file for each unit, the campaign kept | {statistics.median(made):.3f} |\n"
        )


if __name__ == "__main__":
    main()
