"""Registering (登记): how far each printed sheet has come, marked by hand, pages of no sheet put to one."""

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from datetime import date
from itertools import islice

from generator.dataclass import dataclass
from generator.derive.names import folder_names
from generator.derive.print_key import spaced
from generator.derive.register import STAGES, Register, Row, register_of
from generator.model.campaign import Campaign
from generator.model.register import Event, Step
from generator.press.disk import digest
from generator.press.output import safe_name
from generator.problem import Problem
from generator.sources.campaign import load
from generator.sources.places import SCANS, Source
from generator.sources.register import DOCUMENTS, read_events
from generator.verbs.adding import fresh_folder, read, write
from generator.verbs.printed_sheets import write_events
from generator.verbs.usage import UsageProblem, units_named, usable_campaign

STEPS: dict[Step, str] = {"signed": "签字", "stamped": "盖章", "archived": "归档"}
MISSING = {"scan": "未回收", "seal": "缺章", "archive": "未归档"}
LIKELY_MOST = 100  # pages offered for a page of no sheet
KEY_SHORT = 4  # digits of a number that may stand for it where no other begins with them


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAsked:
    """Which sheets are looked for (查哪些): of a month, of units by name or code, of forms, those that lack something."""

    period: str = ""
    units: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    missing: str = ""
    older: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterResult:
    """The register as asked for (登记): rows in order, what each unit is called, pages of no sheet, bad lines."""

    campaign: Campaign
    rows: tuple[Row, ...]
    labels: dict[str, str]
    unread: tuple[Event, ...]
    periods: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    def label(self, row: Row) -> str:
        """Return what the unit of a sheet is called."""
        return self.labels.get(row.printed.unit, row.printed.unit)

    @property
    def lacking(self) -> dict[str, int]:
        """How many sheets lack what."""
        return {what: sum(_lacks(row, what) for row in self.rows) for what in MISSING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """What is to be marked (要登的): a step of sheets by their numbers, of some seals by name, or taken back."""

    keys: Sequence[str]
    step: Step
    on: date
    by: str = ""
    seals: Sequence[str] = field(default_factory=tuple)
    taken_back: bool = False


def register(source: Source, asked: RegisterAsked) -> RegisterResult:
    """Return the sheets looked for and how far each has come.

    Raises ProblemsFound when the campaign has errors, UsageProblem for a unit that is none of its own.
    """
    campaign = usable_campaign(load(source))
    events, problems = read_events(fresh_folder(source))
    whole = register_of(events)
    names = folder_names(campaign)
    own = {code for code, name in names.items() if not code and name in asked.units}
    codes = set(units_named(campaign, [u for u in asked.units if u != names[""]])) | own
    everything = RegisterResult(
        campaign=campaign,
        rows=tuple(r for r in whole.rows.values() if not asked.units or r.printed.unit in codes),
        labels=names,
        unread=tuple(whole.unread.values()),
        periods=tuple(sorted({row.printed.period for row in whole.rows.values()}, reverse=True)),
        problems=tuple(problems),
    )
    return only(everything, asked)


def only(result: RegisterResult, asked: RegisterAsked) -> RegisterResult:
    """Return those of the rows that are asked for; whose they are was asked before."""
    return replace(result, rows=tuple(row for row in result.rows if _is_wanted(row, asked)))


def _is_wanted(row: Row, asked: RegisterAsked) -> bool:
    printed = row.printed
    return (
        (row.newest or asked.older or bool(row.returns))
        and (not asked.period or printed.period in (asked.period, ""))
        and (not asked.sheets or any(n == printed.sheet or n in printed.title for n in asked.sheets))
        and (not asked.missing or _lacks(row, asked.missing))
    )


def _lacks(row: Row, what: str) -> bool:
    if what == "scan":
        return not row.is_returned
    return bool(row.missing_seals) if what == "seal" else row.archived is None


def row_told(result: RegisterResult, row: Row) -> dict[str, object]:
    """Return a row in plain values, for a table, a program or a page."""
    printed = row.printed
    return {
        "key": row.key,
        "number": spaced(row.key),
        "unit": printed.unit,
        "label": result.label(row),
        "sheet": printed.sheet,
        "title": printed.title,
        "period": printed.period,
        "pages": printed.pages,
        "printed": printed.on.isoformat(),
        "signed": row.signed.on.isoformat() if row.signed else "",
        "seals": [{"name": s.name, "state": s.state, "said": s.said} for s in row.seals],
        "missing_seals": list(row.missing_seals),
        "returned": row.returns[-1].on.isoformat() if row.returns else "",
        "missing_pages": list(row.missing_pages),
        "archived": row.archived.on.isoformat() if row.archived else "",
        "stage": row.stage,
        "state": STAGES[row.stage],
        "newest": row.newest,
        "scans": [event.file for event in row.returns],
    }


def one(source: Source, key: str) -> Row:
    """Return the row of a number, spaced or not, or of its beginning; raises UsageProblem when there is none or several."""
    events, _ = read_events(fresh_folder(source))
    return _row(register_of(events), key)


def _row(whole: Register, key: str) -> Row:
    digits = "".join(key.split())
    found = [
        row for number, row in whole.rows.items() if len(digits) >= KEY_SHORT and number.startswith(digits)
    ]
    if not found:
        raise UsageProblem(f"登记里没有编号“{key}”的表。编号印在页脚的二维码旁边。")
    if len(found) > 1:
        raise UsageProblem(f"有 {len(found)} 张表的编号以“{key}”开头，请多写几位。")
    return found[0]


def mark(source: Source, marking: Marking) -> list[Row]:
    """Write down what a person says of some sheets; return their rows as they stand then.

    Raises UsageProblem for a number or a seal that the register does not have: nothing is written then.
    """
    usable_campaign(load(source))
    whole = register_of(read_events(fresh_folder(source))[0])
    events = [event for key in marking.keys for event in _marks(_row(whole, key), marking)]
    write_events(source, events)
    then = register_of(read_events(fresh_folder(source))[0])
    return [then.rows[key] for key in dict.fromkeys(event.key for event in events)]


def _marks(row: Row, marking: Marking) -> Iterable[Event]:
    known = [seal.name for seal in row.printed.seals]
    if marking.step == "stamped" and not known:
        raise UsageProblem(f"“{row.printed.title}”不用盖章，没有登。")
    for seal in marking.seals:
        if seal not in known:
            raise UsageProblem(f"“{row.printed.title}”没有“{seal}”的章，有的是：{'、'.join(known)}")
    for seal in marking.seals or ("",):
        yield Event(
            event="marked",
            key=row.key,
            on=marking.on,
            by=marking.by,
            period=row.printed.period,
            step=marking.step,
            seal=seal if marking.step == "stamped" else "",
            taken_back=marking.taken_back,
        )


def assign(source: Source, page_key: str, key: str, page: int, on: date, by: str = "") -> Row:
    """Put a page of no sheet to a sheet, as its page of that number; return the sheet's row as it stands then.

    Raises UsageProblem when there is no such page or sheet.
    """
    campaign = usable_campaign(load(source))
    whole = register_of(read_events(fresh_folder(source))[0])
    aside = _aside(whole, page_key)
    row = _row(whole, key)
    printed = row.printed
    if not 1 <= page <= printed.pages:
        raise UsageProblem(f"“{printed.title}”只有 {printed.pages} 页，没有第 {page} 页")
    content = aside_scan(source, page_key)
    folder = safe_name(folder_names(campaign).get(printed.unit, printed.unit))
    name = safe_name(f"{printed.title} {printed.key}-{digest(content)[:6]}.pdf")
    returned = Event(
        event="returned",
        key=row.key,
        on=on,
        by=by,
        period=printed.period,
        file=f"{SCANS}/{printed.period or DOCUMENTS}/{folder}/{name}",
        source=aside.source,
        shown=(page,),
    )
    write(source, returned.file, content)
    settled = Event(event="settled", key=aside.key, on=on, by=by, sheet_key=row.key)
    write_events(source, [returned, settled])
    return one(source, row.key)


def drop(source: Source, page_key: str, on: date, by: str = "") -> Event:
    """Say that a page of no sheet belongs to none; its file stays. Raises UsageProblem when there is no such page."""
    whole = register_of(read_events(fresh_folder(source))[0])
    aside = _aside(whole, page_key)
    write_events(source, [Event(event="settled", key=aside.key, on=on, by=by)])
    return aside


def _aside(whole: Register, key: str) -> Event:
    found = whole.unread.get(key)
    if found is None:
        raise UsageProblem(f"“未识别”里没有“{key}”这一页，可能已经处理。")
    return found


def likely(whole: RegisterResult, aside: Event) -> list[tuple[Row, int]]:
    """Return the sheets and pages that a page of no sheet may be, the likeliest first.

    Those that it names, then at most LIKELY_MOST that are missing yet: its unit's, the latest printed first, then others
    of the month. For whatever else there is the number at the foot.
    """
    by_key = {row.key: row for row in whole.rows}
    holds = [(key, int(page)) for key, _, page in (held.partition(" ") for held in aside.holds)]
    named = {(key, page): (by_key[key], page) for key, page in holds if key in by_key}
    near = _near(whole, aside, [row for row, _ in named.values()])
    missing = ((row, page) for row in near for page in row.missing_pages if (row.key, page) not in named)
    return [*named.values(), *islice(missing, LIKELY_MOST)]


def _near(whole: RegisterResult, aside: Event, named: Sequence[Row]) -> Iterable[Row]:
    """Yield the rows of a page's unit, then those of its month: that of the sheets it names, else the latest printed."""

    def is_own(row: Row) -> bool:
        return bool(aside.unit) and row.printed.unit == aside.unit

    yield from sorted(filter(is_own, whole.rows), key=_printed_on, reverse=True)
    first = named[:1] or sorted(whole.rows, key=_printed_on)[-1:]
    months = {row.printed.period for row in first}
    yield from (row for row in whole.rows if row.printed.period in months and not is_own(row))


def _printed_on(row: Row) -> date:
    return row.printed.on


def scan_of(source: Source, row: Row, number: int) -> bytes:
    """Return the PDF of a sheet's scan, from 1 in the order they came; raises UsageProblem when there is none."""
    content = read(source, row.returns[number - 1].file) if 1 <= number <= len(row.returns) else None
    if content is None:
        raise UsageProblem("没有这份扫描件，可能已经移走")
    return content


def aside_scan(source: Source, page_key: str) -> bytes:
    """Return the PDF of a page of no sheet; raises UsageProblem when there is none."""
    aside = _aside(register_of(read_events(fresh_folder(source))[0]), page_key)
    content = read(source, aside.file)
    if content is None:
        raise UsageProblem(f"找不到“{aside.file}”，可能被人移走了。请找回再做。")
    return content


def picture(content: bytes, number: int) -> bytes:
    """Return a page of a filed scan as JPEG; raises UsageProblem when there is none."""
    from generator.scans.filing import page_picture

    found = page_picture(content, number)
    if found is None:
        raise UsageProblem("没有这一页扫描件")
    return found
