"""Register of printed sheets (登记) in a campaign's folder: one JSON line for each thing that happened, by month.

It is no part of the campaign's data: a check or a build never reads it, however long it grows.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from generator.model.register import Event
from generator.problem import Problem
from generator.sources.places import REGISTER

SUFFIX = ".jsonl"
UNREAD = "未识别"  # the file of pages that belong to no sheet yet
PHOTO = "照片"  # of hazards
DOCUMENTS = "公文"  # that of sheets of no month
_SAFE = re.compile(r"\d{4}-\d{2}|[a-z-]{1,20}")
_DECODE = msgspec.json.Decoder(Event).decode
_ENCODE = msgspec.json.Encoder().encode
_PLAIN = {"copies": 1}


def file_of(event: Event) -> str:
    """Return the name of the file that a line stands in.

    >>> from datetime import date
    >>> file_of(Event(event="marked", key="1", on=date(2024, 7, 2), period="2024-06"))
    'register/2024-06.jsonl'
    """
    own = {"unread": UNREAD, "settled": UNREAD, "photo": PHOTO}.get(event.event)
    month = event.period if _SAFE.fullmatch(event.period) else DOCUMENTS
    return f"{REGISTER}/{own or month}{SUFFIX}"


def line_of(event: Event) -> str:
    """Return the line of an event; what goes without saying is left out."""
    values = msgspec.to_builtins(event)
    told = {n: v for n, v in values.items() if v and v != _PLAIN.get(n)}
    return _ENCODE(told).decode() + "\n"


def read_events(folder: Path) -> tuple[list[Event], list[Problem]]:
    """Return the events of a campaign's register, file by file, and what is wrong with its lines."""
    events: list[Event] = []
    problems: list[Problem] = []
    for place in sorted((folder / REGISTER).glob(f"*{SUFFIX}")):
        for found in _read(place):
            (events if isinstance(found, Event) else problems).append(found)  # type: ignore[arg-type]
    return events, problems


def _read(place: Path) -> Iterator[Event | Problem]:
    for number, line in enumerate(_lines(place), 1):
        try:
            yield _DECODE(line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            message = "登记的这一行读不出，没有算。登记由程序写，不要手改；请用备份里的这个文件换回来。"
            yield Problem(
                code="SCN-001",
                message=message,
                where=f"{REGISTER}/{place.name}:{number}",
                severity="warning",
            )


def _lines(place: Path) -> Iterable[bytes]:
    return [line for line in place.read_bytes().split(b"\n") if line.strip()]
