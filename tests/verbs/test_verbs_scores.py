"""Scores from end to end: sheets of several teams, ranked, ties shared, what is wrong left out and named."""

import json
import re
import shutil
from dataclasses import replace

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from helpers.sheets import CAMPAIGNS, loaded
from helpers.workbooks import type_in

from generator import verbs
from generator.cli import gongwen
from generator.measure.docx import measure_xml
from generator.press import print_parts
from generator.press.folder import open_folder

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


def test_who_is_merged_or_not_yet_there_in_the_month_is_not_missing(city):
    units = city / "units.yaml"
    text = units.read_text(encoding="utf-8")
    for name, month in (("潢川县", "last_month: 2023-07"), ("固始县", "first_month: 2023-09")):
        text = text.replace(f"name: {name}", f"{month}, name: {name}")
    units.write_text(text, encoding="utf-8")

    assert ranked(city).missing == ("huaibin", "shangcheng", "xixian", "xinxian", "yangshan")


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
    notes = [p.text for p in Document(str(file)).paragraphs if "没有报来打分表的7个" in p.text]
    assert len(notes) == 1, "who is missing stands below the table"
    assert notes[0].endswith("潢川县、淮滨县、商城县、息县、新县、固始县、羊山新区。")


def test_a_ranking_in_the_folder_of_a_build_is_neither_printed_nor_removed_by_it(city, tmp_path):
    out = tmp_path / "out"
    asked = verbs.BuildRequest(source=city, target=out, period=AUGUST, formats=("pdf",), filling="filled")
    made = verbs.build(asked)
    ranking = verbs.scores(city, AUGUST, out).files

    again = verbs.build(asked)

    assert (again.rendered, again.pages) == (0, made.pages)
    assert [name for name in ranking if not (out / name).exists()] == []
    with open_folder(out) as folder:
        printed = {entry.file for entry in print_parts.parts_of(folder.listed(), AUGUST, ("",))}
    assert len(printed) > 1
    assert not printed & set(ranking)


def test_a_program_gets_every_clause(city):
    done = CliRunner().invoke(gongwen, ["scores", str(city), "--period", AUGUST, "--json"])

    document = json.loads(done.stdout)
    sheet = document["rankings"][0]["sheets"][-1]
    assert (done.exit_code, sheet["inspected"], sheet["points"]) == (0, "huaibin", 89.5)
    assert sum(c["points"] for c in sheet["clauses"]) == 89.5


def test_a_sheet_without_a_row_is_pointed_out_before_it_ranks_first(city):
    found = [p for p in verbs.scores(city, AUGUST).problems if p.code == "SCO-009"]
    assert [(p.unit, p.severity) for p in found] == [("luoshan", "warning")]


@pytest.fixture
def blanks(tmp_path):
    """The workbooks that teams are sent, of a city in which nobody has handed in anything."""
    city = shutil.copytree(CAMPAIGNS / "xinyang", tmp_path / "city")
    shutil.rmtree(city / "returns")
    verbs.intake_blank(city, tmp_path / "sent", period=AUGUST)
    return city, tmp_path / "sent", tmp_path / "came"


def hand_in(blanks, label, rows):
    """Fill in a team's workbook and read everything that came."""
    city, sent, came = blanks
    came.mkdir(exist_ok=True)
    form = loaded("xinyang").forms["score-sheet"]
    (kept,) = [r for r in loaded("xinyang").campaign.returns if r.form == "score-sheet"]
    filled = replace(kept, filled_by="江一帆", rows=kept.rows if rows is None else rows)
    name = f"{label} 2023年8月.xlsx"
    (came / name).write_bytes(type_in((sent / name).read_bytes(), filled, form))
    return verbs.intake_read(city, [came / name], city / "returns", AUGUST)


def test_a_workbook_filled_in_gives_the_very_score_of_the_same_sheet_in_yaml(blanks):
    assert [p.code for p in hand_in(blanks, "浉河区", None).problems if p.severity == "error"] == []
    hand_in(blanks, "平桥区", ({"clause": 1, "rule": 1, "reason": "没有部署"},))

    one, same = ranked(blanks[0]), ranked(CAMPAIGNS / "xinyang")
    first, second = one.sheets
    assert (first.inspected, first.deducted, second.inspected) == ("shangcheng", 2.0, "huaibin")
    assert (second.points, second.scores) == (89.5, same.sheets[0].scores)


def test_what_is_wrong_in_a_workbook_is_said_at_its_cell_in_the_words_of_its_heads(blanks):
    rows = ({"rule": 4, "count": 2}, {"rule": 999}, {"rule": 36, "count": 3}, {"reason": "没有写编号"})
    found = [p for p in hand_in(blanks, "罗山县", rows).problems if p.severity == "error"]

    assert [(p.code, p.where.rpartition("!")[2]) for p in found] == [
        ("SCO-008", "B6"),
        ("SCO-007", "C7"),
        ("SCO-008", "E8"),
        ("SCO-007", "B9"),
    ]
    assert ["第几种扣分情形" in found[0].message, "发现几个" in found[2].message] == [True, True]
    assert not (blanks[0] / "returns").exists()


def test_a_workbook_with_nothing_but_a_name_is_no_full_score(blanks):
    found = [p for p in hand_in(blanks, "光山县", ()).problems if p.severity == "error"]

    assert [(p.code, "满分" in p.message) for p in found] == [("XLS-013", True)]
    assert ranked(blanks[0]).sheets == ()


def test_a_row_typed_by_hand_reads_as_it_looks(blanks):
    city, sent, _ = blanks
    file = sent / "息县 2023年8月.xlsx"
    book = openpyxl.load_workbook(file)
    sheet = book["交叉检查打分表"]
    sheet["C6"], sheet["E6"], sheet["F6"] = "１５", " ２ ", "除尘系统和配电室各发现1处"
    book.save(file)
    verbs.intake_read(city, [file], city / "returns", AUGUST)

    assert [s.deducted for s in ranked(city).sheets] == [2.0]


def test_a_campaign_without_score_sheets_is_told():
    with pytest.raises(verbs.UsageProblem, match="没有采用打分表"):
        verbs.scores(CAMPAIGNS / "small_valid")
