"""`gongwen archive`: a campaign as one package for the archive, its volumes' sheets, the check of a package."""

import click

from generator.cli.base import Group, Lazy

HELP = """\
归档：一次行动做成一个归档包（各件的 PDF/A、案卷封面、卷内文件目录、备考表、
脊背、数据和摘要），多少年以后都能核对有没有变。怎样分卷、全宗号、保管期限，
写在行动的 archive 里。"""

EXAMPLES = """\
例子：
  gongwen archive pack 我的行动 -o 归档.zip
  gongwen archive verify 归档.zip
  gongwen archive covers 我的行动 -o 案卷

每条命令后面加 --help 看它的说明，做法见 docs/archive.md。"""

COMMANDS = {
    "pack": Lazy("generator.cli.archive.pack", "做归档包"),
    "verify": Lazy("generator.cli.archive.verify", "核对归档包有没有变"),
    "covers": Lazy("generator.cli.archive.covers", "只出案卷封面、卷内文件目录、备考表和脊背"),
}


@click.group("archive", cls=Group, lazy=COMMANDS, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what there is when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
