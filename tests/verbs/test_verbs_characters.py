"""Characters that no font has: found before anything is written, at their place, with the fonts that were tried."""

from pathlib import Path

import pytest
from verbs_town import TOWN, VILLAGE, VILLAGE_CODE, VILLAGE_JUNE, build, campaign, edit, files, found, states

from generator.problem import Problem, ProblemsFound
from generator.render import glyphs

NOWHERE = "\U00033333"  # a code point of a plane that no font serves
ENTERPRISES = (("河湾木业", f"河{NOWHERE}湾木业"), ("河湾村便民", f"河{NOWHERE}湾村便民"))
RARE = "𡐓㙍䶮"


def problem_of(problems: tuple[Problem, ...]) -> Problem:
    (problem,) = (p for p in problems if p.code == "FONT-001")
    return problem


def test_a_character_of_the_campaign_that_no_font_has_stops_pdfs_before_anything_is_written(
    tmp_path: Path,
) -> None:
    town = campaign(tmp_path)
    edit(town / "hazards.yaml", *ENTERPRISES)

    with pytest.raises(ProblemsFound) as raised:
        build(town, tmp_path / "输出", formats=("docx", "pdf"))

    problem = problem_of(raised.value.problems)
    assert problem.where == "hazards.yaml:7:13"
    assert problem.unit == ""
    assert not (tmp_path / "输出").exists()


def test_the_message_names_the_character_its_place_and_the_fonts_that_were_tried(tmp_path: Path) -> None:
    town = campaign(tmp_path)
    edit(town / VILLAGE_JUNE, ("filled_by: ", f"filled_by: {NOWHERE}"))

    problem = problem_of(build(town, tmp_path / "输出").problems)

    assert f"“{NOWHERE}”（U+33333）" in problem.message
    assert f"找过 {glyphs.tried('仿宋_GB2312')[0]}、" in problem.message
    assert problem.where.startswith(VILLAGE_JUNE)
    assert problem.unit == VILLAGE_CODE
    assert problem.period == "2023-06"


def test_in_a_return_it_skips_the_unit_alone_and_only_where_pdfs_are_made(tmp_path: Path) -> None:
    town = campaign(tmp_path)
    edit(town / VILLAGE_JUNE, ("filled_by: ", f"filled_by: {NOWHERE}"))
    asked = {"units": (TOWN, VILLAGE), "sheets": ("附件5",)}

    printed = build(town, tmp_path / "印", formats=("pdf",), **asked)
    assert states(printed) == {TOWN: "done", VILLAGE: "skipped"}
    assert found(printed) == [("FONT-001", VILLAGE_CODE)]

    in_word = build(town, tmp_path / "写", **asked)
    assert states(in_word)[TOWN] == "done"
    assert [p.severity for p in in_word.problems] == ["warning"]
    assert any(name.startswith(f"{VILLAGE}/") for name in files(tmp_path / "写"))


def test_a_character_is_told_once_with_the_number_of_other_places(tmp_path: Path) -> None:
    town = campaign(tmp_path)
    edit(town / "hazards.yaml", *ENTERPRISES)

    problem = problem_of(build(town, tmp_path / "输出").problems)

    assert "，另有 1 处也有这个字。" in problem.message


def test_rare_characters_of_real_place_names_pass(tmp_path: Path) -> None:
    town = campaign(tmp_path)
    edit(town / VILLAGE_JUNE, ("filled_by: ", f"filled_by: {RARE}"))

    assert build(town, tmp_path / "输出", units=(VILLAGE,)).problems == ()
