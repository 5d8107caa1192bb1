"""The instrument on pages of our own, right and wrong."""

from pathlib import Path

import pytest
from helpers.rendering import Renderings
from helpers.sheets import sheet

from generator.measure.pdf import measure_pdf
from generator.render.pdf import render_pdf

FAULTS = {
    "top margin": (("37mm", "34mm"), "7.2.4"),
    "binding margin": ((" 28mm", " 25mm"), "5.2.1"),
    "hyphens": (('"— " counter(page) " —"', '"- " counter(page) " -"'), "7.5"),
}


def outcomes(path: Path, outcome: str) -> set[str]:
    return {v.clause for v in measure_pdf(path) if v.outcome == outcome}


def test_a_document_of_ours_has_no_failed_clause(renderings: Renderings) -> None:
    path = renderings.pdf(sheet("small_valid", "notice"))

    assert outcomes(path, "fail") == set()
    assert outcomes(path, "pass") >= {"5.1", "5.2.1", "7.2.4", "7.2.7", "7.5"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_its_clause(fault: str, renderings: Renderings, tmp_path: Path) -> None:
    (old, new), clause = FAULTS[fault]
    page = renderings.html(sheet("small_valid", "notice"))
    assert old in page
    path = tmp_path / "fault.pdf"
    path.write_bytes(render_pdf(page.replace(old, new)).content)

    assert clause in outcomes(path, "fail") | outcomes(path, "unknown")
