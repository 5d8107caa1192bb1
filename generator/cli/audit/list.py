"""`gongwen audit list`: what was done, the newest first."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from generator.cli import arguments, office, values
from generator.cli.base import Command, Option
from generator.cli.columns import pad, text_width

HELP = """\
列出审计记录，最近的在前，一次 100 条：编号、时间、谁、做了什么、改的是什么。
改动前后的内容看 --json。"""

EXAMPLES = """\
例子：
  gongwen audit list --data-dir 数据
  gongwen audit list --words 退回 --data-dir 数据
  gongwen audit list --before 1200 --json --data-dir 数据"""

HEADS = ("编号", "时间", "谁", "操作", "行动", "对象", "说明")


@click.command("list", cls=Command, help=HELP, epilog=EXAMPLES)
@click.option("--words", cls=Option, default="", metavar="文字", help="只列含这些文字的")
@click.option(
    "--before", cls=Option, default="", metavar="编号", callback=values.entry, help="只列这个编号以前的"
)
@arguments.as_json
@office.data_dir
@office.database_url
def command(*, words: str, before: int, as_json: bool, data_dir: Path, database_url: str) -> None:
    """List the entries."""
    office.need_libraries()
    from generator.cli.documents import as_json as json_of
    from generator.verbs.auditing import acts
    from generator.verbs.keeping import open_office

    with office.opened(open_office, data_dir, database_url) as opened:
        found = acts(opened, before, words)
    click.echo(json_of({"entries": found}) if as_json else "\n".join(_lines(found)))


def _lines(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    rows = [HEADS, *map(_row, found)]
    widths = [max(text_width(row[i]) for row in rows) for i in range(len(HEADS))]
    for row in rows:
        yield "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(entry: Mapping[str, Any]) -> tuple[str, ...]:
    at = datetime.fromisoformat(entry["at"]).astimezone()
    words = (entry[name] for name in ("who", "act", "campaign", "subject", "remark"))
    return (str(entry["id"]), f"{at:%Y-%m-%d %H:%M:%S}", *(" ".join(word.split()) for word in words))
