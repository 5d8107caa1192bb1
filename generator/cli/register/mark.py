"""`gongwen register mark`: what a person says of a printed sheet, written down."""

from datetime import date
from pathlib import Path

import click

from generator.cli import arguments, values
from generator.cli.base import Argument, Command, Option

HELP = """\
登一笔：哪张表已签字、已盖章、已归档。盖章可以只登其中几枚；登错了，加
--cancel 取消，原来的一笔留着。编号是页脚二维码旁边的 12 位数，可以只写前
几位，认得出就行。"""

EXAMPLES = """\
例子：
  gongwen register mark 我的行动 签字 747707099176
  gongwen register mark 我的行动 盖章 747707099176
  gongwen register mark 我的行动 盖章 7477 --seal 县市区政府
  gongwen register mark 我的行动 归档 7477 3562"""

WORDS = {"签字": "signed", "盖章": "stamped", "归档": "archived"}


@click.command("mark", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.argument(
    "step", cls=Argument, metavar="签字|盖章|归档", type=click.Choice(list(WORDS)), explain="登哪一步"
)
@click.argument("keys", cls=Argument, metavar="编号…", nargs=-1, required=True, explain="哪些表，写编号")
@click.option(
    "--seal", "seals", cls=Option, multiple=True, metavar="名称", help="只登这枚章；不写就是全部的章"
)
@click.option("--cancel", cls=Option, is_flag=True, help="取消以前登的")
@click.option("--by", cls=Option, default="", metavar="姓名", help="谁登的")
@arguments.on("哪天", values.day_so_far)
def command(
    *,
    source: Path,
    step: str,
    keys: tuple[str, ...],
    seals: tuple[str, ...],
    cancel: bool,
    by: str,
    on: date,
) -> None:
    """Write the mark down and say how the sheets stand."""
    from generator.derive.register import STAGES
    from generator.verbs import registering
    from generator.verbs.usage import UsageProblem

    marking = registering.Marking(
        keys=keys,
        step=WORDS[step],  # type: ignore[arg-type]
        on=on,
        by=by,
        seals=seals,
        taken_back=cancel,
    )
    try:
        rows = registering.mark(source, marking)
    except UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    for row in rows:
        lacks = f"，还缺章：{'、'.join(row.missing_seals)}" if row.missing_seals else ""
        click.echo(f"{row.printed.title}：{STAGES[row.stage]}{lacks}")
