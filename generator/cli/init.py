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
加 --office：不写 YAML，数据写在 活动.xlsx 和 正文.docx 里，用 Excel、Word、WPS 改。
加 --from 和 --unit：照上级的行动给它的一个单位建行动，表单、报送要求都取自上级，
每月的汇总数再报上去，见 docs/levels.md。"""

EXAMPLES = """\
例子：
  gongwen init 我的行动
  gongwen init 我的行动 --office
  gongwen init 甲镇行动 --from 县行动 --unit 甲镇 --names 东村、西村、河湾社区"""


@click.command("init", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "target", cls=Argument, metavar="文件夹", callback=values.folder_path, explain="新建在哪个文件夹"
)
@click.option("--office", cls=Option, is_flag=True, help="写成 活动.xlsx 和 正文.docx，不用 YAML")
@click.option(
    "--from",
    "above",
    cls=Option,
    default=None,
    metavar="上级行动",
    callback=values.existing_path_or_none,
    help="照这个行动建，和 --unit 一起写",
)
@click.option("--unit", cls=Option, default="", metavar="单位", help="给上级行动里的哪个单位建，名称或代号")
@click.option(
    "--names",
    cls=Option,
    multiple=True,
    metavar="单位…",
    callback=values.names,
    help="本级的各单位；不写时取上级行动里属于它的单位，没有就写两个样子，照着改",
)
def command(target: Path, *, office: bool, above: Path | None, unit: str, names: tuple[str, ...]) -> None:
    """Write the starter into the folder and say what to do next."""
    from generator import verbs

    if (above is None) == bool(unit) or (office and above is not None):
        raise click.UsageError("照上级行动建的，--from 和 --unit 一起写，不和 --office 一起写")
    if above is not None:
        from generator.verbs.beginning_below import begin_below

        try:
            written = begin_below(above, target, unit, names)
        except verbs.UsageProblem as problem:
            raise click.ClickException(str(problem)) from problem
    else:
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
