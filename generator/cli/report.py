"""What a build shows on a terminal (显示): progress, the table at the end, and what needs attention."""

import contextlib
import io
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import click
from rich.box import HORIZONTALS
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from generator.problem import Problem

if TYPE_CHECKING:
    from generator.verbs import BuildResult, Progress, UnitLine

State: TypeAlias = Literal["done", "skipped", "attention"]
STATES: dict[State, tuple[str, str]] = {
    "done": ("完成", "green"),
    "attention": ("有提醒", "yellow"),
    "skipped": ("跳过", "bold red"),
}
WIDTH_IN_PIPE = 100
LINES_MAX = 200  # of the table; of more units, those are shown that need attention
LINE_SECONDS = 10.0
MINUTE, HOUR = 60, 3600


@contextlib.contextmanager
def progress_bar() -> "Iterator[Progress]":
    """Give the function that moves a bar on the terminal; where stderr is none, it writes a line now and then.

    The bar draws itself when it is moved and not by a thread, so that processes may be started beside it.
    """
    if not sys.stderr.isatty():
        yield _lines_now_and_then()
        return
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("读取数据", total=None)
        bar.refresh()
        pace = Pace()

        def advance(done: int, total: int, label: str) -> None:
            words = "  ".join(filter(None, (pace.words(done, total), label)))
            bar.update(task, completed=done, total=total, description=words, refresh=True)

        yield advance


def _lines_now_and_then() -> "Progress":
    pace = Pace()
    told = time.monotonic()

    def advance(done: int, total: int, label: str) -> None:
        nonlocal told
        if time.monotonic() - told >= LINE_SECONDS:
            told = time.monotonic()
            words = "，".join(filter(None, (f"已做 {done}/{total}", pace.words(done, total), label)))
            click.echo(words, err=True)

    return advance


class Pace:
    """Pace (进度) of a run: how many units a second, and how long the others will take."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def words(self, done: int, total: int) -> str:
        """Return both in words; nothing as long as they cannot be told."""
        seconds = time.monotonic() - self._since
        if not done or seconds <= 0:
            return ""
        rate = done / seconds
        left = f"，还要约 {_duration((total - done) / rate)}" if total > done else ""
        return f"每秒 {rate:.{0 if rate >= 10 else 1}f} 个单位{left}"


def _duration(seconds: float) -> str:
    if seconds < MINUTE:
        return f"{max(1, round(seconds))} 秒"
    if seconds < HOUR:
        return f"{round(seconds / MINUTE)} 分钟"
    hours, rest = divmod(round(seconds / MINUTE), MINUTE)
    return f"{hours} 小时 {rest} 分钟"


def build_lines(result: "BuildResult", target: Path, seconds: float) -> Iterator[str]:
    """Yield the lines that close a build: table, problems, sum, fonts, and where to look."""
    yield from _tables(result.lines)
    for severity, heading in (("error", "错误"), ("warning", "提醒")):
        found = [p for p in result.problems if p.severity == severity]
        if found:
            yield f"{heading} {len(found)} 处："
            yield from (f"  {_line(p)}" for p in found)
    if any(result.more):
        yield f"另有错误 {result.more[0]} 处、提醒 {result.more[1]} 处没有列出：先改好以上各处，再运行一次。"
    skipped = [line.unit for line in result.lines if line.state == "skipped"]
    if skipped:
        yield f"数据有错，没有生成：{'、'.join(skipped)}。改好后再运行同一条命令，没有变的文件不会重写。"
    pages = f"，{result.pages} 页" if result.pages else ""
    pages += "，PDF 为存档格式 PDF/A-2u" if result.archive else ""
    yield f"{result.period}，共 {result.files} 份文件{pages}，用时 {seconds:.1f} 秒{_rate(result, seconds)}。"
    for reason, count in result.full:
        yield f"其中 {count} 份不能快速排印，按完整方式排印：{reason}。"
    if result.fonts_line:
        yield from ("字体：", *(f"  {line}" for line in result.fonts_line.split("；")))
    yield from _stamping(result)
    yield _where_to_look(result, target)


def _rate(result: "BuildResult", seconds: float) -> str:
    """Return how many files a second were made, of a run long enough to tell."""
    if seconds < LINE_SECONDS or not result.rendered:
        return ""
    return f"，新排 {result.rendered} 份，每秒 {result.rendered / seconds:.1f} 份"


def _stamping(result: "BuildResult") -> Iterator[str]:
    """Yield how much there is to be sealed, and the list that says where."""
    if result.seals:
        places, times = (sum(getattr(s, name) for s in result.seals) for name in ("places", "times"))
        yield f"用印：{len(result.seals)} 枚印章，{places} 处，各份合计 {times} 次；见 {'、'.join(result.lists)}。"
    elif result.overlay == "guide":
        yield "这些文件都不盖章，没有用印示意和用印清单。"
    elif result.overlay == "draft" and not result.pictures:
        yield "没有可用的印章图片（campaign.yaml 的 seals），样稿里盖章的位置空着。"


def _tables(lines: "tuple[UnitLine, ...]") -> Iterator[str]:
    """Yield the table; of very many units, that of those that need attention, and how many need none."""
    if len(lines) <= LINES_MAX:
        yield _table(lines)
        return
    shown = tuple(line for line in lines if line.state != "done")
    if shown:
        yield _table(shown[:LINES_MAX])
    if len(shown) > LINES_MAX:
        yield f"表里只列了前 {LINES_MAX} 个要看的单位，另有 {len(shown) - LINES_MAX} 个也有提醒或被跳过。"
    yield f"{len(lines)} 个单位，{len(lines) - len(shown)} 个完成，没有提醒。"


def _table(lines: "tuple[UnitLine, ...]") -> str:
    """Draw what was made for each unit, in colour on a terminal."""
    table = Table(box=HORIZONTALS, pad_edge=False)
    table.add_column("单位")
    for heading in ("新写", "未变", "页数"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("情况", no_wrap=True)
    for line in lines:
        pages = str(line.pages or "—")  # only PDFs have pages that are known
        table.add_row(Text(line.unit), str(line.made), str(line.unchanged), pages, _state(line))
    return _drawn(table)


def _state(line: "UnitLine") -> Text:
    word, style = STATES[line.state]
    return Text(f"{word}，{len(line.remarks)} 处见下" if line.remarks else word, style=style)


def _drawn(table: Table) -> str:
    is_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if is_terminal else WIDTH_IN_PIPE
    page = io.StringIO()
    Console(file=page, width=width, force_terminal=is_terminal, legacy_windows=False).print(table)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def _line(problem: Problem) -> str:
    """Return a problem in one line; without a place in a file, the unit stands for it."""
    return str(problem if problem.where else problem.at(problem.unit))


def _where_to_look(result: "BuildResult", target: Path) -> str:
    whole = [name for name in result.print_files if "/" not in name]
    if not whole:
        return f"请看：{target}"
    return f"请看：{target}；打印用：{'、'.join(str(target / name) for name in whole)}"
