"""`gongwen copy`: a campaign copied to another year."""

from pathlib import Path

import click

from generator.cli import arguments, failures, values
from generator.cli.base import Argument, Command, Option
from generator.problem import errors

HELP = """\
把行动复制到下一年：起止、期限等日期移一年，名称和文字里行动的年份改成新的一年，
逐处列出；别的年份不动，也列出来请核对。发文字号、发文登记、隐患、报送数据、收件、
上报过的数、节假日不带过去；单位、表单、正文、模板和注释照旧。"""

EXAMPLES = """\
例子：
  gongwen copy 我的行动 明年的行动 --year 2025
  gongwen copy 我的行动 明年的行动 --year 2025 --open-hazards"""


@click.command("copy", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.argument(
    "target", cls=Argument, metavar="文件夹", callback=values.folder_path, explain="写到哪个新文件夹"
)
@click.option("--year", cls=Option, required=True, type=int, metavar="年", help="复制成哪一年的，如 2024")
@click.option("--open-hazards", cls=Option, is_flag=True, help="没有销号的隐患带过去")
@click.pass_context
def command(ctx: click.Context, *, source: Path, target: Path, year: int, open_hazards: bool) -> None:
    """Copy the campaign and list every place; exit 1 when the copy has errors."""
    from generator import verbs

    try:
        copied = verbs.copy_campaign(source, target, year, open_hazards=open_hazards)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    for head, places in (
        ("改了的", copied.changed),
        ("没有带过去的", copied.dropped),
        ("没有改的，请核对", copied.left),
    ):
        if places:
            click.echo(f"{head}（{len(places)} 处）：")
            for place in places:
                click.echo(f"  {place}")
    for found in copied.problems:
        click.echo(str(found))
    carried = f"，结转隐患 {copied.carried} 条" if open_hazards else ""
    click.echo(f"已复制成“{copied.name}”，共 {len(copied.files)} 个文件{carried}，在：{target}")
    click.echo("接下来：补发文字号，核对日期，再运行 gongwen check。")
    ctx.exit(failures.PROBLEMS if errors(copied.problems) else failures.DONE)
