"""`gongwen user disable`: somebody may sign in no more."""

from pathlib import Path

import click

from generator.cli import office
from generator.cli.base import Command
from generator.cli.user import shared

HELP = """\
停用一个用户：不能再登录，已经登录的立即退出。他做过的事都留着。"""

EXAMPLES = """\
例子：
  gongwen user disable qiuye --data-dir 数据"""


@click.command("disable", cls=Command, help=HELP, epilog=EXAMPLES)
@shared.login
@office.data_dir
@office.database_url
def command(*, login: str, data_dir: Path, database_url: str) -> None:
    """Let the person sign in no more."""
    office.need_libraries()
    from generator.verbs.keeping import open_office
    from generator.verbs.staffing import switch

    with office.opened(open_office, data_dir, database_url) as opened:
        switch(opened, login, active=False, who=office.operator())
    click.echo(f"已停用 {login}。")
