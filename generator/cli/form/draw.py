"""`gongwen form draw`: the head of a table in Excel becomes a form."""

from pathlib import Path

import click

from generator.cli import failures, values
from generator.cli.base import Argument, Command, Option

HELP = """\
照 Excel 工作簿里的表头画出表单：栏名、合并的栏头、栏宽、下拉的选项、表上表下的
字、注都照原样；类型按名称猜，猜的逐项列出，请核对，不对的在写出的文件里改。
文件里要有 .xlsx 的表头；表身可以是空的，可以有一行例子。"""

EXAMPLES = """\
例子：
  gongwen form draw 表头.xlsx -o 我的行动/forms/taizhang.yaml --used-by community
  gongwen form draw 表头.xlsx -o 我的行动/forms/diaodu.yaml --kind indicator_table

写好以后运行 gongwen check 我的行动；怎样改见 docs/forms.md。"""


@click.command("draw", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "file", cls=Argument, metavar="工作簿", callback=values.existing_path, explain="有表头的 .xlsx 文件"
)
@click.option(
    "-o",
    "--output",
    "target",
    cls=Option,
    required=True,
    metavar="文件",
    callback=values.file_path,
    help="写到哪个文件，如 我的行动/forms/taizhang.yaml；文件名就是表单代号",
)
@click.option("--sheet", cls=Option, default="", metavar="工作表", help="画哪个工作表；只有一个时不用写")
@click.option(
    "--kind",
    cls=Option,
    type=click.Choice(("ledger", "indicator_table", "record")),
    metavar="ledger|indicator_table|record",
    help="台账、指标表、记录表；不写就看表头猜",
)
@click.option(
    "--used-by",
    cls=Option,
    multiple=True,
    metavar="类别",
    help="由哪类单位填报，写单位类别的代号，如 community；可以写几次",
)
@click.option("--title", cls=Option, default="", metavar="表题", help="表题；不写就用表上的")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    file: Path,
    target: Path,
    sheet: str,
    kind: str | None,
    used_by: tuple[str, ...],
    title: str,
) -> None:
    """Draw the form and say what was guessed; exit 1 when nothing could be drawn."""
    from generator import verbs

    asked = verbs.DrawAsked(kind=kind, used_by=used_by, code=target.stem, title=title)  # type: ignore[arg-type]
    try:
        drawn = verbs.draw_file(file, target, asked, sheet)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    for told in (*drawn.problems, *drawn.guesses):
        click.echo(str(told))
    if drawn.form is None:
        click.echo("没有画出表单。")
        ctx.exit(failures.PROBLEMS)
    click.echo(
        f"画出“{drawn.form.short_title}”，{len(drawn.form.fields)} 项，猜的 {len(drawn.guesses)} 处，写到 {target}。"
    )
