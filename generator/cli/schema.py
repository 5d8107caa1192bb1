"""`gongwen schema`: the JSON Schema by which an editor prompts and checks."""

from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

import click

from generator.cli import values
from generator.cli.base import Argument, Command, Option
from generator.cli.documents import as_json
from generator.cli.failures import unknown

What: TypeAlias = Literal["campaign", "form", "return"]

HELP = """\
输出数据的格式说明（JSON Schema，文字是中文），编辑器据此提示字段、标出错处。"""

EXAMPLES = """\
例子：
  gongwen schema -o campaign.schema.json         行动数据的格式
  gongwen schema form -o form.schema.json        表单定义的格式
  gongwen schema --form dispatch-communities     一张表的上报数据的格式

在 YAML 文件第一行写上面这样一行注释，支持的编辑器就会提示：
  # yaml-language-server: $schema=campaign.schema.json"""


def _known(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and value not in get_args(What):
        raise click.BadParameter(unknown("种类", value, get_args(What)))
    return value


@click.command("schema", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "what",
    cls=Argument,
    required=False,
    metavar="[种类]",
    callback=_known,
    explain="campaign 行动（不写就是它）、form 表单定义、return 上报数据",
)
@click.option("--form", cls=Option, default="", metavar="代号", help="只要这张表的上报数据的格式")
@click.option(
    "-o",
    "--output",
    cls=Option,
    metavar="文件",
    callback=values.file_path,
    help="写到文件；不写就显示在屏幕上",
)
def command(what: str | None, form: str, output: Path | None) -> None:
    """Write the schema to a file or to stdout."""
    text = as_json(_schema(_chosen(what, form), form))
    if output is None:
        click.echo(text)
        return
    output.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    click.echo(f"已写入 {output}")


def _chosen(what: str | None, form: str) -> What:
    """Return what is asked for; naming a form asks for its return."""
    if form and what in ("campaign", "form"):
        raise click.UsageError(f"--form 只和 return 一起用，不能和 {what} 一起写")
    return cast(What, what or ("return" if form else "campaign"))


def _schema(what: What, form: str) -> dict[str, object]:
    from generator import verbs

    try:
        return verbs.schema(what, form)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
