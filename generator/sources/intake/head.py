"""The head of a sheet (表头): whose it is, for which month, who filled it in and when."""

from collections.abc import Mapping, Sequence
from datetime import date

from generator.dataclass import dataclass
from generator.derive.entries import Entry, same_words
from generator.sources.intake.dates import read_month
from generator.sources.intake.grid import BLANK, Place, Raw, plain_words
from generator.sources.intake.told import Told
from generator.validate.wording import nearest

UNIT = ("填报单位", "报送单位", "单位名称", "单位")
PERIOD = ("所报月份", "报送月份", "月份")
FILLED_ON = ("填报日期", "填报时间", "填表时间", "填表日期")
FILLED_BY = ("填报人", "填表人")
REVIEWED_BY = ("审核人",)
LABELS = (*UNIT, *PERIOD, *FILLED_ON, *FILLED_BY, *REVIEWED_BY)
DAY = Entry(path=("filled_on",), label="填报日期", kind="date")
FILLER = Entry(path=("filled_by",), label="填报人", kind="person")
REVIEWER = Entry(path=("reviewed_by",), label="审核人", kind="person")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head of a sheet says; `unit` is a code, `period` a month, both empty where they are not known."""

    unit: str
    period: str
    filled_on: date | None
    filled_by: str
    reviewed_by: str


def read_head(told: Told, units: Mapping[str, Sequence[str]], period: str) -> Head:
    """Return the head of a sheet; `units` are the codes each name stands for, `period` the month asked for."""
    day = _text(told, DAY, FILLED_ON)
    return Head(
        unit=_unit(told, units),
        period=_period(told, period),
        filled_on=date.fromisoformat(day) if day else None,
        filled_by=_text(told, FILLER, FILLED_BY),
        reviewed_by=_text(told, REVIEWER, REVIEWED_BY),
    )


def _found(told: Told, labels: Sequence[str]) -> tuple[Place, Raw] | None:
    """Return the cell that a label of the head leads to, and what it says; `填报单位：秋湖村` may be one cell."""
    for label in labels:
        for place in told.grid.words.get(label, ()):
            told.used.add(place)
            following = _following(told, place)
            told.used.add(following)
            return following, told.grid.raw(following)
    for place, raw in told.grid.written():
        if isinstance(raw, str):
            label, colon, value = raw.replace("：", ":").partition(":")
            if colon and value.strip() and same_words(label).split("(")[0] in labels:
                told.used.add(place)
                return place, value.strip()
    return None


def _following(told: Told, label: Place) -> Place:
    """Return the cell that a label leads to: the next, or behind blank ones the first written that is no label."""
    row, first = label[0], told.grid.last_column_of(label) + 1
    for column in range(first, len(told.grid.rows[row])):
        raw = told.grid.raw((row, column))
        if isinstance(raw, str) and plain_words(raw) in LABELS:
            break
        if raw != BLANK:
            return row, column
    return row, first


def _text(told: Told, entry: Entry, labels: Sequence[str]) -> str:
    found = _found(told, labels)
    if found is None:
        return ""
    reading = told.read(entry, found[0], entry.path, found[1])
    return "" if reading.value is None else str(reading.value)


def _unit(told: Told, units: Mapping[str, Sequence[str]]) -> str:
    """Return the code of the unit that a sheet names; by the file's name, told, where the sheet names none."""
    found = _found(told, UNIT)
    named = str(found[1]).strip() if found else ""
    place = found[0] if found else None
    if not named:
        return _unit_by_file(told, units, place)
    codes = {code for name, each in units.items() if same_words(name) == same_words(named) for code in each}
    if len(codes) == 1:
        _compare_with_file(told, units, next(iter(codes)), named, place)
        return next(iter(codes))
    reason = "有几个单位叫这个名称，请写全称。" if codes else f"行动里没有这个单位。{nearest(named, units)}"
    told.say("XLS-006", f"填报单位是“{named}”，{reason}请核对。", place)
    return ""


def _named_by_file(told: Told, units: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the codes of the units whose longest names stand in the file's name, else in that of its folder."""
    folder, _, file = told.grid.file.rpartition("/")
    return _named_in(file, units) or _named_in(folder, units)


def _named_in(text: str, units: Mapping[str, Sequence[str]]) -> set[str]:
    file = same_words(text)
    names = [name for name in units if len(name) > 1 and same_words(name) in file]
    longest = [n for n in names if not any(n != other and n in other for other in names)]
    return {code for name in longest for code in units[name] if code}


def _unit_by_file(told: Told, units: Mapping[str, Sequence[str]], place: Place | None) -> str:
    codes = _named_by_file(told, units)
    if len(codes) == 1:
        code = next(iter(codes))
        told.say("XLS-008", f"没有写填报单位，按文件名读作“{code}”。请核对。", place, "warning")
        return code
    told.say("XLS-006", "没有写填报单位。请在“填报单位”后面写上。", place)
    return ""


def _compare_with_file(
    told: Told, units: Mapping[str, Sequence[str]], code: str, named: str, place: Place | None
) -> None:
    by_file = _named_by_file(told, units)
    if by_file and code not in by_file:
        message = f"表里的填报单位是“{named}”，文件名是另一个单位，按表里的读。请核对是不是用了别人的表。"
        told.say("XLS-016", message, place, "warning")


def _period(told: Told, asked: str) -> str:
    """Return the month of a sheet; the one asked for, told, where the sheet names none."""
    found = _found(told, PERIOD)
    if found is None or found[1] == BLANK:
        if asked:
            told.say("XLS-008", f"没有写所报月份，按 {asked} 读。请核对。", found and found[0], "warning")
            return asked
        told.say("XLS-007", "没有写所报月份。请在“所报月份”后面写上，如 2023年6月。", found and found[0])
        return ""
    month, odd = read_month(found[1])
    if not month:
        told.say("XLS-007", f"所报月份是“{found[1]}”，看不出是哪年哪月。请写成 2023年6月 这样。", found[0])
    elif asked and month != asked:
        told.say("XLS-007", f"这是 {month} 的表，要收的是 {asked}。请单位用 {asked} 的工作簿重填。", found[0])
        return ""
    elif odd:
        told.say("XLS-008", f"所报月份{odd}。请核对。", found[0], "warning")
    return month
