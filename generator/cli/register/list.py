"""`gongwen register list`: the printed sheets and how far each has come."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import arguments
from generator.cli.base import Command, Option
from generator.cli.columns import pad, text_width

if TYPE_CHECKING:
    from generator.verbs.registering import RegisterResult

HELP = """\
列出登记的各张表：哪天印的，签字，还缺哪些章，回收了没有、缺哪几页，归档。
章由人确认；程序在扫描件上看到、没看到印迹，只作提示。"""

EXAMPLES = """\
例子：
  gongwen register list 我的行动 --period 2023-06
  gongwen register list 我的行动 --lack scan --units 秋湖村
  gongwen register list 我的行动 --csv 登记.csv"""

HEADS = ("编号", "单位", "表", "打印", "签字", "缺章", "回收", "状态")


@click.command("list", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@arguments.period("只列这个月的；不写全列")
@arguments.units("只列这些单位的")
@arguments.sheets("只列这些表")
@click.option(
    "--lack",
    "missing",
    cls=Option,
    type=click.Choice(["scan", "seal", "archive"]),
    default=None,
    metavar="scan|seal|archive",
    help="只列未回收的（scan）、缺章的（seal）、未归档的（archive）",
)
@click.option("--older", cls=Option, is_flag=True, help="旧的各版也列")
@click.option(
    "--csv",
    "csv_file",
    cls=Option,
    metavar="文件",
    type=click.Path(path_type=Path),
    help="另存成 CSV（Excel 能开）",
)
@arguments.as_json
def command(
    *,
    source: Path,
    period: str,
    units: tuple[str, ...],
    sheets: tuple[str, ...],
    missing: str | None,
    older: bool,
    csv_file: Path | None,
    as_json: bool,
) -> None:
    """List what is asked for."""
    from generator.cli import documents
    from generator.verbs import registering
    from generator.verbs.usage import UsageProblem

    asked = registering.RegisterAsked(
        period=period, units=units, sheets=sheets, missing=missing or "", older=older
    )
    try:
        result = registering.register(source, asked)
    except UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem
    if csv_file:
        _write_csv(csv_file, result)
    if as_json:
        told = {
            "rows": [registering.row_told(result, row) for row in result.rows],
            "unread": [{"id": e.key, "file": e.file, "source": e.source} for e in result.unread],
            "problems": [documents.problem_entry(p) for p in result.problems],
        }
        click.echo(documents.as_json(told))
        return
    for line in _lines(result):
        click.echo(line)


def _cells(result: "RegisterResult") -> Iterator[tuple[str, ...]]:
    from generator.verbs.registering import row_told

    for row in result.rows:
        told = row_told(result, row)
        pages = (
            f"缺第 {'、'.join(map(str, row.missing_pages))} 页" if row.returns and row.missing_pages else ""
        )
        seals = "、".join(
            f"{s.name}{'？' if s.state == 'seen' else ''}" for s in row.seals if s.state != "confirmed"
        )
        returned = pages or str(told["returned"]) or "未回收"
        title = f"{row.printed.title}{'' if row.newest else '（旧版）'}"
        sealed = seals or ("齐" if row.seals else "—")
        number, label = str(told["number"]), str(told["label"])
        printed, signed = str(told["printed"]), str(told["signed"]) or "—"
        yield number, label, title, printed, signed, sealed, returned, str(told["state"])


def _lines(result: "RegisterResult") -> Iterator[str]:
    yield from map(str, result.problems)
    cells = [HEADS, *_cells(result)]
    widths = [max(text_width(row[i]) for row in cells) + 2 for i in range(len(HEADS))]
    for row in cells if result.rows else ():
        yield "".join(pad(text, width) for text, width in zip(row, widths, strict=True)).rstrip()
    lack = sum(bool(row.missing_seals) for row in result.rows)
    back = sum(row.is_returned for row in result.rows)
    yield f"共 {len(result.rows)} 张：已回收 {back} 张，缺章 {lack} 张（“？”是程序看到印迹、待人确认的）。"
    for event in result.unread:
        yield f"未识别 {event.key}：{event.source}，{event.file}"


def _write_csv(file: Path, result: "RegisterResult") -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEADS)
        writer.writerows(_cells(result))
