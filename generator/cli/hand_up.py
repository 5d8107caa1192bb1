"""`gongwen hand-up`: a month's approved totals into the campaign of the level above."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, failures, values
from generator.cli.base import Command, Option

if TYPE_CHECKING:
    from generator.verbs.handing_up import HandUpResult

HELP = """\
把审定（留底）了的一个月的汇总数报到上级行动里，作为本级那个单位的表：镇的汇总数
就是县行动里镇那一份。上级行动写在 campaign.yaml 的 superior 里，或用 --to 指。

还有没报的单位，或审定以后数又变了，就不上报；确要先报的，用 --reason 写明原因，
原因留在表里。数没有变的，再做一次什么也不改；重新审定了的，作为更正另报一份。"""

EXAMPLES = """\
例子：
  gongwen hand-up 甲镇行动 --period 2023-06
  gongwen hand-up 甲镇行动 --to 县行动 --period 2023-06 --by 闻秀
  gongwen hand-up 甲镇行动 --period 2023-06 --reason 东村停电，电话说明，下月补"""

MADE = {"new": "已上报", "again": "已重新上报", "correction": "已报更正", "same": "已报过，数没有变"}


@click.command("hand-up", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.option(
    "--to",
    cls=Option,
    default=None,
    metavar="上级行动",
    callback=values.existing_path_or_none,
    help="上级行动的文件夹；不写就按 superior 的 campaign 找",
)
@arguments.period("哪个月的数，如 2023-06；不写就是有数据的最近一个月")
@click.option("--by", cls=Option, default="", metavar="姓名", help="填报人，写在上报的表里")
@click.option(
    "--reason", cls=Option, default="", metavar="原因", help="没有报齐、审定后又变了，也先上报的原因"
)
@arguments.on("上报的日期", values.day_so_far)
@click.pass_context
def command(
    ctx: click.Context, *, source: Path, to: Path | None, period: str, by: str, reason: str, on: date
) -> None:
    """Hand up and say what came of it."""
    from generator.verbs import UsageProblem
    from generator.verbs.handing_up import HandUpRequest, hand_up
    from generator.verbs.levels import beside

    find = (lambda _name: to) if to is not None else beside(source)
    request = HandUpRequest(source=source, period=period, by=by, on=on, reason=reason, find=find)
    try:
        result = hand_up(request)
    except UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    for line in _lines(result):
        click.echo(line)
    ctx.exit(failures.DONE)


def _lines(result: "HandUpResult") -> Iterator[str]:
    for one in result.returns:
        filled = one.filled
        again = f"（第{filled.correction}次更正）" if one.made == "correction" else ""
        yield f"{MADE[one.made]}{again}：{result.up.campaign.name}，{result.up.unit.label} {one.form.short_title}"
        if origin := filled.made_from:
            left = f"，缺 {'、'.join(origin.missing)}（{origin.reason}）" if origin.missing else ""
            yield f"  {filled.period} 计入 {origin.counted}/{origin.due} 份{left}；校验码 {origin.digest[:12]}"
    for problem in result.problems:
        yield f"提醒：{problem}"
