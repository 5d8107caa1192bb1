"""Checks of the register of document numbers (发文登记): no duplicate, no gap, every void with its reason."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from generator.derive.numbers import gaps_of, printed_gap
from generator.model.campaign import Campaign
from generator.model.document import Notice
from generator.model.paperwork import NumberEntry
from generator.problem import Path, Problem

PATH: Path = ("numbers",)
FIRST = 1


def check_numbers(campaign: Campaign) -> Iterator[Problem]:
    """Yield the problems of the register, and of a notice that disagrees with it; nothing without a register."""
    if not campaign.numbers:
        return
    placed = [(entry, (*PATH, i)) for i, entry in enumerate(campaign.numbers)]
    for entry, path in placed:
        yield from _entry(entry, path)
    ordered = sorted(placed, key=lambda p: (p[0].organ_code, p[0].year, p[0].serial, p[1]))
    for _, series in groupby(ordered, key=lambda p: (p[0].organ_code, p[0].year)):
        yield from _series(list(series))
    if campaign.notice and campaign.notice.number:
        yield from _notice(campaign.notice, campaign.numbers)


def _entry(entry: NumberEntry, path: Path) -> Iterator[Problem]:
    if entry.state == "void" and not entry.reason.strip():
        message = f"{entry.number}作废，没有写原因。请在 reason 里补写。"
        yield Problem(code="NUM-003", message=message, path=(*path, "reason"))
    missing = [name for name in ("title", "document_date") if not getattr(entry, name)]
    if missing and entry.state == "issued":
        message = f"{entry.number}已发，没有写 {'、'.join(missing)}。请补写；还没有发的写 state: reserved。"
        yield Problem(code="NUM-006", message=message, path=(*path, missing[0]))
    if entry.document_date and entry.document_date.year != entry.year:
        message = f"{entry.number}的成文日期是 {entry.document_date}，年份与字号不同。请核对。"
        yield Problem(code="NUM-008", message=message, path=(*path, "document_date"), severity="warning")


def _series(series: Sequence[tuple[NumberEntry, Path]]) -> Iterator[Problem]:
    """Yield the problems of one organ code and year, its entries in order of serial."""
    for (before, _), (entry, path) in pairwise(series):
        if before.serial == entry.serial:
            message = f"{entry.number}登记了两次。请改号，或删去一条。"
            yield Problem(code="NUM-001", message=message, path=(*path, "serial"))
        for gap in gaps_of((before.serial, entry.serial)):
            yield _gap(entry, printed_gap(gap), path)
    first, path = series[0]
    if first.serial > FIRST:
        missing = printed_gap((FIRST, first.serial - 1))
        message = (
            f"{first.organ_code}〔{first.year}〕从 {first.serial} 号登记起，前面的 {missing}没有登记。"
            "请核对，补登用过的号。"
        )
        yield Problem(code="NUM-002", message=message, path=(*path, "serial"), severity="warning")
    yield from _dates([p for p in series if p[0].document_date and p[0].state == "issued"])


def _gap(entry: NumberEntry, missing: str, path: Path) -> Problem:
    message = (
        f"{entry.number}前面缺 {missing}。请补登；没有用的写 state: void 和原因，留着的写 state: reserved。"
    )
    return Problem(code="NUM-002", message=message, path=(*path, "serial"))


def _dates(series: Sequence[tuple[NumberEntry, Path]]) -> Iterator[Problem]:
    for (before, _), (entry, path) in pairwise(series):
        if before.document_date and entry.document_date and entry.document_date < before.document_date:
            message = (
                f"{entry.number}的成文日期 {entry.document_date} 早于 {before.serial} 号的 {before.document_date}。"
                "请核对日期和顺序号。"
            )
            yield Problem(code="NUM-007", message=message, path=(*path, "document_date"), severity="warning")


def _notice(notice: Notice, entries: Sequence[NumberEntry]) -> Iterator[Problem]:
    """Yield where the notice's own number is not in the register, is void there, or is another document's."""
    number = str(notice.number)
    found = [(i, entry) for i, entry in enumerate(entries) if entry.number == number]
    usable = [(i, entry) for i, entry in found if entry.state != "void"]
    if not usable:
        reason = "已登记为作废" if found else "没有登记"
        message = f"通知的发文字号 {number}{reason}。请在 numbers 里补登，或换一个号（gongwen numbers 看下一个号）。"
        yield Problem(code="NUM-004", message=message, path=("notice", "number"))
    for i, entry in usable:
        yield from _disagreements(notice, entry, (*PATH, i))


def _disagreements(notice: Notice, entry: NumberEntry, path: Path) -> Iterator[Problem]:
    title = notice.title.replace("\n", "")
    if entry.title and "".join(entry.title.split()) != "".join(title.split()):
        message = f"{entry.number}登记的标题是“{entry.title}”，通知的标题是“{title}”。请改成一样。"
        yield Problem(code="NUM-005", message=message, path=(*path, "title"))
    if entry.document_date and entry.document_date != notice.document_date:
        message = f"{entry.number}登记的成文日期是 {entry.document_date}，通知的是 {notice.document_date}。请改成一样。"
        yield Problem(code="NUM-005", message=message, path=(*path, "document_date"))
