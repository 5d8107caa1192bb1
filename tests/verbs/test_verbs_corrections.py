"""Corrections from end to end: read beside the first return, counted in its place, told in every explanation."""

import shutil
from datetime import date

import pytest
from helpers.sheets import CAMPAIGNS, loaded, usable
from helpers.workbooks import type_in

from generator import verbs
from generator.sources.campaign import load

JUNE, UNIT, FORM = "2023-06", "wangdian", "dispatch-communities"
FILE = f"{JUNE}/{UNIT}.更正1.yaml"
CAME = date(2023, 7, 12)


@pytest.fixture
def town(tmp_path):
    """A copy of the fixture to change."""
    return shutil.copytree(CAMPAIGNS / "jiangguanchi", tmp_path / "town")


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """The workbook of the unit."""
    folder = tmp_path_factory.mktemp("sent")
    verbs.intake_blank(CAMPAIGNS / "jiangguanchi", folder, ("王店村",), JUNE)
    return folder / "王店村 2023年6月.xlsx"


def corrected(sent, tmp_path, **values):
    """The unit's workbook filled in with other figures than it first reported."""
    found = loaded("jiangguanchi")
    first = next(r for r in usable(found).returns if (r.unit, r.period) == (UNIT, JUNE))
    file = tmp_path / "王店村更正.xlsx"
    changed = type(first)(
        **{**{n: getattr(first, n) for n in first.__slots__}, "values": {**first.values, **values}}
    )
    file.write_bytes(type_in(sent.read_bytes(), changed, found.forms[FORM]))
    return file


def read(town, file, *, corrects=True, on=CAME):
    return verbs.intake_read(town, [file], town / "returns", JUNE, verbs.Arrival(on=on, corrects=corrects))


def explained(town, name="checked"):
    return "\n".join(verbs.collect(verbs.CollectRequest(source=town, period=JUNE)).explain(name))


def test_without_being_called_a_correction_nothing_is_written_and_the_way_is_told(town, sent, tmp_path):
    result = read(town, corrected(sent, tmp_path, checked=12), corrects=False)

    assert [(p.code, "--correct" in p.message) for p in result.problems] == [("XLS-015", True)]
    assert not (town / "returns" / FILE).exists()


def test_a_correction_stands_beside_the_first_return_and_counts(town, sent, tmp_path):
    first = (town / "returns" / JUNE / f"{UNIT}.yaml").read_bytes()
    result = read(town, corrected(sent, tmp_path, checked=12))

    assert (result.written, result.problems) == ((FILE,), ())
    assert (town / "returns" / JUNE / f"{UNIT}.yaml").read_bytes() == first
    assert load(town).problems == ()
    assert "    王店村 12（第1次更正，2023年7月12日收到，原报 11）" in explained(town)
    assert "（第1次更正，2023年7月12日收到，这一项没有变）" in explained(town, "guided_enterprises")


def test_a_correction_does_not_make_a_return_late(town, sent, tmp_path):
    read(town, corrected(sent, tmp_path, checked=12))

    states = {
        d.state
        for d in verbs.due(verbs.DueRequest(source=town, on=date(2023, 7, 31))).dues
        if (d.occasion.unit, d.occasion.duty.form, d.occasion.period) == (UNIT, FORM, JUNE)
    }
    collected = verbs.collect(verbs.CollectRequest(source=town, period=JUNE))
    assert states == {"in"}
    assert [s.late_days for t in collected.totals for s in t.returns if s.unit == UNIT] == [0]


def test_a_wrong_correction_never_lets_the_figures_before_it_count_again(town, sent, tmp_path):
    read(town, corrected(sent, tmp_path, checked=12))
    file = town / "returns" / FILE
    file.write_text(
        file.read_text(encoding="utf-8").replace("checked: 12", "checked: 12家"), encoding="utf-8"
    )

    collected = verbs.collect(verbs.CollectRequest(source=town, period=JUNE))

    assert [s.state for t in collected.totals for s in t.returns if s.unit == UNIT] == ["wrong"]


def test_figures_that_were_reported_stay_and_the_correction_is_told_next_month(town, sent, tmp_path):
    verbs.collect(verbs.CollectRequest(source=town, period=JUNE, freeze=True))
    read(town, corrected(sent, tmp_path, checked=12))

    codes = [
        [p.code for p in verbs.collect(verbs.CollectRequest(source=town, period=month)).problems]
        for month in (JUNE, "2023-07")
    ]
    assert ("COL-009" in codes[0], "COL-010" in codes[1]) == (True, True)
