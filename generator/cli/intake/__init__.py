"""`gongwen intake`: workbooks to the units, and their returns out of what comes back."""

import click

from generator.cli.base import Group, Lazy

HELP = """\
收表：给各单位发填报用的工作簿（Excel），把填好交回来的读成报送数据。"""

EXAMPLES = """\
例子：
  gongwen intake blank 我的行动 -o 发出 --period 2024-06
  gongwen intake read 我的行动 收到 -o 我的行动/returns --period 2024-06
  gongwen intake import 我的行动 村名册.xlsx --as units

每条命令后面加 --help 看它的说明，做法见 docs/intake.md。"""

COMMANDS = {
    "blank": Lazy("generator.cli.intake.blank", "给每个单位写一个填报用的工作簿"),
    "import": Lazy("generator.cli.intake.take_over", "把现成的 Excel 名册、台账转成单位、隐患"),
    "read": Lazy("generator.cli.intake.read", "把填好的工作簿读成报送数据"),
}


@click.group("intake", cls=Group, lazy=COMMANDS, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what there is when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
