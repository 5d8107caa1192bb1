"""`gongwen templates text`: a template as readable lines."""

from pathlib import Path

import click

from generator.cli import values
from generator.cli.base import Argument, Command, Option

HELP = """\
把 Word 模板写成文字：页面、样式、各段的字和标签、表格的栏宽和各格。
两次的文字一比，就看出改了哪里。"""

EXAMPLES = """\
例子：
  gongwen templates text 我的行动/templates/dispatch-communities.docx
  gongwen templates text 我的行动/templates/dispatch-communities.docx --write"""


@click.command("text", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "sources",
    cls=Argument,
    nargs=-1,
    required=True,
    metavar="文件…",
    callback=values.existing_paths,
    explain="一个或几个 .docx 文件",
)
@click.option("--write", cls=Option, is_flag=True, help="写到旁边的 .docx.txt 文件，不显示在屏幕上")
def command(sources: tuple[Path, ...], write: bool) -> None:
    """Show the text of each file, or write it beside the file."""
    from generator import verbs

    if any(source.is_dir() for source in sources):
        raise click.BadParameter("请写 .docx 文件，不是文件夹")
    if write:
        for path in verbs.write_template_texts(sources):
            click.echo(f"已写入 {path}")
        return
    for _, text in verbs.template_texts(sources):
        click.echo(text, nl=False)
