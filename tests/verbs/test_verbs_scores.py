"""Scores from end to end: sheets of several teams, ranked, ties shared, what is wrong left out and named."""

import json
import re
import shutil

import pytest
from click.testing import CliRunner
from docx import Document
from helpers.sheets import CAMPAIGNS

from generator import verbs
from generator.cli import gongwen
from generator.measure.docx import measure_xml

AUGUST = "2023-08"


@pytest.fixture
def city(tmp_path):
    """The fixture with sheets of four more teams: a worse one, two alike and a clean one."""
    city = shutil.copytree(CAMPAIGNS / "xinyang", tmp_path / "city")
    for unit, rows in (
        ("pingqiao", "[{rule: 1, clause: 1, reason: 没有部署}]"),
        ("luoshan", "[]"),
        ("guangshan", "[{rule: 1, clause: 1, reason: 部署迟了}]"),
    ):
        write(city, unit, rows)
    return city


def write(city, unit, rows):
    text = (
        f"schema: 1\nform: score-sheet\nunit: {unit}\nperiod: {AUGUST}\nfilled_on: 2023-08-20\n"
        f"filled_by: 江一帆\nrows: {rows}\n"
    )
    (city / "returns" / AUGUST / f"{unit}.yaml").write_text(text, encoding="utf-8")


def ranked(city):
    (one,) = verbs.scores(city, AUGUST).rankings
    return one


def test_places_follow_points_and_equals_share_one(city):
    one = ranked(city)

    assert [(s.place, s.inspected, s.points) for s in one.sheets] == [
        (1, "xixian", 100.0),
        (2, "shangcheng", one.sheets[1].points),
        (2, "xinxian", one.sheets[1].points),
        (4, "huaibin", 89.5),
    ]
    assert 89.5 < one.sheets[1].points < 100


def test_teams_that_handed_in_nothing_are_named(city):
    assert ranked(city).missing == (
        "huangchuan",
        "huaibin",
        "shangcheng",
        "xixian",
        "xinxian",
        "gushi",
        "yangshan",
    )


def test_a_sheet_with_errors_is_left_out_and_told(city):
    write(city, "luoshan", "[{rule: 999, reason: 没有这一条}]")

    result = verbs.scores(city, AUGUST)
    assert "SCO-007" in {p.code for p in result.problems}
    assert "luoshan" in result.rankings[0].missing


def test_the_ranking_is_printed_with_places_points_and_reasons(city, tmp_path):
    result = verbs.scores(city, AUGUST, tmp_path / "out")

    (file,) = (tmp_path / "out").glob("打分/*.docx")
    cells = [[c.text.replace("\n", "") for c in row.cells] for row in Document(str(file)).tables[0].rows]
    assert {f.rpartition(".")[2] for f in result.files} == {"docx", "pdf"}
    assert [row[0] for row in cells[1:]] == ["1", "并列2", "并列2", "4"]
    assert re.fullmatch(r"第1条扣[\d.]+分：没有部署", cells[2][5])
    assert [str(v) for v in measure_xml(file) if v.outcome == "fail"] == []


def test_a_program_gets_every_clause(city):
    done = CliRunner().invoke(gongwen, ["scores", str(city), "--period", AUGUST, "--json"])

    document = json.loads(done.stdout)
    sheet = document["rankings"][0]["sheets"][-1]
    assert (done.exit_code, sheet["inspected"], sheet["points"]) == (0, "huaibin", 89.5)
    assert sum(c["points"] for c in sheet["clauses"]) == 89.5


def test_a_campaign_without_score_sheets_is_told():
    with pytest.raises(verbs.UsageProblem, match="没有采用打分表"):
        verbs.scores(CAMPAIGNS / "small_valid")
