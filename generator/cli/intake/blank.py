"""`gongwen intake blank`: a workbook to be filled in for each unit, and one for all."""

from pathlib import Path

import click

from generator.cli import arguments, failures
from generator.cli.base import Command
from generator.problem import errors

HELP = """\
按表单给每个单位写一个填报用的工作簿（.xlsx）：单位、月份已填好，有下拉列表和
填错时的提示；另有一个各单位通用的，单位从列表里选。已有的文件不覆盖。"""

EXAMPLES = """\
例子：
  gongwen intake blank 我的行动 -o 发出 --period 2024-06
  gongwen intake blank 我的行动 -o 发出 --units 河湾村、应急办"""


@click.command("blank", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@arguments.output("工作簿写到哪个文件夹")
@arguments.units("只写这些单位的；不写就是全部")
@arguments.period("哪个月的表，如 2024-06")
@click.pass_context
def command(ctx: click.Context, *, source: Path, target: Path, units: tuple[str, ...], period: str) -> None:
    """Write the workbooks; exit 1 when one could not be written."""
    from generator import verbs

    try:
        result = verbs.intake_blank(source, target, units, period)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    for told in result.problems:
        click.echo(str(told))
    same = f"，{len(result.unchanged)} 个已有、没有变" if result.unchanged else ""
    click.echo(f"{result.period}：写了 {len(result.written)} 个工作簿到 {target}{same}。")
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)
