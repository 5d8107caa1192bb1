"""`gongwen collect`: the units' returns of a month made into the town's table."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, failures
from generator.cli.base import Command, Option
from generator.cli.columns import pad, text_width
from generator.problem import errors

if TYPE_CHECKING:
    from generator.verbs import CollectRequest, CollectResult

HELP = """\
把各单位一个月报来的表汇总成本级的表：能相加的相加，一格几个数的逐个相加。

未报、有错、迟报的单位逐个点名，空着没填的不当作 0。写了 -o 就生成汇总表
（Word、PDF）和汇总簿（Excel，带公式、环比和每个数的来源）；不写只显示。"""

EXAMPLES = """\
例子：
  gongwen collect 我的行动 --period 2023-06
  gongwen collect 我的行动 --period 2023-06 -o 输出
  gongwen collect 我的行动 --explain 2.1
  gongwen collect 我的行动 --explain 行政处罚
  gongwen collect 我的行动 --explain 汇总!G5
  gongwen collect 我的行动 --period 2023-06 --freeze
  gongwen collect 我的行动 --json"""

HEADS = ("序号", "指标", "汇总")


@click.command("collect", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@arguments.output_or_none("汇总表和汇总簿写到哪个文件夹")
@arguments.period("哪个月的数据，如 2023-06；不写就是有数据的最近一个月")
@click.option(
    "--explain",
    cls=Option,
    default="",
    metavar="指标或格",
    help="这个数是怎样来的：写指标的序号、名称，或汇总簿、上级表的格，如 汇总!G5",
)
@click.option(
    "--freeze", cls=Option, is_flag=True, help="已经上报：把这个月的数留底，以后不改，变动记到下月的说明"
)
@click.option(
    "--again",
    cls=Option,
    default="",
    metavar="原因",
    help="和 --freeze 一起：已经留底的月份重新审定留底的原因，原来留底的数另存着",
)
@arguments.as_json
@click.pass_context
def command(
    ctx: click.Context,
    *,
    source: Path,
    target: Path | None,
    period: str,
    explain: str,
    freeze: bool,
    again: str,
    as_json: bool,
) -> None:
    """Roll up; exit 1 when a return has errors and was left out."""
    from generator.verbs import CollectRequest

    if explain and (as_json or target or freeze):
        raise click.UsageError("--explain 只在屏幕上说明一个数，不和 -o、--freeze、--json 一起写")
    if again and not freeze:
        raise click.UsageError("--again 和 --freeze 一起写")
    request = CollectRequest(source=source, period=period, target=target, freeze=freeze, again=again)
    result = _as_json(request) if as_json else _in_words(request, explain)
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)


def _in_words(request: "CollectRequest", explain: str) -> "CollectResult":
    result = _collect(request)
    for line in _explained(result, explain) if explain else _lines(result, request.target):
        click.echo(line)
    return result


def _as_json(request: "CollectRequest") -> "CollectResult":
    from generator.cli import collect_document, documents

    with documents.failure_shown("没有汇总"):
        result = _collect(request)
    click.echo(collect_document.collect_document(result))
    return result


def _collect(request: "CollectRequest") -> "CollectResult":
    from generator import verbs

    try:
        return verbs.collect(request)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem


def _explained(result: "CollectResult", indicator: str) -> list[str]:
    from generator import verbs

    try:
        return result.explain(indicator)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem


def _lines(result: "CollectResult", target: Path | None) -> Iterator[str]:
    """Yield each total as a table, then what was found, then where to look."""
    for index in range(len(result.totals)):
        yield from _table(result, index)
    for severity, heading in (("error", "错误"), ("warning", "提醒")):
        found = [p for p in result.problems if p.severity == severity]
        yield from [f"{heading} {len(found)} 处：", *(f"  {p}" for p in found)] if found else ()
    if result.reported:
        yield f"{result.period} 的数已经上报留底；汇总表印上报的数。"
    for name, count, deadline in result.sent_on():
        yield f"上级表 {name}：填 {count} 个数{f'，{deadline}' if deadline else ''}"
    if target is not None:
        yield from ("生成：", *(f"  {target / name}" for name in result.files))


def _table(result: "CollectResult", index: int) -> Iterator[str]:
    from generator.compose.lineage import number_of
    from generator.compose.roll_up import total_name
    from generator.compose.wording import printed_value

    total = result.totals[index]
    counted = sum(r.state == "counted" for r in total.returns)
    name = total_name(result.campaign, total, alone=len(result.totals) == 1)
    yield f"{name}：应报 {len(total.returns)} 份，计入 {counted} 份"
    rows = [HEADS]
    for cell in total.cells:
        value = printed_value(cell.field, cell.value).replace("\n", "")
        rows.append((number_of(total, cell), cell.field.printed_label.replace("\n", ""), value))
    widths = [max(text_width(row[i]) for row in rows) for i in range(len(HEADS) - 1)]
    for *cells, last in rows:
        beginning = "  ".join(pad(cell, width) for cell, width in zip(cells, widths, strict=True))
        yield f"  {beginning}  {last}".rstrip()
