"""`gongwen organ add`: an organ of its own, mostly below another."""

from pathlib import Path

import click

from generator.cli import office
from generator.cli.base import Argument, Command, Option

HELP = """\
增加一个机关。有上级的写上级的代号，和它在上级的行动里是哪个单位：它的人在上级的
行动里只填、只看这个单位的表。上级定了不能改。"""

EXAMPLES = """\
例子：
  gongwen organ add jiazhen --name 甲镇人民政府 --superior main --unit 甲镇 --data-dir 数据"""


@click.command("add", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument("code", cls=Argument, metavar="代号", explain="机关的代号：小写英文字母、数字和 -")
@click.option("--name", cls=Option, required=True, metavar="名称", help="机关的名称，如 甲镇人民政府")
@click.option("--superior", cls=Option, default="", metavar="代号", help="上级机关的代号；没有上级的不写")
@click.option("--unit", cls=Option, default="", metavar="单位", help="它在上级行动里是哪个单位，代号或名称")
@office.data_dir
@office.database_url
def command(*, code: str, name: str, superior: str, unit: str, data_dir: Path, database_url: str) -> None:
    """Add the organ and say where it stands."""
    office.need_libraries()
    from generator.model.organ import ALL
    from generator.verbs.keeping import open_or_make
    from generator.verbs.organs import Organ, add_organ, organ_of, unit_code

    who = office.operator()
    with office.opened(open_or_make, data_dir, database_url) as opened:
        above = organ_of(opened, who, superior) if superior else None
        known = unit_code(opened, above, unit) if above else unit
        organ = Organ(id=0, code=code, name=name, superior=above.id if above else ALL, unit=known)
        made = add_organ(opened, organ, who)
    click.echo(f"已增加机关“{made.name}”（{made.code}）{f'，上级是“{above.name}”' if above else ''}。")
    click.echo(f"接下来给它一位管理员：gongwen user add 登录名 --admin --organ {made.code}")
