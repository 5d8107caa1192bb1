"""Deadlines as an iCalendar text (日历文件, RFC 5545): one event a day and duty, its reminder the day before."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from generator.compose.wording import printed_month
from generator.derive.calendar import moved
from generator.derive.deadlines import Occasion
from generator.derive.units import issuer_unit
from generator.model.campaign import Campaign

LINE_BYTES_MAX = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def calendar_text(campaign: Campaign, occasions: Sequence[Occasion]) -> str:
    """Return the calendar of all occasions, its lines ended by CRLF and none longer than 75 bytes.

    The same data gives the same text: an event's UID is made from what it is, its stamp is the campaign's first day.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gongwen//deadlines//ZH", "CALSCALE:GREGORIAN"]
    for together in _events(occasions):
        lines += _event(campaign, together)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _events(occasions: Iterable[Occasion]) -> Iterator[list[Occasion]]:
    """Yield the occasions of all units that fall together: the same duty, month or hazard, and day."""
    ordered = sorted(occasions, key=_what)
    found = [list(group) for _, group in groupby(ordered, key=_what)]
    yield from sorted(found, key=lambda group: group[0].due_on)


def _what(occasion: Occasion) -> tuple[str, str, str, str]:
    return occasion.duty.name, occasion.period, occasion.hazard, occasion.due_on.isoformat()


def _event(campaign: Campaign, together: Sequence[Occasion]) -> Iterator[str]:
    first = together[0]
    which = printed_month(first.period) or first.hazard
    name = f"{first.duty.name}（{which}）" if which else first.duty.name
    labels = {u.code: u.label for u in (issuer_unit(campaign), *campaign.units)}
    units = "、".join(labels[o.unit] for o in together)
    to = f"报{first.duty.report_to}。" if first.duty.report_to else ""
    uid = hashlib.sha256(repr((campaign.name, _what(first))).encode()).hexdigest()[:32]
    yield from ("BEGIN:VEVENT", f"UID:{uid}@gongwen", f"DTSTAMP:{_day(campaign.starts_on)}T000000Z")
    yield f"DTSTART;VALUE=DATE:{_day(first.due_on)}"
    yield f"DTEND;VALUE=DATE:{_day(moved(first.due_on, 1))}"
    yield f"SUMMARY:{_escaped(f'报送期限：{name}')}"
    yield f"DESCRIPTION:{_escaped(f'{campaign.name}。{to}应报单位：{units}。')}"
    yield from ("TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D")
    yield f"DESCRIPTION:{_escaped(f'明天到期：{name}')}"
    yield from ("END:VALARM", "END:VEVENT")


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _folded(line: str) -> str:
    """Return a line cut into lines of at most 75 bytes, never within a character; the later ones begin with a space."""
    lines, size = [""], 0
    for char in line:
        width = len(char.encode())
        if size + width > LINE_BYTES_MAX:
            lines.append(" ")
            size = 1
        lines[-1] += char
        size += width
    return "\r\n".join(lines)
