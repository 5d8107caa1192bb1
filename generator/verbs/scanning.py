"""Scanning (扫描归位): files that came back matched with what was printed, straightened and filed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeAlias

from generator.dataclass import dataclass
from generator.derive.names import folder_names
from generator.derive.print_key import spaced
from generator.derive.register import Register, Row, register_of
from generator.model.campaign import Campaign
from generator.model.register import Event
from generator.press.disk import digest
from generator.press.output import safe_name
from generator.problem import EnvironmentProblem, Problem, Severity
from generator.sources.campaign import load
from generator.sources.places import SCANS, Source
from generator.sources.register import DOCUMENTS, UNREAD, read_events
from generator.verbs.adding import fresh_folder, write
from generator.verbs.printed_sheets import write_events
from generator.verbs.usage import UsageProblem, usable_campaign

if TYPE_CHECKING:
    from generator.scans.opening import Picture
    from generator.scans.reading import Placed, Seen

Told: TypeAlias = Callable[[int, int, str], None]
FILE_MAX = 200_000_000
LIKELY_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Files that came back (送来的扫描件) by name, of what day, from whom; of `unit` alone where that is given."""

    files: Sequence[tuple[str, bytes]]
    on: date
    by: str = ""
    unit: str = ""


@dataclass(slots=True, kw_only=True)
class ScanResult:
    """What came of it (归位结果): the sheets that pages were filed for, pages kept aside, empty ones, all problems."""

    register: Register
    filed: list[Event] = field(default_factory=list)
    unread: list[Event] = field(default_factory=list)
    pages: int = 0
    blank: int = 0
    problems: list[Problem] = field(default_factory=list)

    def row(self, event: Event) -> Row:
        """Return the row of the register that pages were filed for, as it stands now."""
        return self.register.rows[event.key]


def need_libraries() -> None:
    """Raise EnvironmentProblem when the libraries for scans are not there."""
    try:
        import cv2  # noqa: F401
        import zxingcpp  # noqa: F401
    except ImportError as error:
        raise EnvironmentProblem(
            f"缺少识别扫描件的组件（{error.name}）。请运行 pip install 'gongwen[scan]' 安装。"
        ) from error


def scan(source: Source, sent: Sent, told: Told | None = None) -> ScanResult:
    """File the pages of all files with the sheets they are of; the register gets the lines of a file when all is filed.

    Raises UsageProblem for a campaign that is no folder, ProblemsFound when it has errors, EnvironmentProblem when the
    libraries are missing.
    """
    need_libraries()
    if isinstance(source, Path) and not source.is_dir():
        raise UsageProblem("单独一个文件的行动不能登记，请把行动放进文件夹")
    campaign = usable_campaign(load(source))
    events, problems = read_events(fresh_folder(source))
    filing = _Filing(source=source, sent=sent, campaign=campaign, register=register_of(events))
    filing.result.problems += problems
    for place, (name, content) in enumerate(sent.files):
        if told:
            filing.told = partial(told, place, len(sent.files))
        filing.take(PurePath(name.replace("\\", "/")).name, content)
    filing.look_at_whole()
    return filing.result


@dataclass(slots=True, kw_only=True)
class _Page:
    number: int
    leaf: int
    picture: tuple[bytes, bool, int, int]
    seen: dict[str, bool | None]


