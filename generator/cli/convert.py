"""`gongwen convert`: data files saved as GBK or UTF-16 turned into UTF-8."""

from pathlib import Path

import click

from generator.cli import arguments, failures
from generator.cli.base import Command

HELP = """\
把行动里 GBK（记事本的 ANSI）或 UTF-16 编码的数据文件转成 UTF-8，内容不变。
原来的文件留在“转换前的文件”里；已是 UTF-8 的文件不动。"""

EXAMPLES = """\
例子：
  gongwen convert 我的行动"""


@click.command("convert", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.pass_context
def command(ctx: click.Context, source: Path) -> None:
    """Convert the files and list them; exit 1 when one could not be converted."""
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
