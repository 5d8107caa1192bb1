"""Register (登记) of printed sheets: what was printed, came back, was marked; lines that are only ever added."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal, TypeAlias

from generator.dataclass import dataclass

EventKind: TypeAlias = Literal["printed", "cover", "returned", "marked", "unread", "settled", "photo"]
Step: TypeAlias = Literal["signed", "stamped", "archived"]
When: TypeAlias = Literal["before", "after"]  # 整改前, 整改后


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSeal:
    """Seal that a printed sheet takes (应盖的章): whose, and its circle on a page, in mm from the page's left and top.

    A straddle seal (骑缝章) stands on no one page: its page is 0.
    """

    name: str
    page: int = 0
    x: float = 0.0
    y: float = 0.0
    mm: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Event of the register (登记的一笔): one line, written once and never changed.

    `key` is the number of the printed sheet or separator; of an unread page (未识别) that of the page. printed: `sheet`
    to `seals` say what it is. cover: `holds` the numbers of the sheets behind a separator. returned: `shown` are the
    numbers of the pages in `file`, `seen` what a program saw of each seal. marked: a person says `step`, of the seal
    `seal`, is done, or with `taken_back` that it is not. unread: the page lies in `file`. settled: an unread page was
    put to `sheet_key`, or thrown away where that is empty. photo: a picture of a hazard `when` it was open or done, taken
    on `taken_on`, or with `taken_back` no longer one.
    """

    event: EventKind
    key: str
    on: date
    by: str = ""
    sheet: str = ""
    title: str = ""
    unit: str = ""
    period: str = ""
    hazard: str = ""
    pages: int = 0
    landscape: bool = False
    copies: int = 1
    seals: tuple[PrintedSeal, ...] = ()
    holds: tuple[str, ...] = ()
    file: str = ""
    source: str = ""
    digest: str = ""
    shown: tuple[int, ...] = ()
    seen: Mapping[str, bool | None] = field(default_factory=dict)
    step: Step | None = None
    seal: str = ""
    taken_back: bool = False
    sheet_key: str = ""
    when: When | None = None
    taken_on: date | None = None
    text: str = ""
