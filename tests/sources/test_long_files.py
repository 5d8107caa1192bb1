"""A campaign read again after one of its files changed: long files that did not are neither parsed nor typed anew."""

import shutil
from pathlib import Path

import every_problem
import pytest
import ryaml
import yaml

from generator.sources import reading
from generator.sources.reading import read_anew

SMALL = every_problem.ROOT.parent / "small_valid"
HAZARDS = 1200


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A campaign with so many hazards; of the third an inspector has a character of doubt, the fourth has none."""
    folder = tmp_path / "行动"
    shutil.copytree(SMALL, folder)
    first = ryaml.loads((folder / "hazards.yaml").read_text(encoding="utf-8"))["hazards"][0]
    hazards = [{**first, "code": f"XH-{n:04d}"} for n in range(HAZARDS)]
    hazards[2]["inspectors"] = "上官若？"
    del hazards[3]["inspectors"]
    text = yaml.safe_dump({"schema": 1, "hazards": hazards}, allow_unicode=True, sort_keys=False)
    (folder / "hazards.yaml").write_text(text, encoding="utf-8")
    shutil.rmtree(folder / "history", ignore_errors=True)
    return folder


def test_hazards_that_did_not_change_are_not_typed_again(campaign, monkeypatch):
    first = read_anew(campaign)
    (campaign / "history").mkdir()
    (campaign / "history" / "2023-06.yaml").write_text("schema: 1\nhistory: []\n", encoding="utf-8")
    typed = []
    each = reading._each_typed
    monkeypatch.setattr(reading, "_each_typed", lambda *of: typed.append(of[2]) or each(*of))
    again = read_anew(campaign)

    assert typed == ["returns"]
    assert again.campaign == first.campaign
    assert again.problems == first.problems
    assert again.rare == first.rare
    assert [p.code for p in again.problems if p.where.startswith("hazards.yaml")]


def test_one_hazard_that_changed_is_seen(campaign):
    first = read_anew(campaign)
    place = campaign / "hazards.yaml"
    place.write_text(place.read_text(encoding="utf-8").replace("上官若？", "上官若㙍"), encoding="utf-8")
    again = read_anew(campaign)

    assert "㙍" in again.rare
    assert "㙍" not in first.rare
    assert "CHAR-001" in {p.code for p in first.problems} - {p.code for p in again.problems}
    if first.campaign and again.campaign:
        pairs = zip(first.campaign.hazards, again.campaign.hazards, strict=True)
        assert [a.code for a, b in pairs if a != b] == ["XH-0002"]


def test_one_campaign_read_within_another_name_has_its_own_places(campaign, tmp_path):
    first = read_anew(campaign)
    other = tmp_path / "另一个"
    shutil.copytree(campaign, other)
    (other / "hazards.yaml").rename(other / "a.yaml")
    again = read_anew(other)

    assert {p.where.replace("a.yaml", "hazards.yaml") for p in again.problems} == {
        p.where for p in first.problems
    }
    assert any(p.where.startswith("a.yaml:") for p in again.problems)
