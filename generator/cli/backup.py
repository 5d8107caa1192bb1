"""`gongwen backup`: all that a service holds, in one file."""

from pathlib import Path

import click

from generator.cli import office, values
from generator.cli.base import Argument, Command

HELP = """\
把服务的数据全部备份到一个文件：行动、报送、用户、审计记录。服务不用停，备份是
同一时刻的数据。备份文件里有个人信息，只有本人能读，请放在别的机器上保管。

生成好的下载文件不在备份里，恢复以后可以再生成；登录状态也不在，要重新登录。"""

EXAMPLES = """\
例子：
  gongwen backup 备份.zip --data-dir 数据"""


@click.command("backup", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "target", cls=Argument, metavar="文件", callback=values.file_path, explain="备份到哪个文件，如 备份.zip"
)
@office.data_dir
@office.database_url
def command(*, target: Path, data_dir: Path, database_url: str) -> None:
    """Back up and say how much."""
    office.need_libraries()
    from generator.verbs import keeping

    with office.opened(keeping.open_office, data_dir, database_url) as opened:
        made = keeping.back_up(opened, target, office.operator().known_as)
    click.echo(f"已备份 {made.rows} 条记录，在：{target}")
