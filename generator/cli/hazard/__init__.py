"""`gongwen hazard`: how hazards stand, what happened to one, and what happens to it now."""

import click

from generator.cli.base import Group, Lazy

HELP = """\
隐患：看每条隐患到了哪一步，交办、整改、复查、销号各记一笔。"""

EXAMPLES = """\
例子：
  gongwen hazard list 我的行动
  gongwen hazard record 我的行动 JGC-009 销号 --on 2023-07-20 --by 石敢
  gongwen hazard show 我的行动 JGC-009

每条命令后面加 --help 看它的说明，做法见 docs/hazards.md。"""

COMMANDS = {
    "list": Lazy("generator.cli.hazard.list", "列出各条隐患的状态：逾期几天，是否挂牌督办"),
    "record": Lazy("generator.cli.hazard.record", "记一笔：交办、整改进展、复查、挂牌督办、延期、销号"),
    "photo": Lazy("generator.cli.hazard.photo", "存整改前、整改后的照片，出对比照片"),
    "show": Lazy("generator.cli.hazard.show", "看一条隐患的经过"),
}


@click.group("hazard", cls=Group, lazy=COMMANDS, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what there is when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
