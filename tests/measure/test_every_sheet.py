"""The instrument on every sheet of the fixture campaigns: no clause fails, and what cannot be told is told why."""

import pytest
from helpers.rendering import Renderings
from helpers.sheets import every

from generator.measure.pdf import measure_pdf
from generator.model.sheet import Sheet


@pytest.mark.parametrize("made", every())
def test_no_clause_fails_on_the_pdf_of_a_sheet(made: Sheet, renderings: Renderings) -> None:
    found = measure_pdf(renderings.pdf(made))

    assert [str(v) for v in found if v.outcome == "fail"] == []
    assert len([v for v in found if v.outcome == "unknown"]) <= 1
    assert len([v for v in found if v.outcome == "pass"]) >= 8
