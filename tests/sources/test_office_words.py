"""What is said of a campaign of office files: in the words of its sheets and heads, wherever the problem lies."""

from pathlib import Path

import every_problem
import openpyxl
import pytest
from office_cases import as_office, cell_of, edit_book

from generator.sources.campaign import load
from generator.sources.folder import gather
from generator.sources.office.words import in_office_words

SAID = [
    (("units", 1, "kind"), "kinds 里没有单位类别“乡”。", "工作表“单位类别”里没有单位类别“乡”。"),
    (("hazards", 0, "unit"), "请写 units 里的单位代号。", "请写工作表“单位”里的全称、简称或代号。"),
    (("hazards", 0, "level"), "缺少“level”（隐患等级）。", "缺少“隐患等级”。"),
    (("hazards", 0, "progress", 0, "on"), "“on”早于检查时间（inspected_on）。", "“整改进展”早于检查时间。"),
    (("duties", 0), "每月 monthly_by、一次 due_on。", "每月“每月几日前”、一次“截止日期”。"),
    (("duties", 0, "due_on"), "要顺延的写 workday: later。", "要顺延的写“遇休息日”为“顺延”。"),
    (("duties", 0, "due_on"), "写在 settings 的 workdays 里。", "写在“调休上班的日子”里。"),
    (("notice", "text"), "确要标注的，在 waivers 里写明。", "确要标注的，在工作表“豁免”里写明。"),
    (("notice", "text"), "请改正（--fix 可以代改）。", "请改正。"),
    (("notice", "number"), "gongwen numbers 看下一个号。", "gongwen numbers 看下一个号。"),
    (("forms", 0, "list"), "请补写 lists。", "请补写其他.yaml 的 lists。"),
    (("hazards", 0, "unit"), "没有“units”这个单位。", "没有“units”这个单位。"),
    ((), "请写 name，或在 hazards 里填写。", "请写 name，或在工作表“隐患”里填写。"),
]


@pytest.mark.parametrize(("path", "message", "said"), SAID)
def test_keys_are_called_by_their_heads_and_sheets(path, message, said):
    assert in_office_words(path, message) == said


def test_a_list_that_stands_in_a_file_of_its_own_keeps_its_key():
    message = "请在 hazards 里填写，或在 waivers 里写明。"

    assert in_office_words((), message, {"hazards"}) == "请在 hazards 里填写，或在工作表“豁免”里写明。"


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A campaign of office files, with its returns in YAML."""
    folder = every_problem.lay_out("VAL-001", tmp_path)
    as_office(folder)
    return folder


def test_a_cell_is_told_without_keys_of_the_data(campaign):
    edit_book(campaign, ("单位", cell_of(campaign, "单位", "类别"), "乡"))

    (problem,) = [p for p in load(campaign).problems if p.where.startswith("活动.xlsx 单位!")]

    assert "在工作表“单位类别”里补上" in problem.message


def test_hazards_in_a_file_of_their_own_keep_their_key(campaign):
    ledger = "schema: 1\nhazards: []\n"
    book = openpyxl.load_workbook(campaign / "活动.xlsx")
    book["隐患"].delete_rows(2, 100)
    book.save(campaign / "活动.xlsx")
    (campaign / "hazards.yaml").write_text(ledger, encoding="utf-8")
    gathered = gather(campaign)

    assert gathered.in_its_words(("returns", 0), "请在 hazards 里填写，在 waivers 里写明。") == (
        "请在 hazards 里填写，在工作表“豁免”里写明。"
    )


def test_a_return_is_told_with_the_sheets_that_it_leads_to(campaign):
    file = next((campaign / "returns").rglob("*.yaml"))
    file.write_text(file.read_text(encoding="utf-8").replace("unit: qiuhu", "unit: qiuhuu"), encoding="utf-8")

    (problem,) = [p for p in load(campaign).problems if p.code == "REF-002"]

    assert problem.where.startswith("returns/")
    assert "请写工作表“单位”里的全称、简称或代号" in problem.message
