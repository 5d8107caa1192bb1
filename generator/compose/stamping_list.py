"""Stamping list (用印清单): what each seal is pressed on, so that who holds it goes through the pile in order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from generator.compose.description import described_table
from generator.compose.papers import Paper
from generator.compose.table import Facts, table_content
from generator.compose.wording import printed_month
from generator.dataclass import dataclass
from generator.model.campaign import Campaign
from generator.model.form import Field, Form, Line, Page
from generator.model.seal import HolderKind, StampRow
from generator.model.sheet import Sheet

CODE = "stamping-list"
TITLE = "用印清单"
RANKS: dict[HolderKind, int] = {"organ": 0, "role": 1, "unit": 2}
NOTES = (
    "按印章排列；同一枚印章按单位、文件、页次的顺序。一行盖一处，每份都盖。",
    "表名带“空白”的，填好、审核以后再盖。骑缝章把各张纸的外侧边缘错开，一次盖齐。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealTotal:
    """Sum of one seal (一枚印章的合计): at how many places it is pressed, and how many times in all copies."""

    seal: str
    places: int
    times: int


def sorted_rows(rows: Iterable[StampRow]) -> tuple[StampRow, ...]:
    """Return the rows by seal: the issuing organs', those of roles, the units', each in the order of the pile."""
    every = list(rows)
    first = {row.holder.name: i for i, row in reversed(list(enumerate(every)))}
    return tuple(sorted(every, key=lambda r: (RANKS[r.holder.kind], first[r.holder.name])))


def totals(rows: Sequence[StampRow]) -> tuple[SealTotal, ...]:
    """Return the sum of each seal; the rows are sorted."""
    groups = ((seal, list(group)) for seal, group in groupby(rows, key=lambda r: r.holder.name))
    return tuple(
        SealTotal(seal=seal, places=len(group), times=sum(r.copies for r in group)) for seal, group in groups
    )


def stamping_sheet(campaign: Campaign, rows: Sequence[StampRow], period: str, part: bool) -> Sheet:
    """Return the list as a sheet; `part` tells that the run was for a part of the papers only."""
    form = _form(campaign, period)
    printed = [replace(row, sheet=_without_month(row.sheet, printed_month(period))) for row in rows]
    facts = Facts(paper=Paper({}, tuple(_printed(printed))))
    which = " ".join(filter(None, (printed_month(period), "部分" if part else "")))
    name = f"{TITLE}（{which}）" if which else TITLE
    return Sheet(
        code=CODE,
        name=name,
        description=described_table(campaign, name, facts),
        unit="",
        folder=campaign.issuer.name,
        content=table_content(campaign, form, facts).content,
        filled=True,
        two_sided=campaign.settings.two_sided,
        fangsong=campaign.settings.fangsong,
    )


def _without_month(name: str, month: str) -> str:
    """Return the name of a sheet without the month that the list bears above its table."""
    return name.replace(f"（{month}）", "").replace(f"（{month} ", "（") if month else name


def _form(campaign: Campaign, period: str) -> Form:
    return Form(
        schema=1,
        form=CODE,
        kind="ledger",
        title=TITLE,
        short_title=TITLE,
        each="issuer",
        page=Page(size_pt=10.5, min_size_pt=9.0, row_height_mm=7.5),
        above=(Line(left=campaign.issuer.name, right=printed_month(period)),),
        columns=tuple(_columns()),
        continued=True,
        below=(Line(left="监印人：", right="用印日期：　　　　年　　月　　日"),),
        notes=NOTES,
    )


def _columns() -> Iterator[Field]:
    widths = {
        "seal": ("印章", 28.0),
        "number": ("序号", 11.0),
        "unit": ("单位", 22.0),
        "sheet": ("文件", 46.0),
        "pages": ("页次", 24.0),
        "copies": ("份数", 12.0),
        "done": ("已盖", 13.0),
    }
    for name, (label, width) in widths.items():
        column = Field(name=name, label=label, width_mm=width, source=name)
        column = replace(column, merge_by=("seal",)) if name == "seal" else column
        yield replace(column, align="left") if name == "sheet" else column


def _printed(rows: Sequence[StampRow]) -> Iterator[Mapping[str, str]]:
    """Yield what prints in each row; a seal that is pressed at several places has its sum below, all theirs at the end."""
    number = 0
    sums = totals(rows)
    by_seal = groupby(rows, key=lambda r: r.holder.name)
    for total, (seal, group) in zip(sums, by_seal, strict=True):
        for row in group:
            number += 1
            yield _row(seal, str(number), (row.unit, row.sheet, row.pages, str(row.copies)))
        if total.places > 1:
            yield _row(seal, "", ("", "小计", f"{total.places}处", f"{total.times}次"))
    places, times = sum(t.places for t in sums), sum(t.times for t in sums)
    yield _row("合计", "", ("", f"{len(sums)}枚印章", f"{places}处", f"{times}次"))


def _row(seal: str, number: str, rest: tuple[str, str, str, str]) -> Mapping[str, str]:
    unit, sheet, pages, copies = rest
    return {"seal": seal, "number": number, "unit": unit, "sheet": sheet, "pages": pages, "copies": copies}
