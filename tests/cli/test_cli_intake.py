"""`gongwen intake`: what a clerk types and sees."""

import json

import openpyxl
from cli_samples import SMALL, run

NAME = "河湾村 2023年6月.xlsx"


def test_blank_says_how_many_workbooks_were_written_and_where(tmp_path):
    done = run("intake", "blank", str(SMALL), "-o", str(tmp_path / "发出"), "--period", "2023-06")

    assert done.exit_code == 0
    assert done.stdout == f"2023-06：写了 3 个工作簿到 {tmp_path / '发出'}。\n"
    assert (tmp_path / "发出" / NAME).is_file()


def test_a_workbook_sent_back_blank_is_told_and_no_error(tmp_path):
    run("intake", "blank", str(SMALL), "-o", str(tmp_path), "--units", "河湾村", "--period", "2023-06")

    done = run("intake", "read", str(SMALL), str(tmp_path / NAME), "-o", str(tmp_path / "returns"))

    assert done.exit_code == 0
    assert "提醒 1 处：" in done.stdout
    assert f"{NAME} 进展情况调度表 提醒 XLS-013" in done.stdout
    assert done.stdout.endswith("读出 0 张表，写入 0 份报送数据。\n")


def test_an_error_gives_exit_code_1_in_words_and_as_json(tmp_path):
    (tmp_path / "调度表.et").write_bytes(b"")
    words = run("intake", "read", str(SMALL), str(tmp_path / "调度表.et"), "-o", str(tmp_path / "returns"))
    done = run("intake", "read", str(SMALL), str(tmp_path / "调度表.et"), "-o", str(tmp_path / "r"), "--json")

    assert (words.exit_code, done.exit_code) == (1, 1)
    assert "错误 1 处：" in words.stdout
    document = json.loads(done.stdout)
    assert (document["ok"], document["written"]) == (False, [])
    assert [p["code"] for p in document["problems"]] == ["XLS-002"]


def test_a_month_outside_the_campaign_is_a_wrong_command(tmp_path):
    done = run("intake", "blank", str(SMALL), "-o", str(tmp_path), "--period", "2022-06")

    assert done.exit_code == 2
    assert "不在行动期间" in done.stderr


def test_a_roster_in_excel_becomes_units_and_a_column_known_otherwise_is_said(tmp_path):
    book = openpyxl.Workbook()
    for row in (("单位名称", "类别"), ("柳林镇河湾村", "社区（村）")):
        book.active.append(row)
    book.save(tmp_path / "名册.xlsx")
    arguments = ("intake", "import", str(SMALL), str(tmp_path / "名册.xlsx"), "--as", "units")

    done = run(*arguments, "-o", str(tmp_path / "单位.yaml"))
    again = run(*arguments, "-o", str(tmp_path / "单位.yaml"))

    assert (done.exit_code, again.exit_code) == (0, 1)
    assert done.stdout == f"栏“单位名称”读作“单位全称”。\n读出 1 条，写到 {tmp_path / '单位.yaml'}。\n"
    assert "错误 OFF-013" in again.stdout


def test_a_mapping_without_a_field_is_a_wrong_command(tmp_path):
    (tmp_path / "名册.xlsx").touch()

    done = run("intake", "import", str(SMALL), str(tmp_path / "名册.xlsx"), "--as", "units", "--map", "村")

    assert done.exit_code == 2
    assert "应写成 栏名=字段" in done.stderr
