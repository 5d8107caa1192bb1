"""Reading a campaign of many units: anew, as kept from an earlier run, and rendering its papers, interleaved.

`python benchmarks/reading.py [--units 1000] [--months 1] [--hazards 5000] [--rounds 5]` makes the campaign in a folder of
its own; each reading is a process of its own whose cache lies there too, imports counted. Peers parse the same files and
know nothing of what they mean. Medians are seconds on the clock.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from county import county
from rows import US, Row, compared, interleaved, parser, show

READ = """\
import gc, sys, time
from pathlib import Path
started = time.perf_counter()
from generator.cli.app import OBJECTS_BETWEEN_COLLECTIONS
from generator.sources.campaign import load
gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # as every command does
load(Path(sys.argv[1]))
print(time.perf_counter() - started)
"""


_PARSE = """\
import sys, time
from pathlib import Path
started = time.perf_counter()
import {library}
for file in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    {call}
print(time.perf_counter() - started)
"""
_CALLS = {
    "yaml": "yaml.load(file.read_bytes(), yaml.CSafeLoader)",
    "ryaml": 'ryaml.loads(file.read_text("utf-8"))',
}
PARSE = {library: _PARSE.format(library=library, call=call) for library, call in _CALLS.items()}


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


def parse(campaign: Path, library: str) -> float:
    """Seconds of parsing all files into plain data, in a process of its own."""
    words = [sys.executable, "-c", PARSE[library], str(campaign)]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def measured(asked: argparse.Namespace) -> Iterator[Row]:
    """Make the campaign, run the rounds, yield the rows."""
    units, hazards, rounds = (100, 200, 1) if asked.quick else (asked.units, asked.hazards, asked.rounds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        campaign = county(folder, units, asked.months, hazards)
        size = sum(file.stat().st_size for file in campaign.rglob("*.yaml"))
        cache = folder / "cache"
        ways: dict[str, Callable[[int], float]] = {
            "PyYAML CSafeLoader, parsed only": lambda _: parse(campaign, "yaml"),
            "ryaml, parsed only": lambda _: parse(campaign, "ryaml"),
            f"{US}, read and checked anew": lambda _: read(campaign, None),
            f"{US}, kept": lambda _: read(campaign, cache),
            f"{US}, a Word file for each unit": lambda number: render(
                campaign, cache, folder / f"out{number}"
            ),
        }
        taken = interleaved(ways, rounds)
    case = f"campaign of {units:,} units with returns, {hazards:,} hazards, {size / 1e6:.1f} MB of YAML"
    yield from compared(case, taken, "s", scale=1)


def main() -> None:
    """Measure, print the rows."""
    given = parser(__doc__)
    given.add_argument("--units", type=int, default=1000)
    given.add_argument("--months", type=int, default=1)
    given.add_argument("--hazards", type=int, default=5000)
    given.add_argument("--rounds", type=int, default=5)
    asked = given.parse_args()
    show(measured(asked), asked)


if __name__ == "__main__":
    main()
