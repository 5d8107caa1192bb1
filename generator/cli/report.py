"""What a build shows on a terminal (显示): progress, the table at the end, and what needs attention."""

import contextlib
import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

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


@contextlib.contextmanager
def progress_bar() -> "Iterator[Progress | None]":
    """Give the function that moves a bar on the terminal, or None when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("读取数据", total=None)

        def advance(done: int, total: int, label: str) -> None:
            bar.update(task, completed=done, total=total, description=label)

        yield advance


def build_lines(result: "BuildResult", target: Path, seconds: float) -> Iterator[str]:
    """Yield the lines that close a build: table, problems, sum, fonts, and where to look."""
    yield _table(result.lines)
    for severity, heading in (("error", "错误"), ("warning", "提醒")):
        found = [p for p in result.problems if p.severity == severity]
        if found:
            yield f"{heading} {len(found)} 处："
            yield from (f"  {_line(p)}" for p in found)
    skipped = [line.unit for line in result.lines if line.state == "skipped"]
    if skipped:
        yield f"数据有错，没有生成：{'、'.join(skipped)}。改好后再运行同一条命令，没有变的文件不会重写。"
    pages = f"，{result.pages} 页" if result.pages else ""
    pages += "，PDF 为存档格式 PDF/A-2u" if result.archive else ""
    yield f"{result.period}，共 {result.files} 份文件{pages}，用时 {seconds:.1f} 秒。"
    if result.fonts_line:
        yield from ("字体：", *(f"  {line}" for line in result.fonts_line.split("；")))
    yield from _stamping(result)
    yield _where_to_look(result, target)


def _stamping(result: "BuildResult") -> Iterator[str]:
    """Yield how much there is to be sealed, and the list that says where."""
    if result.seals:
        places, times = (sum(getattr(s, name) for s in result.seals) for name in ("places", "times"))
        yield f"用印：{len(result.seals)} 枚印章，{places} 处，各份合计 {times} 次；见 {'、'.join(result.lists)}。"
    elif result.overlay == "guide":
        yield "这些文件都不盖章，没有用印示意和用印清单。"
    elif result.overlay == "draft" and not result.pictures:
        yield "没有可用的印章图片（campaign.yaml 的 seals），样稿里盖章的位置空着。"


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
