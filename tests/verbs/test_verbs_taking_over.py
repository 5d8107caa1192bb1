"""An office's own rosters and ledgers taken over from Excel: by their heads, nothing lost unseen."""

import shutil
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import ryaml

from generator.sources.campaign import load
from generator.verbs.office import convert_to
from generator.verbs.taking_over import take_over_ledger
from generator.verbs.usage import UsageProblem

SMALL = Path(__file__).parents[2] / "fixtures" / "campaigns" / "small_valid"


@pytest.fixture
def campaign(tmp_path):
    """The small campaign without its hazards."""
    folder = shutil.copytree(SMALL, tmp_path / "行动")
    (folder / "hazards.yaml").unlink()
    return folder


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.title = "台账"
    book.save(path)
    return path


LEDGER = (
    ("柳林镇隐患排查台账",),
    ("序号", "属地", "场所", "隐患名称", "等级", "隐患内容", "检查日期", "整改期限", "电话"),
    (1, "河湾村", "河湾木业", "粉尘", "重大", "积尘", datetime(2023, 6, 6), "2023.7.31", 13000000001),
    (2, "应急办", "镇粮库", "配电箱", "一般", "箱门缺失", "2023年6月8日", None, None),
    ("合计", 2),
)


def test_a_ledger_with_one_column_mapped_gives_the_hazards(campaign, tmp_path):
    file = workbook(tmp_path / "台账.xlsx", *LEDGER)

    result = take_over_ledger(campaign, file, "hazards", {"场所": "企业名称"})

    assert [p.code for p in result.problems if p.severity == "error"] == []
    assert result.written == campaign / "hazards.yaml"
    first, second = ryaml.loads(result.written.read_text(encoding="utf-8"))["hazards"]
    assert first == {
        "unit": "柳林镇河湾村",
        "enterprise": {"name": "河湾木业", "phone": "13000000001"},
        "name": "粉尘",
        "level": "重大",
        "content": "积尘",
        "inspected_on": "2023-06-06",
        "due_on": "2023-07-31",
        "code": "YH-001",
    }
    assert (second["unit"], second["inspected_on"]) == ("柳林镇应急管理办公室", "2023-06-08")
    assert len(load(campaign).campaign.hazards) == 2


def test_a_column_that_is_not_known_is_named_and_nothing_is_written(campaign, tmp_path):
    file = workbook(tmp_path / "台账.xlsx", *LEDGER)

    result = take_over_ledger(campaign, file, "hazards", {})

    assert result.written is None
    assert "台账.xlsx 台账!C2 错误 OFF-011" in "\n".join(map(str, result.problems))
    assert not (campaign / "hazards.yaml").exists()


def test_a_column_left_out_knowingly_is_no_problem(campaign, tmp_path):
    rows = [("村", "全称", "随手记"), ("河湾", "柳林镇河湾村", "好")]
    file = workbook(tmp_path / "名册.xlsx", *rows)

    result = take_over_ledger(
        campaign, file, "units", {"村": "简称", "随手记": "不要"}, tmp_path / "单位.yaml"
    )

    assert [p.code for p in result.problems] == ["OFF-004"]
    (unit,) = ryaml.loads((tmp_path / "单位.yaml").read_text(encoding="utf-8"))["units"]
    assert unit == {"short_name": "河湾", "name": "柳林镇河湾村", "kind": "community"}


def test_a_mapping_wins_over_what_a_head_says_by_itself(campaign, tmp_path):
    rows = [("单位全称", "备注", "类别"), ("柳林镇河湾村", "河湾", "社区（村）")]
    file = workbook(tmp_path / "名册.xlsx", *rows)

    result = take_over_ledger(campaign, file, "units", {"备注": "short_name"}, tmp_path / "单位.yaml")

    assert result.problems == ()
    assert "short_name: 河湾" in result.written.read_text(encoding="utf-8")


