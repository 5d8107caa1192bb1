"""A county's month: how long check, collect and due take on generated villages, months and hazards.

`python benchmarks/county.py [--units 500] [--months 12] [--hazards 10000] [--profile]` makes the campaign in a folder
of its own and runs each command as a process; it prints seconds and peak memory, with --profile where they go.
"""

import argparse
import cProfile
import pstats
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from click.testing import CliRunner

from generator.cli import gongwen
from generator.derive.fillable import value_fields
from generator.model.filled import Return, Scalar, Value
from generator.model.form import Form, Part
from generator.sources.catalogue import catalogue
from generator.sources.returns_text import return_text

BASE = Path(__file__).parents[1] / "fixtures" / "campaigns" / "small_valid"
FORM = "dispatch-communities"
FIRST = date(2023, 5, 26)
SURNAMES, WORDS = "赵钱孙李周吴郑王冯陈褚卫", "东西南北上下大小新老前后"
LEVELS = ("一般", "一般", "一般", "较大", "重大")


def county(folder: Path, units: int, months: int, hazards: int) -> Path:
    """Write a campaign of so many villages, months of returns and hazards, always the same; return its folder."""
    chance = random.Random(9704)
    campaign = shutil.copytree(
        BASE, folder / "county", ignore=shutil.ignore_patterns("returns", "hazards.yaml")
    )
    codes = [f"v{n:04}" for n in range(units)]
    text = (campaign / "campaign.yaml").read_text(encoding="utf-8")
    text = text.replace("ends_on: 2023-12-31", f"ends_on: {max('2023-12', periods(months)[-1])}-28")
    head, _, rest = text.partition("  - {name: 柳林镇河湾村")
    listed = "".join(
        f"  - {{code: {c}, name: 柳林镇{village(n)}村, short_name: {village(n)}, kind: community}}\n"
        for n, c in enumerate(codes)
    )
    (campaign / "campaign.yaml").write_text(
        head + listed + "  -" + rest.partition("  -")[2], encoding="utf-8"
    )
    recorded = list(recorded_hazards(hazards, codes, 28 * months, chance))
    (campaign / "hazards.yaml").write_text("".join(hazard_lines(recorded)), encoding="utf-8")
    ledgers = {code: [h for h in recorded if h.unit == code and h.level == "重大"] for code in codes}
    form = catalogue()[FORM]
    for month, period in enumerate(periods(months)):
        place = campaign / "returns" / period
        place.mkdir(parents=True)
        for code in codes:
            filled = Return(
                schema=1,
                form=FORM,
                unit=code,
                period=period,
                filled_by="张三丰",
                values=values(form, month, chance) | counted(ledgers[code], period),
            )
            (place / f"{code}.yaml").write_text(return_text(filled), encoding="utf-8")
    return campaign


def periods(months: int) -> list[str]:
    """The months of the campaign from its first, as 2023-05."""
    return [f"{2023 + n // 12}-{n % 12 + 1:02}" for n in range(4, 4 + months)]


def village(number: int) -> str:
    """A name of two characters for each number below 144 and of three above."""
    first, second = divmod(number % 144, 12)
    return SURNAMES[first] + WORDS[second] + ("" if number < 144 else SURNAMES[number // 144 % 12] + "家")


def values(form: Form, month: int, chance: random.Random) -> dict[str, Value]:
    """Figures that grow from month to month and keep the form's rules: what is closed is none."""
    return {
        f.name: _nested(f.parts, month) if f.parts else _one(f.name, f.kind, month, chance)
        for f in value_fields(form)
    }


def _nested(parts: tuple[Part, ...], month: int) -> Value:
    return {p.name: month + 1 if i == 0 else 0 for i, p in enumerate(parts)}


def _one(name: str, kind: str, month: int, chance: random.Random) -> Scalar:
    if kind == "yes_no":
        return True
    return 0 if name.endswith("closed") else 10 * month + chance.randrange(9)


@dataclass(frozen=True)
class Recorded:
    """A hazard of the county."""

    code: str
    unit: str
    level: str
    found: date
    closed: date | None


def recorded_hazards(number: int, codes: list[str], days: int, chance: random.Random) -> Iterator[Recorded]:
    """Hazards found within so many days, half of them closed."""
    for n in range(number):
        found = FIRST + timedelta(days=n % days)
        closed = found + timedelta(days=9) if n % 2 else None
        yield Recorded(f"LL-{n:05}", chance.choice(codes), chance.choice(LEVELS), found, closed)


def counted(hazards: list[Recorded], period: str) -> dict[str, Value]:
    """What a unit reports of its ledger for a month."""
    found = [h for h in hazards if f"{h.found:%Y-%m}" <= period]
    closed = sum(h.closed is not None and f"{h.closed:%Y-%m}" <= period for h in found)
    return {"inspection_found": len(found), "inspection_closed": closed, "listed": 0, "listed_closed": 0}


def hazard_lines(hazards: list[Recorded]) -> Iterator[str]:
    """The hazards as YAML."""
    yield "schema: 1\nhazards:\n"
    for n, h in enumerate(hazards):
        closed = f", closed_on: {h.closed}, recheck: 已整改" if h.closed else ""
        yield (
            f"  - {{code: {h.code}, unit: {h.unit}, level: {h.level}, name: 灭火器失效, "
            f"enterprise: {{name: 第{n}加工厂, principal: 张三丰}}, content: 灭火器压力不足, inspected_on: {h.found}, "
            f"inspectors: 李四光、王五, measures: 更换, responsible_person: 张三丰, "
            f"due_on: {h.found + timedelta(days=10)}{closed}}}\n"
        )


def timed(words: list[str]) -> tuple[float, float]:
    """Run `gongwen` with these words; return its seconds and its peak memory in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "generator", *words], capture_output=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode > 1:
        sys.exit(done.stderr.decode())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return seconds, max(peak, before) / 1024


def commands(campaign: Path, folder: Path, last: str) -> dict[str, list[str]]:
    """The commands of a month by what they are called."""
    return {
        "check": ["check", str(campaign)],
        "collect": ["collect", str(campaign), "--period", last],
        "collect -o": ["collect", str(campaign), "--period", last, "-o", str(folder / "out")],
        "due": ["due", str(campaign), "--on", "2023-11-01"],
        "intake blank": ["intake", "blank", str(campaign), "--period", last, "-o", str(folder / "sent")],
    }


def profile(words: list[str]) -> None:
    """Print where the time of a command goes, in this process."""
    profiler = cProfile.Profile()
    profiler.enable()
    CliRunner().invoke(gongwen, words)
    profiler.disable()
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumulative").print_stats("generator", 25)


def main() -> None:
    """Make the county, run the commands, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--hazards", type=int, default=10_000)
    parser.add_argument("--profile", metavar="COMMAND")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        campaign = county(folder, asked.units, asked.months, asked.hazards)
        every = commands(campaign, folder, periods(asked.months)[-1])
        if asked.profile:
            profile(every[asked.profile])
            return
        sys.stdout.write(f"{asked.units} villages, {asked.months} months, {asked.hazards} hazards\n")
        sys.stdout.write("| command | seconds | peak MB |\n|---|---|---|\n")
        for label, words in every.items():
            seconds, peak = timed(words)
            sys.stdout.write(f"| {label} | {seconds:.1f} | {peak:.0f} |\n")


if __name__ == "__main__":
    main()
