"""Campaigns as office files and back: the same campaign, whichever way it is written."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.measure.office import office
from generator.problem import ProblemsFound
from generator.resources import starter_root
from generator.sources.campaign import load
from generator.verbs.office import convert_to

sys.path.append(str(Path(__file__).parents[1] / "sources"))
from office_same import same

CAMPAIGNS = Path(__file__).parents[2] / "fixtures" / "campaigns"
FIXTURES = {path.name: path for path in CAMPAIGNS.iterdir() if path.is_dir() and path.name != "every_problem"}
FIXTURES["starter"] = starter_root()
REST = {  # keys that no sheet has a place for, in 其他.yaml
    "chengzhong": ("forms", "lists"),
    "forest_fire": (),
    "jiangguanchi": ("roll_ups", "receipts"),
    "office_papers": (),
    "small_valid": (),
    "starter": ("roll_ups", "receipts"),
    "xinyang": ("pairing",),
    "xupu": (),
    "zhufoan": ("lists",),
}


@pytest.mark.parametrize("name", sorted(FIXTURES))
def test_a_campaign_written_as_office_files_loads_as_the_same_campaign(name, tmp_path):
    wanted = load(FIXTURES[name])

    converted = convert_to(FIXTURES[name], tmp_path / "办公", "office")
    loaded = load(tmp_path / "办公")

    assert [str(p) for p in loaded.problems if p.code.startswith("OFF")] == []
    assert same(loaded.campaign) == same(wanted.campaign)
    assert set(converted.rest) == set(REST[name])
    assert len(loaded.problems) == len(wanted.problems)


@pytest.mark.parametrize("name", sorted(FIXTURES))
def test_office_files_written_as_yaml_load_as_the_same_campaign(name, tmp_path):
    convert_to(FIXTURES[name], tmp_path / "办公", "office")
    convert_to(tmp_path / "办公", tmp_path / "文本", "yaml")

    assert same(load(tmp_path / "文本").campaign) == same(load(FIXTURES[name]).campaign)


@pytest.mark.slow
@pytest.mark.skipif(not office(), reason="LibreOffice is not installed")
def test_office_files_saved_by_libreoffice_load_as_the_same_campaign(tmp_path):
    for name in ("jiangguanchi", "chengzhong"):
        made, saved = tmp_path / name, tmp_path / f"{name}-saved"
        convert_to(FIXTURES[name], made, "office")
        shutil.copytree(made, saved)
        for file in ("活动.xlsx", "正文.docx"):
            save_again(made / file, saved, tmp_path / "profile")
        loaded = load(saved)

        assert (made / "正文.docx").read_bytes() != (saved / "正文.docx").read_bytes()
        assert [str(p) for p in loaded.problems if p.code.startswith("OFF")] == []
        assert same(loaded.campaign) == same(load(FIXTURES[name]).campaign)


def save_again(file, folder, profile):
    """Let LibreOffice open a file and save it in its own manner."""
    command = [office() or "", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to"]
    arguments = [file.suffix[1:], "--outdir", str(folder), str(file)]
    subprocess.run([*command, *arguments], check=True, capture_output=True, timeout=240)


def test_a_folder_in_use_is_not_written_to(tmp_path):
    (tmp_path / "旧.txt").write_text("旧", encoding="utf-8")

    with pytest.raises(ProblemsFound, match="BLD-004"):
        convert_to(FIXTURES["small_valid"], tmp_path, "office")

    assert [path.name for path in tmp_path.iterdir()] == ["旧.txt"]


def test_a_campaign_with_errors_is_not_converted(tmp_path):
    with pytest.raises(ProblemsFound, match="DATA-004"):
        convert_to(CAMPAIGNS / "every_problem" / "DATA-004", tmp_path / "办公", "office")

    assert not (tmp_path / "办公").exists()


def test_what_lies_beside_the_data_comes_along_but_no_link(tmp_path):
    source = shutil.copytree(FIXTURES["small_valid"], tmp_path / "源")
    (source / "上级表").mkdir()
    (source / "上级表" / "市表.xlsx").write_bytes(b"PK")
    (source / "上级表" / "外面").symlink_to(tmp_path)
    (source / "自带.xlsx").write_bytes(b"PK")

    written = convert_to(source, tmp_path / "办公", "office").written

    assert "上级表/市表.xlsx" in written
    assert "自带.xlsx" in written
    assert not (tmp_path / "办公" / "上级表" / "外面").exists()


def test_texts_that_look_like_other_values_stay_texts(tmp_path):
    source = shutil.copytree(FIXTURES["small_valid"], tmp_path / "源")
    file = source / "campaign.yaml"
    changed = file.read_text(encoding="utf-8").replace("short_name: 镇安委会", "short_name: '1e3'")
    file.write_text(changed.replace("region: 柳林镇", "region: 0o17"), encoding="utf-8")

    convert_to(source, tmp_path / "办公", "office")
    convert_to(tmp_path / "办公", tmp_path / "文本", "yaml")

    assert same(load(tmp_path / "文本").campaign) == same(load(source).campaign)
