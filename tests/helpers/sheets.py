"""Sheets of the fixture campaigns, composed once."""

import hashlib
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from generator.compose.issuer_sheets import issuer_sheets
from generator.compose.sheets import Composed, Filling, Order, unit_sheets
from generator.derive.names import latest_period
from generator.model.campaign import Campaign
from generator.model.sheet import DocumentContent, Sheet, TableContent
from generator.sources.campaign import Loaded, load

CAMPAIGNS = Path(__file__).parents[2] / "fixtures" / "campaigns"
FILLINGS: dict[str, tuple[Filling, ...]] = {
    "jiangguanchi": ("auto", "blank"),
    "small_valid": ("auto", "blank"),
    "office_papers": ("auto", "blank"),
    "chengzhong": ("auto",),  # its issuer and half of its units have the blank forms
    "xinyang": ("auto",),  # most of its sheets are blank in a plain run
    "xupu": ("auto",),
    "zhufoan": ("auto",),
    "forest_fire": ("auto",),
}
NAMES = tuple(FILLINGS)


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


def content_of(parameter: ParameterSet) -> TableContent | DocumentContent:
    """What the sheet of a parameter holds."""
    found = parameter.values[0]
    assert isinstance(found, Sheet)
    return found.content


def every() -> list[ParameterSet]:
    """Every sheet of the fixture campaigns, of a plain run and blank, each once, as parameters of a test."""
    found = {}
    for name in NAMES:
        for filling in FILLINGS[name]:
            for number, one in enumerate(sheets(name, filling)):
                found.setdefault(key(one), pytest.param(one, id=f"{name}-{filling}-{number:03}-{one.code}"))
    return list(found.values())
