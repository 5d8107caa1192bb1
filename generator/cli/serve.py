"""`gongwen serve`: the service in the browser."""

from pathlib import Path

import click

from generator.cli import office, values
from generator.cli.base import Command, Option

PORT = 8000
HELP = """\
在浏览器里用公文工坊：各单位填报，汇总单位收表、汇总、生成，都在网页上做。

数据都在数据文件夹里；空的文件夹第一次启动时自动建好，再用 gongwen user add 建
立管理员。程序升级以后第一次启动，先备份、再升级数据库。按 Ctrl+C 停止。

安装、备份、https 的做法见 docs/service.md。"""

EXAMPLES = """\
例子：
  gongwen serve --data-dir 数据
  gongwen serve --data-dir 数据 --host 0.0.0.0 --port 80
  gongwen serve --data-dir 数据 --database-url postgresql:///gongwen"""


@click.command("serve", cls=Command, help=HELP, epilog=EXAMPLES)
@office.data_dir
@office.database_url
@click.option(
    "--host",
    cls=Option,
    default="127.0.0.1",
    metavar="地址",
    help="在哪个地址上提供服务；不写只供本机使用，0.0.0.0 是供所有机器",
)
@click.option(
    "--port", cls=Option, default=str(PORT), metavar="端口", callback=values.port, help=f"端口；不写是 {PORT}"
)
def command(*, data_dir: Path, database_url: str, host: str, port: int) -> None:
    """Serve until told to end."""
    office.need_libraries()
    from generator.service.running import run
    from generator.verbs.keeping import alone, open_to_serve

    with alone(data_dir), office.opened(open_to_serve, data_dir, database_url) as opened:
        run(opened, host, port, values.today)
