"""`gongwen collect` and `gongwen due`: what they show, write and refuse."""

import json
import shutil

import pytest
from cli_samples import ROOT, run

JIANGGUANCHI = ROOT / "fixtures" / "campaigns" / "jiangguanchi"


@pytest.fixture
def town(tmp_path):
    """A copy of the fixture to change."""
    return shutil.copytree(JIANGGUANCHI, tmp_path / "town")


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_total_is_shown_and_the_missing_unit_named():
    done = run("collect", str(JIANGGUANCHI), "--period", "2023-06")

    assert done.exit_code == 0
    assert "应报 22 份，计入 21 份" in done.stdout
    assert "COL-004 2023年6月的“进展情况调度表（社区（村））”未报的单位：羊圈村" in done.stdout


@pytest.mark.parametrize("indicator", ["3.3", "penalties", "行政处罚"])
def test_a_number_is_explained_by_number_name_or_label(indicator):
    done = run("collect", str(JIANGGUANCHI), "--period", "2023-06", "--explain", indicator)

    assert done.exit_code == 0
    assert done.stdout.startswith("3.3 行政处罚（次，万元）＝26次，21.45万元（2023年6月，相加）\n")
    assert "    王店村 2次，1.25万元\n" in done.stdout
    assert "    未报：羊圈村\n" in done.stdout


def test_an_unknown_indicator_is_a_wrong_command_with_the_known_ones():
    done = run("collect", str(JIANGGUANCHI), "--explain", "罚款")

    assert done.exit_code == 2
    assert "汇总表里没有“罚款”这个指标" in done.stderr
    assert "可用的有：专项检查发现的重大事故隐患、" in done.stderr
    assert "可以写序号（如 2.1）" in done.stderr


def test_a_return_with_errors_is_left_out_named_and_fails(town):
    change(town / "returns" / "2023-06" / "wangdian.yaml", "checked: 11", "checked: 11家")

    done = run("collect", str(town), "--period", "2023-06")

    assert done.exit_code == 1
    assert "returns/2023-06/wangdian.yaml:15:12 错误 VAL-001 " in done.stdout
    assert "COL-005 2023年6月的“进展情况调度表（社区（村））”有错的单位：王店村，没有计入" in done.stdout
    assert "  2.1   抽查检查的企业总数（家）                            401\n" in done.stdout  # 412 - 11


def test_a_return_of_a_unit_that_does_not_use_the_form_counts_for_nothing(town):
    change(
        town / "returns" / "2023-06" / "yingji.yaml",
        "form: dispatch-departments",
        "form: dispatch-communities",
    )

    done = run("collect", str(town), "--period", "2023-06", "--json")

    document = json.loads(done.stdout)
    checked = next(i for i in document["totals"][0]["indicators"] if i["name"] == "checked")
    assert done.exit_code == 1
    assert "REF-011" in {p["code"] for p in document["problems"]}
    assert checked["value"] == 412 - 14
    assert "yingji" not in {s["unit"] for s in checked["shares"]}


def test_a_zero_return_counts_and_an_empty_one_is_told(town):
    file = town / "returns" / "2023-06" / "qiuhu.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("values:")], encoding="utf-8")

    done = run("collect", str(town), "--period", "2023-06", "--json")

    document = json.loads(done.stdout)
    states = {r["unit"]: r["state"] for r in document["totals"][0]["returns"]}
    assert states["qiuhu"] == "blank"
    assert {p["code"] for p in document["problems"]} == {"VAL-013", "COL-004", "COL-008"}


def test_table_and_book_are_written_and_a_second_run_changes_nothing(tmp_path):
    words = ("collect", str(JIANGGUANCHI), "--period", "2023-06", "-o", str(tmp_path / "out"))
    first = run(*words)
    made = {p: p.stat().st_mtime_ns for p in (tmp_path / "out" / "汇总").iterdir()}
    second = run(*words)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert sorted(p.name for p in made) == [
        "情况分析（2023年6月）.docx",
        "情况分析（2023年6月）.html",
        "情况分析（2023年6月）.pdf",
        "汇总（2023年6月）.xlsx",
        "进展情况调度表汇总（2023年6月）.docx",
        "进展情况调度表汇总（2023年6月）.pdf",
        "重大事故隐患专项排查清单汇总（2023年6月）.docx",
        "重大事故隐患专项排查清单汇总（2023年6月）.pdf",
        "问题隐患排查整治工作台账汇总（2023年6月）.docx",
        "问题隐患排查整治工作台账汇总（2023年6月）.pdf",
    ]
    assert {p: p.stat().st_mtime_ns for p in made} == made


def test_figures_once_reported_stay_and_corrections_go_to_the_next_month(town, tmp_path):
    assert run("collect", str(town), "--period", "2023-05", "--freeze").exit_code == 0
    kept = (town / "reported" / "2023-05.yaml").read_bytes()
    change(town / "returns" / "2023-05" / "qiuhu.yaml", "checked: 4", "checked: 6")

    again = run("collect", str(town), "--period", "2023-05", "--json")
    refused = run("collect", str(town), "--period", "2023-05", "--freeze")
    june = run("collect", str(town), "--period", "2023-06")

    document = json.loads(again.stdout)
    reported = document["reported"]["dispatch-communities"]["checked"]
    told = [p["message"] for p in document["problems"] if p["code"] == "COL-009"]
    assert told == [
        f"2.1 抽查检查的企业总数（家） 上报 {reported}，现在汇总是 {reported + 2}。上报的数不改，变动写进下月的说明。"
    ]
    assert refused.exit_code == 2
    assert (town / "reported" / "2023-05.yaml").read_bytes() == kept
    assert (
        f"COL-010 2023年5月上报后有变动，请在本月说明：2.1 抽查检查的企业总数（家） 上报 {reported}"
        in june.stdout
    )


