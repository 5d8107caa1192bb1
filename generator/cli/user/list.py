"""`gongwen user list`: who may sign in."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from generator.cli import arguments, office
from generator.cli.base import Command
from generator.cli.columns import pad, text_width
from generator.model.people import ROLES, Person

HELP = """\
列出用户：登录名、姓名、角色、单位，是不是停用。"""

EXAMPLES = """\
例子：
  gongwen user list --data-dir 数据"""

HEADS = ("登录名", "姓名", "角色", "单位", "状态")


@click.command("list", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.as_json
@office.data_dir
@office.database_url
def command(*, as_json: bool, data_dir: Path, database_url: str) -> None:
    """List everyone."""
    office.need_libraries()
    from generator.cli.documents import as_json as json_of
    from generator.verbs.keeping import open_office
    from generator.verbs.staffing import everyone

    with office.opened(open_office, data_dir, database_url) as opened:
        found = everyone(opened)
    click.echo(json_of({"users": [asdict(p) for p in found]}) if as_json else "\n".join(_lines(found)))


def _lines(found: Sequence[Person]) -> Iterator[str]:
    rows = [HEADS, *map(_row, found)]
    widths = [max(text_width(row[i]) for row in rows) for i in range(len(HEADS))]
    for row in rows:
        yield "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(person: Person) -> tuple[str, ...]:
    return (person.login, person.name, ROLES[person.role], person.unit, "" if person.active else "停用")
