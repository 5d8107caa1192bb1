"""Levels in folders: villages, towns, a county; what goes up, what is refused, what changes afterwards."""

import json
import re

import pytest
from click.testing import CliRunner
from helpers.levels import COUNTY, MONTH, ON, added_up, county, figures

from generator.cli.app import gongwen
from generator.sources.campaign import load
from generator.verbs import CollectRequest, UsageProblem, collect
from generator.verbs.beginning_below import begin_below
from generator.verbs.checking import check
from generator.verbs.handing_up import HandUpRequest, hand_up, handed


def frozen(folder, again=""):
    return collect(CollectRequest(source=folder, period=MONTH, freeze=True, again=again))


def up(folder, **more):
    return hand_up(HandUpRequest(source=folder, period=MONTH, on=ON, by="闻秀", **more))


def changed(folder, number, name, value):
    """Change what a unit reported before it was taken over, as a clerk edits the file."""
    campaign = load(folder).campaign
    place = folder / "returns" / MONTH / f"{campaign.units[number].code}.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(re.sub(rf"(?m)^  {name}: .*$", f"  {name}: {value}", text), encoding="utf-8")


@pytest.fixture
def three(tmp_path):
    """A county with two towns of three villages each, handed up for the month."""
    folder = county(tmp_path, 2, 3)
    for town in ("jia", "yi"):
        frozen(tmp_path / town)
        up(tmp_path / town)
    return folder


def totals(folder):
    (total,) = collect(CollectRequest(source=folder, period=MONTH)).totals
    return {name: value for name, value in total.values.items() if value is not None}


def codes(problems):
    return [p.code for p in problems]


def test_five_towns_of_eighty_villages_roll_up_to_what_all_villages_add_up_to(tmp_path):
    folder = county(tmp_path, 5, 80)
    for town in ("jia", "yi", "bing", "ding", "wu"):
        frozen(tmp_path / town)
        (one,) = up(tmp_path / town).returns
        assert (one.made, one.filled.made_from.counted, one.filled.made_from.due) == ("new", 80, 80)

    assert totals(folder) == added_up(5, 80)


def test_a_figure_is_followed_from_the_county_down_to_the_village(three):
    lines = collect(CollectRequest(source=three, period=MONTH)).explain("行政处罚")

    assert any(re.fullmatch(r"    甲镇 \d次，[\d.]+万元", line) for line in lines)
    begin = lines.index(next(line for line in lines if line.startswith("  乙镇的数汇总自")))
    village = figures(1, 2)["penalties"]
    assert f"        2号村 {village['times']}次，{village['amount']}万元" in lines[begin:]


def test_what_was_handed_up_already_stays_as_it_is(three, tmp_path):
    before = {p: p.read_bytes() for p in (three / "returns").rglob("*.yaml")}

    (one,) = up(tmp_path / "jia").returns

    assert one.made == "same"
    assert {p: p.read_bytes() for p in (three / "returns").rglob("*.yaml")} == before


def test_a_village_s_correction_goes_up_as_the_town_s(three, tmp_path):
    town = tmp_path / "jia"
    before = totals(three)["checked"]
    changed(town, 1, "checked", figures(0, 1)["checked"] + 40)

    (told,) = [
        p.message for p in collect(CollectRequest(source=three, period=MONTH)).problems if p.code == "LVL-007"
    ]
    assert re.search(r"甲镇上报后，下级的数又有变动：2\.1 .*上报 3，现在 43", told)
    _, (state,), _ = handed(town, MONTH)
    assert [re.sub(r".* 上报", "上报", d) for d in state.differences] == ["上报 3，现在 43"]
    with pytest.raises(UsageProblem, match="写明原因"):
        frozen(town)
    frozen(town, again="1号村更正")
    (one,) = up(town).returns

    assert (one.made, one.filled.correction) == ("correction", 1)
    assert totals(three)["checked"] == before + 40
    assert sorted(p.name for p in (three / "returns" / MONTH).iterdir()) == [
        "jia-dispatch-communities.yaml",
        "jia-dispatch-communities.更正1.yaml",
        "yi-dispatch-communities.yaml",
    ]
    assert sorted(p.name for p in (town / "reported").iterdir()) == ["2023-06.yaml", "2023-06.第1次.yaml"]
    assert "LVL-007" not in codes(collect(CollectRequest(source=three, period=MONTH)).problems)