def test_a_reported_month_prints_the_figures_reported(town, tmp_path):
    words = ("collect", str(town), "--period", "2023-06", "-o", str(tmp_path / "out"))
    run(*words, "--freeze")
    table = tmp_path / "out" / "汇总" / "进展情况调度表汇总（2023年6月）.docx"
    before = table.read_bytes()
    change(town / "returns" / "2023-06" / "qiuhu.yaml", "checked: 8", "checked: 9")

    run(*words)

    assert table.read_bytes() == before


def test_figures_that_were_changed_by_hand_are_not_trusted(town):
    run("collect", str(town), "--period", "2023-06", "--freeze")
    change(town / "reported" / "2023-06.yaml", '"checked": 412', '"checked": 500')

    done = run("collect", str(town), "--period", "2023-06")

    assert done.exit_code == 1
    assert "reported/2023-06.yaml 错误 COL-011 " in done.stdout


def test_a_campaign_whose_sheets_cannot_be_added_up_says_so():
    done = run("collect", str(ROOT / "fixtures" / "campaigns" / "xinyang"))

    assert done.exit_code == 2
    assert "没有可以汇总的表" in done.stderr


def test_what_is_due_is_told_for_the_day_asked():
    done = run("due", str(JIANGGUANCHI), "--on", "2023-06-28")

    assert done.exit_code == 0
    assert done.stdout.startswith("截至 2023-06-28，10 天以内到期的都列在内：\n")
    assert (
        "  张堌堆村：进展情况调度表（各社区）（2023年5月） 28 天；专项行动开展情况（2023年6月） 13 天\n"
        in done.stdout
    )


def test_the_same_as_json():
    done = run("due", str(JIANGGUANCHI), "--on", "2023-07-02", "--json")

    document = json.loads(done.stdout)
    june = [d for d in document["dues"] if d["form"] == "dispatch-communities" and d["period"] == "2023-06"]
    assert [d["unit"] for d in june if d["state"] == "late"] == ["yangjuan"]
    assert next(d for d in june if d["unit"] == "qiuhu")["came_on"] == "2023-06-29"


def test_a_day_that_does_not_exist_is_a_wrong_command():
    done = run("due", str(JIANGGUANCHI), "--on", "2023-06-31")

    assert done.exit_code == 2
    assert "“2023-06-31”不是日期，请写成 2023-06-28 这样" in done.stderr


@pytest.mark.parametrize("written", ["2023.7.2", "2023年7月2日", "2023/7/2", "20230702"])
def test_a_day_may_be_written_as_offices_write_it(written):
    plain = run("due", str(JIANGGUANCHI), "--on", "2023-07-02", "--json")

    assert run("due", str(JIANGGUANCHI), "--on", written, "--json").stdout == plain.stdout


def test_an_indicator_that_is_not_there_is_told_with_the_one_that_is_meant():
    done = run("collect", str(JIANGGUANCHI), "--explain", "抽查的企业")

    assert done.exit_code == 2
    assert "是不是“抽查检查的企业总数”？" in done.stderr


def test_the_late_get_a_reminder_each_and_the_others_none(town, tmp_path):
    change(
        town / "campaign.yaml",
        "cumulative_from: 2023-05\n    report_to: 镇安委会办公室\n  - name: 进展情况调度表（各有",
        "cumulative_from: 2023-06\n    report_to: 镇安委会办公室\n  - name: 进展情况调度表（各有",
    )
    change(
        town / "campaign.yaml",
        "form: dispatch-departments\n    monthly_by: month_end\n    cumulative_from: 2023-05",
        "form: dispatch-departments\n    monthly_by: month_end\n    cumulative_from: 2023-06",
    )

    done = run(
        "due",
        str(town),
        "--on",
        "2023-06-28",
        "-o",
        str(tmp_path / "out"),
        "--ics",
        str(tmp_path / "期限.ics"),
    )

    assert done.exit_code == 0
    assert {p.name for p in (tmp_path / "out" / "催报").glob("*.pdf")} == {
        "逾期未报名单（2023年6月28日）.pdf",
        "张堌堆村 催报通知单（2023年6月28日）.pdf",
        "湖徐村 催报通知单（2023年6月28日）.pdf",
        "羊圈村 催报通知单（2023年6月28日）.pdf",
    }
    assert (tmp_path / "期限.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_ledger_too_long_to_be_one_table_is_told_and_left_out(town, tmp_path, monkeypatch):
    monkeypatch.setattr("generator.verbs.collecting.LEDGER_ROWS_MAX", 11)

    done = run("collect", str(town), "--period", "2023-06", "-o", str(tmp_path / "out"), "--json")

    document = json.loads(done.stdout)
    told = [p["message"] for p in document["problems"] if p["code"] == "COL-012"]
    ledgers = [f for f in document["files"] if "台账" in f or "清单" in f]
    assert done.exit_code == 0
    assert [("31 条" in m, "gongwen build" in m) for m in told] == [(True, True)]
    assert [("清单" in f) for f in ledgers] == [True, True]


@pytest.mark.parametrize(
    ("day", "kinds", "said"),
    [
        ("2023-05-25", "通报,督办", "通报、督办：没有可写的，没有出。"),
        ("2023-06-20", "督办,通报", ""),
    ],
    ids=["nothing behind", "both written"],
)
def test_kinds_of_papers_of_which_there_is_none_are_named(day, kinds, said, tmp_path):
    done = run("due", str(JIANGGUANCHI), "--on", day, "-o", str(tmp_path / "out"), "--papers", kinds)

    assert [line for line in done.stdout.splitlines() if "没有可写的" in line] == [said] * bool(said)
