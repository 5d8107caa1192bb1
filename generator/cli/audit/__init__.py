"""`gongwen audit`: who did what, and whether the log of it is as it was written."""

import click

from generator.cli.base import Group, Lazy

HELP = """\
审计：谁在什么时候改了什么，逐条记下，一条扣着一条；改过、删过的都查得出来。"""

EXAMPLES = """\
例子：
  gongwen audit list --data-dir 数据
  gongwen audit verify --data-dir 数据

每条命令后面加 --help 看它的说明。"""

COMMANDS = {
    "list": Lazy("generator.cli.audit.list", "列出审计记录，最近的在前"),
    "verify": Lazy("generator.cli.audit.verify", "核对审计记录有没有被改过、删过"),
}


@click.group("audit", cls=Group, lazy=COMMANDS, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what there is when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