@dataclass(slots=True, kw_only=True)
class _Filing:
    source: Source
    sent: Sent
    campaign: Campaign
    register: Register
    told: Callable[[str], None] = field(default=lambda what: None)
    result: ScanResult = field(init=False)

    def __post_init__(self) -> None:
        self.result = ScanResult(register=self.register)

    def take(self, name: str, content: bytes) -> None:
        """Take in one file: nothing of it when it cannot be read to its end."""
        from generator.scans.opening import NotReadable

        mark = digest(content)
        if mark in self.register.digests:
            self._tell("SCN-004", "这个文件以前归过位，没有再收。要重新归位，请重新扫描。", name)
            return
        if len(content) > FILE_MAX:
            self._tell("SCN-002", f"超过 {FILE_MAX // 1_000_000} MB，没有收。请分成几个文件。", name)
            return
        try:
            self._take(name, content, mark)
        except NotReadable as error:
            self._tell("SCN-002", f"没有收：{error}", name)

    def _take(self, name: str, content: bytes, mark: str) -> None:
        from generator.scans.opening import NotReadable, pictures
        from generator.scans.reading import look, place

        before = len(self.result.filed), len(self.result.unread)
        seen: list[Seen] = []
        for number, picture in enumerate(pictures(content), 1):
            self.told(f"看 {_at(name, number)}")
            seen.append(look(number, picture))
        if not seen:
            raise NotReadable("里面一页也没有。请重新扫描。")
        rows = self.register.rows
        placed = list(place(seen, {k: r.printed.pages for k, r in rows.items()}, self.register.covers))
        self.result.pages += len(seen)
        self.result.blank += sum(one.blank for one in seen)
        by_number = {one.seen.number: one for one in placed}
        sheets: dict[str, list[_Page]] = {}
        for number, picture in enumerate(pictures(content), 1):
            if (one := by_number.get(number)) is None:
                continue
            self.told(f"存 {_at(name, number)}")
            if one.leaf is not None and one.leaf[0] in rows and self._is_ours(rows[one.leaf[0]]):
                sheets.setdefault(one.leaf[0], []).append(self._page(one, picture, rows[one.leaf[0]]))
                self._tell_order(one, name)
            else:
                self._keep_aside(one, picture, (name, mark))
        for key, pages in sheets.items():
            self._file(rows[key], pages, (name, mark))
        write_events(self.source, (*self.result.filed[before[0] :], *self.result.unread[before[1] :]))

    def _is_ours(self, row: Row) -> bool:
        return not self.sent.unit or row.printed.unit == self.sent.unit

    def _page(self, one: "Placed", picture: "Picture", row: Row) -> _Page:
        from generator.scans.ink import sees_seal

        page = one.leaf[1] if one.leaf else 0
        flat = _flat(one.seen, picture, landscape=row.printed.landscape)
        told = {s.name: sees_seal(flat, s) for s in row.printed.seals if s.page == page}
        return _Page(number=one.seen.number, leaf=page, picture=_packed(flat), seen=told)

    def _tell_order(self, one: "Placed", name: str) -> None:
        if not one.by_order or one.leaf is None:
            return
        printed = self.register.rows[one.leaf[0]].printed
        message = f"读不出编号，按分隔页的次序归到“{printed.title}”第 {one.leaf[1]} 页。请核对。"
        self._tell("SCN-007", message, _at(name, one.seen.number))

    def _keep_aside(self, one: "Placed", picture: "Picture", file: tuple[str, str]) -> None:
        """Keep a page that is of no sheet known here, to be put to one by hand."""
        from generator.scans.filing import filed

        name, mark = file
        code = one.seen.code
        flat = _flat(one.seen, picture, landscape=bool(code and code.landscape))
        content = filed([_packed(flat)])
        key = digest(f"{mark} {one.seen.number}".encode())[:12]
        event = Event(
            event="unread",
            key=key,
            on=self.sent.on,
            by=self.sent.by,
            unit=self.sent.unit,
            file=f"{SCANS}/{UNREAD}/{key}.pdf",
            source=_at(name, one.seen.number),
            digest=mark,
            holds=tuple(f"{k} {p}" for k, p in ([one.leaf] if one.leaf else one.likely)),
        )
        write(self.source, event.file, content)
        self.result.unread.append(event)
        self._tell(*self._why_aside(one), _at(name, one.seen.number))

    def _why_aside(self, one: "Placed") -> tuple[str, str]:
        if one.leaf is None:
            likely = [
                f"“{self.register.rows[k].printed.title}”第 {p} 页" for k, p in one.likely[:LIKELY_SHOWN]
            ]
            hint = f"可能是{'、'.join(likely)}。" if likely else ""
            return "SCN-003", f"读不出编号，放在“{UNREAD}”里。{hint}请在登记里指给哪张表。"
        key, page = one.leaf
        if key in self.register.rows:
            return (
                "SCN-006",
                f"编号 {spaced(key)}（第 {page} 页）是别的单位的表，放在“{UNREAD}”里，请汇总单位处理。",
            )
        return (
            "SCN-005",
            f"编号 {spaced(key)}（第 {page} 页）不在这个行动的登记里，放在“{UNREAD}”里。请核对是不是别的行动的。",
        )

    def _file(self, row: Row, pages: Sequence[_Page], file: tuple[str, str]) -> None:
        """File the pages of a sheet in their order, a page that came twice in a file of its own."""
        name, mark = file
        for turn, some in enumerate(_turns(pages)):
            if turn:
                numbers = "、".join(str(p.number) for p in some)
                leaves = "、".join(str(p.leaf) for p in some)
                message = f"第 {numbers} 页又是“{row.printed.title}”第 {leaves} 页，两份都留着。请核对。"
                self._tell("SCN-009", message, name)
            self._file_one(row, some, (name, mark))

    def _file_one(self, row: Row, pages: Sequence[_Page], file: tuple[str, str]) -> None:
        from generator.scans.filing import filed

        printed = row.printed
        content = filed([page.picture for page in pages])
        folder = folder_names(self.campaign).get(printed.unit, printed.unit)
        stem = safe_name(f"{printed.title} {printed.key}-{digest(content)[:6]}.pdf")
        event = Event(
            event="returned",
            key=printed.key,
            on=self.sent.on,
            by=self.sent.by,
            period=printed.period,
            file=f"{SCANS}/{printed.period or DOCUMENTS}/{safe_name(folder)}/{stem}",
            source=_at(file[0], *(page.number for page in pages)),
            digest=file[1],
            shown=tuple(page.leaf for page in pages),
            seen={name: seen for page in pages for name, seen in page.seen.items()},
        )
        write(self.source, event.file, content)
        self.result.filed.append(event)

    def look_at_whole(self) -> None:
        """Tell what is missing of each sheet that pages were filed for, now that all files are taken in."""
        events, _ = read_events(fresh_folder(self.source))
        self.register = self.result.register = register_of(events)
        for key in dict.fromkeys(event.key for event in self.result.filed):
            row = self.register.rows[key]
            label = folder_names(self.campaign).get(row.printed.unit, row.printed.unit)
            self.result.problems += _found(row, f"{label} {row.printed.title}")

    def _tell(self, code: str, message: str, where: str) -> None:
        severity: Severity = "error" if code == "SCN-002" else "warning"
        self.result.problems.append(Problem(code=code, message=message, where=where, severity=severity))


