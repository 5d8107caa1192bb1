"""`gongwen intake import`: rosters and ledgers that are in Excel already, written as units or hazards."""

from pathlib import Path

import click

from generator.cli import arguments, failures, values
from generator.cli.base import Argument, Command, Option
from generator.problem import errors

HELP = """\
把现成的 Excel 名册、台账转成行动的单位（units.yaml）或隐患（hazards.yaml）。
靠栏头认，常见的叫法都认得；认不得的栏逐一指出，用 --map 指明是什么，不要的写
“不要”。有错误就什么也不写，已有的文件不覆盖。"""

EXAMPLES = """\
例子：
  gongwen intake import 我的行动 村名册.xlsx --as units
  gongwen intake import 我的行动 台账.xls --as hazards --map 场所=企业名称

字段就是 活动.xlsx 里的栏头，见 docs/office.md。"""


@click.command("import", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.argument(
    "file",
    cls=Argument,
    metavar="文件",
    callback=values.existing_path,
    explain="名册或台账：.xlsx、.xls、.ods",
)
@click.option(
    "--as",
    "what",
    cls=Option,
    required=True,
    type=click.Choice(("units", "hazards")),
    metavar="units|hazards",
    help="转成什么：units 是单位，hazards 是隐患",
)
@click.option(
    "--map",
    "mapping",
    cls=Option,
    multiple=True,
    metavar="栏名=字段",
    callback=values.pairs,
    help="这一栏是什么；可以写几次，不要的栏写 栏名=不要",
)
@click.option(
    "-o",
    "--output",
    "target",
    cls=Option,
    metavar="文件",
    callback=values.file_path,
    help="写到哪个 YAML 文件；不写就在行动的文件夹里",
)
@click.pass_context
def command(
    ctx: click.Context, *, source: Path, file: Path, what: str, mapping: dict[str, str], target: Path | None
) -> None:
    """Take the file over; exit 1 when something of it has an error."""
    from generator import verbs

    try:
        result = verbs.take_over_ledger(
            source, file, "units" if what == "units" else "hazards", mapping, target
        )
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    for told in result.problems:
        click.echo(str(told))
    for head, label in result.heads.items():
        if head != label:
            click.echo(f"栏“{head}”读作“{label}”。")
    click.echo(
        f"读出 {result.count} 条，写到 {result.written}。"
        if result.written
        else f"读出 {result.count} 条，没有写入。"
    )
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)
