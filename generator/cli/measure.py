"""`gongwen measure`: files measured against GB/T 9704-2012, clause by clause."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments, failures, values
from generator.cli.base import Argument, Command, Option
from generator.cli.documents import measure_document

if TYPE_CHECKING:
    from generator.measure.verdict import Verdict
    from generator.verbs.measuring import Measured

HELP = """\
量一量 PDF 或 Word 文件的版面，逐条对照 GB/T 9704-2012：纸张、版心、行与字、版头、标题、落款、附件、版记、页码。
哪个程序做的文件都可以量；看不出的就说看不出，不猜。写文件夹就量里面所有的 PDF 和 docx。"""

EXAMPLES = """\
例子：
  gongwen measure 通知.pdf
  gongwen measure 输出 --all
  gongwen measure 通知.pdf --draw 标注
  gongwen measure 通知.pdf 方案.docx --json

退出码：0 没有不合格的；1 有不合格的，或有文件打不开。"""

PAGES = 6  # so many are listed in one line
SOURCES = {"pdf": "", "docx": "（文件里的设置）", "office": "（LibreOffice 排出来的）"}


@click.command("measure", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "sources",
    cls=Argument,
    metavar="文件…",
    nargs=-1,
    required=True,
    callback=values.existing_paths,
    explain="PDF、docx 文件或文件夹，可以写几个",
)
@click.option("--all", "every", cls=Option, is_flag=True, help="合格的也列出来；不写只列不合格和看不出的")
@click.option(
    "--draw",
    cls=Option,
    metavar="文件夹",
    callback=values.folder_path_or_none,
    help="每页画一张标注的图（PNG），放进这个文件夹",
)
@arguments.as_json
@click.pass_context
def command(
    ctx: click.Context, *, sources: tuple[Path, ...], every: bool, draw: Path | None, as_json: bool
) -> None:
    """Measure the files and say what fails; exit 1 when a clause does or a file cannot be read."""
    from generator.verbs import measuring

    paths = measuring.files_in(sources)
    if not paths:
        raise click.UsageError("这里没有 PDF 或 docx 文件")
    found, names = [], measuring.picture_names(paths)
    for one in measuring.measure(paths):
        found.append(one)
        if not as_json:
            _show(one, every=every, named=len(paths) > 1)
        if draw:
            _draw(one, draw, names[one.path], quiet=as_json)
    click.echo(measure_document(found) if as_json else _sum(found))
    ctx.exit(failures.PROBLEMS if any(one.error or one.roots for one in found) else failures.DONE)


def _show(one: "Measured", *, every: bool, named: bool) -> None:
    """Print its verdicts line by line, below a file's name where there are several; nothing of a file that passes."""
    lines = list(_lines(one.verdicts, every))
    if named and lines:
        click.echo(f"—— {one.path} ——")
    if one.error:
        click.echo(one.error, err=True)
    for line in lines:
        click.echo(line)


def _lines(verdicts: Sequence["Verdict"], every: bool) -> Iterator[str]:
    """Yield the failures, then what cannot be told, then what passed: one line for all pages of a clause."""
    order = list(dict.fromkeys((v.source, v.clause, v.what) for v in verdicts))
    for outcome in ("fail", "unknown", "pass") if every else ("fail", "unknown"):

        def key(v: "Verdict") -> tuple[bool, int]:
            return bool(v.because), order.index((v.source, v.clause, v.what))

        alike = sorted((v for v in verdicts if v.outcome == outcome), key=key)
        for _, group in groupby(alike, key=key):
            yield _line(list(group))


def _line(group: Sequence["Verdict"]) -> str:
    """Return one line for a clause, with what was found on the first of several pages."""
    first = group[0]
    if len(group) > 1:
        places = list(dict.fromkeys(v.page for v in group if v.page))
        where = (
            f"第{'、'.join(map(str, places[:PAGES]))}{'…' if len(places) > PAGES else ''}页" if places else ""
        )
        differ = len({v.found for v in group}) > 1
        first = replace(
            first,
            page=0,
            where=f"{where} {len(group)} 处".strip(),
            found=first.found + (" 等" if differ else ""),
        )
    return f"{first}{SOURCES[first.source]}"


def _sum(found: Sequence["Measured"]) -> str:
    """Return the closing line: files, places, failures by themselves and as consequences, what cannot be told."""
    places = sum(len(one.verdicts) for one in found)
    roots, consequences = (sum(getattr(one, name) for one in found) for name in ("roots", "consequences"))
    unknown, errors = sum(one.unknown for one in found), sum(bool(one.error) for one in found)
    words = [f"量了 {places} 处"] if len(found) == 1 else [f"量了 {len(found)} 个文件 {places} 处"]
    words.append(f"{roots} 处不合格" + (f"（另有 {consequences} 处随之而来）" if consequences else ""))
    words += [f"{unknown} 处看不出"] if unknown else []
    words += [f"{errors} 个文件打不开"] if errors else []
    return "，".join(words) + "。"


def _draw(one: "Measured", folder: Path, name: str, *, quiet: bool) -> None:
    from generator.measure.draw import draw

    for path in draw(one.path, one.verdicts, folder, name):
        if not quiet:
            click.echo(f"已画 {path}")
