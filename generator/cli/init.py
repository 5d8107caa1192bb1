"""`gongwen init`: a commented campaign to start from."""

import os
import shlex
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import values
from generator.cli.base import Argument, Command, Option

if TYPE_CHECKING:
    from generator.verbs import Beginning

HELP = """\
新建一个样例行动：数据文件里有注释，不改就能生成，照着改成自己的即可。
文件夹里已有文件时不写入，不会覆盖任何东西。
加 --office：不写 YAML，数据写在 活动.xlsx 和 正文.docx 里，用 Excel、Word、WPS 改。
加 --from 和 --unit：照上级的行动给它的一个单位建行动，表单、报送要求都取自上级，
每月的汇总数再报上去，见 docs/levels.md。
加 --name：不要样例，直接建自己的：写明发文机关、起止日期，单位名单用 --units，一行
一个（Excel 或文本文件），表单用 --form。"""

EXAMPLES = """\
例子：
  gongwen init 我的行动
  gongwen init 我的行动 --office
  gongwen init 甲镇行动 --from 县行动 --unit 甲镇 --names 东村、西村、河湾社区
  gongwen init 新行动 --name 示例镇2024行动 --issuer 示例镇安委会 --starts 2024-06-01 --ends 2024-12-31 --units 名单.xlsx"""


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
@click.option("--name", cls=Option, default="", metavar="名称", help="行动的全称；写了就不要样例")
@click.option("--issuer", cls=Option, default="", metavar="机关", help="发文机关全称")
@click.option(
    "--region", cls=Option, default="", metavar="区域", help="行政区域，如 示例镇；单位的简称去掉它"
)
@click.option(
    "--starts", "starts_on", cls=Option, callback=values.day_or_none, metavar="日期", help="开始日期"
)
@click.option("--ends", "ends_on", cls=Option, callback=values.day_or_none, metavar="日期", help="结束日期")
@click.option(
    "--units",
    cls=Option,
    callback=values.file_path,
    metavar="文件",
    help="单位名单，Excel 或文本文件，一行一个：全称，可以再有简称、类别",
)
@click.option("--form", "forms", cls=Option, multiple=True, metavar="代号", help="采用的表单；可以写几次")
def command(
    target: Path,
    *,
    office: bool,
    above: Path | None,
    unit: str,
    names: tuple[str, ...],
    name: str,
    issuer: str,
    region: str,
    starts_on: date | None,
    ends_on: date | None,
    units: Path | None,
    forms: tuple[str, ...],
) -> None:
    """Write the starter, or a campaign of one's own, into the folder and say what to do next."""
    from generator import verbs

    if len([way for way in (office, above is not None, bool(name)) if way]) > 1:
        raise click.UsageError("--office、--from、--name 是三种建法，只写一种。")
    if (above is None) == bool(unit):
        raise click.UsageError("照上级行动建的，--from 和 --unit 一起写。")
    if above is not None:
        written = _begun_below(above, target, unit, names)
    elif name and starts_on and ends_on:
        told = verbs.Beginning(
            name=name,
            issuer=issuer,
            region=region,
            starts_on=starts_on,
            ends_on=ends_on,
            units=verbs.units_text(units) if units else "",
            forms=forms,
        )
        written = _begun(target, told)
    elif name:
        raise click.UsageError(
            "写了 --name，还要写起止日期 --starts、--ends，如 --starts 2024-06-01 --ends 2024-12-31。"
        )
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


def _begun_below(above: Path, target: Path, unit: str, names: tuple[str, ...]) -> list[str]:
    from generator import verbs
    from generator.verbs.beginning_below import begin_below

    try:
        return begin_below(above, target, unit, names)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem


def _begun(target: Path, told: "Beginning") -> list[str]:
    from generator import verbs

    try:
        return verbs.begin_in(target, told)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem


def _shown(*words: str) -> str:
    """Return a command line as it is to be typed on this system."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
