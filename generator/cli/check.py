"""`gongwen check`: every problem of a campaign's data and documents, without making anything."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, failures
from generator.cli.base import Command, Option
from generator.problem import errors

if TYPE_CHECKING:
    from generator.verbs import Checked

HELP = """\
检查行动的数据和文稿，一次全部列出，什么也不生成：数据写得对不对，报送的数
合不合理，文稿里有没有重字、缺一半的括号、跳号、引错的附件、写错的字号、
别处的地名、半角标点。每处写明位置、看到的文字和改法。

核对过、不改的，在 waivers（活动.xlsx 的“豁免”）里写明原因，就不再提醒。
build 时也做同样的检查。"""

EXAMPLES = """\
例子：
  gongwen check 我的行动
  gongwen check 我的行动 --fix
  gongwen check 我的行动 --json
  gongwen check 我的行动 --sarif

退出码：0 没有错误（可有提醒）；1 有错误。"""


@click.command("check", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.option(
    "--fix",
    cls=Option,
    is_flag=True,
    help="代改有把握的：发文字号的括号、夹在汉字中间的半角标点；原文件留在“校对前的文件”里",
)
@arguments.as_json
@click.option(
    "--sarif", "as_sarif", cls=Option, is_flag=True, help="结果按 SARIF 输出，供编辑器、代码平台显示"
)
@click.pass_context
def command(ctx: click.Context, *, source: Path, fix: bool, as_json: bool, as_sarif: bool) -> None:
    """Check, after mending where that is asked for; exit 1 when there are errors."""
    if as_json and as_sarif:
        raise click.UsageError("--json 和 --sarif 只能写一个")
    told = _as_json if as_json else _as_sarif if as_sarif else _in_words
    result = told(source, fix)
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)


def _checked(source: Path, fix: bool) -> "Checked":
    from generator import verbs

    return verbs.mend(source) if fix else verbs.check(source)


def _as_json(source: Path, fix: bool) -> "Checked":
    from generator.cli import documents

    with documents.failure_shown("没有检查"):
        result = _checked(source, fix)
    click.echo(documents.checked_document(result))
    return result


def _as_sarif(source: Path, fix: bool) -> "Checked":
    from generator.cli.sarif import sarif_document

    result = _checked(source, fix)
    click.echo(sarif_document(result.problems))
    return result


def _in_words(source: Path, fix: bool) -> "Checked":
    result = _checked(source, fix)
    for line in _lines(result):
        click.echo(line)
    return result


def _lines(result: "Checked") -> Iterator[str]:
    if result.mended:
        yield f"改了 {result.mends} 处：{'、'.join(result.mended)}。原来的文件在“校对前的文件”里。"
    for severity, heading in (("error", "错误"), ("warning", "提醒")):
        found = [p for p in result.problems if p.severity == severity]
        yield from [f"{heading} {len(found)} 处：", *(f"  {p}" for p in found)] if found else ()
    waived = f"（另有 {result.waivers} 条豁免，见 waivers）" if result.waivers else ""
    if not result.problems:
        yield f"没有问题{waived}。"
        return
    wrong = len(errors(result.problems))
    yield f"共 {wrong} 处错误、{len(result.problems) - wrong} 处提醒{waived}；代码的含义见 docs/problems.md。"
