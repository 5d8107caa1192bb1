"""`gongwen check`: every problem in words, JSON and SARIF; safe mends and nothing else written."""

import json
import shutil
from pathlib import Path

import pytest
from cli_samples import ROOT, SMALL, run

BASE = ROOT / "fixtures" / "campaigns" / "every_problem" / "_base"
TEXT = """\
# 说明,不动
schema: 1
notice:
  title: "关于报送情况的通知"   # 标题
  document_date: 2023-06-01
  addressees: 各社区,镇直各部门
  text: |
    根据柏安委[2023]3号,请各社区每月报送月度情况表（附件1）。

    比例3:1,电话0374-1234567;全街道执行。
"""


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A campaign whose text has two slips that are safe to mend and one that is not."""
    folder = Path(shutil.copytree(BASE, tmp_path / "campaign"))
    (folder / "text.yaml").write_text(TEXT, encoding="utf-8")
    return folder


def test_a_campaign_without_problems_says_so_and_exits_0() -> None:
    done = run("check", str(SMALL))

    assert (done.exit_code, done.stdout) == (0, "没有问题。\n")


def test_waivers_are_counted() -> None:
    done = run("check", str(SMALL.parent / "zhufoan"))

    assert done.stdout == "没有问题（另有 3 条豁免，见 waivers）。\n"


def test_reminders_are_told_at_their_place_and_exit_0(campaign: Path) -> None:
    done = run("check", str(campaign))

    assert done.exit_code == 0
    assert "  text.yaml:8:10 提醒 TXT-009 发文字号“柏安委[2023]3号”" in done.stdout
    assert "  text.yaml:10:26 提醒 TXT-011 " in done.stdout
    assert done.stdout.endswith("共 0 处错误、3 处提醒；代码的含义见 docs/problems.md。\n")


def test_an_error_exits_1(campaign: Path) -> None:
    (campaign / "text.yaml").write_text(TEXT.replace("附件1", "附件7"), encoding="utf-8")

    done = run("check", str(campaign))

    assert done.exit_code == 1
    assert "错误 1 处：\n  text.yaml:8:33 错误 TXT-004 " in done.stdout


def test_data_that_cannot_be_read_are_problems_too(campaign: Path) -> None:
    (campaign / "text.yaml").write_text("schema: 1\nnotice: [", encoding="utf-8")

    done = run("check", str(campaign))

    assert done.exit_code == 1
    assert "SRC-004" in done.stdout


def test_json_gives_the_words_found_and_the_mend(campaign: Path) -> None:
    done = run("check", str(campaign), "--json")

    document = json.loads(done.stdout)
    told = next(p for p in document["problems"] if p["code"] == "TXT-009")
    assert (document["ok"], document["exit_code"], document["waivers"]) == (True, 0, 0)
    assert told["where"] == "text.yaml:8:10"
    assert told["spots"] == [{"words": "[2023]", "mend": "〔2023〕", "safe": True}]


def test_sarif_places_every_result(campaign: Path) -> None:
    done = run("check", str(campaign), "--sarif")

    log = json.loads(done.stdout)
    (only,) = log["runs"]
    result = next(r for r in only["results"] if r["ruleId"] == "TXT-009")
    place = result["locations"][0]["physicalLocation"]
    assert log["version"] == "2.1.0"
    assert result["level"] == "warning"
    assert place["artifactLocation"] == {"uri": "text.yaml"}
    assert place["region"] == {"startLine": 8, "startColumn": 10, "endColumn": 16}
    assert {r["id"] for r in only["tool"]["driver"]["rules"]} == {r["ruleId"] for r in only["results"]}


def test_problems_of_office_files_are_placed_and_nothing_is_written_into_them(campaign: Path) -> None:
    office = campaign.with_name("办公")
    assert run("convert", str(campaign), "--to", "office", "-o", str(office)).exit_code == 0
    before = (office / "正文.docx").read_bytes()

    fixed = run("check", str(office), "--fix")
    results = json.loads(run("check", str(office), "--sarif").stdout)["runs"][0]["results"]
    result = next(r for r in results if r["ruleId"] == "TXT-009")

    assert "正文.docx 第3段 提醒 TXT-009" in fixed.stdout
    assert (office / "正文.docx").read_bytes() == before
    assert result["locations"][0] == {
        "physicalLocation": {"artifactLocation": {"uri": "正文.docx"}},
        "logicalLocations": [{"fullyQualifiedName": "第3段"}],
    }


def test_json_and_sarif_together_are_refused(campaign: Path) -> None:
    assert run("check", str(campaign), "--json", "--sarif").exit_code == 2


MENDED = TEXT.replace("[2023]3号,", "〔2023〕3号，").replace("各社区,镇直", "各社区，镇直")


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "with-mark"])
def test_fix_changes_the_safe_places_and_not_another_byte(campaign: Path, ends: str, mark: str) -> None:
    before = (mark + TEXT.replace("\n", ends)).encode()
    (campaign / "text.yaml").write_bytes(before)
    others = {p: p.read_bytes() for p in campaign.rglob("*.yaml") if p.name != "text.yaml"}

    done = run("check", str(campaign), "--fix")

    assert done.stdout.startswith("改了 3 处：text.yaml。原来的文件在“校对前的文件”里。\n")
    assert (campaign / "text.yaml").read_bytes() == (mark + MENDED.replace("\n", ends)).encode()
    assert (campaign / "校对前的文件" / "text.yaml").read_bytes() == before
    assert {p: p.read_bytes() for p in others} == others
    assert "TXT-009" not in done.stdout
    assert "TXT-011" in done.stdout


def test_a_second_fix_finds_nothing_and_writes_nothing(campaign: Path) -> None:
    run("check", str(campaign), "--fix")
    kept = {p: p.stat().st_mtime_ns for p in campaign.rglob("*") if p.is_file()}

    done = run("check", str(campaign), "--fix")

    assert "改了" not in done.stdout
    assert {p: p.stat().st_mtime_ns for p in campaign.rglob("*") if p.is_file()} == kept


def test_fix_mends_a_campaign_in_json(tmp_path: Path) -> None:
    notice = {
        "title": "关于检查的通知",
        "text": "根据柏安委(2023)3号\n请照办。",
        "document_date": "2023-06-01",
    }
    data = {"schema": 1, "name": "柏溪镇检查", "issuer": {"name": "柏溪镇安委会", "region": "柏溪镇"}}
    dates = {"starts_on": "2023-06-01", "ends_on": "2023-12-31", "kinds": [], "units": []}
    file = tmp_path / "campaign.json"
    file.write_text(json.dumps(data | dates | {"notice": notice}, ensure_ascii=False), encoding="utf-8")

    done = run("check", str(file), "--fix")

    assert done.exit_code == 0
    assert json.loads(file.read_text(encoding="utf-8"))["notice"]["text"] == "根据柏安委〔2023〕3号\n请照办。"
    assert (tmp_path / "校对前的文件" / "campaign.json").exists()


def test_build_tells_the_same_findings(campaign: Path, tmp_path: Path) -> None:
    checked = json.loads(run("check", str(campaign), "--json").stdout)
    out = str(tmp_path / "out")

    done = run("build", str(campaign), "-o", out, "--sheets", "notice", "--formats", "docx", "--json")

    told = {(p["code"], p["where"]) for p in json.loads(done.stdout)["problems"]}
    assert {(p["code"], p["where"]) for p in checked["problems"]} <= told
