"""`gongwen convert`: data files turned into UTF-8; a campaign as office files, or as YAML."""

from pathlib import Path

import click

from generator.cli import arguments, failures, values
from generator.cli.base import Command, Option

HELP = """\
不写 --to：把行动里 GBK（记事本的 ANSI）或 UTF-16 编码的数据文件转成 UTF-8，
内容不变；原来的文件留在“转换前的文件”里，已是 UTF-8 的文件不动。
写 --to office：把行动另写一份，数据在 活动.xlsx 和 正文.docx 里；
--to yaml 反过来。
两种写法是同一个行动。"""

EXAMPLES = """\
例子：
  gongwen convert 我的行动
  gongwen convert 我的行动 --to office -o 办公版
  gongwen convert 我的行动 --to yaml -o 文本版"""


@click.command("convert", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.option(
    "--to",
    cls=Option,
    type=click.Choice(("office", "yaml")),
    metavar="office|yaml",
    help="写成哪一种：office 是 Excel 和 Word 文件，yaml 是文本文件",
)
@click.option(
    "-o",
    "--output",
    "target",
    cls=Option,
    metavar="文件夹",
    callback=values.folder_path_or_none,
    help="写到哪个新文件夹，与 --to 一起用",
)
@click.pass_context
def command(ctx: click.Context, *, source: Path, to: str | None, target: Path | None) -> None:
    """Convert and say what was written; exit 1 when something could not be converted."""
    if (to is None) != (target is None):
        raise click.UsageError("--to 和 -o 要一起写，如 --to office -o 办公版")
    if to and target:
        _to(source, target, to)
    else:
        _encoding(ctx, source)


def _to(source: Path, target: Path, to: str) -> None:
    from generator import verbs

    done = verbs.convert_to(source, target, "office" if to == "office" else "yaml")
    click.echo(f"写到 {target}，共 {len(done.written)} 个文件：")
    for name in done.written:
        click.echo(f"  {name}")
    if done.rest:
        click.echo(f"工作簿放不下、写在 {verbs.REST} 里的：{'、'.join(done.rest)}")


def _encoding(ctx: click.Context, source: Path) -> None:
    from generator import verbs

    converted, problems = verbs.convert(source)
    for name in converted:
        click.echo(f"已转成 UTF-8：{name}")
    if converted:
        click.echo(f"原来的文件在“{verbs.ORIGINALS}”文件夹里，确认无误后可以删去。")
    elif not problems:
        click.echo("没有要转换的文件。")
    for problem in problems:
        click.echo(str(problem), err=True)
    ctx.exit(failures.PROBLEMS if problems else failures.DONE)