def test_a_wrong_value_is_told_in_its_cell(campaign, tmp_path):
    row = ("1", "河湾村", "河湾木业", "粉尘", "特大", "积尘", "6月6日", None, None)
    file = workbook(tmp_path / "台账.xlsx", LEDGER[1], row)

    result = take_over_ledger(campaign, file, "hazards", {"场所": "企业名称"})

    assert {(p.where, p.code) for p in result.problems if p.severity == "error"} == {
        ("台账.xlsx 台账!E2", "DATA-005"),
        ("台账.xlsx 台账!G2", "DATA-004"),
    }
    assert result.written is None


def test_a_file_that_is_there_is_not_written_over(campaign, tmp_path):
    file, target = workbook(tmp_path / "台账.xlsx", *LEDGER), tmp_path / "旧.yaml"
    target.write_text("旧", encoding="utf-8")

    result = take_over_ledger(campaign, file, "hazards", {"场所": "企业名称"}, target)

    assert [p.code for p in result.problems if p.severity == "error"] == ["OFF-013"]
    assert target.read_text(encoding="utf-8") == "旧"


def test_units_that_the_campaign_has_already_are_not_doubled(campaign, tmp_path):
    file = workbook(tmp_path / "名册.xlsx", ("单位全称", "类别"), ("柳林镇河湾村", "社区（村）"))

    result = take_over_ledger(campaign, file, "units", {})

    assert [(p.where, p.code) for p in result.problems] == [("campaign.yaml:15:3", "OFF-013")]
    assert not (campaign / "units.yaml").exists()


def test_units_of_a_campaign_of_office_files_are_told_on_their_sheet(campaign, tmp_path):
    convert_to(campaign, tmp_path / "办公版", "office")
    file = workbook(tmp_path / "名册.xlsx", ("单位全称", "类别"), ("柳林镇河湾村", "社区（村）"))

    (problem,) = take_over_ledger(tmp_path / "办公版", file, "units", {}).problems

    assert (problem.where, problem.code) == ("活动.xlsx 单位", "OFF-013")
    assert problem.message.startswith("行动里已有工作表“单位”，只能写在一处。")


def test_a_field_that_there_is_not_is_a_wrong_command(campaign, tmp_path):
    file = workbook(tmp_path / "台账.xlsx", *LEDGER)

    with pytest.raises(UsageProblem, match="没有“企业”这个字段"):
        take_over_ledger(campaign, file, "hazards", {"场所": "企业"})


def test_a_sheet_of_something_else_is_told(campaign, tmp_path):
    file = workbook(tmp_path / "台账.xlsx", ("日期", "天气"), ("6月1日", "晴"))

    result = take_over_ledger(campaign, file, "hazards", {})

    assert [(p.where, p.code) for p in result.problems] == [("台账.xlsx 台账", "OFF-002")]
    assert result.written is None


def test_a_roster_of_names_and_columns_not_wanted_gives_the_units(tmp_path):
    folder = shutil.copytree(SMALL, tmp_path / "行动")
    file = workbook(
        tmp_path / "名册.xlsx",
        ("各村一览表",),
        ("序号", "村（社区）名称", "书记", "户数"),
        (1, "柳林镇杏花村", "江一帆", 88),
        ("合计", None, None, "=SUM(D3:D3)"),
    )
    target = tmp_path / "单位.yaml"
    result = take_over_ledger(folder, file, "units", {"书记": "不要", "户数": "不要"}, target)

    assert [p.code for p in result.problems if p.severity == "error"] == []
    assert [u["name"] for u in ryaml.loads(target.read_text(encoding="utf-8"))["units"]] == ["柳林镇杏花村"]


ONE_COLUMN = (
    ("属地", "企业", "隐患内容", "等级", "检查日期"),
    ("河湾村", "河湾木业", "积尘未清理", "重大隐患", "2023-06-06"),
)


def test_a_ledger_with_one_column_for_name_and_content_gives_both_and_says_so(campaign, tmp_path):
    result = take_over_ledger(campaign, workbook(tmp_path / "台账.xlsx", *ONE_COLUMN), "hazards", {})

    (item,) = ryaml.loads(result.written.read_text(encoding="utf-8"))["hazards"]
    assert (item["name"], item["content"], item["level"]) == ("积尘未清理", "积尘未清理", "重大")
    messages = [p.message for p in result.problems if p.code == "OFF-004"]
    assert any("没有“隐患名称”一栏，照“主要内容”写" in m for m in messages)
    assert any("“重大隐患”，读作 重大" in m for m in messages)


