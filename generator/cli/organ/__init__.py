"""`gongwen organ`: the organs that one service serves, a county and its towns."""

import click

from generator.cli.base import Group, Lazy

HELP = """\
一台服务器给县和各镇几级机关一起用：每个机关有自己的行动和用户，只看得到自己的、
下级的，和上级行动里自己那一份。只有一个机关的不用管。"""

EXAMPLES = """\
例子：
  gongwen organ list --data-dir 数据
  gongwen organ add jiazhen --name 甲镇人民政府 --superior main --unit 甲镇 --data-dir 数据

每条命令后面加 --help 看它的说明，做法见 docs/levels.md。"""

COMMANDS = {
    "list": Lazy("generator.cli.organ.list", "列出机关和它们的上级"),
    "add": Lazy("generator.cli.organ.add", "增加一个机关"),
    "rename": Lazy("generator.cli.organ.rename", "改一个机关的名称"),
}


@click.group("organ", cls=Group, lazy=COMMANDS, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what there is when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
