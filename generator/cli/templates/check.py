"""`gongwen templates check`: everything wrong in templates, at its place."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, completion, failures, values
from generator.cli.base import Argument, Command, Option
from generator.problem import errors

if TYPE_CHECKING:
    from generator.verbs import CheckResult

HELP = """\
检查 Word 模板：名称写没写错，标签有没有断开、没结束，必填的项在不在，名称和
表单是否一致，全角的花括号，会丢的文字，栏宽、字体、边距合不合标准。
一次全部列出，写明在哪一段，或哪个表的第几行第几格。"""

EXAMPLES = """\
例子：
  gongwen templates check 我的行动
  gongwen templates check 我的行动 --annotate 批注
  gongwen templates check 改过.docx --form dispatch-communities

退出码：0 没有错误（可有提醒）；1 有错误。"""


@click.command("check", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "sources",
    cls=Argument,
    nargs=-1,
    required=True,
    metavar="文件…",
    callback=values.existing_paths,
    explain="模板文件；或行动的文件夹，就检查它自带的全部模板",
)
@click.option(
    "--form",
    cls=Option,
    default="",
    metavar="代号",
    shell_complete=completion.forms,
    help="是哪张表的模板；不写就看文件名",
)
@click.option(
    "--annotate",
    "copies",
    cls=Option,
    metavar="文件夹",
    callback=values.folder_path_or_none,
    help="另存一份带批注的，批注写在有问题的地方",
)
@arguments.as_json
@click.pass_context
def command(
    ctx: click.Context, *, sources: tuple[Path, ...], form: str, copies: Path | None, as_json: bool
) -> None:
    """Check the templates; exit 1 when one has errors."""
    result = _as_json(sources, form, copies) if as_json else _in_words(sources, form, copies)
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)


def _checked(sources: tuple[Path, ...], form: str, copies: Path | None) -> "CheckResult":
    from generator import verbs

    try:
        return verbs.check_templates(sources, form, copies)
    except verbs.UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem


def _as_json(sources: tuple[Path, ...], form: str, copies: Path | None) -> "CheckResult":
    from generator.cli import documents

    with documents.failure_shown("没有检查"):
        result = _checked(sources, form, copies)
    click.echo(documents.check_document(result))
    return result


def _in_words(sources: tuple[Path, ...], form: str, copies: Path | None) -> "CheckResult":
    result = _checked(sources, form, copies)
    for problem in result.problems:
        click.echo(str(problem))
    wrong = len(errors(result.problems))
    if not result.files:
        click.echo("没有模板可以检查。模板放在行动文件夹的 templates 里，做法：gongwen templates new")
    else:
        told = f"{wrong} 处错误，{len(result.problems) - wrong} 处提醒" if result.problems else "没有问题"
        click.echo(f"检查了 {len(result.files)} 个模板，{told}。")
    for path in result.annotated:
        click.echo(f"带批注的已写入 {path}")
    return result
