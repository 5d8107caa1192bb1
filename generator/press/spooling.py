"""Spooling (送打印机): what is said to CUPS so that a print run comes out on the right paper, on the right sides."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.dataclass import dataclass
from generator.press.parts import PageBox
from generator.problem import EnvironmentProblem

COMMAND = "lp"
POINTS_PER_MM = 72 / 25.4
TOLERANCE_MM = 2.0
PAPERS_MM = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0), "Letter": (215.9, 279.4)}
TIMEOUT_S = 600


@dataclass(frozen=True, slots=True)
class PaperRun:
    """Pages (连续的几页) of a file, from 1, on one size of paper, upright or lying."""

    paper: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Ticket (打印单): how a file is printed; the printer is the usual one when none is named."""

    two_sided: bool
    times: int = 1
    printer: str = ""


def paper_runs(boxes: Iterable[tuple[PageBox, int]], first: int = 1) -> list[PaperRun]:
    """Return which pages go on which paper; whether a page stands or lies, the printer sees by itself."""
    runs: list[PaperRun] = []
    for box, count in boxes:
        run = PaperRun(_paper(box), first, first + count - 1)
        if runs and runs[-1].paper == run.paper:
            run = PaperRun(run.paper, runs.pop().first, run.last)
        runs.append(run)
        first += count
    return runs


def commands(file: Path, runs: Sequence[PaperRun], ticket: Ticket, *, part: bool) -> Iterator[list[str]]:
    """Yield the commands that print the pages of a file, one for each size of paper; `part` says there are others."""
    papers = list(dict.fromkeys(run.paper for run in runs))
    for paper in papers:
        pages = [run for run in runs if run.paper == paper]
        yield command(file, paper, pages if part or len(papers) > 1 else [], ticket)


def command(file: Path, paper: str, pages: Sequence[PaperRun], ticket: Ticket) -> list[str]:
    """Return the command that prints a file, or some pages of it, at full size (margins of 5.2)."""
    sides = "two-sided-long-edge" if ticket.two_sided else "one-sided"
    words = [COMMAND]
    words += ["-d", ticket.printer] if ticket.printer else []
    words += ["-n", str(ticket.times), "-o", f"sides={sides}", "-o", f"media={paper}"]
    words += ["-o", "print-scaling=none"]
    words += ["-o", "collate=true"] if ticket.times > 1 else []
    words += ["-P", ranges((run.first, run.last) for run in pages)] if pages else []
    return [*words, "--", str(file)]


def ranges(spans: Iterable[tuple[int, int]]) -> str:
    """Return pages as a printer is told them.

    >>> ranges([(1, 4), (7, 7), (5, 6), (9, 9)])
    '1-7,9'
    """
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            first, last = joined[-1][0], max(joined.pop()[1], last)
        joined.append((first, last))
    return ",".join(f"{first}-{last}" if last > first else str(first) for first, last in joined)


def send(words: Sequence[str]) -> str:
    """Have CUPS print; return what it says. Raises EnvironmentProblem when it is not there or refuses."""
    if not shutil.which(words[0]):
        raise EnvironmentProblem("本机没有 lp（CUPS），送不到打印机。请用 PDF 软件打印，或安装 cups-client")
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise EnvironmentProblem("打印机过了十分钟没有回应，请检查打印队列，再送一次") from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or f"返回 {done.returncode}").splitlines()[-1]
        raise EnvironmentProblem(f"打印机没有收下：{said}。请用 lpstat -p 看打印机的名称和状态")
    return done.stdout.strip()


def _paper(box: PageBox) -> str:
    """Return the name of the paper that a page fits, or its size in millimetres."""
    short, long = sorted((box.width / POINTS_PER_MM, box.height / POINTS_PER_MM))
    for name, (width, height) in PAPERS_MM.items():
        if abs(short - width) <= TOLERANCE_MM and abs(long - height) <= TOLERANCE_MM:
            return name
    return f"Custom.{short:.0f}x{long:.0f}mm"
