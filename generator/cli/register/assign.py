"""`gongwen register assign`: a page that no code told is put to its sheet."""

from datetime import date
from pathlib import Path

import click

from generator.cli import arguments, values
from generator.cli.base import Argument, Command, Option

HELP = """\
把“未识别”里的一页指给哪张表，写那张表的编号和第几页；哪张都不是，写 不要。
“未识别”有哪些，gongwen register list 最后列出；图在行动文件夹的 scans 里。"""

EXAMPLES = """\
例子：
  gongwen register assign 我的行动 9f3c21aa07bd 747707099176 --page 2
  gongwen register assign 我的行动 9f3c21aa07bd 不要"""

NONE = "不要"


@click.command("assign", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.argument("page_key", cls=Argument, metavar="未识别的页", explain="登记最后列出的代号")
@click.argument("key", cls=Argument, metavar="编号", explain="哪张表；写 不要，就是哪张都不是")
@click.option(
    "--page", cls=Option, type=click.IntRange(1), default=1, metavar="页", help="是第几页；不写是第 1 页"
)
@click.option("--by", cls=Option, default="", metavar="姓名", help="谁指的")
@arguments.on("哪天", values.day_so_far)
def command(*, source: Path, page_key: str, key: str, page: int, by: str, on: date) -> None:
    """Put the page to the sheet, or to none."""
    from generator.verbs import registering
    from generator.verbs.usage import UsageProblem

    try:
        if key == NONE:
            click.echo(f"不要了：{registering.drop(source, page_key, on, by).source}（文件留着）")
            return
        row = registering.assign(source, page_key, key, page, on, by)
    except UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    lacks = f"，还缺第 {'、'.join(map(str, row.missing_pages))} 页" if row.missing_pages else "，页已齐"
    click.echo(f"已归到：{row.printed.title}第 {page} 页{lacks}")
