"""`gongwen archive covers`: the sheets of a campaign's volumes alone."""

from pathlib import Path

import click

from generator.cli import arguments, failures
from generator.cli.archive import shared
from generator.cli.base import Command
from generator.problem import errors

HELP = """\
只出案卷用的表：案卷目录，每卷的封面、卷内文件目录、备考表（PDF/A，目录和
备考表另有 Word），脊背，台账封面。页数、页号是排出来数的，所以要把全部文件排一遍。"""

EXAMPLES = """\
例子：
  gongwen archive covers 我的行动 -o 案卷"""


@click.command("covers", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@arguments.output("写到哪个文件夹，没有就新建")
@arguments.jobs
@click.pass_context
def command(ctx: click.Context, *, source: Path, target: Path, jobs: int) -> None:
    """Write the sheets; exit 1 when one could not be written."""
    from generator.cli import report
    from generator.verbs.archiving import covers

    with shared.usage_in_words(), report.progress_bar() as progress:
        result = covers(source, target, jobs=jobs, progress=progress)
    for line in (*shared.volume_lines(result.volumes), *shared.problem_lines(result.problems)):
        click.echo(line)
    click.echo(f"{len(result.files)} 个文件，在：{target}")
    ctx.exit(failures.PROBLEMS if errors(result.problems) else failures.DONE)
