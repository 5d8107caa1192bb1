"""`gongwen carry out`: a campaign of the service as a folder."""

from pathlib import Path

import click

from generator.cli import office, values
from generator.cli.base import Argument, Command

HELP = """\
把服务里的行动写成文件夹，可以交给 gongwen build、check 等命令，也可以再搬进别
的服务。没有改过的文件和原来一个字节不差。只填了一半的、退回的报送不写。"""

EXAMPLES = """\
例子：
  gongwen carry out xingdong-2023 输出 --data-dir 数据"""


@click.command("out", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument("code", cls=Argument, metavar="代号", explain="行动在服务里的代号")
@click.argument(
    "target", cls=Argument, metavar="文件夹", callback=values.folder_path, explain="写到哪个空文件夹"
)
@office.data_dir
@office.database_url
def command(*, code: str, target: Path, data_dir: Path, database_url: str) -> None:
    """Write the campaign out and say how many files it has."""
    office.need_libraries()
    from generator.verbs import keeping

    with office.opened(keeping.open_office, data_dir, database_url) as opened:
        number = keeping.take_out(opened, code, target)
    click.echo(f"已写出 {number} 个文件，在：{target}")
