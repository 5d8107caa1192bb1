"""`gongwen print`: the PDFs of a build bound into a print run, and what prints it."""

import shlex
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from generator.cli import arguments, failures, values
from generator.cli.base import Command, Option
from generator.cli.columns import pad, text_width
from generator.problem import errors

if TYPE_CHECKING:
    from generator.verbs import PrintRequest, PrintResult, Progress

HELP = """\
把 build 生成的 PDF 编成一次打印任务：按单位或按表排好，按表里写的份数重复，双面时每张表
从正面开始，合成带书签的一个或几个 PDF，列出哪几页是谁的，给出打印命令。

先 gongwen build，再在同一个输出文件夹里 gongwen print。"""

EXAMPLES = """\
例子：
  gongwen print 我的行动 -o 输出 --separators
  gongwen print 我的行动 -o 输出 --by sheet --sheets 附件2
  gongwen print 我的行动 -o 输出 --separators --marks
  gongwen print 我的行动 -o 输出 --split 2000
  gongwen print 我的行动 -o 输出 --reprint --units 秋湖村
  gongwen print 我的行动 -o 输出 --send 三楼打印机"""

LINES_SHOWN = 40


@click.command("print", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@arguments.output("build 写的那个文件夹；打印任务也写在里面")
@arguments.sheets("只印这些表或文件；不写就是全部")
@arguments.units("只印这些单位的；all 或不写就是全部")
@arguments.period("哪个月的，如 2023-06；不写就是有数据的最近一个月")
@click.option("--blank", cls=Option, is_flag=True, help="印用 build --blank 生成的空白表")
@click.option(
    "--by",
    cls=Option,
    type=click.Choice(["unit", "sheet"]),
    default="unit",
    metavar="unit|sheet",
    help="按单位排（unit，不写就是它）还是按表排（sheet）",
)
@click.option(
    "--collate", cls=Option, is_flag=True, help="一式几份的，逐份排：第1份各表、第2份各表；不写逐表排"
)
@click.option(
    "--copies",
    cls=Option,
    type=click.IntRange(1, 99),
    metavar="份数",
    help="每张表印几份；不写按表的定义，每份注明留存人的总按定义",
)
@click.option("--separators", cls=Option, is_flag=True, help="各单位（按表排时各表）之间加分隔页")
@click.option(
    "--marks",
    cls=Option,
    is_flag=True,
    help="每页页脚印二维码和编号，扫描回来自动归位；同时登记。正式公文一般不印，可改用 --register --separators",
)
@click.option(
    "--register",
    cls=Option,
    is_flag=True,
    help="把这次印的表登记到行动里，回收、缺章用 gongwen register 看；加 --separators，分隔页上有二维码",
)
@click.option(
    "--split",
    cls=Option,
    default="",
    metavar="页数|unit",
    help="分册：每个文件至多几页，或 unit 每单位一个文件",
)
@click.option("--one-sided", cls=Option, is_flag=True, help="单面印，不加空白页；不写按行动的 two_sided")
@click.option(
    "--reprint", cls=Option, is_flag=True, help="补印：不出文件，只从已有的打印任务里找出 --units 的页"
)
@click.option(
    "-n", "--times", cls=Option, type=click.IntRange(1, 99), default=1, metavar="次数", help="整个任务印几遍"
)
@click.option(
    "--send", "printer", cls=Option, metavar="打印机", help="送到这台打印机（CUPS）；default 是默认的一台"
)
@arguments.as_json
@click.pass_context
def command(
    ctx: click.Context,
    *,
    source: Path,
    target: Path,
    sheets: tuple[str, ...],
    units: tuple[str, ...],
    period: str,
    blank: bool,
    by: Literal["unit", "sheet"],
    collate: bool,
    copies: int | None,
    separators: bool,
    split: str,
    one_sided: bool,
    reprint: bool,
    times: int,
    printer: str | None,
    marks: bool,
    register: bool,
    as_json: bool,
) -> None:
    """Bind what the options ask for; exit 1 when it could not be bound."""
    from generator.press.print_run import Plan
    from generator.verbs import PrintRequest

    pages, heaps = _split(split)
    plan = Plan(
        by=by,
        collated=collate,
        two_sided=not one_sided,
        separators=separators,
        split=pages,
        split_heaps=heaps,
    )
    request = PrintRequest(
        source=source,
        target=target,
        sheets=sheets,
        units=_units(units, reprint),
        period=period,
        blank=blank,
        plan=plan,
        copies=copies or 0,
        times=times,
        reprint=reprint,
        printer=_printer(printer),
        marks=marks,
        register=values.today() if marks or register else None,
    )
    result = _in_json(request) if as_json else _in_words(request)
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)


