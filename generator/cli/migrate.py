"""`gongwen migrate`: data of an older program brought up to this one, a campaign's files or a service's database."""

from pathlib import Path

import click

from generator.cli import office, values
from generator.cli.base import Argument, Command, Option

HELP = """\
把旧程序的数据升级到本程序的格式。

写行动：改行动的数据文件，只改要改的地方，别的一字不动，逐处列出；原来的文件留在
“升级前的文件”里。
写 --data-dir：升级服务的数据库和里面的行动，先自动备份；一步没有做成就还是原样。
先停下服务。"""

EXAMPLES = """\
例子：
  gongwen migrate 我的行动 --dry-run
  gongwen migrate 我的行动
  gongwen migrate --data-dir 数据

退出码：0 已升级，或不用升级；1 有文件升级不了，都没有改。"""


@click.command("migrate", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "source",
    cls=Argument,
    metavar="行动",
    required=False,
    callback=lambda ctx, param, value: value and values.existing_path(ctx, param, value),
    explain="行动的文件夹，或单独一个 YAML、JSON 文件",
)
@click.option("--dry-run", cls=Option, is_flag=True, help="只列出要改的地方，不改")
@click.option(
    "--data-dir",
    cls=Option,
    metavar="文件夹",
    callback=values.folder_path_or_none,
    help="服务的数据文件夹",
)
@office.database_url
def command(*, source: Path | None, dry_run: bool, data_dir: Path | None, database_url: str) -> None:
    """Bring up what was named."""
    if (source is None) == (data_dir is None):
        raise click.UsageError("请写行动，或用 --data-dir 写服务的数据文件夹，只写一个")
    if source is not None:
        _files(source, dry_run)
    elif data_dir is not None:
        if dry_run:
            raise click.UsageError("--dry-run 不能和 --data-dir 一起写")
        _service(data_dir, database_url)


def _files(source: Path, dry_run: bool) -> None:
    from generator.verbs import migrating

    done = migrating.migrate(source, dry_run=dry_run)
    if not done.places:
        click.echo("已是本程序的格式，没有要改的。")
        return
    for place in done.places:
        click.echo(place)
    told = f"{len(done.files)} 个文件、{len(done.places)} 处"
    if done.written:
        click.echo(f"已升级 {told}。原来的文件在“{migrating.ORIGINALS}”里，确认无误后可以删去。")
    else:
        click.echo(f"要改 {told}，还没有改。去掉 --dry-run 再运行就改。")


def _service(data_dir: Path, database_url: str) -> None:
    office.need_libraries()
    from generator.verbs import keeping

    version = keeping.bring_up(data_dir, database_url)
    click.echo(f"数据库已是本程序的版本（{version}）。")
