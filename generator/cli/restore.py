"""`gongwen restore`: a service as a backup holds it."""

from pathlib import Path

import click

from generator.cli import office, values
from generator.cli.base import Argument, Command, Option

HELP = """\
把备份恢复到一个空的数据文件夹（用 PostgreSQL 的，数据库也要是空的）。SQLite
的备份可以恢复到 PostgreSQL，反过来也可以；旧程序做的备份，恢复时升级。

先逐项核对备份文件，有损坏就说明是哪一项，不恢复。

--undo-upgrade 是安装程序退回旧程序时用的：用备份里的换下现有的全部数据，数据
库留在备份时的版本，给旧程序用。"""

EXAMPLES = """\
例子：
  gongwen restore 备份.zip --data-dir 新数据"""


@click.command("restore", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument("source", cls=Argument, metavar="文件", explain="备份文件")
@office.data_dir
@office.database_url
@click.option("--undo-upgrade", cls=Option, is_flag=True, help="换下现有的全部数据，退到备份时的版本")
def command(*, source: str, data_dir: Path, database_url: str, undo_upgrade: bool) -> None:
    """Restore and say how much."""
    office.need_libraries()
    from generator.verbs import keeping

    place = values.existing_file(source)
    with office.refusals():
        restore = keeping.undo_upgrade if undo_upgrade else keeping.restore
        made = restore(place, data_dir, database_url, office.operator().known_as)
    click.echo(f"已恢复 {made.rows} 条记录（备份于 {made.made_at[:16]}Z），在：{data_dir}")
    if not undo_upgrade:
        click.echo(f"启动服务：gongwen serve --data-dir {data_dir}")