def _in_words(request: "PrintRequest") -> "PrintResult":
    from generator.cli import report

    with report.progress_bar() as progress:
        result = _printed(request, progress)
    for problem in result.problems:
        click.echo(str(problem), err=True)
    for line in _lines(request, result):
        click.echo(line)
    return result


def _in_json(request: "PrintRequest") -> "PrintResult":
    from generator.cli import documents

    with documents.failure_shown("没有编成打印任务"):
        result = _printed(request, None)
    failed = bool(errors(result.problems))
    document = {
        "ok": not failed,
        "exit_code": failures.PROBLEMS if failed else failures.DONE,
        "period": result.period,
        "files": [{"file": f, "pages": n} for f, n in zip(result.files, result.pages, strict=True)],
        "spans": [asdict(span) | {"file": result.files[span.file]} for span in result.spans],
        "commands": result.commands,
        "said": result.said,
        "registered": result.registered,
        "problems": [documents.problem_entry(p) for p in result.problems],
    }
    click.echo(documents.as_json(document))
    return result


def _printed(request: "PrintRequest", progress: "Progress | None") -> "PrintResult":
    from generator import verbs

    try:
        return verbs.print_out(request, progress)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem


def _lines(request: "PrintRequest", result: "PrintResult") -> Iterator[str]:
    """Yield which pages are whose, the files, and the commands that print them."""
    if not result.files:
        return
    yield from _table(result)
    if not request.reprint:
        total = f"{len(result.files)} 个文件，{sum(result.pages)} 页"
        yield f"{result.period}，打印任务共 {total}："
        yield from (
            f"  {request.target / file}　{pages} 页"
            for file, pages in zip(result.files, result.pages, strict=True)
        )
    if request.register:
        yield f"已登记 {result.registered} 张新印的表；收回来扫描后，用 gongwen scan 归位。"
    if result.said:
        yield from ("已送打印机：", *(f"  {said}" for said in result.said))
    else:
        yield from ("打印命令：", *(f"  {shlex.join(words)}" for words in result.commands))


def _table(result: "PrintResult") -> Iterator[str]:
    """Yield the table of pages; of a long one only the beginning, as --reprint finds the rest."""
    shown = result.spans[:LINES_SHOWN]
    many = len(result.files) > 1
    width = max((text_width(span.label) for span in shown), default=0) + 2
    yield "页码对照："
    for span in shown:
        file = f"　{result.files[span.file]}" if many else ""
        pages = f"{span.first}" if span.first == span.last else f"{span.first}-{span.last}"
        yield f"  {pad(span.label, width)}第 {pages} 页{file}"
    if len(result.spans) > len(shown):
        yield f"  ……共 {len(result.spans)} 行，全部的见 --json；补印某单位用 --reprint --units"


def _split(text: str) -> tuple[int, bool]:
    """Return the pages of a file and whether each heap has its own."""
    if text in ("", "unit"):
        return 0, text == "unit"
    if not text.isdecimal() or int(text) < 2:
        raise click.UsageError(f"--split 应写页数（至少 2）或 unit，现是“{text}”")
    return int(text), False


def _units(names: tuple[str, ...], reprint: bool) -> tuple[str, ...]:
    if reprint and not names:
        raise click.UsageError("补印要写明单位：--reprint --units 秋湖村")
    return names


def _printer(name: str | None) -> str | None:
    if name is None:
        return None
    if not name.strip() or name.startswith("-"):
        raise click.UsageError(f"“{name}”不是打印机的名称；lpstat -e 列出本机能用的打印机")
    return "" if name == "default" else name
