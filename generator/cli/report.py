"""What a build shows on a terminal (显示): progress, the table at the end, and what needs attention."""

import contextlib
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import click

from generator.cli.columns import pad, text_width, wrap
from generator.problem import Problem

if TYPE_CHECKING:
    from generator.verbs import BuildResult, Progress, UnitLine

State: TypeAlias = Literal["done", "skipped", "attention"]
STATES: dict[State, tuple[str, dict[str, Any]]] = {
    "done": ("完成", {"fg": "green"}),
    "attention": ("有提醒", {"fg": "yellow"}),
    "skipped": ("跳过", {"fg": "red", "bold": True}),
}
HEADINGS = ("单位", "新写", "未变", "页数", "情况")
GAP = "   "
NAME_COLUMNS_MIN = 8
BAR_COLUMNS = 30
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
    pace = Pace()

    def advance(done: int, total: int, label: str) -> None:
        filled = BAR_COLUMNS * done // total if total else 0
        bar = "━" * filled + "╌" * (BAR_COLUMNS - filled)
        _redraw("  ".join(filter(None, (bar, f"{done}/{total}", pace.words(done, total), label))))

    _redraw("读取数据…")
    try:
        yield advance
    finally:
        _redraw("")


def _redraw(words: str) -> None:
    """Write one line of the terminal anew, cut at its edge."""
    import shutil

    room = shutil.get_terminal_size().columns - 1
    shown = wrap(words, room)[0] if text_width(words) > room else words
    click.echo(f"\r{pad(shown, room)}\r{shown}", nl=False, err=True)


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
        yield "没有可用的印章图片（行动数据的 seals），样稿里盖章的位置空着。"


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
    """Draw what was made for each unit, in colour on a terminal; a long name goes on below."""
    rows = [(line.unit, *_counts(line), _state(line)) for line in lines]
    table = [HEADINGS, *rows]
    widths = [max(text_width(row[i]) for row in table) for i in range(len(HEADINGS))]
    room = _width() - sum(widths[1:]) - len(GAP) * (len(widths) - 1)
    widths[0] = max(min(widths[0], room), NAME_COLUMNS_MIN)
    rule = "─" * (sum(widths) + len(GAP) * (len(widths) - 1))
    styles = [STATES[line.state][1] for line in lines]
    drawn = [_row(row, widths, style) for row, style in zip(rows, styles, strict=True)]
    return "\n".join((rule, _row(HEADINGS, widths, {}), rule, *drawn, rule))


def _row(row: Sequence[str], widths: Sequence[int], style: Mapping[str, Any]) -> str:
    name, *more = wrap(row[0], widths[0])
    counts = [
        " " * (width - text_width(text)) + text for text, width in zip(row[1:-1], widths[1:-1], strict=True)
    ]
    state = click.style(row[-1], **style) if style and sys.stdout.isatty() else row[-1]
    return "\n".join((GAP.join((pad(name, widths[0]), *counts, state)), *more))


def _counts(line: "UnitLine") -> tuple[str, str, str]:
    """Return how many files are new, unchanged, and their pages, which only PDFs tell."""
    return str(line.made), str(line.unchanged), str(line.pages or "—")


def _state(line: "UnitLine") -> str:
    word, _ = STATES[line.state]
    return f"{word}，{len(line.remarks)} 处见下" if line.remarks else word


def _width() -> int:
    if not sys.stdout.isatty():
        return WIDTH_IN_PIPE
    import shutil

    return shutil.get_terminal_size().columns


def _line(problem: Problem) -> str:
    """Return a problem in one line; without a place in a file, the unit stands for it."""
    return str(problem if problem.where else problem.at(problem.unit))


def _where_to_look(result: "BuildResult", target: Path) -> str:
    whole = [name for name in result.print_files if "/" not in name]
    if not whole:
        return f"请看：{target}"
    return f"请看：{target}；打印用：{'、'.join(str(target / name) for name in whole)}"
