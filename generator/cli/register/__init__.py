"""`gongwen register`: how far each printed sheet has come, marked by hand, pages of no sheet put to one."""

import click

from generator.cli.base import Group, Lazy

HELP = """\
登记：印出的每张表到了哪一步（已打印、签字、各枚章、回收、归档），还缺什么。"""

EXAMPLES = """\
例子：
  gongwen register list 我的行动
  gongwen register list 我的行动 --lack seal
  gongwen register mark 我的行动 盖章 747707099176 --seal 县市区政府
  gongwen register assign 我的行动 9f3c21aa07bd 747707099176 --page 2

每条命令后面加 --help 看它的说明，做法见 docs/scans.md。"""

COMMANDS = {
    "list": Lazy("generator.cli.register.list", "列出各张表：缺哪些章，回收了没有"),
    "mark": Lazy("generator.cli.register.mark", "登一笔：已签字、已盖章、已归档，或取消"),
    "assign": Lazy("generator.cli.register.assign", "把“未识别”的一页指给哪张表，或不要"),
}


@click.group("register", cls=Group, lazy=COMMANDS, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what there is when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