def _flat(seen: "Seen", picture: "Picture", *, landscape: bool) -> "Picture":
    from generator.scans.straightening import levelled, straightened

    return straightened(picture, seen.found) if seen.found else levelled(picture, landscape)


def _packed(flat: "Picture") -> tuple[bytes, bool, int, int]:
    from generator.scans.filing import picture_of

    return (*picture_of(flat), flat.shape[1], flat.shape[0])


def _at(name: str, *numbers: int) -> str:
    return f"{name} 第 {'、'.join(map(str, numbers))} 页"


def _turns(pages: Sequence[_Page]) -> list[list[_Page]]:
    """Return the pages in their order, each once; those that came again in a list of their own, and so on."""
    turns: list[list[_Page]] = []
    for page in sorted(pages, key=lambda p: (p.leaf, p.number)):
        free = next((some for some in turns if some[-1].leaf != page.leaf), None)
        if free is None:
            turns.append([page])
        else:
            free.append(page)
    return turns


def _found(row: Row, where: str) -> Iterator[Problem]:
    """Yield what is to be looked at of a sheet that came back."""
    printed = row.printed
    if row.missing_pages:
        pages = "、".join(map(str, row.missing_pages))
        message = f"共 {printed.pages} 页，还缺第 {pages} 页。请找齐再扫描，会补到一起。"
        yield Problem(code="SCN-008", message=message, where=where, severity="warning")
    unseen = [f"第 {i} 枚章（{s.name}）" for i, s in enumerate(row.seals, 1) if s.state == "unseen"]
    if unseen:
        message = f"{'、'.join(unseen)}处，程序没有看到印迹。请看扫描件，盖了的在登记里确认。"
        yield Problem(code="SCN-010", message=message, where=where, severity="warning")
    if not row.newest:
        message = "回来的是旧的一版，以后又印过新的。请核对要哪一版。"
        yield Problem(code="SCN-011", message=message, where=where, severity="warning")
