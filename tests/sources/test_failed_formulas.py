"""Formulas that failed, in every format of workbooks: what the cell shows, never a blank."""

import subprocess
from pathlib import Path

import openpyxl
import pytest
from helpers.old_workbooks import failed, number, old_workbook
from helpers.workbooks import grids_of

from generator.measure.office import office
from generator.sources.intake.xls_faults import xls_faults

OLD = old_workbook("情况表", number(0, 0, 3), failed(1, 2, 23), failed(2, 0, 42))


def test_a_failed_formula_of_an_old_workbook_is_what_it_shows(tmp_path):
    (grid,) = grids_of(OLD, tmp_path, "表.xls")

    assert grid.rows == ((3.0, "", ""), ("", "", "#REF!"), ("#N/A", "", ""))


def test_an_old_workbook_cut_off_or_damaged_anywhere_is_no_matter_here():
    assert xls_faults(OLD) == {"情况表": {(1, 2): "#REF!", (2, 0): "#N/A"}}
    for at in range(0, 1024):
        assert isinstance(xls_faults(OLD[:at] + b"\x00" + OLD[at + 1 :]), dict)
    for length in range(0, len(OLD), 37):
        assert isinstance(xls_faults(OLD[:length]), dict)


def calc() -> bool:
    """Whether LibreOffice is here with its part for workbooks."""
    program = office()
    return bool(program) and (Path(program or "").resolve().parent / "libsclo.so").exists()


@pytest.mark.slow
@pytest.mark.skipif(not calc(), reason="LibreOffice Calc is not installed")
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_failed_formulas_saved_by_libreoffice_are_seen(suffix, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["甲", "=1/0", "=NA()", "=#REF!+1", "=2+3", '=IF(1=0,1,"")'])
    book.save(tmp_path / "表.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office() or "",
        profile,
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(tmp_path / "存过"),
    ]
    subprocess.run([*command, str(tmp_path / "表.xlsx")], check=True, capture_output=True, timeout=240)

    (grid,) = grids_of((tmp_path / "存过" / f"表.{suffix}").read_bytes(), tmp_path, f"表.{suffix}")

    assert [grid.raw((0, i)) for i in range(6)] == ["甲", "#DIV/0!", "#N/A", "#REF!", 5.0, ""]