def test_a_mapping_of_a_column_that_is_not_there_is_told(campaign, tmp_path):
    file = workbook(tmp_path / "台账.xlsx", *ONE_COLUMN)
    result = take_over_ledger(campaign, file, "hazards", {"隐患内客": "主要内容"})

    (problem,) = [p for p in result.problems if p.severity == "error"]
    assert (problem.code, result.written) == ("OFF-011", None)
    assert "“隐患内客”，表里没有。是不是“隐患内容”？" in problem.message


def test_what_is_missing_is_not_told_while_a_column_is_still_unknown(campaign, tmp_path):
    rows = [(*row[:2], *row[3:], f"说明{i}" if i else "现场情况") for i, row in enumerate(ONE_COLUMN)]
    result = take_over_ledger(campaign, workbook(tmp_path / "台账.xlsx", *rows), "hazards", {})

    assert [p.code for p in result.problems if p.severity == "error"] == ["OFF-011"]


def test_a_unit_whose_name_begins_like_a_sum_or_a_note_is_read(campaign, tmp_path):
    rows = [("单位全称", "类别"), ("合计山村", "社区（村）"), ("备注河村", "社区（村）")]
    file = workbook(tmp_path / "名册.xlsx", *rows)

    result = take_over_ledger(campaign, file, "units", {}, tmp_path / "单位.yaml")

    assert "OFF-012" not in {p.code for p in result.problems}
    assert result.count == 2


def test_units_are_written_beside_those_of_the_campaign_in_a_file_of_their_own(campaign, tmp_path):
    file = workbook(tmp_path / "名册.xlsx", ("单位全称", "类别"), ("柳林镇河湾村", "社区（村）"))

    result = take_over_ledger(campaign, file, "units", {}, tmp_path / "单位.yaml")

    assert "OFF-013" not in {p.code for p in result.problems}
    assert result.written == tmp_path / "单位.yaml"


def told(result):
    return [(p.where, p.code) for p in result.problems if p.severity == "error"]


def test_a_unit_that_the_campaign_has_not_is_told_at_its_cell_with_the_nearest(campaign, tmp_path):
    rows = (ONE_COLUMN[0], ("河弯村", *ONE_COLUMN[1][1:]), ONE_COLUMN[1])
    result = take_over_ledger(campaign, workbook(tmp_path / "台账.xlsx", *rows), "hazards", {})

    assert (told(result), result.written) == ([("台账.xlsx 台账!A2", "REF-002")], None)
    assert "“河弯村”不是行动里的单位。是不是“河湾村”？" in "".join(p.message for p in result.problems)


def test_a_unit_may_be_named_by_any_of_its_names(campaign, tmp_path):
    rows = (ONE_COLUMN[0], *((name, *ONE_COLUMN[1][1:]) for name in ("河湾", "河湾 村", "柳林镇河湾村")))
    result = take_over_ledger(campaign, workbook(tmp_path / "台账.xlsx", *rows), "hazards", {})

    assert told(result) == []


def test_a_department_of_others_can_be_left_out_knowingly(campaign, tmp_path):
    rows = ((*ONE_COLUMN[0], "监管部门"), (*ONE_COLUMN[1], "县应急管理局"))
    file = workbook(tmp_path / "台账.xlsx", *rows)

    assert told(take_over_ledger(campaign, file, "hazards", {})) == [("台账.xlsx 台账!F2", "REF-002")]
    assert told(take_over_ledger(campaign, file, "hazards", {"监管部门": "不要"})) == []


def test_a_roster_may_name_units_of_its_own_as_those_above(campaign, tmp_path):
    rows = [
        ("单位全称", "类别", "上级单位"),
        ("柳林镇杏花村", "社区（村）", "柳林镇桃花村"),
        ("柳林镇桃花村", "社区", ""),
    ]
    file = workbook(tmp_path / "名册.xlsx", *rows)

    result = take_over_ledger(campaign, file, "units", {}, tmp_path / "单位.yaml")

    assert told(result) == [("名册.xlsx 台账!B3", "REF-007")]
