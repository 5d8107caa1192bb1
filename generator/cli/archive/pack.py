"""`gongwen archive pack`: a campaign as one package."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, failures, values
from generator.cli.archive import shared
from generator.cli.base import Command, Option

if TYPE_CHECKING:
    from generator.verbs.archiving import PackResult

HELP = """\
把一次行动做成一个归档包（ZIP，BagIt 格式）：各月各件的 PDF/A、各卷的封面、卷内
文件目录、备考表、脊背、行动文件夹里的全部数据和扫描件，每个文件都有 SHA-256
摘要。同样的数据，做出来的包一个字节不差。

数据有错不做，先改好。做完请把包的指纹记在移交清单上，以后核对用。"""

EXAMPLES = """\
例子：
  gongwen archive pack 我的行动 -o 归档.zip
  gongwen archive pack 我的行动 -o 归档.zip --json"""


@click.command("pack", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.option(
    "-o",
    "--output",
    "target",
    cls=Option,
    required=True,
    metavar="文件",
    callback=values.file_path,
    help="写成哪个文件，如 归档.zip；已有的换成新的",
)
@arguments.jobs
@arguments.as_json
def command(*, source: Path, target: Path, jobs: int, as_json: bool) -> None:
    """Make the package and say what it holds."""
    if as_json:
        _as_json(source, target, jobs)
    else:
        _in_words(source, target, jobs)


def _in_words(source: Path, target: Path, jobs: int) -> None:
    from generator.cli import report
    from generator.verbs.archiving import pack

    with shared.usage_in_words(), report.progress_bar() as progress:
        result = pack(source, target, jobs=jobs, progress=progress)
    for line in (*shared.volume_lines(result.volumes), *shared.problem_lines(result.problems)):
        click.echo(line)
    written = result.written
    click.echo(f"归档包 {written.files} 个文件，{written.size / 1e6:.1f} MB，在：{target}")
    click.echo(f"包的指纹 {written.digest}")


def _as_json(source: Path, target: Path, jobs: int) -> None:
    from generator.cli import documents
    from generator.verbs.archiving import pack

    with documents.failure_shown("没有做成归档包"), shared.usage_in_words():
        result = pack(source, target, jobs=jobs)
    click.echo(documents.as_json(_document(result, target)))


def _document(result: "PackResult", target: Path) -> dict[str, object]:
    from generator.cli.documents import problem_entry

    return {
        "ok": True,
        "exit_code": failures.DONE,
        "package": str(target),
        "digest": result.written.digest,
        "files": result.written.files,
        "bytes": result.written.size,
        "volumes": shared.volume_entries(result.volumes),
        "problems": [problem_entry(p) for p in result.problems],
    }
