"""`gongwen build`: everything of a campaign, or a part of it, as Word, PDF and HTML."""

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from generator.cli import arguments, completion, failures, values
from generator.cli.base import Command, Option
from generator.problem import ProblemsFound, errors

if TYPE_CHECKING:
    from generator.model.address import Address
    from generator.verbs import BuildRequest, BuildResult, Progress

HELP = """\
按行动的数据生成公文和表格：每个单位一个文件夹，另有合并好的打印文件和
清单 manifest.json。

行动数据有错，什么也不生成；某个单位的数据有错，只跳过这个单位；提醒不影响
生成。手工改过的文件不会被覆盖，不是本程序生成的文件不会动。

单位多时自动分给几个进程。中断、断电、关机都不要紧：再运行同一条命令，做好的
不会重做，接着做完为止。"""

EXAMPLES = """\
例子：
  gongwen build 我的行动 -o 输出
  gongwen build 我的行动 -o 输出 --units all --formats docx,pdf,html
  gongwen build 我的行动 -o 输出 --units 秋湖村、应急办 --sheets 附件2
  gongwen build 我的行动 -o 输出 --period 2023-06 --filled
  gongwen build 我的行动 -o 空白表 --blank --formats docx
  gongwen build 我的行动 -o 输出 --preprinted
  gongwen build 我的行动 -o 归档 --archive
  gongwen build 我的行动 -o 输出 --jobs 4
  gongwen build 我的行动 -o 输出 --seal-guide
  gongwen build 我的行动 -o 输出 --draft --sheets 通知"""

DEFAULT_FORMATS: tuple[Literal["docx", "pdf", "html"], ...] = ("docx", "pdf")


@click.command("build", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@arguments.output(
    "写到哪个文件夹，没有就新建；也可写对象存储等的地址，如 s3://桶/文件夹", values.folder_or_address
)
@arguments.sheets("只生成这些：表单代号、附件2、通知、名单，或简称如 进展情况调度表；不写就是全部")
@arguments.units("只生成这些单位的：简称、全称或代号，用逗号、顿号或空格隔开；all 或不写就是全部")
@click.option(
    "--formats",
    cls=Option,
    multiple=True,
    metavar="格式,…",
    callback=values.formats,
    shell_complete=completion.formats,
    help="docx、pdf、html，用逗号隔开；不写就是 docx,pdf",
)
@arguments.period("哪个月的数据，如 2023-06；不写就是有数据的最近一个月")
@click.option("--blank", cls=Option, is_flag=True, help="只要空白表，不填数据")
@click.option("--filled", cls=Option, is_flag=True, help="只要填好数据的表，不要空白表")
@click.option(
    "--preprinted", cls=Option, is_flag=True, help="套打：只要通知，不印红头和红线，用印好红头的纸打印"
)
@click.option("--archive", cls=Option, is_flag=True, help="存档：PDF 用归档格式 PDF/A-2u，带题名、书签和结构")
@click.option(
    "--seal-guide",
    cls=Option,
    is_flag=True,
    help="用印示意：不出正式文件，只标出每枚印章盖在哪里、盖几份，并列出用印清单",
)
@click.option(
    "--draft", cls=Option, is_flag=True, help="样稿：不出正式文件，每页印“样稿”，有印章图片的放上，压印“样章”"
)
@arguments.jobs
@arguments.executor
@arguments.as_json
@click.pass_context
def command(
    ctx: click.Context,
    *,
    source: Path,
    target: "Path | Address",
    sheets: tuple[str, ...],
    units: tuple[str, ...],
    formats: tuple[Literal["docx", "pdf", "html"], ...],
    period: str,
    blank: bool,
    filled: bool,
    preprinted: bool,
    archive: bool,
    seal_guide: bool,
    draft: bool,
    jobs: int,
    executor: str,
    as_json: bool,
) -> None:
    """Build what the options ask for; exit 1 when a unit had to be skipped."""
    from generator.verbs import BuildRequest

    request = BuildRequest(
        source=source,
        target=_apart(target, source),
        sheets=sheets,
        units=units,
        formats=formats or DEFAULT_FORMATS,
        period=period,
        filling=_filling(blank, filled),
        preprinted=_preprinted(preprinted, blank or filled or bool(units)),
        archive=_archive(archive, formats or DEFAULT_FORMATS, seal_guide or draft),
        overlay=_overlay(seal_guide, draft, bool(formats) or preprinted),
        jobs=jobs,
        executor=executor,
    )
    result = _build_as_json(request) if as_json else _build_in_words(request)
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)


def _build_in_words(request: "BuildRequest") -> "BuildResult":
    """Build with a progress bar and say in a table what came of it."""
    from generator.cli import report

    started = time.monotonic()
    try:
        with report.progress_bar() as progress:
            result = _build(request, progress)
    except ProblemsFound:
        click.echo("没有生成任何文件。下面标着“错误”的各处改好后，再运行一次：", err=True)
        raise
    for line in report.build_lines(result, request.target, time.monotonic() - started):
        click.echo(line)
    return result


def _build_as_json(request: "BuildRequest") -> "BuildResult":
    """Build and write one JSON document on stdout, whatever comes of it."""
    from generator.cli import documents

    try:
        with _stdout_on_stderr():
            result = _build(request, None)
    except Exception as failure:
        click.echo(documents.failure_document(failure))
        raise
    click.echo(documents.build_document(result, request.target))
    return result


def _build(request: "BuildRequest", progress: "Progress | None") -> "BuildResult":
    from generator import verbs

    try:
        return verbs.build(request, progress)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem


@contextlib.contextmanager
def _stdout_on_stderr() -> Iterator[None]:
    """Keep what libraries print away from the document on stdout."""
    with contextlib.redirect_stdout(sys.stderr):
        yield


def _filling(blank: bool, filled: bool) -> Literal["auto", "blank", "filled"]:
    if blank and filled:
        raise click.UsageError("--blank 和 --filled 只能写一个；都不写时，空白表和填好的表都生成")
    if blank:
        return "blank"
    return "filled" if filled else "auto"


def _preprinted(wanted: bool, limited: bool) -> bool:
    if wanted and limited:
        raise click.UsageError("--preprinted 只生成通知，不能和 --units、--blank、--filled 一起写")
    return wanted


def _archive(wanted: bool, formats: tuple[str, ...], overlaid: bool) -> bool:
    if wanted and overlaid:
        raise click.UsageError("用印示意和样稿不存档，--archive 不能和 --seal-guide、--draft 一起写")
    if wanted and "pdf" not in formats:
        raise click.UsageError("--archive 说的是 PDF 的格式，--formats 里要有 pdf")
    return wanted


def _overlay(guide: bool, draft: bool, other: bool) -> Literal["", "guide", "draft"]:
    if guide and draft:
        raise click.UsageError("--seal-guide 和 --draft 只能写一个：要印章图片的写 --draft")
    if (guide or draft) and other:
        name = "--seal-guide" if guide else "--draft"
        raise click.UsageError(f"{name} 生成的是 PDF，不能和 --formats、--preprinted 一起写")
    if guide:
        return "guide"
    return "draft" if draft else ""


def _apart(target: "Path | Address", source: Path) -> "Path | Address":
    """Return the target, unless it is the campaign's own folder, where the manifest would be read as data."""
    if isinstance(target, Path) and target.resolve() == source.resolve():
        raise click.UsageError(f"不能写到行动的数据文件夹“{target}”里，请换一个输出文件夹")
    return target
