"""`gongwen carry`: campaigns between folders and the service."""

import click

from generator.cli.base import Group, Lazy

HELP = """\
搬进、搬出：把行动的文件夹搬进服务，或把服务里的行动写成文件夹。搬出来的文件和
搬进去的一样；在网页上填报、改过的，写成新的 YAML 文件。"""

EXAMPLES = """\
例子：
  gongwen carry in 我的行动 --code xingdong-2023 --data-dir 数据
  gongwen carry out xingdong-2023 输出 --data-dir 数据

每条命令后面加 --help 看它的说明，做法见 docs/service.md。"""

COMMANDS = {
    "in": Lazy("generator.cli.carry.bring_in", "把行动的文件夹搬进服务"),
    "out": Lazy("generator.cli.carry.take_out", "把服务里的行动写成文件夹"),
}


@click.group("carry", cls=Group, lazy=COMMANDS, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what there is when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
