"""`gongwen archive verify`: whether a package is as it was made."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, failures, values
from generator.cli.base import Argument, Command, Option

if TYPE_CHECKING:
    from generator.verbs.archiving import Checked

HELP = """\
核对归档包：每个文件有没有被改动、缺少、多出来，压缩包是不是完整，审计记录的链
断没断，有几处说几处，指明是哪个文件。只读，不解开，多大的包都用不了多少内存。

整个包被人重做过，包自己看不出来：写上当时记下的指纹（--digest）就能比对。"""

EXAMPLES = """\
例子：
  gongwen archive verify 归档.zip
  gongwen archive verify 归档.zip --digest 3f5a…（64 位）

退出码：0 没有变；1 有变、有损坏；2 命令写错。"""


@click.command("verify", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "place", cls=Argument, metavar="归档包", callback=values.existing_path, explain="归档包，如 归档.zip"
)
@click.option("--digest", cls=Option, default="", metavar="指纹", help="做包时记下的指纹，64 位")
@arguments.as_json
@click.pass_context
def command(ctx: click.Context, *, place: Path, digest: str, as_json: bool) -> None:
    """Check the package; exit 1 when anything is wrong with it."""
    from generator.verbs.archiving import verify

    if place.is_dir():
        raise click.ClickException(
            f"“{place}”是文件夹，请写归档包，如 归档.zip；解开了的，用 sha256sum -c 核对（见里面的说明.txt）"
        )
    found = verify(place, digest.strip())
    code = failures.PROBLEMS if found.problems else failures.DONE
    if as_json:
        from generator.cli import documents

        told = {"ok": not found.problems, "exit_code": code, "digest": found.digest, "files": found.files}
        log = {"audit_entries": found.entries, "audit_last_digest": found.last_digest}
        problems = [documents.problem_entry(p) for p in found.problems]
        click.echo(documents.as_json({**told, "bytes": found.size, **log, "problems": problems}))
    else:
        click.echo("\n".join(_lines(found)))
    ctx.exit(code)


def _lines(found: "Checked") -> Iterator[str]:
    yield from map(str, found.problems)
    outcome = f"有 {len(found.problems)} 处不对" if found.problems else "没有变"
    yield f"{found.title or '归档包'}：{found.files} 个文件，{found.size / 1e6:.1f} MB，{outcome}。"
    if found.entries:
        yield f"审计记录末条编号 {found.entries}，指纹 {found.last_digest}"
    if found.digest:
        yield f"包的指纹 {found.digest}"
