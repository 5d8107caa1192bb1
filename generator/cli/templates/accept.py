"""`gongwen templates accept`: an edited template put into its plain shape."""

from pathlib import Path

import click

from generator.cli import completion, values
from generator.cli.base import Argument, Command, Option
from generator.problem import ProblemsFound

HELP = """\
整理在 Word、WPS 或 LibreOffice 里改好的模板：接好被切断的标签，全角的 ｛｛ ｝｝
改成半角，去掉批注、编辑记录和拼写标记，使两次之间只差真正改动的地方。
有错误的不动，先列出错误。"""

EXAMPLES = """\
例子：
  gongwen templates accept 我的行动/templates/dispatch-communities.docx
  gongwen templates accept 改过.docx --form dispatch-communities"""


@click.command("accept", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "source", cls=Argument, metavar="文件", callback=values.existing_path, explain="改好的模板，.docx 文件"
)
@click.option(
    "--form",
    cls=Option,
    default="",
    metavar="代号",
    shell_complete=completion.forms,
    help="是哪张表的模板；不写就看文件名",
)
def command(source: Path, form: str) -> None:
    """Normalise the file in place and say what was changed."""
    from generator import verbs

    if source.is_dir():
        raise click.BadParameter(f"“{source}”是文件夹，请写一个 .docx 文件")
    try:
        result = verbs.accept_template(source, form)
    except verbs.UsageProblem as error:
        raise click.ClickException(str(error)) from error
    except ProblemsFound:
        click.echo("没有改动文件。下面标着“错误”的各处改好后，再运行一次：", err=True)
        raise
    for change in result.changes or ("本来就是整理好的，没有改动",):
        click.echo(f"  {change}")
    for problem in result.problems:
        click.echo(str(problem))
    click.echo(f"{'已整理' if result.changes else '不用整理'}：{source}")