def test_a_month_that_was_not_approved_or_lacks_units_does_not_go_up(tmp_path):
    folder = county(tmp_path, 1, 3)
    town = tmp_path / "jia"
    with pytest.raises(UsageProblem, match="还没有审定"):
        up(town)
    next((town / "returns" / MONTH).iterdir()).unlink()
    frozen(town)

    with pytest.raises(UsageProblem, match=r"没报或有错的单位：\d号村，没有上报"):
        up(town)
    assert load(folder).campaign.returns == ()
    (one,) = up(town, reason="停电，电话说明").returns

    (kept,) = load(folder).campaign.returns
    assert (kept, kept.made_from.reason, len(kept.made_from.missing)) == (one.filled, "停电，电话说明", 1)


@pytest.mark.parametrize(
    "change, code, says",
    [
        (("campaign: ../county", "campaign: ../shi"), "LVL-001", "打不开"),
        (("unit: jia\n", "unit: 丙镇\n"), "LVL-002", "没有“丙镇”这个单位"),
        (
            ("campaign: ../county\n  unit: jia", "campaign: ../yi\n  unit: 甲镇0号村"),
            "LVL-002",
            "没有“甲镇0号村”",
        ),
        (("form: dispatch-communities\n", "form: dispatch-departments\n"), "LVL-004", "一张也不要“甲镇”填"),
    ],
)
def test_a_link_that_does_not_hold_is_told(change, code, says, three, tmp_path):
    main = tmp_path / "jia" / "campaign.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace(*change), encoding="utf-8")

    problems = check(tmp_path / "jia").problems

    assert [says in p.message for p in problems if p.code == code] == [True]
    assert all(p.where.startswith("campaign.yaml:") for p in problems if p.code == code)


def test_a_way_up_that_comes_back_is_told(three, tmp_path):
    main = three / "campaign.yaml"
    text = main.read_text(encoding="utf-8")
    main.write_text(f"{text}superior: {{campaign: ../jia, unit: 甲镇0号村}}\n", encoding="utf-8")

    assert "LVL-003" in codes(check(tmp_path / "jia").problems)


def test_a_form_that_the_county_changed_is_told_to_the_town(three, tmp_path):
    own = "  - form: dispatch-communities\n    used_by: [town]\n    groups:\n      - fields:\n"
    own += "          - {name: checked, label: 抽查企业, unit: 家, kind: count}\n"
    own += "          - {name: self_found, label: 自查隐患, unit: 万个, kind: count}\n"
    own += "          - {name: drones, label: 无人机巡查, unit: 次, kind: count}\n"
    use = "  - {form: dispatch-communities, used_by: [town]}\n"
    assert use in COUNTY
    main = three / "campaign.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace(use, own), encoding="utf-8")

    found = [(p.code, p.message) for p in check(tmp_path / "jia").problems]

    assert any(c == "LVL-005" and "self_found" in m and "万个" in m for c, m in found)
    assert any(c == "LVL-006" and "无人机巡查" in m and "上级有，本级没有" in m for c, m in found)
    assert any(c == "LVL-006" and "penalties" in m and "上级没有" in m for c, m in found)


def test_a_campaign_made_from_the_county_s_has_no_problem_and_is_not_written_over(tmp_path):
    folder = county(tmp_path, 2, 3)
    begun = load(tmp_path / "jia")

    assert begun.problems == ()
    assert (begun.campaign.issuer.name, begun.campaign.units[0].label) == ("甲镇安全生产委员会", "0号村")
    assert set(begun.forms) == {"dispatch-communities", "hazard-checklist"}
    assert [d.name for d in begun.campaign.duties] == ["进展情况调度表"]
    with pytest.raises(UsageProblem, match="没有“丁镇”这个单位"):
        begin_below(folder, tmp_path / "new", "丁镇")


def test_the_commands_do_the_same(tmp_path):
    folder = county(tmp_path, 1, 3)
    run = CliRunner().invoke
    made = run(
        gongwen,
        ["init", str(tmp_path / "new"), "--from", str(folder), "--unit", "甲镇", "--names", "东村、西村"],
    )
    assert (made.exit_code, load(tmp_path / "new").problems) == (0, ())
    town = str(tmp_path / "jia")
    refused = run(gongwen, ["hand-up", town, "--period", MONTH])
    assert (refused.exit_code != 0, "还没有审定" in refused.output) == (True, True)
    assert run(gongwen, ["collect", town, "--period", MONTH, "--freeze"]).exit_code == 0
    done = run(gongwen, ["hand-up", town, "--to", str(folder), "--period", MONTH, "--on", "2023-07-03"])
    assert (done.exit_code, "计入 3/3 份" in done.output) == (0, True), done.output
    told = run(gongwen, ["collect", str(folder), "--period", MONTH, "--json"])
    assert "LVL" not in json.dumps(json.loads(told.stdout)["problems"])
    shown = run(gongwen, ["collect", str(folder), "--explain", "2.1"]).output
    assert "甲镇的数汇总自“甲镇" in shown and "0号村 0" in shown
