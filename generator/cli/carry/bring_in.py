"""`gongwen carry in`: a campaign's folder into the service."""

from pathlib import Path

import click

from generator.cli import arguments, office
from generator.cli.base import Command, Option

HELP = """\
把行动的文件夹搬进服务：数据、已报的表、印章图片、自己的模板，一个文件不少。有
错的行动不搬，错处都列出来。原来的文件夹不动。"""

EXAMPLES = """\
例子：
  gongwen carry in 我的行动 --code xingdong-2023 --data-dir 数据"""


@click.command("in", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.option(
    "--code",
    cls=Option,
    required=True,
    metavar="代号",
    help="行动在服务里的代号，也在网址里：小写英文字母、数字和 -",
)
@office.organ
@office.data_dir
@office.database_url
def command(*, source: Path, code: str, organ: str, data_dir: Path, database_url: str) -> None:
    """Bring the campaign in and say how large it is."""
    office.need_libraries()
    from generator.verbs import keeping
    from generator.verbs.organs import organ_of

    who = office.operator()
    with office.opened(keeping.open_or_make, data_dir, database_url) as opened:
        belongs = organ_of(opened, who, organ).id
        campaign = keeping.bring_in(opened, code, source, who.known_as, belongs)
    click.echo(f"已搬进“{campaign.name}”：{len(campaign.units)} 个单位，{len(campaign.returns)} 份报送。")
    click.echo(f"网址里的代号是 {code}。")
