"""Near misses: for every code of the checks a campaign that comes near its fault and must not raise it.

The faults themselves are in fixtures/campaigns/every_problem, one case each; this is the other side of the border. The
tables stand in near_misses_*, by what they are about.
"""

import re
import shutil
from datetime import date
from pathlib import Path

import every_problem
import near_misses_checks as checks
import near_misses_data as data
import near_misses_office as office
import pytest
from every_problem import lay_out_edited

from generator import verbs
from generator.model.hazard import Happening
from generator.sources import contents, state
from generator.sources.campaign import load

CHECKOUT = Path(__file__).parents[2]
FAMILIES = ("SRC", "DATA", "CHAR", "UNIT", "REF", "OFF", "TXT", "VAL", "DOC", "HAZ", "WAI")
ELSEWHERE = {
    "SRC-007",  # of size, below
    *(f"HAZ-00{number}" for number in range(1, 6)),  # of steps, below
    *(f"OFF-01{number}" for number in range(1, 4)),  # of taking over, in test_verbs_taking_over
}
DEADLINES = {"DUE-001", "DUE-002", "DUE-003", "DUE-005"}
MADE = data.MADE | office.MADE


def documented() -> set[str]:
    text = (CHECKOUT / "docs" / "problems.md").read_text(encoding="utf-8")
    codes = re.findall(r"^### ([A-Z]+-\d+) ", text, re.MULTILINE)
    return {code for code in codes if code.startswith(FAMILIES)} | DEADLINES


@pytest.mark.parametrize("code", checks.NEAR)
def test_what_comes_near_a_fault_does_not_raise_it(code: str, tmp_path: Path) -> None:
    assert code not in {p.code for p in load(lay_out_edited(checks.NEAR[code], tmp_path)).problems}


@pytest.mark.parametrize("code", data.NEAR)
def test_what_comes_near_a_fault_of_data_raises_nothing(code: str, tmp_path: Path) -> None:
    assert [str(p) for p in load(lay_out_edited(data.NEAR[code], tmp_path)).problems] == []


@pytest.mark.parametrize("code", MADE)
def test_files_that_come_near_a_fault_raise_nothing(code: str, tmp_path: Path) -> None:
    campaign = tmp_path / "campaign"
    shutil.copytree(every_problem.BASE, campaign)
    MADE[code](campaign)

    loaded = load(campaign)

    assert [str(p) for p in loaded.problems] == []
    assert loaded.campaign is not None


def test_a_file_as_large_as_the_limit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = shutil.copytree(every_problem.BASE, tmp_path / "campaign")
    largest = max(file.stat().st_size for file in campaign.rglob("*.yaml"))

    for module in (contents, state):
        monkeypatch.setattr(module, "MAX_BYTES", largest)
    assert [str(p) for p in load(campaign).problems] == []

    for module in (contents, state):
        monkeypatch.setattr(module, "MAX_BYTES", largest - 1)
    assert "SRC-007" in {p.code for p in load(campaign).problems}


def test_steps_of_a_hazard_in_their_order_raise_nothing(tmp_path: Path) -> None:
    campaign = tmp_path / "campaign"
    shutil.copytree(every_problem.BASE, campaign)
    same = date(2023, 6, 8)  # the day on which it was found
    steps = (
        ("assigned", ""),
        ("listed", "柏安委办〔2023〕1号"),
        ("completed", ""),
        ("reviewed", ""),
        ("closed", ""),
    )
    for event, text in steps:
        verbs.record(campaign, Happening(hazard="BX-001", event=event, on=same, text=text))

    assert [p.code for p in load(campaign).problems if p.code.startswith("HAZ")] == []


def test_every_code_of_these_families_has_a_near_miss() -> None:
    assert {*checks.NEAR, *data.NEAR, *MADE, *ELSEWHERE} == documented()
