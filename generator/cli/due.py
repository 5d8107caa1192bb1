"""`gongwen due`: what each unit has to hand in, by when, and how that stands on a day."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import arguments, failures, values
from generator.cli.base import Command, Option
from generator.cli.columns import pad, text_width
from generator.problem import errors

if TYPE_CHECKING:
    from generator.derive.deadlines import Due
    from generator.verbs import DueRequest, DueResult

HELP = """\
按报送要求（duties）列出到某一天为止谁已报、谁逾期、什么快到期。

写了 -o 就生成文书（Word、PDF）：逾期未报名单和催报通知单；--papers 还可以出
情况通报、隐患督办交办单、工作督促函。写了 --ics 就把全部期限写成日历文件，
可以导入手机、Outlook 和各种日历。"""

EXAMPLES = """\
例子：
  gongwen due 我的行动
  gongwen due 我的行动 --on 2023-06-28
  gongwen due 我的行动 --on 2023-07-01 -o 输出
  gongwen due 我的行动 --on 2023-07-01 -o 输出 --papers 通报,督办,督促函
  gongwen due 我的行动 --ics 期限.ics
  gongwen due 我的行动 --json"""

STATES = {
    "in": "已报",
    "in_late": "迟报",
    "wrong": "有错",
    "unsealed": "缺盖章件",
    "late": "逾期",
    "open": "未到期",
}
HEADS = ("期限", "报送内容", "应报", *STATES.values())
SOON_DAYS = 10


@click.command("due", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@arguments.output_or_none("文书写到哪个文件夹")
@arguments.on("到哪一天为止，如 2023-06-28")
@click.option(
    "--ics", "calendar", cls=Option, metavar="文件", callback=values.file_path, help="全部期限写成日历文件"
)
@click.option(
    "--papers",
    cls=Option,
    multiple=True,
    metavar="文书,…",
    callback=values.papers,
    help="出哪些文书：催报、通报、督办、督促函，或 全部；不写就是催报",
)
@arguments.as_json
@click.pass_context
def command(
    ctx: click.Context,
    *,
    source: Path,
    target: Path | None,
    on: date,
    calendar: Path | None,
    papers: tuple[str, ...],
    as_json: bool,
) -> None:
    """Tell what is due; exit 1 when a return has errors."""
    from generator.verbs import DueRequest

    request = DueRequest(source=source, on=on, target=target, calendar=calendar, papers=papers)
    result = _as_json(request) if as_json else _in_words(request)
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)


def _in_words(request: "DueRequest") -> "DueResult":
    result = _due(request)
    for line in _lines(result):
        click.echo(line)
    if request.calendar is not None:
        click.echo(f"日历文件：{request.calendar}")
    if request.target is not None:
        click.echo(f"{'、'.join(request.papers)} {len(result.files)} 份文件，在：{request.target}")
        if (none := _without_files(request, result)) and not errors(result.problems):
            click.echo(f"{'、'.join(none)}：没有可写的，没有出。")
    return result


def _without_files(request: "DueRequest", result: "DueResult") -> list[str]:
    """Return the kinds of papers of which none was written."""
    written = {file.partition("/")[0] for file in result.files}
    return [kind for kind in request.papers if kind not in written]


def _as_json(request: "DueRequest") -> "DueResult":
    from generator.cli import documents

    with documents.failure_shown("没有算出报送期限"):
        result = _due(request)
    failed = bool(errors(result.problems))
    document = {
        "ok": not failed,
        "exit_code": failures.PROBLEMS if failed else failures.DONE,
        "on": result.on.isoformat(),
        "dues": [_entry(due) for due in result.dues],
        "files": result.files,
        "problems": [documents.problem_entry(p) for p in result.problems],
    }
    click.echo(documents.as_json(document))
    return result


def _due(request: "DueRequest") -> "DueResult":
    from generator import verbs

    try:
        return verbs.due(request)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem


def _entry(due: "Due") -> dict[str, Any]:
    occasion = due.occasion
    return {
        "duty": occasion.duty.name,
        "form": occasion.duty.form,
        "unit": occasion.unit,
        "period": occasion.period,
        "hazard": occasion.hazard,
        "due_on": occasion.due_on.isoformat(),
        "state": due.state,
        "overdue": due.is_overdue,
        "days": due.days,
        "came_on": due.came_on.isoformat() if due.came_on else None,
    }


def _lines(result: "DueResult") -> Iterator[str]:
    """Yield the table of all that is past or near, then the late units, then what was found."""
    near = [d for d in result.dues if (d.occasion.due_on - result.on).days <= SOON_DAYS]
    yield f"截至 {result.on.isoformat()}，{SOON_DAYS} 天以内到期的都列在内："
    yield from _table(near)
    yield from _late(result)
    for severity, heading in (("error", "错误"), ("warning", "提醒")):
        found = [p for p in result.problems if p.severity == severity]
        yield from [f"{heading} {len(found)} 处：", *(f"  {p}" for p in found)] if found else ()


def _table(dues: "Sequence[Due]") -> Iterator[str]:
    from generator.compose.reminder import due_name

    rows: list[tuple[str, ...]] = [HEADS]
    for (day, name), group in groupby(dues, key=lambda d: (d.occasion.due_on.isoformat(), due_name(d))):
        together = list(group)
        counts = (sum(d.state == state for d in together) for state in STATES)
        rows.append((day, name, str(len(together)), *(str(n) if n else "" for n in counts)))
    widths = [max(text_width(row[i]) for row in rows) for i in range(len(HEADS))]
    for row in rows:
        yield "  " + "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _late(result: "DueResult") -> Iterator[str]:
    from generator.compose.reminder import due_name
    from generator.derive.units import issuer_unit

    overdue = result.overdue
    if not overdue:
        yield "没有逾期的。"
        return
    units = dict.fromkeys(d.occasion.unit for d in overdue)
    yield f"逾期的单位 {len(units)} 个："
    for unit in (u for u in (issuer_unit(result.campaign), *result.campaign.units) if u.code in units):
        mine = (f"{due_name(d)} {d.days} 天" for d in overdue if d.occasion.unit == unit.code)
        yield f"  {unit.label}：{'；'.join(mine)}"
