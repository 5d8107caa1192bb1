"""`gongwen numbers`: the register of document numbers, and the next free one of each organ code and year."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, failures
from generator.cli.base import Command
from generator.cli.columns import pad, text_width, wrap
from generator.problem import errors

if TYPE_CHECKING:
    from generator.derive.numbers import NumberSeries
    from generator.model.paperwork import NumberEntry
    from generator.verbs import NumbersResult

HELP = """\
显示行动的发文登记（numbers），一个机关代字一年一段：用过、预留、作废的
号，缺的号，下一个可以用的号。登记有错时照样显示，并列出错处。"""

EXAMPLES = """\
例子：
  gongwen numbers 我的行动
  gongwen numbers 我的行动 --json"""

STATES = {"issued": "已发", "reserved": "预留", "void": "作废"}
HEADS = ("发文字号", "状态", "成文日期", "标题")
TITLE_COLUMNS = 44


@click.command("numbers", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@arguments.as_json
@click.pass_context
def command(ctx: click.Context, *, source: Path, as_json: bool) -> None:
    """Show the register; exit 1 when it has errors."""
    result = _as_json(source) if as_json else _in_words(source)
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)


def _as_json(source: Path) -> "NumbersResult":
    from generator import verbs
    from generator.cli import documents

    with documents.failure_shown("数据有错，读不出发文登记"):
        result = verbs.numbers(source)
    click.echo(documents.numbers_document(result))
    return result


def _in_words(source: Path) -> "NumbersResult":
    from generator import verbs

    result = verbs.numbers(source)
    for line in _lines(result):
        click.echo(line)
    return result


def _lines(result: "NumbersResult") -> Iterator[str]:
    if not result.series:
        yield "还没有发文登记。请在行动文件夹里建 numbers.yaml，写法见 docs/campaign-data.md 的“发文登记”。"
    for series in result.series:
        yield from _series_lines(series)
    for severity, heading in (("error", "错误"), ("warning", "提醒")):
        found = [p for p in result.problems if p.severity == severity]
        yield from [f"{heading} {len(found)} 处：", *(f"  {p}" for p in found)] if found else ()


def _series_lines(series: "NumberSeries") -> Iterator[str]:
    from generator.derive.numbers import printed_gap

    yield f"{series.organ_code}〔{series.year}〕"
    rows = [HEADS, *map(_row, series.entries)]
    widths = [max(text_width(row[i]) for row in rows) for i in range(len(HEADS) - 1)]
    for *cells, title in rows:
        beginning = "  ".join(pad(cell, width) for cell, width in zip(cells, widths, strict=True))
        first, *turned = wrap(title, TITLE_COLUMNS)
        yield f"  {beginning}  {first}".rstrip()
        yield from (f"  {pad('', text_width(beginning))}  {line}" for line in turned)
    if series.gaps:
        yield f"  缺号：{'、'.join(map(printed_gap, series.gaps))}"
    yield f"  下一个号：{series.next_number}"


def _row(entry: "NumberEntry") -> tuple[str, str, str, str]:
    reason = f"（{entry.reason}）" if entry.reason else ""
    day = entry.document_date.isoformat() if entry.document_date else ""
    return entry.number, STATES[entry.state], day, entry.title.replace("\n", "") + reason
