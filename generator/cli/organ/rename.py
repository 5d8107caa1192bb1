"""`gongwen organ rename`: another name for an organ."""

from pathlib import Path

import click

from generator.cli import office
from generator.cli.base import Argument, Command, Option

HELP = """\
改一个机关的名称，网页上显示。第一个机关的代号是 main，原来叫“本机关”。"""

EXAMPLES = """\
例子：
  gongwen organ rename main --name 蔚水县安全生产委员会 --data-dir 数据"""


@click.command("rename", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument("code", cls=Argument, metavar="代号", explain="机关的代号，见 gongwen organ list")
@click.option("--name", cls=Option, required=True, metavar="名称", help="新的名称")
@office.data_dir
@office.database_url
def command(*, code: str, name: str, data_dir: Path, database_url: str) -> None:
    """Rename the organ and say so."""
    office.need_libraries()
    from generator.verbs.keeping import open_office
    from generator.verbs.organs import organ_of, rename_organ

    who = office.operator()
    with office.opened(open_office, data_dir, database_url) as opened:
        organ = organ_of(opened, who, code)
        rename_organ(opened, organ, name, who)
    click.echo(f"“{organ.name}”（{organ.code}）已改名“{name}”。")
