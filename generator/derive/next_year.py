"""A campaign's data a year on (复制到下一年): dates moved, its years in names and texts changed, what happened left behind.

Plain data in, plain data out, as they stand in one file; every change and every year that was left is told by its path.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

from generator.dataclass import dataclass
from generator.problem import Path

HAPPENED = ("returns", "hazards", "history", "receipts", "numbers")
NUMBERED: tuple[Path, ...] = (("notice", "number"),)
OF_THE_YEAR: tuple[Path, ...] = (("settings", "holidays"), ("settings", "workdays"))
FILED_IN: Path = ("archive", "year")
OF_MONTHS = "own"  # figures of a roll-up that the office entered itself
_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_YEAR = re.compile(
    r"(?<![\d.])((?:19|20)[0-9]{2})(?!\d)"
    r"|(?<![\d．])(?:１９|２０)[０-９]{2}(?!\d)"
    r"|(?:一九|二[〇零○ＯO0])[〇零○ＯO0一二三四五六七八九]{2}(?=\s*年)"
)
_DATE = re.compile(r"\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?")
_LATIN = re.compile(r"[A-Za-z@_]")
_AROUND = 12  # characters of a text that are shown on either side of a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """Years of a copy (年份): those that the campaign ran in, how many it is moved by, its first day, its own names."""

    first: int
    last: int
    by: int
    starts_on: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What was done at one place (一处): `after` is empty where something was left out.

    `left` tells one that stays as it is, to be looked at; `start` is where in a text it begins.
    """

    path: Path
    before: str
    after: str = ""
    left: bool = False
    start: int | None = None


@dataclass(slots=True)
class Moved:
    """Data a year on (移到下一年的数据), and what was done to them, in their order."""

    data: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def moved(data: Mapping[str, Any], years: Years, kept: Mapping[str, str] = MappingProxyType({})) -> Moved:
    """Return the data of one file a year on; what happened last year, document numbers and days off are left out.

    `kept` are the codes of units that stay though they ended, each with what names it still.
    """
    done = Moved()
    for key, value in data.items():
        if key in HAPPENED:
            done.notes.append(Note(path=(key,), before=_size(value)))
        elif key == "units" and isinstance(value, list):
            done.data[key] = _units(value, years, kept, done)
        else:
            done.data[key] = _value(value, (key,), years, done)
    return done


def _size(value: Any) -> str:
    return f"{len(value)} 条" if isinstance(value, list) else "全部"


def _units(units: list[Any], years: Years, kept: Mapping[str, str], done: Moved) -> list[Any]:
    """Return the units that report now: those that ended are left out but where something names them.

    When the others began is of no matter; when one ended that stays is as it was, so that nothing is asked of it.
    """
    found = []
    for i, unit in enumerate(units):
        if not isinstance(unit, Mapping):
            found.append(_value(unit, ("units", i), years, done))
            continue
        ended = {k: v for k, v in unit.items() if k == "last_month" and v}
        why = kept.get(str(unit.get("code") or unit.get("name")), "")
        if ended and not why:
            done.notes.append(Note(path=("units", i), before=str(unit.get("name", ""))))
            continue
        if ended:
            said = (
                f"{unit.get('name', '')}：已止报，先留着，还写着它的有：{why}。请都改成并入的单位，再删去它。"
            )
            done.notes.append(Note(path=("units", i), before=said, left=True))
        rest = {k: v for k, v in unit.items() if k not in ("first_month", *ended)}
        later = _value(rest, ("units", i), years, done) | ended
        found.append({k: later[k] for k in unit if k in later})
    return found


def _value(value: Any, path: Path, years: Years, done: Moved) -> Any:
    if isinstance(value, Mapping):
        return dict(_items(value, path, years, done))
    if isinstance(value, list):
        return [_value(item, (*path, i), years, done) for i, item in enumerate(value)]
    if path == FILED_IN and isinstance(value, int):
        done.notes.append(Note(path=path, before=str(value), after=str(value + years.by)))
        return value + years.by
    return _text(value, path, years, done) if isinstance(value, str) else value


def _items(value: Mapping[str, Any], path: Path, years: Years, done: Moved) -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        place = (*path, key)
        if place in (*NUMBERED, *OF_THE_YEAR) or (path[:1] == ("roll_ups",) and key == OF_MONTHS):
            done.notes.append(Note(path=place, before=_shown(inner)))
        else:
            yield key, _value(inner, place, years, done)


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        nested = any(isinstance(v, Mapping) for v in value.values())
        return "、".join(map(str, value if nested else value.values()))[:40]
    return "、".join(map(str, value))[:40] if isinstance(value, list) else str(value)


def _text(text: str, path: Path, years: Years, done: Moved) -> str:
    if day := _DAY.fullmatch(text):
        new = _later(day, years.by)
        done.notes.append(Note(path=path, before=text, after=new))
        return new
    pieces, at = list[str](), 0
    for found in _YEAR.finditer(text):
        goes = not _names_file(path) and _goes(text, found, years)
        new = str(int(found[1]) + years.by) if goes else found[0]
        shown = _excerpt(text, found)
        after = _excerpt(text, found, new) if goes else ""
        done.notes.append(Note(path=path, before=shown, after=after, left=not goes, start=found.start()))
        pieces += [text[at : found.start()], new]
        at = found.end()
    return "".join((*pieces, text[at:]))


def _names_file(path: Path) -> bool:
    """Tell whether a text names a file beside the data, which is copied under the name that it has."""
    return path[:1] == ("seals",) or (path[:1] == ("upward",) and path[-1] == "file")


def _later(day: re.Match[str], by: int) -> str:
    """Return a day or month as many years later; the 29th of February is the 28th where there is none."""
    year, month = int(day[1]) + by, day[2]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    date = "28" if (month, day[3]) == ("02", "29") and not leap else day[3]
    return "-".join(filter(None, (f"{year:04}", month, date)))


def _goes(text: str, found: re.Match[str], years: Years) -> bool:
    """Tell whether a year in a text is the campaign's: no one else's number or title, and no day before its first.

    One in Chinese numerals or full width, or within an address or a name of a file, is left to whoever reads it.
    """
    if (
        not found[1]
        or not years.first <= int(found[1]) <= years.last
        or _LATIN.fullmatch(text[found.start() - 1 : found.start()])
        or _LATIN.match(text, found.end())
        or _in_number(text, found)
        or _in_anothers_title(text, found, years)
    ):
        return False
    date = _DATE.match(text, found.end())
    if date is None or not 1 <= int(date[1]) <= 12:
        return True
    day = f"{found[1]}-{int(date[1]):02}" + (f"-{int(date[2]):02}" if date[2] else "")
    return day >= years.starts_on[: len(day)]


def _in_number(text: str, found: re.Match[str]) -> bool:
    return text[: found.start()].endswith(("〔", "[", "［", "【", "(", "（")) and text[
        found.end() :
    ].startswith(("〕", "]", "］", "】", ")", "）"))


def _in_anothers_title(text: str, found: re.Match[str], years: Years) -> bool:
    """Tell whether a year stands in a title 《》 that is none of the campaign's own papers."""
    before, after = text[: found.start()], text[found.end() :]
    start = before.rfind("《")
    if start < 0 or before.rfind("》") > start:
        return False
    title = text[start + 1 : found.end() + max(after.find("》"), 0)]
    return not any(name in title or title in name for name in years.names)


def _excerpt(text: str, found: re.Match[str], year: str = "") -> str:
    start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
    words = f"{text[start : found.start()]}{year or found[0]}{text[found.end() : end]}"
    return " ".join(words.split())
