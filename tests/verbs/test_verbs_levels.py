"""Levels in folders: villages, towns, a county; what goes up, what is refused, what changes afterwards."""

import json
import re

import pytest
from click.testing import CliRunner
from helpers.levels import COUNTY, FORM, MONTH, ON, TOWNS, added_up, county, figures

from generator.cli.app import gongwen
from generator.sources.campaign import load
from generator.verbs import CollectRequest, UsageProblem, collect
from generator.verbs.beginning_below import begin_below
from generator.verbs.checking import check
from generator.verbs.handing_up import HandUpRequest, hand_up, handed
from generator.verbs.ledgers_below import ledgers_below


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


@pytest.mark.parametrize(
    ("cell", "towns"), [("汇总!F3", ["甲镇", "乙镇"]), ("乡镇!B3", ["甲镇"]), ("汇总!A3", [])]
)
def test_a_cell_of_the_workbook_is_followed_down_too(cell, towns, three):
    lines = collect(CollectRequest(source=three, period=MONTH)).explain(cell)

    assert [line.strip()[:2] for line in lines if "的数汇总自" in line] == towns


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


def test_what_changed_since_it_was_approved_goes_up_for_a_reason_alone(tmp_path):
    """The figures of a unit that came after the approval are not in what goes up."""
    folder = county(tmp_path, 1, 3)
    town = tmp_path / "jia"
    late = town / "returns" / MONTH / "甲镇2号村.yaml"
    text = late.read_text(encoding="utf-8")
    late.unlink()
    frozen(town)
    late.write_text(text, encoding="utf-8")

    with pytest.raises(UsageProblem, match="审定以后数又变了"):
        up(town)
    (one,) = up(town, reason="县里今天就要").returns
    assert (one.filled.made_from.reason, one.filled.values["checked"]) == ("县里今天就要", 0 + 1)
    frozen(town, again="2号村补报")
    (one,) = up(town).returns
    assert (one.made, one.filled.made_from.reason, totals(folder)) == ("correction", "", added_up(1, 3))


def test_a_campaign_of_one_file_is_not_handed_up(tmp_path):
    folder = county(tmp_path, 1, 3)
    frozen(tmp_path / "jia")
    with pytest.raises(UsageProblem, match="单独一个文件"):
        up(tmp_path / "jia", find=lambda _name: folder / "campaign.yaml")


