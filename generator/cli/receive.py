"""`gongwen receive`: what came in for a duty, written down."""

from datetime import date
from pathlib import Path

import click

from generator.cli import arguments, completion, failures, values
from generator.cli.base import Argument, Command, Option

HELP = """\
登记收到了什么：文字材料，签字盖章的原件或扫描件，隐患销号以后的报告。写进行动
文件夹的 receipts，一次一行，gongwen due 就按已报算。登记过的不重复登记。

各单位填好的表不用登记，读进 returns 就算收到。"""

EXAMPLES = """\
例子：
  gongwen receive 我的行动 企业摸底情况 --units 全部 --on 2023-05-31
  gongwen receive 我的行动 专项行动开展情况 --period 2023-06 --units 秋湖村、王店村
  gongwen receive 我的行动 进展情况调度表 --period 2023-06 --units 秋湖村 --sealed
  gongwen receive 我的行动 整改台账 --hazard JGC-012 --on 2023-06-23"""


@click.command("receive", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.argument("duty", cls=Argument, metavar="报送内容", explain="报送要求（duties）的名称")
@click.option(
    "--units",
    cls=Option,
    multiple=True,
    metavar="单位…",
    shell_complete=completion.units,
    help="哪些单位报来的；应报的都报来了，写 全部",
)
@arguments.period("每月报送的，是哪个月的")
@click.option("--hazard", cls=Option, default="", metavar="编号", help="隐患销号以后报送的，是哪一条")
@arguments.on("哪天收到的，如 2023-06-28", values.day_so_far)
@click.option("--sealed", cls=Option, is_flag=True, help="收到的是签字盖章的原件或扫描件")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    source: Path,
    duty: str,
    units: tuple[str, ...],
    period: str,
    hazard: str,
    on: date,
    sealed: bool,
) -> None:
    """Register the arrival and say whose."""
    from generator import verbs

    if not units and not hazard:
        raise click.UsageError("请用 --units 写哪些单位报来的；应报的都报来了，写 --units 全部")
    named = values.names(ctx, ctx.command.params[0], units)
    request = verbs.ReceiveRequest(
        source=source, duty=duty, on=on, units=named, period=period, hazard=hazard, sealed=sealed
    )
    try:
        result = verbs.receive(request)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    if result.registered:
        click.echo(f"已登记 {on.isoformat()} 收到：{'、'.join(result.registered)}。写在 {result.file}。")
    if result.known:
        click.echo(f"以前登记过，没有再写：{'、'.join(result.known)}。")
    ctx.exit(failures.DONE)
