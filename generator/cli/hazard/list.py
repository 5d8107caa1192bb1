"""`gongwen hazard list`: how every hazard stands on a day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import arguments, failures
from generator.cli.base import Command, Option
from generator.cli.columns import pad, text_width
from generator.derive.hazard_state import STATES

if TYPE_CHECKING:
    from generator.verbs import HazardsResult, Standing

HELP = """\
列出到某一天为止各条隐患的状态：已发现、已交办、整改中、已复查、已销号；逾期几
天，是否挂牌督办。已销号的只计数，加 --all 才列出。"""

EXAMPLES = """\
例子：
  gongwen hazard list 我的行动
  gongwen hazard list 我的行动 --on 2023-06-30 --units 秋湖村
  gongwen hazard list 我的行动 --all --json
  gongwen hazard list 县行动 --below"""

HEADS = ("编号", "单位", "企业", "等级", "状态", "整改时限", "情况")


@click.command("list", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@arguments.on("到哪一天为止，如 2023-06-28")
@arguments.units("只看这些单位的；不写就是全部")
@click.option("--below", cls=Option, is_flag=True, help="连同下级行动的台账：上报过数的各下级，一家一段")
@click.option("--all", "everything", cls=Option, is_flag=True, help="已销号的也列出")
@arguments.as_json
@click.pass_context
def command(
    ctx: click.Context,
    *,
    source: Path,
    on: date,
    units: tuple[str, ...],
    below: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """List the hazards."""
    from generator import verbs
    from generator.cli import documents

    try:
        result = verbs.hazards(source, on, units)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    from generator.verbs.ledgers_below import ledgers_below

    shown = [s for s in result.standings if everything or s.state != "closed"]
    lower = ledgers_below(source, on) if below else ()
    if as_json:
        entries = [_entry(s) for s in shown]
        entries += [
            {**_entry(s), "below": one.unit}
            for one in lower
            for s in one.standings
            if everything or s.state != "closed"
        ]
        click.echo(documents.as_json({"ok": True, "exit_code": 0, "on": on.isoformat(), "hazards": entries}))
    else:
        for line in _lines(result, shown):
            click.echo(line)
        for one in lower:
            counts = f"{one.words}；逾期 {one.overdue}，挂牌督办 {one.listed}" if one.size else "没有隐患"
            click.echo(f"{one.unit}：隐患 {one.size} 条，{counts}。")
            left = [s for s in one.standings if everything or s.state != "closed"]
            for line in _table([HEADS, *(_row(s, dict(one.labels)) for s in left)]) if left else ():
                click.echo(line)
    ctx.exit(failures.DONE)


def _entry(standing: "Standing") -> dict[str, Any]:
    hazard = standing.hazard
    return {
        "code": hazard.code,
        "unit": hazard.unit,
        "enterprise": hazard.enterprise.name,
        "level": hazard.level,
        "state": standing.state,
        "due_on": hazard.due_on.isoformat() if hazard.due_on else None,
        "overdue_days": standing.days,
        "listed": standing.listed,
    }


def _lines(result: "HazardsResult", shown: "list[Standing]") -> Iterator[str]:
    counts = Counter(s.state for s in result.standings)
    parts = [f"{name} {counts[state]}" for state, name in STATES.items() if counts[state]]
    late = sum(s.overdue for s in result.standings)
    listed = sum(s.listed for s in result.standings)
    head = f"截至 {result.on.isoformat()}，隐患 {len(result.standings)} 条"
    yield f"{head}：{'，'.join(parts)}；逾期 {late}，挂牌督办 {listed}。" if parts else f"{head}。"
    if shown:
        labels = {u.code: u.label for u in result.campaign.units}
        yield from _table([HEADS, *(_row(s, labels) for s in shown)])


def _row(standing: "Standing", labels: dict[str, str]) -> tuple[str, ...]:
    hazard = standing.hazard
    notes = [f"逾期 {standing.days} 天" if standing.overdue else "", "挂牌督办" if standing.listed else ""]
    return (
        hazard.code,
        labels.get(hazard.unit, hazard.unit),
        hazard.enterprise.name,
        hazard.level,
        STATES[standing.state],
        hazard.due_on.isoformat() if hazard.due_on else "",
        "，".join(filter(None, notes)),
    )


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(text_width(row[i]) for row in rows) for i in range(len(HEADS))]
    for row in rows:
        yield "  " + "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
