"""Where the papers go and where the data lie: paths of every kind, and output that must not become data."""

import shutil

import pytest
from verbs_town import (
    JUNE,
    SMALL,
    TABLE_2,
    VILLAGE,
    VILLAGE_JUNE,
    build,
    campaign,
    contents,
    edit,
    files,
    found,
    states,
    times,
)

from generator.problem import EnvironmentProblem, ProblemsFound, errors
from generator.verbs import UsageProblem


def test_output_inside_the_campaign_is_never_read_back_as_data(tmp_path):
    town = campaign(tmp_path)
    data = times(town)

    first = build(town, town / "输出")
    second = build(town, town / "输出")

    assert first.problems == second.problems == ()
    assert [line.made for line in second.lines] == [0, 0, 0]
    assert {name: time for name, time in times(town).items() if not name.startswith("输出/")} == data


@pytest.mark.parametrize("place", [".", "returns", JUNE, "forms", "returns/输出"])
def test_output_where_the_next_run_reads_data_is_refused(tmp_path, place):
    town = campaign(tmp_path)
    data = times(town)

    with pytest.raises(UsageProblem, match="数据文件夹.*换一个输出文件夹"):
        build(town, town / place)

    assert times(town) == data
    assert not (town / "forms").exists()
    assert not (town / "returns" / "输出").exists()


def test_output_beside_the_main_file_is_refused_when_only_the_file_is_named(tmp_path):
    town = campaign(tmp_path)

    with pytest.raises(UsageProblem, match="数据文件夹"):
        build(town / "campaign.yaml", town)

    assert not (town / "manifest.json").exists()


def test_a_link_to_the_campaign_does_not_hide_it(tmp_path):
    town = campaign(tmp_path)
    (tmp_path / "链接").symlink_to(town, target_is_directory=True)

    with pytest.raises(UsageProblem, match="数据文件夹"):
        build(town, tmp_path / "链接")


def test_the_campaign_may_lie_inside_the_output_folder(tmp_path):
    town = campaign(tmp_path)
    data = contents(town)

    build(town, tmp_path)

    assert contents(town) == data
    assert f"{VILLAGE}/{TABLE_2}（2023年6月）.docx" in files(tmp_path)


def test_nothing_is_written_to_the_campaign(tmp_path):
    town = campaign(tmp_path)
    data = times(town)
    for place in [town, *town.rglob("*")]:
        place.chmod(0o555 if place.is_dir() else 0o444)

    result = build(town, tmp_path / "输出")

    assert result.problems == ()
    assert times(town) == data


def test_paths_with_spaces_and_chinese(tmp_path):
    town = campaign(tmp_path, "2023年 专项 行动（终稿）")

    build(town, tmp_path / "给 各村的 表" / "六月")

    assert f"{TABLE_2}（2023年6月）.docx" in files(tmp_path / "给 各村的 表" / "六月", VILLAGE)


def test_an_output_path_that_is_a_file_is_said_and_the_file_left(tmp_path):
    (tmp_path / "输出").write_text("别的东西", encoding="utf-8")

    with pytest.raises(EnvironmentProblem, match="输出.*不能用"):
        build(campaign(tmp_path), tmp_path / "输出")

    assert (tmp_path / "输出").read_text(encoding="utf-8") == "别的东西"


def test_a_campaign_that_is_not_there(tmp_path):
    with pytest.raises(ProblemsFound) as stop:
        build(tmp_path / "没有", tmp_path / "输出")

    assert [p.code for p in stop.value.problems] == ["SRC-001"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("campaign.yaml", ("kind: community}", "kind: comunity}")),
        ("campaign.yaml", ("starts_on: 2023-05-26", "starts_on: 2023-02-30")),
        ("hazards.yaml", ("hazards:", "hazards: [")),
        ("hazards.yaml", ("unit: 柳林镇河湾村", "unit: 柳林镇河弯村")),
    ],
)
def test_an_error_of_the_campaign_leaves_nothing_at_all(tmp_path, file, change):
    town = campaign(tmp_path)
    edit(town / file, change)

    with pytest.raises(ProblemsFound) as stop:
        build(town, tmp_path / "输出")

    assert any(p.where.startswith(file) for p in stop.value.problems)
    assert [p.name for p in tmp_path.iterdir()] == ["行动"]


def test_an_error_of_the_campaign_leaves_earlier_papers_as_they_were(started):
    town, out = started
    before = times(out)
    edit(town / "campaign.yaml", ("kind: community}", "kind: comunity}"))

    with pytest.raises(ProblemsFound):
        build(town, out)

    assert times(out) == before


@pytest.mark.parametrize(
    "change",
    [
        ("  checked: 6", "  checked: 六家"),
        ("  checked: 6", "  chekced: 6"),
        ("filled_on: 2023-06-30", "filled_on: ["),
    ],
)
def test_a_bad_return_skips_its_unit_alone_whose_earlier_papers_stay(started, change):
    town, out = started
    before = contents(out, VILLAGE)
    edit(town / VILLAGE_JUNE, change)
    edit(town / "campaign.yaml", ("name: 柳林镇重大事故隐患", "name: 柳林镇安全生产"))

    result = build(town, out)

    assert list(states(result).values()) == ["done", "skipped", "done"]
    wrong = errors(result.problems)
    assert {p.unit for p in wrong} == {"柳林镇河湾村"}
    assert all(p.where.startswith(VILLAGE_JUNE) for p in wrong)
    assert contents(out, VILLAGE) == before
    assert [line.made > 0 for line in result.lines] == [True, False, True]


@pytest.mark.parametrize(
    "change", [("  checked: 6", "  checked: 六家"), ("filled_on: 2023-06-30", "filled_on: [")]
)
def test_a_bad_return_of_another_month_is_told_and_holds_nothing_back(tmp_path, change):
    town = campaign(tmp_path)
    june = town / VILLAGE_JUNE
    may = june.parent.parent / "2023-05" / june.name
    may.parent.mkdir()
    may.write_text(
        june.read_text("utf-8").replace("2023-06-30", "2023-05-31").replace("2023-06", "2023-05"), "utf-8"
    )
    edit(may, (change[0].replace("06-30", "05-31"), change[1]))

    result = build(town, tmp_path / "输出", period="2023-06")

    assert list(states(result).values()) == ["done", "attention", "done"]
    assert [(p.unit, p.period) for p in errors(result.problems)] == [("柳林镇河湾村", "2023-05")]
    assert contents(tmp_path / "输出", VILLAGE)


def test_a_bad_return_in_the_first_run_leaves_no_folder_for_its_unit(tmp_path):
    town = campaign(tmp_path)
    edit(town / VILLAGE_JUNE, ("  checked: 6", "  checked: 六家"))

    build(town, tmp_path / "输出")

    assert not (tmp_path / "输出" / VILLAGE).exists()


def test_a_warning_stops_nothing(tmp_path):
    town = campaign(tmp_path)
    edit(town / "campaign.yaml", ("short_name: 河湾,", "short_name: 湾河,"))

    result = build(town, tmp_path / "输出")

    assert found(result) == [("UNIT-002", "")]
    assert list(states(result).values()) == ["done", "done", "done"]


def test_the_source_may_be_the_main_file_of_a_campaign_that_needs_no_other(tmp_path):
    (tmp_path / "行动").mkdir()
    shutil.copy(SMALL / "campaign.yaml", tmp_path / "行动" / "一个文件.yaml")

    result = build(tmp_path / "行动" / "一个文件.yaml", tmp_path / "行动")

    assert result.period == "2023-05"
    assert (tmp_path / "行动" / "manifest.json").exists()
