"""Which version (更正) of a return came in: beside what a campaign has already, right or wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from generator.dataclass import dataclass
from generator.derive.corrections import Key, in_force, key_of
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.sources.typed import typed

Last: TypeAlias = tuple[int, Return | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How files came in (收件): on which day, and whether they correct what came before; without a day none is kept."""

    on: date | None = None
    corrects: bool = False


def last_versions(campaign: Campaign, data: Mapping[str, Any]) -> dict[Key, Last]:
    """Return the last version of each return: its number of correction, and what it says.

    `data` are those the campaign was read from. Versions that it leaves out for their errors are found there; one
    with something that is not of its type says nothing (None).
    """
    found: dict[Key, Last] = {key_of(r): (r.correction, r) for r in in_force(campaign.returns)}
    items = data.get("returns")
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            continue
        form, unit, period = item.get("form"), item.get("unit"), item.get("period")
        if not (isinstance(form, str) and isinstance(unit, str) and isinstance(period, str)):
            continue
        number = item.get("correction", 0)
        if type(number) is int and number > found.get((form, unit, period), (-1, None))[0]:
            filled, problems = typed(Return, item)
            found[form, unit, period] = number, None if problems else filled
    return found


def version(last: Last | None, filled: Return, arrival: Arrival) -> Return:
    """Return a return as it came in: the next correction where it differs from the last version and is meant as one."""
    came = replace(filled, received_on=arrival.on) if arrival.on else filled
    if last is None or says(last, filled) or not arrival.corrects:
        return came
    return replace(came, correction=last[0] + 1)


def says(last: Last | None, filled: Return) -> bool:
    """Tell whether the last version says the same as a return, whenever they came."""
    one = last[1] if last else None
    plain = {"version": 1, "correction": 0, "received_on": None}
    if one is None or (_texts(one.values), _texts(one.rows)) != (_texts(filled.values), _texts(filled.rows)):
        return False
    filled = replace(filled, values=one.values, rows=one.rows)
    return replace(one, **plain) == replace(filled, **plain)  # type: ignore[arg-type]


def _texts(value: object) -> object:
    """Return a value with whole numbers as texts: a telephone number typed without quotes is one in YAML."""
    if isinstance(value, Mapping):
        return {name: _texts(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_texts(part) for part in value]
    return str(value) if type(value) is int else value
