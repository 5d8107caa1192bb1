"""One campaign in two forms gives one output; the starter builds; exit codes of the whole job."""

import json
import shutil

import pytest
from click.testing import CliRunner
from verbs_town import (
    OFFICE,
    TOWN,
    VILLAGE,
    VILLAGE_JUNE,
    build,
    campaign,
    contents,
    edit,
    files,
    states,
)

from generator import verbs
from generator.cli import gongwen
from generator.problem import ProblemsFound
from generator.sources.folder import gather


def run(*words):
    """Run the command line with these words."""
    return CliRunner().invoke(gongwen, [str(word) for word in words])


def in_one_file(town, file):
    """Write the data of a campaign's folder into one JSON file, keys in another order."""
    data = gather(town).data
    text = json.dumps(dict(reversed(data.items())), ensure_ascii=False)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_campaign_in_one_json_file_gives_the_bytes_of_the_yaml_folder(tmp_path):
    town = campaign(tmp_path)
    whole = in_one_file(town, tmp_path / "行动.json")

    folder = build(town, tmp_path / "甲", formats=("docx", "html"))
    one = build(whole, tmp_path / "乙", formats=("docx", "html"))

    assert folder.problems == one.problems == ()
    assert contents(tmp_path / "甲") == contents(tmp_path / "乙")
    assert len(files(tmp_path / "乙")) == 28


def test_a_folder_of_json_files_gives_the_same_too(tmp_path):
    town, other = campaign(tmp_path), tmp_path / "行动乙"
    shutil.copytree(town / "returns", other / "returns")
    (town / "hazards.yaml").rename(other / "hazards.yaml")
    in_one_file_without_returns = gather(town).data
    in_one_file_without_returns.pop("returns")
    (other / "campaign.json").write_text(json.dumps(in_one_file_without_returns), encoding="utf-8")
    shutil.copy(other / "hazards.yaml", town)

    build(town, tmp_path / "甲")
    build(other, tmp_path / "乙")

    assert contents(tmp_path / "甲") == contents(tmp_path / "乙")


def test_the_starter_builds_as_it_is(tmp_path):
    written = verbs.init(tmp_path / "我的行动")

    result = build(tmp_path / "我的行动", tmp_path / "输出")

    assert "campaign.yaml" in written
    assert [(p.code, p.severity) for p in result.problems] == [("BLD-001", "warning")]  # one late on purpose
    assert set(states(result).values()) == {"done", "attention"}
    assert [name for name in files(tmp_path / "输出") if "（2024年6月" in name]


@pytest.mark.parametrize("name", ["笔记.txt", ".DS_Store"])
def test_the_starter_is_not_laid_over_other_files(tmp_path, name):
    (tmp_path / name).write_text("别动", encoding="utf-8")

    with pytest.raises(ProblemsFound) as stop:
        verbs.init(tmp_path)

    assert [p.code for p in stop.value.problems] == ["BLD-004"]
    assert files(tmp_path) == [name]


def test_the_starter_goes_into_an_empty_folder_but_not_onto_a_file(tmp_path):
    (tmp_path / "空").mkdir()
    (tmp_path / "文件").write_text("别动", encoding="utf-8")

    assert verbs.init(tmp_path / "空") == files(tmp_path / "空")
    with pytest.raises(ProblemsFound):
        verbs.init(tmp_path / "文件")


def test_a_whole_run_ends_with_0_and_a_skipped_unit_with_1(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    job = ("build", town, "-o", out, "--formats", "docx")

    done = run(*job)
    edit(town / VILLAGE_JUNE, ("  checked: 6", "  checked: 六家"))
    skipped = run(*job)

    assert done.exit_code == 0, done.stderr
    assert skipped.exit_code == 1
    assert f"没有生成：{VILLAGE}。" in skipped.stdout
    assert f"{VILLAGE_JUNE}:15:12 错误 " in skipped.stdout
    assert [name for name in (TOWN, OFFICE) if name not in skipped.stdout] == []


def test_an_error_of_the_campaign_ends_with_1_and_leaves_nothing(tmp_path):
    town = campaign(tmp_path)
    edit(town / "campaign.yaml", ("starts_on: 2023-05-26", "starts_on: 2023-02-30"))

    done = run("build", town, "-o", tmp_path / "输出", "--formats", "docx")

    assert done.exit_code == 1
    assert "campaign.yaml:8:12 错误 " in done.stderr
    assert "没有生成任何文件" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["行动"]


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (("--sheets", "附件22"), "附件2"),
        (("--units", "河弯村"), "河湾村"),
        (("--period", "2032-06"), "2023-05 至 2023-12"),
        (("--formats", "dcox"), "docx"),
    ],
)
def test_what_the_campaign_lacks_ends_with_2_and_the_nearest(tmp_path, words, nearest):
    done = run("build", campaign(tmp_path), "-o", tmp_path / "输出", *words)

    assert done.exit_code == 2
    assert nearest in done.stderr
    assert not (tmp_path / "输出").exists()


@pytest.mark.parametrize("place", ["returns", "forms/内", "."])
def test_output_among_the_data_ends_with_2(tmp_path, place):
    town = campaign(tmp_path)

    done = run("build", town, "-o", town / place, "--formats", "docx")

    assert done.exit_code == 2
    assert "请换一个输出文件夹" in done.stderr


def test_a_campaign_that_is_not_there_and_an_output_that_is_a_file_end_with_2(tmp_path):
    town = campaign(tmp_path)

    assert run("build", tmp_path / "没有", "-o", tmp_path / "输出").exit_code == 2
    assert run("build", town, "-o", town / "campaign.yaml").exit_code == 2
