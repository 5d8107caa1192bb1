"""The reference texts as they were received, their slips left in: each is found at its paragraph, and nothing else is.

The wording around the slips, the persons and the numbers are our own.
"""

import re
from pathlib import Path

import pytest

from generator.sources.campaign import load

ROOT = Path(__file__).parent / "as_received"
CAMPAIGNS = sorted(folder.name for folder in ROOT.iterdir() if folder.is_dir())
MANUAL = Path(__file__).parents[2] / "docs" / "checks.md"
ROW = re.compile(r"^\| ([^|]+) \| ([A-Z]+-\d+) \| (\w+) (\d+) \|$", re.MULTILINE)


def expected(name: str) -> list[str]:
    return (ROOT / name / "expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_a_text_as_received_raises_its_slips_and_no_more(name: str) -> None:
    assert [str(problem) for problem in load(ROOT / name).problems] == expected(name)


def test_the_manual_tells_where_each_slip_is_found() -> None:
    told = {(name, f"campaign.yaml:{line}", code) for _, code, name, line in ROW.findall(_manual())}
    found = {
        (name, line.split()[0].rpartition(":")[0], line.split()[2])
        for name in CAMPAIGNS
        for line in expected(name)
    }
    assert told == found


def _manual() -> str:
    return MANUAL.read_text(encoding="utf-8")
