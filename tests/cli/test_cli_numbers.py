"""`gongwen numbers`: the register on the terminal and as JSON."""

import json
import shutil

import pytest
from cli_samples import ROOT, run

from generator.cli.columns import text_width

OFFICE = ROOT / "fixtures" / "campaigns" / "office_papers"


@pytest.fixture
def office(tmp_path):
    """A copy of the fixture to change."""
    return shutil.copytree(OFFICE, tmp_path / "office")


def change(campaign, old, new):
    file = campaign / "numbers.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_register_is_shown_by_organ_code_with_the_next_free_number():
    done = run("numbers", str(OFFICE))

    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert [line for line in lines if "下一个号" in line] == [
        "  下一个号：柏安委〔2023〕9号",
        "  下一个号：柏安委办〔2023〕2号",
    ]
    assert any(line.startswith("  柏安委〔2023〕4号  作废") and "重复行文" in line for line in lines)
    assert max(map(text_width, lines)) <= 100


def test_a_gap_is_named_and_the_register_still_shown(office):
    change(office, "serial: 8, state", "serial: 11, state")

    done = run("numbers", str(office))

    assert done.exit_code == 1
    assert "  缺号：8—10 号\n" in done.stdout
    assert "下一个号：柏安委〔2023〕12号" in done.stdout
    assert "错误 1 处：\n  numbers.yaml:11:43 错误 NUM-002 " in done.stdout


def test_a_warning_does_not_fail(office):
    change(office, "document_date: 2023-02-06", "document_date: 2023-02-01")

    done = run("numbers", str(office))

    assert done.exit_code == 0
    assert "提醒 1 处：\n  numbers.yaml:5:88 提醒 NUM-007 " in done.stdout


def test_the_same_as_json(office):
    change(office, "serial: 8, state", "serial: 9, state")

    done = run("numbers", str(office), "--json")

    told = json.loads(done.stdout)
    assert (done.exit_code, told["ok"], told["exit_code"]) == (1, False, 1)
    first, second = told["series"]
    assert (first["next_number"], first["gaps"]) == ("柏安委〔2023〕10号", [[8, 8]])
    assert (second["next_serial"], second["gaps"]) == (2, [])
    assert first["entries"][0]["number"] == "柏安委〔2023〕1号"
    assert first["entries"][0]["document_date"] == "2023-02-03"
    assert [p["code"] for p in told["problems"]] == ["NUM-002"]


def test_errors_elsewhere_in_the_data_do_not_hide_the_register(office):
    shutil.copytree(
        ROOT / "fixtures" / "campaigns" / "every_problem" / "_base" / "returns", office / "returns"
    )

    done = run("numbers", str(office))

    assert done.exit_code == 0
    assert "下一个号：柏安委〔2023〕9号" in done.stdout


def test_data_that_cannot_be_read_is_reported(office):
    change(office, "serial: 8, state", "serial: 八, state")

    shown, told = run("numbers", str(office)), run("numbers", str(office), "--json")

    assert (shown.exit_code, shown.stdout) == (1, "")
    assert "错误 DATA-002 “serial”（顺序号）应为整数" in shown.stderr
    assert json.loads(told.stdout)["problems"][0]["code"] == "DATA-002"


def test_without_a_register_it_says_how_to_begin():
    done = run("numbers", str(ROOT / "fixtures" / "campaigns" / "small_valid"))

    assert done.exit_code == 0
    assert "numbers.yaml" in done.stdout
