"""`gongwen user add`: somebody who may sign in."""

from pathlib import Path

import click

from generator.cli import office, values
from generator.cli.base import Command, Option
from generator.cli.user import shared
from generator.model.people import ROLES, Person, Role

HELP = """\
增加用户。角色有管理员 admin、汇总单位 office、填报单位 clerk、领导 leader 和
审计 auditor；填报单位的用户要写单位。空的数据文件夹自动建好。"""

EXAMPLES = """\
例子：
  gongwen user add guanli --admin --data-dir 数据
  gongwen user add qiuye --role 填报单位 --unit 秋湖村 --data-dir 数据
  gongwen user add shigan --role leader --password-stdin --data-dir 数据"""


@click.command("add", cls=Command, help=HELP, epilog=EXAMPLES)
@shared.login
@click.option("--admin", cls=Option, is_flag=True, help="管理员，就是 --role admin")
@click.option(
    "--role", cls=Option, default="", metavar="角色", callback=values.role, help="角色，写英文或中文都可以"
)
@click.option("--unit", cls=Option, default="", metavar="单位", help="填报单位的代号或名称")
@click.option("--name", cls=Option, default="", metavar="姓名", help="姓名，审计记录和网页上显示")
@office.organ
@shared.password_stdin
@office.data_dir
@office.database_url
def command(
    *,
    login: str,
    admin: bool,
    role: Role | None,
    unit: str,
    name: str,
    organ: str,
    password_stdin: bool,
    data_dir: Path,
    database_url: str,
) -> None:
    """Add the person and say who it is."""
    office.need_libraries()
    from generator.verbs.keeping import open_or_make
    from generator.verbs.organs import organ_of
    from generator.verbs.staffing import add_person

    wanted = _role(admin, role)
    password = shared.read_password(password_stdin)
    with office.opened(open_or_make, data_dir, database_url) as opened:
        who = office.operator()
        belongs = organ_of(opened, who, organ).id
        person = Person(id=0, login=login, name=name, role=wanted, unit=unit, organ=belongs)
        added = add_person(opened, person, password, who.known_as)
    click.echo(f"已增加{ROLES[added.role]} {added.known_as}{f'，单位 {added.unit}' if added.unit else ''}。")


def _role(admin: bool, role: Role | None) -> Role:
    if admin and role not in (None, "admin"):
        raise click.UsageError("--admin 和 --role 只写一个")
    if not admin and role is None:
        raise click.UsageError("请用 --role 写角色，管理员写 --admin")
    return "admin" if admin or role is None else role
