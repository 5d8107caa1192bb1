"""`gongwen user`: who may sign in to the service."""

import click

from generator.cli.base import Group, Lazy

HELP = """\
用户：谁可以登录服务，是什么角色、哪个单位的。密码在终端里输两遍，不写在命令
里；没有默认密码。平时在网页的“用户”里管，第一个管理员、忘了密码用这里的命令。"""

EXAMPLES = """\
例子：
  gongwen user add guanli --admin --name 关立 --data-dir 数据
  gongwen user list --data-dir 数据
  gongwen user password guanli --data-dir 数据

每条命令后面加 --help 看它的说明。"""

COMMANDS = {
    "add": Lazy("generator.cli.user.add", "增加用户：登录名、角色、单位"),
    "list": Lazy("generator.cli.user.list", "列出用户"),
    "password": Lazy("generator.cli.user.password", "改密码；锁住的登录名同时解开"),
    "disable": Lazy("generator.cli.user.disable", "停用：不能再登录，已经登录的立即退出"),
    "enable": Lazy("generator.cli.user.enable", "重新启用停用的用户"),
}


@click.group("user", cls=Group, lazy=COMMANDS, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what there is when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
