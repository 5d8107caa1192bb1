"""`gongwen init`: a commented campaign to start from."""

import os
import shlex
import subprocess
from pathlib import Path

import click

from generator.cli import values
from generator.cli.base import Argument, Command, Option

HELP = """\
新建一个样例行动：数据文件里有注释，不改就能生成，照着改成自己的即可。
文件夹里已有文件时不写入，不会覆盖任何东西。
加 --office：不写 YAML，数据写在 活动.xlsx 和 正文.docx 里，用 Excel、Word、WPS 改。"""

EXAMPLES = """\
例子：
  gongwen init 我的行动
  gongwen init 我的行动 --office"""


@click.command("init", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "target", cls=Argument, metavar="文件夹", callback=values.folder_path, explain="新建在哪个文件夹"
)
@click.option("--office", cls=Option, is_flag=True, help="写成 活动.xlsx 和 正文.docx，不用 YAML")
def command(target: Path, *, office: bool) -> None:
    """Write the starter into the folder and say what to do next."""
    from generator import verbs

    written = verbs.init_office(target) if office else verbs.init(target)
    click.echo(f"已建好 {target}，共 {len(written)} 个文件：")
    for name in written:
        click.echo(f"  {name}")
    click.echo("接下来：")
    click.echo(f"  {_shown('gongwen', 'build', str(target), '-o', '输出')}")
    if office:
        click.echo("再打开 活动.xlsx 和 正文.docx，改成自己的，保存、关闭后重新运行上面这条命令。")
    else:
        click.echo("再用文本编辑器打开 campaign.yaml，照注释改成自己的数据，重新运行上面这条命令。")


def _shown(*words: str) -> str:
    """Return a command line as it is to be typed on this system."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
