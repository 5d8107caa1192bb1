"""`gongwen doctor`: whether this machine can make Word files and PDF, and what mends it."""

import click

from generator.cli import arguments, failures
from generator.cli.base import Command, Option

HELP = """\
检查本机能不能生成 Word 和 PDF：引擎、系统库、模板、字体。缺什么，就给出补上
它的命令。"""

EXAMPLES = """\
例子：
  gongwen doctor
  gongwen doctor --install-fonts

退出码：0 都能生成；3 有一种不能生成。"""


@click.command("doctor", cls=Command, help=HELP, epilog=EXAMPLES)
@click.option(
    "--install-fonts",
    cls=Option,
    is_flag=True,
    help="先取来开源的字体，装进自己的字体目录（Debian、Ubuntu 取仿宋、楷体；别处用 pip 装的宋体、黑体）",
)
@arguments.as_json
@click.pass_context
def command(ctx: click.Context, install_fonts: bool, as_json: bool) -> None:
    """Examine the machine; exit 3 when one of the two kinds of file cannot be made."""
    from generator import doctor
    from generator.cli.documents import report_document

    if install_fonts:
        _install(say_on_stderr=as_json)
    report = doctor.examine()
    click.echo(report_document(report) if as_json else "\n".join(doctor.report_lines(report)))
    ctx.exit(failures.DONE if report.docx_ready and report.pdf_ready else failures.ENVIRONMENT)


def _install(say_on_stderr: bool) -> None:
    from generator.render import fonts

    fonts.install_substitutes(fonts.user_font_folder(), say=lambda line: click.echo(line, err=say_on_stderr))
