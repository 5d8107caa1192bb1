"""`gongwen scan`: what came back signed and stamped, filed with the sheets that were printed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, failures, values
from generator.cli.base import Argument, Command, Option
from generator.problem import errors

if TYPE_CHECKING:
    from generator.verbs.scanning import ScanResult

HELP = """\
扫描件归位：签字盖章后收回来的表，扫描成 PDF 或拍照，一次可以很多张、很多个
文件，次序不限，歪的、倒的都行。程序按页脚的二维码认出是哪个单位的哪张表，校
正，存进行动文件夹的 scans，记在登记里；认不出的放在“未识别”里。

打印时要加 --marks（每页有码），或 --register --separators（分隔页有码）。"""

EXAMPLES = """\
例子：
  gongwen scan 我的行动 扫描件.pdf
  gongwen scan 我的行动 照片1.jpg 照片2.jpg"""


@click.command("scan", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.argument(
    "files",
    cls=Argument,
    metavar="文件…",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    explain="扫描的 PDF，或照片 JPG、PNG、TIFF",
)
@click.option("--by", cls=Option, default="", metavar="姓名", help="谁归的")
@arguments.on("哪天收回来的", values.day_so_far)
@arguments.as_json
@click.pass_context
def command(
    ctx: click.Context, *, source: Path, files: tuple[Path, ...], by: str, on: date, as_json: bool
) -> None:
    """File the pages of the files and tell what came of them; exit 1 when a file could not be read."""
    from generator.cli import documents, report
    from generator.verbs import scanning
    from generator.verbs.usage import UsageProblem

    sent = scanning.Sent(files=[(str(f), _content(f)) for f in files], on=on, by=by)
    try:
        if as_json:
            with documents.failure_shown("没有归位"):
                result = scanning.scan(source, sent)
            click.echo(documents.as_json(_document(result)))
        else:
            with report.progress_bar() as progress:
                result = scanning.scan(source, sent, progress)
            for line in _lines(result):
                click.echo(line)
    except UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise click.UsageError(f"打不开“{file}”，请检查名称和位置") from error


def _lines(result: "ScanResult") -> Iterator[str]:
    yield from map(str, result.problems)
    for event in result.filed:
        pages = "、".join(map(str, event.shown))
        yield f"  {event.file}　第 {pages} 页"
    sheets = len({event.key for event in result.filed})
    blank = f"，空白 {result.blank} 页" if result.blank else ""
    aside = f"，未识别 {len(result.unread)} 页（gongwen register assign 指给哪张表）" if result.unread else ""
    yield f"共 {result.pages} 页{blank}：归位 {sheets} 张表{aside}。"


def _document(result: "ScanResult") -> dict[str, object]:
    from generator.cli import documents

    return {
        "ok": not errors(result.problems),
        "pages": result.pages,
        "blank": result.blank,
        "filed": [
            {
                "key": e.key,
                "title": result.row(e).printed.title,
                "unit": result.row(e).printed.unit,
                "file": e.file,
                "pages": e.shown,
                "seen": e.seen,
            }
            for e in result.filed
        ],
        "unread": [{"id": e.key, "file": e.file, "source": e.source} for e in result.unread],
        "problems": [documents.problem_entry(p) for p in result.problems],
    }
