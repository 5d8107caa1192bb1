"""Printed sheets (印出的表) written into the register: number and pages of each, whose seals go where on them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from generator.batch.files import printed_of
from generator.compose.issuer_sheets import issuer_sheets
from generator.compose.sheets import BLANK, Order, unit_sheets
from generator.dataclass import dataclass
from generator.derive.names import ISSUER
from generator.derive.print_key import number_of
from generator.derive.register import register_of
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.register import Event, PrintedSeal
from generator.model.sheet import Sheet
from generator.press.manifest import Entry
from generator.press.print_run import Heap, Part
from generator.press.stamping import Stamping, stamping_of
from generator.sources.places import Source, folder_of
from generator.sources.register import file_of, line_of, read_events
from generator.validate.characters import unusable
from generator.verbs.adding import add_text
from generator.verbs.usage import UsageProblem, month_of

STRADDLE = "骑缝章"


@dataclass(frozen=True, slots=True)
class Printing:
    """Printing to be registered (要登记的打印): of which campaign, for which month, on what day."""

    campaign: Campaign
    forms: Mapping[str, Form]
    period: str
    on: date


def key_of(campaign: Campaign, entry: Entry, digest: str) -> str:
    """Return the number of a sheet: another as soon as it says something else."""
    said = (campaign.name, campaign.starts_on.isoformat(), entry.sheet, entry.title, entry.unit, entry.period)
    return number_of(*said, digest)


def register_run(source: Source, printing: Printing, run: Iterable[Heap]) -> int:
    """Write the sheets of a run and its separators into the register, but for those that stand there; return how many.

    Raises ProblemsFound when another program holds the file.
    """
    known = register_of(read_events(folder_of(source))[0])
    heaps = list(run)
    parts = {p.part.key: p.part for heap in heaps for p in heap.pieces if p.part.key not in known.rows}
    events = list(_printed(printing, parts))
    events += [
        Event(
            event="cover",
            key=heap.key,
            on=printing.on,
            period=printing.period,
            title=heap.label,
            holds=tuple(piece.part.key for piece in heap.pieces),
        )
        for heap in heaps
        if heap.key not in known.covers
    ]
    write_events(source, events)
    return len(parts)


def write_events(source: Source, events: Iterable[Event]) -> None:
    """Add events to the register, those of one file at once; raises UsageProblem for a character that none may hold."""
    lines: dict[str, list[str]] = {}
    for event in events:
        if any(map(unusable, (event.by, event.text, event.source))):
            raise UsageProblem("有不能用的字符，没有登。请删去后再做一次。")
        lines.setdefault(file_of(event), []).append(line_of(event))
    for name, some in lines.items():
        add_text(source, name, "".join(some))


def _printed(printing: Printing, parts: Mapping[str, Part]) -> Iterator[Event]:
    """Yield the line of each part; of one that the data no longer make, nothing is known of its seals."""
    sheets = _sheets(printing, {part.unit for part in parts.values()}) if parts else {}
    for key, part in parts.items():
        sheet = sheets.get((part.unit, part.title))
        stamping = _stamping(sheet) if sheet and sheet.seals.any else None
        yield Event(
            event="printed",
            key=key,
            on=printing.on,
            sheet=part.sheet,
            title=part.title,
            unit=part.unit,
            period=part.period,
            hazard=_hazard(printing, part),
            pages=part.pages,
            landscape=sheet.content.landscape if sheet else False,
            copies=part.copies,
            seals=tuple(_seals(stamping)) if stamping else (),
        )


def _sheets(printing: Printing, units: Iterable[str]) -> dict[tuple[str, str], Sheet]:
    """Return the sheets of some units as they are composed, by unit and title."""
    campaign, forms = printing.campaign, dict(printing.forms)
    blank = printing.period == BLANK
    period = month_of(campaign, "" if blank else printing.period)
    order = Order(period=period, filling="blank" if blank else "auto")
    by_code = {unit.code: unit for unit in campaign.units}
    found: list[Sheet] = []
    for code in sorted(units):
        if code == ISSUER:
            found += issuer_sheets(campaign, forms, order).sheets
        elif code in by_code:
            found += unit_sheets(campaign, forms, by_code[code], order).sheets
    return {(sheet.unit, sheet.name): sheet for sheet in found}


def _stamping(sheet: Sheet) -> Stamping:
    printed = printed_of(sheet)
    return stamping_of(sheet, printed.pages, printed.places, printed.words)


def _seals(stamping: Stamping) -> Iterator[PrintedSeal]:
    names = Counter[str]()
    for place in stamping.places:
        names[name := place.holder.name] += 1
        again = f"（第 {names[name]} 处）" if names[name] > 1 else ""
        x, y, mm = (round(value, 1) for value in (place.circle.x, place.circle.y, place.circle.mm))
        yield PrintedSeal(name=name + again, page=place.page, x=x, y=y, mm=mm)
    for straddle in stamping.straddles[:1]:
        yield PrintedSeal(name=f"{straddle.holder.name} {STRADDLE}")


def _hazard(printing: Printing, part: Part) -> str:
    form = printing.forms.get(part.sheet)
    if form is None or form.each != "hazard":
        return ""
    return next((h.code for h in printing.campaign.hazards if h.code in part.title.split(" ")), "")
