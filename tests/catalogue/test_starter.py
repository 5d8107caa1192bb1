"""The starter campaign loads without a problem and explains every key a campaign may have."""

import dataclasses
import re

import pytest

from generator.model import campaign, document, filled, hazard, organ
from generator.model.form import FormUse
from generator.resources import starter_root
from generator.sources.campaign import load

EXPLAINED = (
    *(campaign.Campaign, campaign.Duty, campaign.Settings),
    *(document.Notice, document.DocumentNumber, document.Plan, document.Contact, document.Attachment),
    *(document.WorkGroup, document.Role, document.Member),
    *(hazard.Hazard, hazard.Enterprise, hazard.Rectification, hazard.Progress),
    *(organ.Issuer, organ.Unit, organ.UnitKind),
    *(filled.Return, FormUse),
)


def starter_files() -> list[str]:
    """Every file of the starter, in order of name."""
    return [p.read_text(encoding="utf-8") for p in sorted(starter_root().rglob("*.yaml"))]


def test_the_starter_loads_without_a_problem() -> None:
    loaded = load(starter_root())
    assert loaded.problems == ()
    assert loaded.campaign is not None
    assert sorted(loaded.forms) == sorted(use.form for use in loaded.campaign.forms)


@pytest.mark.parametrize("value", EXPLAINED, ids=lambda c: c.__name__)
def test_the_starter_shows_every_key(value: type) -> None:
    shown = set(re.findall(r"\b([a-z_]+):", "\n".join(starter_files())))
    assert {f.name for f in dataclasses.fields(value)} - shown == set()


def test_every_file_of_the_starter_begins_with_a_chinese_comment() -> None:
    first_lines = [text.splitlines()[0] for text in starter_files()]
    assert first_lines
    assert all(re.match(r"# .*[\u4e00-\u9fff]", line) for line in first_lines)
