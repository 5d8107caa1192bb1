"""Sheets of the fixture campaigns, composed once."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from generator.compose.sheets import Composed, Filling, Order, issuer_sheets, unit_sheets
from generator.derive.names import latest_period
from generator.model.campaign import Campaign
from generator.model.sheet import DocumentContent, Sheet, TableContent
from generator.sources.campaign import Loaded, load

CAMPAIGNS = Path(__file__).parents[2] / "fixtures" / "campaigns"
NAMES = ("jiangguanchi", "small_valid", "xinyang")


@cache
def loaded(name: str) -> Loaded:
    """A fixture campaign as read from its folder."""
    return load(CAMPAIGNS / name)


def usable(found: Loaded) -> Campaign:
    """The campaign of a folder that must be free of problems."""
    assert not found.problems, "\n".join(map(str, found.problems))
    assert found.campaign is not None
    return found.campaign


def composed(found: Loaded, filling: Filling = "auto") -> list[Composed]:
    """The sheets of a whole run over a campaign, the issuer's first, then unit by unit."""
    campaign = usable(found)
    order = Order(period=latest_period(campaign), filling=filling)
    units = [unit_sheets(campaign, found.forms, unit, order) for unit in campaign.units]
    return [issuer_sheets(campaign, found.forms, order), *units]


@cache
def sheets(name: str, filling: Filling = "auto") -> tuple[Sheet, ...]:
    """Every sheet of a run over a fixture campaign."""
    return tuple(sheet for part in composed(loaded(name), filling) for sheet in part.sheets)


def sheet(name: str, code: str, unit: str = "", filling: Filling = "auto") -> Sheet:
    """The first sheet of that code of a unit (its code), or of the issuer."""
    return next(s for s in sheets(name, filling) if s.code == code and s.unit == unit)


def key(sheet: Sheet) -> str:
    """A file name of ASCII letters that no other sheet has."""
    return f"{sheet.code}-{hashlib.sha256(repr(sheet).encode()).hexdigest()[:16]}"


def every(*fillings: Filling) -> list[ParameterSet]:
    """Every sheet of the fixture campaigns as parameters of a test."""
    return list(_parameters(fillings))


def sheet_of(parameter: ParameterSet) -> Sheet:
    """The sheet of a parameter."""
    found = parameter.values[0]
    assert isinstance(found, Sheet)
    return found


def content_of(parameter: ParameterSet) -> TableContent | DocumentContent:
    """What the sheet of a parameter holds."""
    return sheet_of(parameter).content


def samples() -> list[ParameterSet]:
    """Every filled sheet and what the issuer sends out; of the blank ones one of each form handed in."""
    auto = [p for p in _parameters(("auto",)) if sheet_of(p).filled or not sheet_of(p).unit]
    return [*auto, *_first_of_each_form(_parameters(("blank",)))]


def _parameters(fillings: tuple[Filling, ...]) -> Iterator[ParameterSet]:
    for name in NAMES:
        for filling in fillings:
            for number, found in enumerate(sheets(name, filling)):
                yield pytest.param(found, id=f"{name}-{filling}-{number:03}-{found.code}")


def _first_of_each_form(parameters: Iterator[ParameterSet]) -> Iterator[ParameterSet]:
    seen = set()
    for parameter in parameters:
        found = sheet_of(parameter)
        kind = (found.code, bool(found.unit))
        if kind not in seen:
            seen.add(kind)
            yield parameter
