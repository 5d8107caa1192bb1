"""`gongwen audit verify`: whether the log is as it was written."""

from pathlib import Path

import click

from generator.cli import failures, office
from generator.cli.base import Command

HELP = """\
逐条核对审计记录：每一条都扣着前一条，改过、删过的说明在第几条。最后几条整个删
掉的，记录自己看不出来，请把末条的编号和指纹记在别处，下次比对。"""

EXAMPLES = """\
例子：
  gongwen audit verify --data-dir 数据

退出码：0 没有改过；1 有改过、删过的。"""


@click.command("verify", cls=Command, help=HELP, epilog=EXAMPLES)
@office.data_dir
@office.database_url
@click.pass_context
def command(ctx: click.Context, *, data_dir: Path, database_url: str) -> None:
    """Verify the log; exit 1 when it was changed."""
    office.need_libraries()
    from generator.verbs.auditing import end_of_log, verify
    from generator.verbs.keeping import open_office

    with office.opened(open_office, data_dir, database_url) as opened:
        number, found = verify(opened)
        last, digest = end_of_log(opened)
    for each in found:
        told = "前面缺了记录" if each.gone else "的内容被改过，或前一条被换过"
        click.echo(f"第 {each.number} 条{told}。")
    click.echo(f"审计记录 {number} 条，" + (f"有 {len(found)} 处对不上。" if found else "没有改过。"))
    click.echo(f"末条编号 {last}，指纹 {digest or '无'}")
    ctx.exit(failures.PROBLEMS if found else failures.DONE)
