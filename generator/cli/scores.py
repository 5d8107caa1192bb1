"""`gongwen scores`: whom the teams inspected, ranked."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import arguments, failures
from generator.cli.base import Command
from generator.cli.columns import pad, text_width
from generator.problem import errors

if TYPE_CHECKING:
    from generator.verbs import ScoresResult

HELP = """\
按各检查组报来的打分表排名：得分、扣分和每一分为什么扣；同分并列，后面的
名次空出。没有报来的检查组逐个点名。
写了 -o 就生成排名表（Word、PDF）；不写只显示。"""

EXAMPLES = """\
例子：
  gongwen scores 我的行动 --period 2023-08
  gongwen scores 我的行动 --period 2023-08 -o 输出
  gongwen scores 我的行动 --json"""

HEADS = ("名次", "受检单位", "得分", "扣分", "检查组", "扣分情况")


@click.command("scores", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@arguments.output_or_none("排名表写到哪个文件夹")
@arguments.period("哪个月的打分表，如 2023-08；不写就是有数据的最近一个月")
@arguments.as_json
@click.pass_context
def command(ctx: click.Context, *, source: Path, target: Path | None, period: str, as_json: bool) -> None:
    """Show the ranking; exit 1 when a return has errors."""
    result = _as_json(source, period, target) if as_json else _in_words(source, period, target)
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)


def _scores(source: Path, period: str, target: Path | None) -> "ScoresResult":
    from generator import verbs

    try:
        return verbs.scores(source, period, target)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem


def _in_words(source: Path, period: str, target: Path | None) -> "ScoresResult":
    result = _scores(source, period, target)
    for line in _lines(result):
        click.echo(line)
    if target is not None:
        click.echo(f"排名表 {len(result.files)} 份文件，在：{target}")
    return result


def _as_json(source: Path, period: str, target: Path | None) -> "ScoresResult":
    from generator.cli import documents

    with documents.failure_shown("没有算出名次"):
        result = _scores(source, period, target)
    failed = bool(errors(result.problems))
    document = {
        "ok": not failed,
        "exit_code": failures.PROBLEMS if failed else failures.DONE,
        "period": result.period,
        "rankings": [
            {"form": r.form.form, "sheets": [_entry(s) for s in r.sheets], "missing": r.missing}
            for r in result.rankings
        ],
        "files": result.files,
        "problems": [documents.problem_entry(p) for p in result.problems],
    }
    click.echo(documents.as_json(document))
    return result


def _entry(sheet: Any) -> dict[str, Any]:
    clauses = [
        {"clause": s.clause.number, "points": s.points, "reasons": [d.reason for d in s.deducted if d.reason]}
        for s in sheet.scores
    ]
    return {
        "place": sheet.place,
        "inspected": sheet.inspected,
        "team": sheet.team,
        "unit": sheet.filled.unit,
        "points": sheet.points,
        "clauses": clauses,
    }


def _lines(result: "ScoresResult") -> Iterator[str]:
    from generator.compose.ranking import place_of, reasons, team_name

    labels = {u.code: u.label for u in result.campaign.units}
    for one in result.rankings:
        yield f"{one.form.short_title}（{result.period}）：{len(one.sheets)} 份"
        rows = [HEADS]
        for s in one.sheets:
            points = (f"{s.points:g}", f"{s.deducted:g}")
            team = team_name(result.campaign, s)
            rows.append(
                (place_of(s, one.sheets), labels.get(s.inspected, s.inspected), *points, team, reasons(s))
            )
        widths = [max(text_width(row[i]) for row in rows) for i in range(len(HEADS))]
        for row in rows if one.sheets else ():
            yield "  " + "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        if one.missing:
            yield f"  没有报来的检查组：{'、'.join(labels[code] for code in one.missing)}"
    for severity, heading in (("error", "错误"), ("warning", "提醒")):
        found = [p for p in result.problems if p.severity == severity]
        yield from [f"{heading} {len(found)} 处：", *(f"  {p}" for p in found)] if found else ()
