"""Register of document numbers (发文登记): entries by organ code and year, gaps, and the next free number."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import TypeAlias

from generator.dataclass import dataclass
from generator.model.campaign import Campaign
from generator.model.paperwork import NumberEntry

Gap: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSeries:
    """Numbers of one organ code and year (一个代字一年的号): entries by serial, serials left out, the next free one."""

    organ_code: str
    year: int
    entries: tuple[NumberEntry, ...]
    gaps: tuple[Gap, ...]
    next_serial: int

    @property
    def next_number(self) -> str:
        """The next free number as printed."""
        return f"{self.organ_code}〔{self.year}〕{self.next_serial}号"


def number_series(entries: Sequence[NumberEntry]) -> tuple[NumberSeries, ...]:
    """Return the register by organ code and year; a void number is used, so it is never the next free one.

    >>> number_series([NumberEntry(organ_code="柳安委", year=2023, serial=1)])[0].next_number
    '柳安委〔2023〕2号'
    """
    ordered = sorted(entries, key=_place)
    return tuple(_series(code, year, list(group)) for (code, year), group in groupby(ordered, key=_series_of))


def _place(entry: NumberEntry) -> tuple[str, int, int]:
    return entry.organ_code, entry.year, entry.serial


def _series_of(entry: NumberEntry) -> tuple[str, int]:
    return entry.organ_code, entry.year


def _series(code: str, year: int, entries: Sequence[NumberEntry]) -> NumberSeries:
    used = [entry.serial for entry in entries]
    return NumberSeries(
        organ_code=code,
        year=year,
        entries=tuple(entries),
        gaps=gaps_of(used),
        next_serial=max(used) + 1,
    )


def gaps_of(serials: Iterable[int]) -> tuple[Gap, ...]:
    """Return the gaps between the least and the greatest serial, each by its first and last.

    >>> gaps_of([1, 2, 4, 8])
    ((3, 3), (5, 7))
    """
    return tuple((a + 1, b - 1) for a, b in pairwise(sorted(set(serials))) if b - a > 1)


def printed_gap(gap: Gap) -> str:
    """Return a gap as printed: 3 号, 5—7 号."""
    first, last = gap
    return f"{first} 号" if first == last else f"{first}—{last} 号"


def completed_entries(campaign: Campaign) -> tuple[NumberEntry, ...]:
    """Return the register in order, the notice's own entry completed from the notice and its paperwork."""
    return tuple(_completed(campaign, entry) for entry in sorted(campaign.numbers, key=_place))


def _completed(campaign: Campaign, entry: NumberEntry) -> NumberEntry:
    notice, paperwork = campaign.notice, campaign.paperwork
    if notice is None or str(notice.number or "") != entry.number or entry.state == "void":
        return entry
    return replace(
        entry,
        title=entry.title or notice.title.replace("\n", ""),
        document_date=entry.document_date or notice.document_date,
        addressees=entry.addressees or notice.addressees,
        copies=entry.copies if entry.copies is not None or paperwork is None else paperwork.copies,
        drafting_office=entry.drafting_office or (paperwork.drafting_office if paperwork else ""),
    )
