"""`gongwen convert` and `gongwen completion`."""

import os
import shutil
import subprocess
import sys

import pytest
from cli_samples import ROOT, SMALL, run

from generator.press.disk import FileInUse
from generator.verbs import campaigns


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SMALL, tmp_path / "行动")


def recoded(path, codec):
    """Save a file in another encoding, as an old editor does."""
    raw = path.read_text(encoding="utf-8").encode(codec)
    path.write_bytes(raw)
    return raw


@pytest.mark.parametrize("codec", ["gbk", "gb18030", "utf-16"])
def test_files_in_another_encoding_are_converted_and_the_originals_kept(folder, codec):
    wanted = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    village = folder / "returns" / "2023-06" / "柳林镇河湾村.yaml"
    originals = {path: recoded(path, codec) for path in (folder / "campaign.yaml", village)}
    assert run("build", str(folder), "-o", str(folder.parent / "输出")).exit_code == 1

    done = run("convert", str(folder))

    assert done.exit_code == 0
    assert "已转成 UTF-8：campaign.yaml\n已转成 UTF-8：returns/2023-06/柳林镇河湾村.yaml\n" in done.stdout
    assert {path: path.read_bytes() for path in wanted} == wanted
    for path, raw in originals.items():
        assert (folder / campaigns.ORIGINALS / path.relative_to(folder)).read_bytes() == raw
    built = run("build", str(folder), "-o", str(folder.parent / "输出"), "--formats", "docx")
    assert built.exit_code == 0, built.output
    assert run("convert", str(folder)).stdout == "没有要转换的文件。\n"


def test_a_second_original_does_not_replace_the_first(folder):
    file = folder / "campaign.yaml"
    text = file.read_text(encoding="utf-8")
    for extra in ("", "# 又改了\n"):
        file.write_bytes((text + extra).encode("gbk"))
        assert run("convert", str(folder)).exit_code == 0

    kept = sorted(path.read_bytes().decode("gbk") for path in (folder / campaigns.ORIGINALS).iterdir())

    assert kept == [text, text + "# 又改了\n"]
    assert file.read_text(encoding="utf-8") == text + "# 又改了\n"


def test_bytes_in_no_known_encoding_are_left_alone(folder):
    raw = b"schema: 1\n\x81\x00\xff\xff\x02"
    (folder / "campaign.yaml").write_bytes(raw)

    assert run("convert", str(folder)).stdout == "没有要转换的文件。\n"
    assert (folder / "campaign.yaml").read_bytes() == raw


def test_a_file_held_open_is_named_and_left_as_it_is(folder, monkeypatch):
    raw = recoded(folder / "campaign.yaml", "gbk")

    def held(target, content, **how):
        raise FileInUse(13, "held")

    monkeypatch.setattr(campaigns, "put", held)

    done = run("convert", str(folder))

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "campaign.yaml 错误 SRC-001 正被别的程序打开，没有转换。请关闭后再运行一次。\n"
    assert (folder / "campaign.yaml").read_bytes() == raw


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_its_script(shell):
    done = run("completion", shell)

    assert done.exit_code == 0
    assert "_GONGWEN_COMPLETE" in done.stdout
    assert "gongwen" in done.stdout


def test_the_shell_in_use_is_taken_and_another_refused(monkeypatch):
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert run("completion").stdout.startswith("#compdef gongwen")

    refused = run("completion", "cmd")

    assert refused.exit_code == 2
    assert "没有“cmd”这种终端" in refused.stderr or "cmd" in refused.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["bu"], ["build"]),
        (["build", str(SMALL), "--un"], ["--units"]),
        (["build", str(SMALL), "--units", ""], ["all", "河湾村", "应急办"]),
        (["build", str(SMALL), "--units", "河湾村,应"], ["河湾村,应急办"]),
        (["build", str(SMALL), "--formats", "docx,p"], ["docx,pdf"]),
        (["build", str(SMALL), "--sheets", "problem"], ["problem-ledger"]),
        (["build", "没有的文件夹", "--units", ""], []),
    ],
)
def test_tab_completes_commands_options_units_sheets_and_formats(words, expected):
    asked = {
        "_GONGWEN_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["gongwen", *words]),
        "COMP_CWORD": str(len(words)),
    }

    done = subprocess.run(
        [sys.executable, "-m", "generator"],
        env=os.environ | asked,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.stderr == ""
    assert [line.split(",", 1)[1] for line in done.stdout.split()] == expected


def test_a_campaign_is_converted_to_office_files_and_what_has_no_cell_is_named(tmp_path):
    done = run(
        "convert",
        str(ROOT / "fixtures/campaigns/jiangguanchi"),
        "--to",
        "office",
        "-o",
        str(tmp_path / "办公"),
    )

    assert done.exit_code == 0
    assert "\n  活动.xlsx\n" in done.stdout
    assert "写在 其他.yaml 里的：roll_ups、receipts\n" in done.stdout


def test_to_and_output_go_together(folder):
    assert run("convert", str(folder), "--to", "yaml").exit_code == 2
    assert run("convert", str(folder), "-o", "新").exit_code == 2
