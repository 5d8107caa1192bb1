"""`gongwen user password`: another password for somebody."""

from pathlib import Path

import click

from generator.cli import office
from generator.cli.base import Command
from generator.cli.user import shared

HELP = """\
改一个用户的密码。他在各处的登录都退出；密码错得太多锁住的，同时解开。"""

EXAMPLES = """\
例子：
  gongwen user password qiuye --data-dir 数据"""


@click.command("password", cls=Command, help=HELP, epilog=EXAMPLES)
@shared.login
@shared.password_stdin
@office.data_dir
@office.database_url
def command(*, login: str, password_stdin: bool, data_dir: Path, database_url: str) -> None:
    """Set the password and say so."""
    office.need_libraries()
    from generator.verbs.keeping import open_office
    from generator.verbs.staffing import set_password

    with office.opened(open_office, data_dir, database_url) as opened:
        password = shared.read_password(password_stdin)
        set_password(opened, login, password, office.operator())
    click.echo(f"已改 {login} 的密码。")
