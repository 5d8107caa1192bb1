"""`gongwen templates`: Word templates of a clerk's own, made, checked, taken over and shown as text."""

import click

from generator.cli.base import Group, Lazy

HELP = """\
Word 模板：给一张表做自己的模板，在 Word、WPS 或 LibreOffice 里改，检查有没有
改坏。模板放在行动文件夹的 templates（或 模板）里，生成时就用它。"""

EXAMPLES = """\
例子：
  gongwen templates new dispatch-communities 我的行动    做一张表的模板
  gongwen templates check 我的行动                       检查自带的模板
  gongwen templates accept 我的行动/templates/dispatch-communities.docx
  gongwen templates text 我的行动/templates/dispatch-communities.docx

每条命令后面加 --help 看它的说明，写法见 docs/templates.md。"""

COMMANDS = {
    "new": Lazy("generator.cli.templates.new", "给一张表做一个 Word 模板"),
    "check": Lazy("generator.cli.templates.check", "检查模板：标签、名称、版面"),
    "accept": Lazy("generator.cli.templates.accept", "整理改好的模板：接好标签，去掉编辑痕迹"),
    "text": Lazy("generator.cli.templates.text", "把模板写成文字，看改了哪里"),
}


@click.group("templates", cls=Group, lazy=COMMANDS, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what there is when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
