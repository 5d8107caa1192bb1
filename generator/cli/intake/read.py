"""`gongwen intake read`: what came back from the units, read into returns."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, failures, values
from generator.cli.base import Argument, Command, Option
from generator.problem import errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.verbs import IntakeResult

HELP = """\
把单位填好的工作簿（.xlsx、.xls、.ods）读成报送数据（YAML）。靠栏头和填报项的
名称认表，不看文件名。写法不规范的照读并逐格说明，读不准的列为错误；一个单位
有错误，它的就不写。已有的报送数据不覆盖。"""

EXAMPLES = """\
例子：
  gongwen intake read 我的行动 收到 -o 我的行动/returns --period 2024-06
  gongwen intake read 我的行动 河湾村.xlsx 应急办.xls -o 试读
  gongwen intake read 我的行动 河湾村更正.xlsx -o 我的行动/returns --correct --on 2024-07-03

退出码：0 全部写入（可有提醒）；1 有错误。"""


@click.command("read", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.argument(
    "files",
    cls=Argument,
    nargs=-1,
    required=True,
    metavar="文件…",
    callback=values.existing_paths,
    explain="填好的工作簿；或一个文件夹，就读里面的全部文件",
)
@arguments.output("报送数据写到哪个文件夹，如 我的行动/returns")
@arguments.period("要收的月份，如 2024-06；别的月份的表就指出来")
@click.option(
    "--on",
    cls=Option,
    metavar="日期",
    callback=values.day_or_none,
    help="哪天收到的，记在数据里；不写就按填报日期算",
)
@click.option(
    "--correct", "corrects", cls=Option, is_flag=True, help="是更正：与已有的不同，记为下一次更正，原来的留着"
)
@arguments.as_json
@click.pass_context
def command(
    ctx: click.Context,
    *,
    source: Path,
    files: tuple[Path, ...],
    target: Path,
    period: str,
    on: date | None,
    corrects: bool,
    as_json: bool,
) -> None:
    """Read the files; exit 1 when something of them has errors."""
    from generator import verbs

    arrival = verbs.Arrival(on=on, corrects=corrects)

    def read() -> "IntakeResult":
        try:
            return verbs.intake_read(source, files, target, period, arrival)
        except verbs.UsageProblem as problem:
            raise click.ClickException(str(problem)) from problem

    result = _as_json(read) if as_json else _in_words(read, target)
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)


def _as_json(read: "Callable[[], IntakeResult]") -> "IntakeResult":
    from generator.cli import documents

    with documents.failure_shown("没有读入"):
        result = read()
    click.echo(documents.intake_document(result))
    return result


def _in_words(read: "Callable[[], IntakeResult]", target: Path) -> "IntakeResult":
    result = read()
    for severity, heading in (("error", "错误"), ("warning", "提醒")):
        found = [p for p in result.problems if p.severity == severity]
        if found:
            click.echo(f"{heading} {len(found)} 处：")
            for problem in found:
                click.echo(f"  {problem}")
    for name in result.written:
        click.echo(f"已写入 {target / name}")
    same = f"，已有、没有变的 {len(result.unchanged)} 份" if result.unchanged else ""
    click.echo(f"读出 {result.sheets} 张表，写入 {len(result.written)} 份报送数据{same}。")
    return result
