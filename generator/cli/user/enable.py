"""`gongwen user enable`: somebody may sign in again."""

from pathlib import Path

import click

from generator.cli import office
from generator.cli.base import Command
from generator.cli.user import shared

HELP = """\
重新启用停用的用户，密码还是原来的。"""

EXAMPLES = """\
例子：
  gongwen user enable qiuye --data-dir 数据"""


@click.command("enable", cls=Command, help=HELP, epilog=EXAMPLES)
@shared.login
@office.data_dir
@office.database_url
def command(*, login: str, data_dir: Path, database_url: str) -> None:
    """Let the person sign in again."""
    office.need_libraries()
    from generator.verbs.keeping import open_office
    from generator.verbs.staffing import switch

    with office.opened(open_office, data_dir, database_url) as opened:
        switch(opened, login, active=True, who=office.operator())
    click.echo(f"已启用 {login}。")
