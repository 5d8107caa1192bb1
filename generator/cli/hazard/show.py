"""`gongwen hazard show`: what happened to one hazard."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, failures
from generator.cli.base import Argument, Command
from generator.derive.hazard_state import EVENTS

if TYPE_CHECKING:
    from datetime import date

    from generator.model.hazard import Happening, Hazard, HazardEvent

HELP = """\
看一条隐患的经过：哪天发现，以后每一步哪天、谁办的。"""

EXAMPLES = """\
例子：
  gongwen hazard show 我的行动 JGC-009"""


@click.command("show", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.argument("code", cls=Argument, metavar="编号", explain="隐患编号")
@click.pass_context
def command(ctx: click.Context, *, source: Path, code: str) -> None:
    """Show the hazard's history in order."""
    from generator import verbs

    try:
        hazard, happenings = verbs.history(source, code)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    for line in _lines(hazard, happenings):
        click.echo(line)
    ctx.exit(failures.DONE)


def _lines(hazard: "Hazard", happenings: "tuple[Happening, ...]") -> Iterator[str]:
    yield f"{hazard.code} {hazard.enterprise.name}　{hazard.level}　{hazard.name}"
    yield f"  {hazard.inspected_on.isoformat()}  发现  {hazard.inspectors}".rstrip()
    yield from _recorded(hazard, {h.event for h in happenings})
    for h in happenings:
        until = f"延至 {h.due_on.isoformat()}" if h.due_on else ""
        yield "  " + "  ".join(filter(None, (h.on.isoformat(), EVENTS[h.event], h.by, h.text, until)))


def _recorded(hazard: "Hazard", events: set[str]) -> Iterator[str]:
    """Yield the facts that the hazard was recorded with, where no step of that kind came later."""
    facts: tuple[tuple[HazardEvent, date | None], ...] = (
        ("assigned", hazard.assigned_on),
        ("listed", hazard.listed_on),
        ("completed", hazard.completed_on),
        ("reviewed", hazard.reviewed_on),
        ("closed", hazard.closed_on),
    )
    for event, day in facts:
        if day and event not in events:
            yield f"  {day.isoformat()}  {EVENTS[event]}"
