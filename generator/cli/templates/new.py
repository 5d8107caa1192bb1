"""`gongwen templates new`: the Word template of one form, to be edited freely."""

from pathlib import Path

import click

from generator.cli import completion, values
from generator.cli.base import Argument, Command, Option

HELP = """\
给一张表做一个 Word 模板：表格已经画好，格里是标签，如 {{ value.self_found }}。
在 Word、WPS 或 LibreOffice 里改好，放在行动的 templates 文件夹里，这张表的
Word 文件就照它生成；PDF 和网页仍照表单定义。

也可以写 document、letter、indicator_table、ledger、record，得到程序用的外壳。"""

EXAMPLES = """\
例子：
  gongwen templates new dispatch-communities 我的行动
  gongwen templates new hazard-checklist -o 清单.docx"""


@click.command("new", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "name",
    cls=Argument,
    metavar="表单",
    shell_complete=completion.forms,
    explain="表单代号，如 dispatch-communities",
)
@click.argument(
    "source",
    cls=Argument,
    required=False,
    metavar="[行动]",
    callback=values.existing_path_or_none,
    explain="行动的文件夹或文件；不写就用表单目录里的定义",
)
@click.option(
    "-o",
    "--output",
    cls=Option,
    metavar="文件",
    callback=values.file_path,
    help="写到哪个文件；不写就放进行动的 templates 文件夹",
)
def command(name: str, source: Path | None, output: Path | None) -> None:
    """Write the template and say what to do next."""
    from generator import verbs

    try:
        written = verbs.new_template(name, source, output)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"已写入 {written}")
    click.echo("接下来：用 Word、WPS 或 LibreOffice 打开来改，标签 {{ }} 里的名称不要动；改好后检查：")
    named = "" if written.stem == name else f" --form {name}"
    click.echo(f"  gongwen templates check {source if source and not output else f'{written}{named}'}")
