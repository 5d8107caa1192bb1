"""The manual of the instrument names everything that is measured, and nothing else."""

import re
from pathlib import Path

import generator.measure as package
from generator.measure import (
    empty,
    ends,
    first_lines,
    head,
    imprint,
    page_numbers,
    paper,
    sealed,
    text,
    text_faces,
    titles,
)
from generator.measure.causes import FOLLOWS, OF_THE_SHEET
from generator.measure.judging import Clause

MODULES = (empty, ends, first_lines, head, imprint, page_numbers, paper, sealed, text, text_faces, titles)
CLAUSES = {v for m in MODULES for v in vars(m).values() if isinstance(v, Clause)} | {
    Clause("7.3.3", what) for what, _ in text_faces.HEADINGS.values()
}
MANUAL = (Path(package.__file__).parents[2] / "docs" / "measure.md").read_text(encoding="utf-8")


def test_the_manual_names_every_clause_and_thing_that_is_measured() -> None:
    rows = re.findall(r"^\| ([\d.、]+) \| (.+?) \|", MANUAL, re.MULTILINE)
    numbers = {number for cell, _ in rows for number in cell.split("、")}
    words = " ".join(what for _, what in rows)

    assert {clause.number for clause in CLAUSES} - numbers == set()
    assert [clause.what for clause in CLAUSES if clause.what not in words] == []


def test_causes_speak_of_things_that_are_measured() -> None:
    named = {*FOLLOWS, *OF_THE_SHEET, *(what for causes in FOLLOWS.values() for what in causes)}

    assert named - {clause.what for clause in CLAUSES} == set()
