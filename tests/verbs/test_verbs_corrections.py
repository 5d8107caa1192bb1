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


def states(town):
    collected = verbs.collect(verbs.CollectRequest(source=town, period=JUNE))
    return [s.state for t in collected.totals for s in t.returns if s.unit == UNIT]


def spoil(file, old, new):
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(("old", "new"), [("checked: 11", "checked: 11家"), ("filled_on: ", "filled_on: 约")])
def test_a_wrong_first_return_is_corrected_as_any_other(old, new, town, sent, tmp_path):
    spoil(town / "returns" / JUNE / f"{UNIT}.yaml", old, new)
    assert states(town) == ["wrong"]
    file = corrected(sent, tmp_path, checked=12)

    assert ["--correct" in p.message for p in read(town, file, corrects=False).problems] == [True]
    result = read(town, file)

    assert (result.written, result.problems) == ((FILE,), ())
    assert states(town) == ["counted"]
    assert read(town, file).written == (), "the same again"


def test_a_wrong_correction_is_corrected_by_the_next(town, sent, tmp_path):
    read(town, corrected(sent, tmp_path, checked=12))
    spoil(town / "returns" / FILE, "checked: 12", "checked: 12家")

    result = read(town, corrected(sent, tmp_path, checked=13))

    assert (result.written, result.problems) == ((FILE.replace("更正1", "更正2"),), ())
    assert states(town) == ["counted"]


def test_a_return_that_cannot_be_read_is_named_to_be_moved_away(town, sent, tmp_path):
    there = town / "returns" / JUNE / f"{UNIT}.yaml"
    there.write_text("schema: 1\nunit: [\n", encoding="utf-8")
    file = corrected(sent, tmp_path, checked=12)

    for corrects in (False, True):
        (told,) = read(town, file, corrects=corrects).problems
        assert (told.code, "--correct" in told.message) == ("XLS-015", False)
        assert f"{JUNE}/{UNIT}.yaml" in told.message
        assert "移走" in told.message

    there.unlink()
    assert read(town, file).written == (f"{JUNE}/{UNIT}.yaml",)


def test_a_file_in_another_folder_is_named_to_be_moved_away(town, sent, tmp_path):
    (town / "returns" / JUNE / f"{UNIT}.yaml").unlink()
    for checked, codes in ((12, []), (13, ["XLS-015"])):
        file = corrected(sent, tmp_path, checked=checked)
        found = verbs.intake_read(town, [file], tmp_path / "另放", JUNE, verbs.Arrival(corrects=True))
        assert [p.code for p in found.problems if "移走" in p.message] == codes


def test_figures_that_were_reported_stay_and_the_correction_is_told_next_month(town, sent, tmp_path):
    verbs.collect(verbs.CollectRequest(source=town, period=JUNE, freeze=True))
    read(town, corrected(sent, tmp_path, checked=12))

    codes = [
        [p.code for p in verbs.collect(verbs.CollectRequest(source=town, period=month)).problems]
        for month in (JUNE, "2023-07")
    ]
    assert ("COL-009" in codes[0], "COL-010" in codes[1]) == (True, True)
