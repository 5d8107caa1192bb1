"""The command `gongwen`: what a clerk sees first, and which module holds which command."""

import atexit
import gc
import os
import sys
from io import TextIOWrapper

import click

from generator import __version__
from generator.cli.base import Group, Lazy, Option

HELP = """\
公文工坊：用一次专项行动的数据（YAML 或 JSON），按 GB/T 9704-2012 的版式排出
通知、名单、调度表和台账，每个单位一套，Word 和 PDF 一起生成。"""

EXAMPLES = """\
第一次使用：
  gongwen init 我的行动              建一个样例，照着改成自己的
  gongwen build 我的行动 -o 输出     生成全部单位的 Word 和 PDF
  gongwen check 我的行动             只检查，不生成
  gongwen doctor                     生成不了、字体不对时，看缺什么

“输出”里每个单位一个文件夹，另有合并好的打印文件。数据改了，再运行一遍。
每条命令后面加 --help 看它的说明，例如 gongwen build --help。

退出码：0 完成；1 数据有错；2 命令写错；3 本机缺少字体、系统库或写不了文件。"""

OBJECTS_BETWEEN_COLLECTIONS = 50_000
COMMANDS = {
    "build": Lazy("generator.cli.build", "生成公文和表格：Word、PDF、网页"),
    "print": Lazy("generator.cli.print", "打印任务：排序、份数、分隔页、合成一册，送打印机"),
    "scan": Lazy("generator.cli.scan", "扫描件归位：按页脚的码认出、校正、存好，记在登记里"),
    "register": Lazy("generator.cli.register", "登记：印出的表到了哪一步，缺哪些章，回收没有"),
    "check": Lazy("generator.cli.check", "检查数据和文稿，不生成：错字、日期、附件、报送的数"),
    "init": Lazy("generator.cli.init", "新建一个带注释的样例行动"),
    "copy": Lazy("generator.cli.copy", "把行动复制到下一年"),
    "form": Lazy("generator.cli.form", "画表：上级发来的表头（Excel），画成自己的表单"),
    "intake": Lazy("generator.cli.intake", "收表：发填报用的工作簿，读填好的"),
    "collect": Lazy("generator.cli.collect", "汇总各单位报来的数，列出每个数的来源"),
    "hand-up": Lazy("generator.cli.hand_up", "把审定的汇总数报到上级的行动里"),
    "scores": Lazy("generator.cli.scores", "打分：受检单位的得分和名次，每一分为什么扣"),
    "due": Lazy("generator.cli.due", "看谁该报、谁已报、谁逾期；出催报通知单和日历"),
    "hazard": Lazy("generator.cli.hazard", "隐患：看到了哪一步，交办、复查、销号各记一笔"),
    "receive": Lazy("generator.cli.receive", "登记收到：文字材料、盖章件、隐患销号后的报告"),
    "numbers": Lazy("generator.cli.numbers", "看发文登记：用过的号和下一个号"),
    "archive": Lazy("generator.cli.archive", "归档：案卷的封面和目录，整个行动做成一个可以核对的包"),
    "serve": Lazy("generator.cli.serve", "在浏览器里用：各单位填报，镇里收表、汇总、生成"),
    "user": Lazy("generator.cli.user", "服务的用户：增加、停用、改密码"),
    "organ": Lazy("generator.cli.organ", "服务里的机关：县和各镇，谁是谁的上级"),
    "carry": Lazy("generator.cli.carry", "行动搬进、搬出服务"),
    "backup": Lazy("generator.cli.backup", "备份服务的数据"),
    "restore": Lazy("generator.cli.restore", "恢复备份"),
    "audit": Lazy("generator.cli.audit", "服务的审计记录：谁改了什么，有没有被动过"),
    "migrate": Lazy("generator.cli.migrate", "把旧程序的数据升级到本程序的格式"),
    "schema": Lazy("generator.cli.schema", "输出数据格式说明（JSON Schema），供编辑器提示"),
    "measure": Lazy("generator.cli.measure", "量 PDF、docx 的版面，逐条对照 GB/T 9704-2012"),
    "templates": Lazy("generator.cli.templates", "Word 模板：做自己的、检查、整理"),
    "convert": Lazy("generator.cli.convert", "把 GBK 文件转成 UTF-8，或换成 Excel、Word 写"),
    "completion": Lazy("generator.cli.completion", "输出命令行补全脚本（按 Tab 补全）"),
    "doctor": Lazy("generator.cli.doctor", "检查本机：引擎、字体，缺什么怎么装"),
}


@click.group(cls=Group, lazy=COMMANDS, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@click.version_option(
    __version__, cls=Option, prog_name="公文工坊", message="%(prog)s %(version)s", help="显示版本号"
)
@click.pass_context
def gongwen(ctx: click.Context) -> None:
    """Show the orientation when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main() -> None:
    """Run the command line of this process; never returns."""
    _collect_rarely()
    for stream in (sys.stdout, sys.stderr):
        _speak_chinese(stream)
    gongwen.main(prog_name="gongwen")


def _collect_rarely() -> None:
    """Look for garbage rarely, and not once more at the end: most of what a command makes lives as long as it runs."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)


def _speak_chinese(stream: object) -> None:
    """Let a stream take any character: UTF-8 in files and pipes, a terminal's own encoding on it."""
    if not isinstance(stream, TextIOWrapper):
        return
    if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
        stream.reconfigure(errors="replace")
    else:
        stream.reconfigure(encoding="utf-8", errors="replace")
