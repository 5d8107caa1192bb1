"""`gongwen hazard record`: what happened to a hazard, written down."""

from datetime import date
from pathlib import Path

import click

from generator.cli import arguments, failures, values
from generator.cli.base import Argument, Command, Option
from generator.derive.hazard_state import EVENTS, STATES
from generator.model.hazard import Happening, HazardEvent

HELP = f"""\
记一条隐患的一步，写进行动文件夹的 history，只添不改；清单、台账、一患一表
就按新的情况印。这一步现在不能记的，不记，并说明能记什么。

能记的：{"、".join(EVENTS.values())}。"""

EXAMPLES = """\
例子：
  gongwen hazard record 我的行动 JGC-009 交办 --on 2023-06-03 --by 石敢
  gongwen hazard record 我的行动 JGC-009 整改进展 --text 设备已订购
  gongwen hazard record 我的行动 JGC-009 挂牌督办 --text 镇安委办〔2023〕4号
  gongwen hazard record 我的行动 JGC-009 延期 --until 2023-08-20
  gongwen hazard record 我的行动 JGC-009 复查合格 --text 7月19日复查，已整改
  gongwen hazard record 我的行动 JGC-009 销号"""


def _event(ctx: click.Context, param: click.Parameter, value: str) -> HazardEvent:
    found = next((event for event, name in EVENTS.items() if value in (event, name)), None)
    if found is None:
        raise click.BadParameter(failures.unknown("步骤", value, tuple(EVENTS.values())))
    return found


@click.command("record", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.argument("code", cls=Argument, metavar="编号", explain="隐患编号")
@click.argument("event", cls=Argument, metavar="何事", callback=_event, explain="记哪一步，如 交办、销号")
@arguments.on("哪天，如 2023-06-28", values.day_so_far)
@click.option("--by", cls=Option, default="", metavar="姓名", help="经办人")
@click.option("--text", cls=Option, default="", metavar="情况", help="进展、复查的情况；挂牌督办写文号")
@click.option("--until", cls=Option, metavar="日期", callback=values.day_or_none, help="延期到哪天")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    source: Path,
    code: str,
    event: HazardEvent,
    on: date,
    by: str,
    text: str,
    until: date | None,
) -> None:
    """Write the line and say how the hazard stands now."""
    from generator import verbs

    happening = Happening(hazard=code, event=event, on=on, by=by, text=text, due_on=until)
    try:
        result = verbs.record(source, happening)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    if result.file:
        click.echo(
            f"已记：{code} {on.isoformat()} {EVENTS[event]}，现在{STATES[result.state]}。写在 {result.file}。"
        )
    else:
        click.echo(f"这一笔已经记过，没有再写。{code} 现在{STATES[result.state]}。")
    ctx.exit(failures.DONE)
