"""Rows of a table of benchmarks: how rounds are compared, how figures are shown and handed on."""

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType

US = "公文工坊"
HEAD = "| case | way | median | ratio | bytes | |\n|---|---|---:|---:|---:|---|\n"


@dataclass(frozen=True, slots=True)
class Row:
    """One way of doing one case: its median, how many times as good as the first way of the case, bytes of a document."""

    case: str
    way: str
    value: float
    unit: str
    ratio: float | None = None
    size: float | None = None
    note: str = ""

    @property
    def cells(self) -> str:
        """The row in a Markdown table, without its case."""
        ratio = "" if self.ratio is None else f"×{figure(self.ratio)}"
        size = "" if self.size is None else f"{self.size:,.0f}"
        return f"{self.way} | {figure(self.value)} {self.unit} | {ratio} | {size} | {self.note}"


@dataclass(frozen=True, slots=True)
class Absent:
    """Way that could not be measured here, and why."""

    case: str
    way: str
    why: str

    @property
    def cells(self) -> str:
        """The row in a Markdown table, without its case."""
        return f"{self.way} | not measured | | | {self.why}"


Told = Row | Absent


def table(rows: Iterable[Told]) -> Iterator[str]:
    """Yield the lines of a Markdown table; a case is named in its first row."""
    yield HEAD
    case = ""
    for row in rows:
        yield f"| {'' if row.case == case else row.case} | {row.cells} |\n"
        case = row.case


def figure(value: float) -> str:
    """Return a number with three digits that count; a whole one as it is.

    >>> figure(0.04567), figure(5.0), figure(1234.5), figure(8)
    ('0.0457', '5.00', '1,234', '8')
    """
    if isinstance(value, int):
        return f"{value:,}"
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return f"{value:,.{max(0, 3 - whole)}f}" if whole else f"{value:#.3g}"


def interleaved(ways: Mapping[str, Callable[[int], float]], rounds: int) -> dict[str, list[float]]:
    """Return what each way took in each round, all in turn; the first, of the number 0, warms up and does not count."""
    taken = [{name: make(number) for name, make in ways.items()} for number in range(rounds + 1)]
    return {name: [one[name] for one in taken[1:]] for name in ways}


def compared(
    case: str,
    taken: Mapping[str, Sequence[float]],
    unit: str = "ms",
    *,
    sizes: Mapping[str, float] = MappingProxyType({}),
    notes: Mapping[str, str] = MappingProxyType({}),
    scale: float = 1000,
) -> Iterator[Row]:
    """Yield a row for each way, the first being what the others are compared with, round by round."""
    base = next(iter(taken.values()))
    for way, seconds in taken.items():
        ratio = statistics.median(b / s for b, s in zip(base, seconds, strict=True))
        value = statistics.median(seconds) * scale
        yield Row(case, way, value, unit, ratio, sizes.get(way), notes.get(way, ""))


def peak_mb() -> float:
    """Return the peak of this process alone; ru_maxrss would take over that of the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def parser(doc: str | None) -> argparse.ArgumentParser:
    """Return what reads the command line of a topic: every topic can be quick and hand on its rows."""
    made = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--quick", action="store_true", help="fewer rounds and documents: shows that it runs")
    made.add_argument("--node", type=Path, help="folder in which npm has installed package.json")
    made.add_argument("--json", type=Path, help="write the rows here too")
    return made


def show(rows: Iterable[Told], asked: argparse.Namespace) -> None:
    """Print the rows as a table, each as soon as it is known, and write them where that is asked for."""
    every: list[Told] = []

    def noted() -> Iterator[Told]:
        for row in rows:
            every.append(row)
            yield row

    for line in table(noted()):
        sys.stdout.write(line)
        sys.stdout.flush()
    if asked.json:
        asked.json.write_text(json.dumps([{"type": type(r).__name__, **asdict(r)} for r in every]))


def read(file: Path) -> list[Told]:
    """Return rows that a topic wrote."""
    kinds = {kind.__name__: kind for kind in (Row, Absent)}
    return [kinds[row.pop("type")](**row) for row in json.loads(file.read_text())]
