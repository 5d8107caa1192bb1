"""`gongwen organ list`: the organs of a service."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, office
from generator.cli.base import Command
from generator.cli.columns import pad, text_width

if TYPE_CHECKING:
    from generator.model.organ import Organ

HELP = """\
列出机关：代号、名称、上级，在上级行动里是哪个单位。"""

EXAMPLES = """\
例子：
  gongwen organ list --data-dir 数据"""

HEADS = ("代号", "名称", "上级", "上级行动里的单位")


@click.command("list", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.as_json
@office.data_dir
@office.database_url
def command(*, as_json: bool, data_dir: Path, database_url: str) -> None:
    """List the organs."""
    office.need_libraries()
    from generator.cli.documents import as_json as json_of
    from generator.verbs.keeping import open_office

    with office.opened(open_office, data_dir, database_url) as opened:
        found = opened.organs()
    click.echo(json_of({"organs": [asdict(o) for o in found]}) if as_json else "\n".join(_lines(found)))


def _lines(found: "Sequence[Organ]") -> Iterator[str]:
    codes = {o.id: o.code for o in found}
    rows = [HEADS, *((o.code, o.name, codes.get(o.superior, ""), o.unit) for o in found)]
    widths = [max(text_width(row[i]) for row in rows) for i in range(len(HEADS))]
    for row in rows:
        yield "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