@pytest.mark.parametrize(
    ("change", "code", "says"),
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


def test_campaigns_that_name_each_other_as_below_are_told_once(three, tmp_path):
    """Returns written by hand say that the county's figures come from the town's, and the town's from the county's."""
    for folder, unit in ((three, "jia"), (tmp_path / "jia", "甲镇0号村")):
        for number, name in enumerate(
            ("../jia", "../county", "../jia/../jia", "../county/.", "../yi/../jia")
        ):
            place = folder / "returns" / "2023-07" / f"{number}.yaml"
            place.parent.mkdir(parents=True, exist_ok=True)
            text = f"schema: 1\nform: {FORM}\nunit: {unit}\nperiod: 2023-07\ncorrection: {number}\n"
            text += f'values: {{checked: {number}}}\nmade_from: {{campaign: "{name}", digest: x}}\n'
            place.write_text(text.replace("correction: 0\n", ""), encoding="utf-8")

    lines = collect(CollectRequest(source=three, period="2023-07")).explain("2.1")
    found = ledgers_below(three, ON)

    assert len([line for line in lines if "的数汇总自" in line]) == 1
    assert sorted(one.unit for one in found) == ["乙镇", "甲镇"]


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


def test_five_towns_of_eighty_villages_with_the_commands(tmp_path):
    folder = county(tmp_path, 5, 80)

    def run(*words):
        return CliRunner().invoke(gongwen, [*map(str, words)])

    made = run("init", tmp_path / "new", "--from", folder, "--unit", "甲镇", "--names", "东村、西村")
    assert (made.exit_code, load(tmp_path / "new").problems) == (0, ())
    refused = run("hand-up", tmp_path / "jia", "--period", MONTH)
    assert (refused.exit_code, "还没有审定" in refused.output) == (2, True)
    for town in TOWNS:
        assert run("collect", tmp_path / town, "--period", MONTH, "--freeze").exit_code == 0
        done = run("hand-up", tmp_path / town, "--to", folder, "--period", MONTH, "--on", ON)
        assert (done.exit_code, "计入 80/80 份" in done.output) == (0, True), done.output
    told = json.loads(run("collect", folder, "--period", MONTH, "--json").stdout)
    assert "LVL" not in json.dumps(told["problems"])
    assert (
        f"抽查检查的企业总数（家）                            {added_up(5, 80)['checked']}\n"
        in run("collect", folder).output
    )
    changed(tmp_path / "wu", 3, "checked", figures(4, 3)["checked"] + 7)
    assert run("collect", tmp_path / "wu", "--freeze", "--again", "3号村更正").exit_code == 0
    assert "已报更正（第1次更正）" in run("hand-up", tmp_path / "wu").output
    assert (
        f"（家）                            {added_up(5, 80)['checked'] + 7}\n"
        in run("collect", folder).output
    )
    shown = run("collect", folder, "--explain", "2.1").output
    assert shown.count("的数汇总自“") == 5
    assert f"3号村 {figures(4, 3)['checked'] + 7}\n" in shown


HAZARDS = """\
schema: 1
hazards:
  - code: JIA-1
    unit: 甲镇0号村
    name: 疏散通道堆放货物
    level: 重大
    enterprise: {name: 便民超市}
    content: 后门疏散通道堆放货物
    inspected_on: 2023-06-12
    due_on: 2023-06-16
  - code: JIA-2
    unit: 甲镇1号村
    name: 灭火器压力不足
    level: 一般
    enterprise: {name: 木业加工厂}
    content: 1具灭火器压力不足
    inspected_on: 2023-06-13
    closed_on: 2023-06-16
"""


def test_the_ledgers_below_are_gathered_and_set_against_what_was_handed_up(three, tmp_path):
    town = tmp_path / "jia"
    (town / "hazards.yaml").write_text(HAZARDS, encoding="utf-8")

    jia, yi = ledgers_below(three, ON)

    assert (jia.unit, jia.size, jia.open, jia.overdue, yi.unit, yi.size) == ("甲镇", 2, 1, 1, "乙镇", 0)
    assert [jia.labels[s.hazard.unit] for s in jia.standings] == ["0号村", "1号村"]
    assert "LVL-008" not in codes(collect(CollectRequest(source=three, period=MONTH)).problems)
    for number in (0, 1):
        place = town / "returns" / MONTH / f"甲镇{number}号村.yaml"
        text = place.read_text(encoding="utf-8")
        place.write_text(text.replace("values:\n", "values:\n  inspection_found: 2\n"), encoding="utf-8")
    frozen(town, again="补报")
    up(town)
    (told,) = [
        p.message for p in collect(CollectRequest(source=three, period=MONTH)).problems if p.code == "LVL-008"
    ]
    assert "专项检查发现的重大事故隐患（个） 上报 4，台账 1" in told
    shown = (
        CliRunner().invoke(gongwen, ["hazard", "list", str(three), "--below", "--on", "2023-07-03"]).output
    )
    assert "甲镇：隐患 2 条" in shown
    assert "JIA-1" in shown
    assert "JIA-2" not in shown


def test_a_figure_from_the_ledgers_of_two_levels_is_what_both_hold(three, tmp_path):
    """The county's form counts hazards in the ledger: a town in its own, the county what the towns counted."""
    own = "  - form: dispatch-communities\n    used_by: [KIND]\n    groups:\n      - fields:\n"
    own += "          - {name: checked, label: 抽查企业, unit: 家, kind: count}\n"
    own += "          - {name: hazards, label: 隐患, unit: 条, kind: count, aggregate: ledger, ledger: {}}\n"
    county_main, town_main = three / "campaign.yaml", tmp_path / "jia" / "campaign.yaml"
    used = "  - {form: dispatch-communities, used_by: [town]}\n"
    county_main.write_text(
        county_main.read_text(encoding="utf-8").replace(used, own.replace("KIND", "town")), "utf-8"
    )
    used = "  - form: dispatch-communities\n    used_by:\n      - community\n"
    text = town_main.read_text(encoding="utf-8")
    assert used in text
    town_main.write_text(text.replace(used, own.replace("KIND", "community")), encoding="utf-8")
    (tmp_path / "jia" / "hazards.yaml").write_text(HAZARDS, encoding="utf-8")
    for place in (tmp_path / "jia" / "returns" / MONTH).iterdir():
        place.write_text(
            re.sub(r"(?m)^  (self|pen).*\n", "", place.read_text(encoding="utf-8")), encoding="utf-8"
        )
    frozen(tmp_path / "jia", again="表改了")
    up(tmp_path / "jia")

    (total,) = collect(CollectRequest(source=three, period=MONTH)).totals

    assert total.values["hazards"] == 2
