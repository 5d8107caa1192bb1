"""`gongwen form`: forms of one's own."""

import click

from generator.cli.base import Group, Lazy

HELP = """\
自己的表单。上级发来只有表头的 Excel，照着画成表单文件，不用写 YAML。"""

EXAMPLES = """\
例子：
  gongwen form draw 表头.xlsx -o 我的行动/forms/taizhang.yaml --used-by community

每条命令后面加 --help 看它的说明，做法见 docs/forms.md。"""

COMMANDS = {"draw": Lazy("generator.cli.form.draw", "照 Excel 表头画出表单")}


@click.group("form", cls=Group, lazy=COMMANDS, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what there is when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
