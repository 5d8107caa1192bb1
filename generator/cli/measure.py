"""`gongwen measure`: printed pages measured against GB/T 9704-2012."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import failures, values
from generator.cli.base import Argument, Command, Option

if TYPE_CHECKING:
    from generator.measure.verdict import Verdict

HELP = """\
量一量 PDF 的版面：纸张、版心、行距、字距、版头、页码，逐条对照 GB/T 9704-2012。
哪个程序做的文件都可以量；看不出的就说看不出。"""

EXAMPLES = """\
例子：
  gongwen measure 通知.pdf
  gongwen measure 通知.pdf --json

退出码：0 没有不合格的；1 有不合格的。"""


@click.command("measure", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "source", cls=Argument, metavar="文件", callback=values.existing_path, explain="一个 PDF 文件"
)
@click.option("--all", "every", cls=Option, is_flag=True, help="合格的也列出来；不写只列不合格和看不出的")
@click.option("--json", "as_json", cls=Option, is_flag=True, help="结果按 JSON 输出，供程序使用")
@click.pass_context
def command(ctx: click.Context, *, source: Path, every: bool, as_json: bool) -> None:
    """Measure the file and say what fails; exit 1 when a clause does."""
    verdicts = _measured(source)
    failed = sum(v.outcome == "fail" for v in verdicts)
    if as_json:
        click.echo(json.dumps([asdict(v) for v in verdicts], ensure_ascii=False, indent=1))
    else:
        for verdict in verdicts:
            if every or verdict.outcome != "pass":
                click.echo(str(verdict))
        click.echo(f"量了 {len(verdicts)} 处，{failed} 处不合格。")
    ctx.exit(failures.PROBLEMS if failed else failures.DONE)


def _measured(source: Path) -> list["Verdict"]:
    from generator.measure.page import NotReadable
    from generator.measure.pdf import measure_pdf

    try:
        return measure_pdf(source)
    except NotReadable as error:
        raise click.ClickException(f"“{source}”不是 PDF，或打不开。现在只能量 PDF 文件") from error
