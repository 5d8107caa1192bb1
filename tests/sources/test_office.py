"""Office files as a campaign's data: what is read, where problems lie, and what is no problem."""

import dataclasses
import re
import shutil
import typing
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import docx
import every_problem
import openpyxl
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from office_cases import (
    as_office,
    body_paragraph,
    cell_of,
    edit_book,
    edit_text,
    numbered,
    text_box,
)

from generator.compose.office_book import office_book, unheld
from generator.compose.office_text import office_text
from generator.model.campaign import Campaign
from generator.model.document import WorkGroup
from generator.model.office import BASIC_COLUMNS, LIST_SHEETS, ROSTER_COLUMNS, SHEET_NAMES, Column
from generator.render.docx import render_docx
from generator.render.xlsx import render_xlsx
from generator.sources.campaign import load
from generator.sources.folder import gather
from generator.sources.hints import arms, hint_at, hints_of
from generator.sources.office.yaml_text import yaml_text
from generator.sources.typed import typed

NOTICE = every_problem.ROOT / "OFF-006" / "text.yaml"


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """The base campaign with a notice, as YAML."""
    folder = shutil.copytree(every_problem.BASE, tmp_path / "campaign")
    shutil.copy(NOTICE, folder)
    return folder


def told(folder: Path) -> list[str]:
    return [f"{p.where} {p.code}" for p in load(folder).problems]


# The one table


def columns() -> list[tuple[tuple[str, ...], Column]]:
    every = [(column.key, column) for column in BASIC_COLUMNS]
    every += [((*sheet.key, column.key), column) for sheet in LIST_SHEETS for column in sheet.columns]
    return every


@pytest.mark.parametrize("sheet", LIST_SHEETS, ids=lambda sheet: sheet.name)
def test_every_column_of_a_list_is_a_key_of_the_data_of_its_kind(sheet):
    for column in sheet.columns:
        assert_kind(column, hint_at(Campaign, (*sheet.key, 0, *column.key)))


def test_every_item_of_the_basics_is_a_key_of_the_data_of_its_kind():
    for column in BASIC_COLUMNS:
        assert_kind(column, hint_at(Campaign, column.key))
    for column in ROSTER_COLUMNS:
        role = column.key == ("label",)
        assert hint_at(WorkGroup, ("roles", 0, *(() if role else ("members", 0)), *column.key)) is str


def assert_kind(column: Column, hint: object) -> None:
    kinds = {str: "text", date: "date", int: "count", float: "number", bool: "yes_no"}
    possible = {kinds.get(arm) for arm in arms(hint)}
    if typing.get_origin(arms(hint)[0]) is tuple:
        possible = {"list", "lines", "days", "steps"}
    elif typing.get_origin(arms(hint)[0]) is typing.Literal:
        possible = {"text"}
        assert set(column.words.values()) == set(typing.get_args(arms(hint)[0])) - {""}, column.label
    elif column.kind in ("month", "document_number"):
        possible = {"month", "document_number"}
    assert column.kind in possible, column.label


def test_no_two_columns_of_a_sheet_go_by_one_head():
    for group in (BASIC_COLUMNS, ROSTER_COLUMNS, *(sheet.columns for sheet in LIST_SHEETS)):
        labels = Counter(head for column in group for head in dict.fromkeys(column.heads))
        assert [head for head, count in labels.items() if count > 1] == []
    assert len(SHEET_NAMES) == len(set(SHEET_NAMES))


def test_every_plain_key_of_units_duties_hazards_and_numbers_has_a_column():
    without = {"hazards": {"extra"}, "forms": {"groups", "columns", "above", "below"}}
    for sheet in LIST_SHEETS:
        item = arms(hint_at(Campaign, (*sheet.key, 0)))[0]
        wanted = set(hints_of(item)) - without.get(sheet.key[0], set())
        assert {column.key[0] for column in sheet.columns} == wanted, sheet.name
        assert dataclasses.is_dataclass(item)


# Places of the problems of the data


@pytest.mark.parametrize(
    ("sheet", "label", "value", "code"),
    [
        ("基本情况", "开始日期", "2023-13-01", "DATA-004"),
        ("基本情况", "结束日期", "2022-01-01", "REF-"),
        ("基本情况", "双面印刷", "也许", "DATA-002"),
        ("基本情况", "活动名称", None, "DATA-003"),
        ("基本情况", "落款", "盖两个章", "DATA-005"),
        ("单位", "类别", "没有的类别", "REF-007"),
        ("单位", "单位全称", None, "DATA-003"),
        ("隐患", "隐患等级", "特大", "DATA-005"),
        ("隐患", "属地单位", "没有的村", "REF-"),
    ],
)
def test_a_problem_of_the_data_lies_in_its_cell(campaign, sheet, label, value, code):
    as_office(campaign)
    cell = cell_of(campaign, sheet, label)
    edit_book(campaign, (sheet, cell, value))

    found = told(campaign)

    assert [line for line in found if line.startswith(f"活动.xlsx {sheet}!{cell} {code}")], found


def test_a_problem_of_the_text_lies_in_its_paragraph(campaign):
    as_office(campaign)
    edit_text(
        campaign, lambda d: setattr(body_paragraph(d, 1).runs[0], "text", "请各村于6月底前报送《情况表。")
    )

    found = told(campaign)

    assert found
    assert {line.rpartition(" ")[0] for line in found} == {"正文.docx 第4段"}


YAML_ALONE = ("SRC", "COL", "HAZ", "DUE", "OFF", "DATA-003-text")  # a cell of blanks is a blank cell
PLAIN = [c for c in every_problem.CASES if not c.startswith(YAML_ALONE) and c not in every_problem.CHANGES]


@pytest.mark.parametrize("case", PLAIN)
def test_a_campaign_with_problems_has_the_same_ones_as_office_files(case, tmp_path):
    source = every_problem.lay_out(case, tmp_path)
    wanted = Counter(p.code for p in load(source).problems)
    gathered = gather(source)
    deeper = {path[0] for path, (file, _) in gathered.origins.items() if path and "/" in file.name}
    data = {key: value for key, value in gathered.data.items() if key not in deeper}
    rest = {key: data[key] for key in unheld(data)}
    folder = tmp_path / "office"
    folder.mkdir()
    for name in ("forms", "returns", "receipts", "history"):
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name)
    (folder / "活动.xlsx").write_bytes(render_xlsx(office_book(data, "仿宋_GB2312")))
    (folder / "其他.yaml").write_text(yaml_text({"schema": 1, **rest}), encoding="utf-8")
    if sheet := office_text(typed(Campaign, data)[0], rest):
        (folder / "正文.docx").write_bytes(render_docx(sheet).content)

    found = load(folder).problems

    assert Counter(p.code for p in found if not p.code.startswith("OFF")) == wanted


# Texts


def title_in_the_middle(document):
    """A clerk's own file: no styles, title and number in the middle, the date in Chinese figures."""
    for paragraph in document.paragraphs:
        paragraph._p.getparent().remove(paragraph._p)
    for words, align in (
        ("柏安委〔2023〕3号", WD_ALIGN_PARAGRAPH.CENTER),
        ("柏溪镇安全生产委员会", WD_ALIGN_PARAGRAPH.CENTER),
        ("关于做好专项行动的通知", WD_ALIGN_PARAGRAPH.CENTER),
        ("各村、镇直有关部门：", None),
        ("　　一、总体要求", None),
        ("　　（一）按月报送。请各村按月报送，", None),
        ("附件：1.进展情况调度表", None),
        ("柏溪镇安全生产委员会", WD_ALIGN_PARAGRAPH.RIGHT),
        ("二〇二三年五月二十六日", WD_ALIGN_PARAGRAPH.RIGHT),
        ("（此件公开发布）", None),
        ("专项行动实施方案", WD_ALIGN_PARAGRAPH.CENTER),
        ("为做好专项行动，制定本方案。", None),
    ):
        document.add_paragraph(words).alignment = align


def test_a_clerks_own_file_is_taken_apart_by_its_look(campaign):
    as_office(campaign)
    edit_text(campaign, title_in_the_middle)

    data = gather(campaign).data

    assert data["notice"] == {
        "number": {"organ_code": "柏安委", "year": 2023, "serial": 3},
        "title": "柏溪镇安全生产委员会\n关于做好专项行动的通知",
        "addressees": "各村、镇直有关部门",
        "text": "一、总体要求\n（一）按月报送。请各村按月报送，\n",
        "signature": ["柏溪镇安全生产委员会"],
        "document_date": "2023-05-26",
        "note": "此件公开发布",
    }
    assert data["plan"] == {"title": "专项行动实施方案", "text": "为做好专项行动，制定本方案。\n"}


def test_numbers_that_word_writes_by_itself_are_restored(campaign):
    as_office(campaign)
    kinds = ("chineseCountingThousand", "chineseCounting", "decimal", "decimal")
    levels = list(zip(kinds, ("%1、", "（%2）", "%3.", "（%4）"), strict=True))
    texts = [("要求", 0), ("目标", 1), ("范围", 1), ("自查", 2), ("建账", 3), ("任务", 0), ("执法", 1)]
    numbered(texts, levels).save(str(campaign / "正文.docx"))

    lines = gather(campaign).data["notice"]["text"].split("\n")

    assert lines == [
        "一、要求",
        "（一）目标",
        "（二）范围",
        "1.自查",
        "（1）建账",
        "二、任务",
        "（一）执法",
        "",
    ]


def test_a_list_whose_numbers_are_no_numbers_is_read_all_the_same(campaign):
    as_office(campaign)
    document = numbered([("要求", 0), ("目标", 0)], [("decimal", "%1.")])
    start = document.part.numbering_part.element.find(f".//{qn('w:start')}")
    start.set(qn("w:val"), "一")
    document.save(str(campaign / "正文.docx"))

    assert gather(campaign).data["notice"]["text"] == "1.要求\n2.目标\n"


@pytest.mark.parametrize(
    ("put", "found"),
    [
        (lambda d: d.add_table(1, 1), "正文.docx 第6段之后 OFF-007"),
        (lambda d: body_paragraph(d)._p.append(text_box("框里的字")), "正文.docx 第3段 OFF-007"),
        (lambda d: d.add_comment(body_paragraph(d).runs, text="请核对"), "正文.docx 第3段 OFF-007"),
    ],
    ids=["table", "text box", "comment"],
)
def test_what_is_no_text_is_told_in_its_place(campaign, put, found):
    as_office(campaign)
    edit_text(campaign, put)

    assert told(campaign) == [found]


def page_mark_after_the_date(document):
    document.add_paragraph("— 1 —")


NEAR = {
    "OFF-003 a head known otherwise": lambda folder: edit_book(folder, ("单位", "B2", "单位名称")),
    "OFF-008 a page mark": lambda folder: edit_text(folder, page_mark_after_the_date),
}


@pytest.mark.parametrize("name", list(NEAR))
def test_a_near_miss_is_no_problem(campaign, name):
    as_office(campaign)
    NEAR[name](campaign)

    assert [line for line in told(campaign) if "OFF" in line] == []


def test_a_document_number_in_other_brackets_is_read_and_told(campaign):
    as_office(campaign)
    cell = cell_of(campaign, "基本情况", "发文字号")
    edit_book(campaign, ("基本情况", cell, "柏安委[2023]03号"))

    assert told(campaign) == [f"活动.xlsx 基本情况!{cell} OFF-004"]
    assert str(load(campaign).campaign.notice.number) == "柏安委〔2023〕3号"


def test_a_formula_in_a_value_stays_a_text(campaign, tmp_path):
    source = shutil.copytree(campaign, tmp_path / "源")
    file = source / "campaign.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("region: 柏溪镇", 'region: "=1+1"'), encoding="utf-8"
    )
    as_office(source)

    sheet = openpyxl.load_workbook(source / "活动.xlsx")["基本情况"]

    (cell,) = [c for row in sheet.iter_rows() for c in row if c.value == "=1+1"]
    assert cell.data_type == "s"


def test_a_key_in_the_workbook_and_in_yaml_is_told(campaign):
    as_office(campaign)
    (campaign / "其他.yaml").write_text("schema: 1\nunits: []\n", encoding="utf-8")

    assert told(campaign) == ["其他.yaml:2:1 SRC-010"]


def test_office_files_beside_a_campaign_in_yaml_are_told(campaign):
    made = shutil.copytree(campaign, campaign.with_name("copy"))
    as_office(made)
    shutil.copy(made / "活动.xlsx", campaign)

    assert told(campaign) == ["活动.xlsx SRC-010"]


def test_a_roster_whose_role_is_written_once_goes_on(campaign):
    as_office(campaign)
    rows = [("组长", "陶冶", "镇长"), ("成员", "莫长青", "主任"), (None, "上官若水", "书记")]
    cells = [
        ("名单", f"{column}{row}", value)
        for row, r in enumerate(rows, 3)
        for column, value in zip("BCD", r, strict=True)
    ]
    edit_book(campaign, *cells)

    roles = gather(campaign).data["work_group"]["roles"]

    assert [(role["label"], [m["name"] for m in role["members"]]) for role in roles] == [
        ("组长", ["陶冶"]),
        ("成员", ["莫长青", "上官若水"]),
    ]


def test_a_short_last_line_is_text_and_a_name_above_the_date_is_the_signature(campaign):
    as_office(campaign)
    document = docx.Document()
    document.add_paragraph("关于报送情况的通知").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words in ("各村：", "请按月报送。", "特此通知", "柏溪镇安全生产委员会", "2023年5月26日"):
        document.add_paragraph(words)
    document.save(str(campaign / "正文.docx"))

    notice = gather(campaign).data["notice"]

    assert notice["text"] == "请按月报送。\n特此通知\n"
    assert notice["signature"] == ["柏溪镇安全生产委员会"]


def test_an_office_file_that_is_a_link_is_not_read(campaign, tmp_path):
    as_office(campaign)
    (campaign / "正文.docx").rename(tmp_path / "外面.docx")
    (campaign / "正文.docx").symlink_to(tmp_path / "外面.docx")

    assert "正文.docx SRC-012" in told(campaign)
    assert "title" not in gather(campaign).data["notice"]


def test_a_file_that_is_no_word_file_is_refused(campaign):
    as_office(campaign)
    (campaign / "正文.docx").write_bytes(b"<html>")

    assert told(campaign) == ["正文.docx OFF-001"]


# Slips of a clerk


def messages(folder: Path, code: str) -> list[str]:
    return [f"{p.where} {p.severity} {p.message}" for p in load(folder).problems if p.code == code]


def rename(folder: Path, sheet: str, name: str) -> None:
    book = openpyxl.load_workbook(folder / "活动.xlsx")
    book[sheet].title = name
    book.save(folder / "活动.xlsx")


@pytest.mark.parametrize("name", ["隐患台账", "Sheet1", "名单2"])
def test_a_sheet_that_was_renamed_is_an_error_whatever_its_name(campaign, name):
    as_office(campaign)
    rename(campaign, "隐患", name)

    (line,) = messages(campaign, "OFF-002")
    assert line.startswith(f"活动.xlsx {name} error")
    assert "改回“隐患”" in line


def test_a_sheet_of_notes_is_only_mentioned(campaign):
    as_office(campaign)
    book = openpyxl.load_workbook(campaign / "活动.xlsx")
    book.create_sheet("草稿")["A1"] = "电话：先打给王店村"
    book.save(campaign / "活动.xlsx")

    (line,) = messages(campaign, "OFF-002")
    assert line.startswith("活动.xlsx 草稿 warning")


def test_a_value_without_a_head_is_told_at_its_cell(campaign):
    as_office(campaign)
    edit_book(campaign, ("单位", "L5", "看这里"))

    assert messages(campaign, "OFF-003") == [
        "活动.xlsx 单位!L5 error “看这里”上面没有栏头，没有读。请写到有栏头的栏里，或删去。"
    ]


def test_a_list_whose_heads_were_deleted_is_told_once(campaign):
    as_office(campaign)
    book = openpyxl.load_workbook(campaign / "活动.xlsx")
    book["单位"].delete_rows(2)
    book.save(campaign / "活动.xlsx")

    (line,) = messages(campaign, "OFF-003")
    assert line.startswith("活动.xlsx 单位 error 找不到栏头")


def test_problems_speak_of_heads_and_not_of_keys(campaign):
    as_office(campaign)
    edit_book(campaign, ("隐患", cell_of(campaign, "隐患", "整改时限"), "6月底"))

    (line,) = messages(campaign, "DATA-004")
    assert ("“整改时限”" in line, "due_on" in line) == (True, False)


def test_a_unit_with_a_slip_of_one_character_is_told_with_the_one_that_was_meant(campaign):
    as_office(campaign)
    book = openpyxl.load_workbook(campaign / "活动.xlsx")
    name = book["单位"]["B3"].value
    edit_book(campaign, ("隐患", cell_of(campaign, "隐患", "属地单位"), name.replace("湖", "胡")))

    assert f"是不是“{name}”" in messages(campaign, "REF-002")[0]


def reword(start: str, words: str):
    def change(document):
        paragraph = next(p for p in document.paragraphs if p.text.startswith(start))
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        paragraph.runs[0].text = words

    return change


@pytest.mark.parametrize("written", ["2023.5.26", "2023-05-26", "2023．5．26", "2023年5月26"])
def test_a_date_in_another_form_is_read_and_told(campaign, written):
    as_office(campaign)
    edit_text(campaign, reword("2023年5月26日", written))

    (line,) = messages(campaign, "OFF-004")
    assert f"“{written}”，读作 2023年5月26日" in line
    assert load(campaign).campaign.notice.document_date == date(2023, 5, 26)


def test_a_missing_date_is_told_where_it_belongs(campaign):
    as_office(campaign)
    edit_text(campaign, reword("2023年5月26日", ""))

    assert [p.where.split(" ")[0] for p in load(campaign).problems if p.code == "DATA-003"] == ["正文.docx"]


def numbered_text(campaign: Path, *lines: str) -> str:
    document = docx.Document()
    document.add_paragraph("关于排查的通知").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("各社区：")
    for line in lines:
        document.add_paragraph(line, style="Heading 3")
    document.add_paragraph("2023年6月1日")
    document.save(str(campaign / "正文.docx"))
    return load(campaign).campaign.notice.text


@pytest.mark.parametrize(("written", "told"), [("1、", 1), ("１．", 1), ("1．", 1), ("1.", 0)])
def test_a_number_of_the_third_level_is_never_numbered_twice(campaign, written, told):
    as_office(campaign)

    assert numbered_text(campaign, f"{written}建立台账。") == "1.建立台账。\n"
    assert len(messages(campaign, "OFF-009")) == told


@pytest.mark.parametrize(
    ("line", "told"), [("各社区、镇直各部门", 1), ("各社区：", 0), ("现将有关事项通知如下。", 0)]
)
def test_addressees_without_a_colon_are_told(campaign, line, told):
    as_office(campaign)
    document = docx.Document()
    document.add_paragraph("关于排查的通知").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words in (line, "请认真排查。", "2023年6月1日"):
        document.add_paragraph(words)
    document.save(str(campaign / "正文.docx"))

    assert len(messages(campaign, "OFF-008")) == told


@pytest.mark.parametrize("formula", ['=LEFT("河湾", 2)', "#REF!", "=TODAY()"])
def test_a_formula_without_a_value_is_told_and_not_read_as_blank(campaign, formula):
    as_office(campaign)
    edit_book(campaign, ("隐患", cell_of(campaign, "隐患", "备注"), formula))

    (line,) = messages(campaign, "OFF-005")
    assert line.startswith(f"活动.xlsx 隐患!{cell_of(campaign, '隐患', '备注')} error “备注”")
    assert "公式" in line


def test_a_formula_whose_value_is_no_text_is_blank(campaign):
    as_office(campaign)
    edit_book(campaign, ("隐患", cell_of(campaign, "隐患", "备注"), '=""'))
    store_empty_text(campaign / "活动.xlsx")

    assert messages(campaign, "OFF-005") == []


def store_empty_text(file: Path) -> None:
    """Give the one cell with such a formula the value of an empty text, as Excel stores it."""
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    pattern = re.compile(rb'<c r="(\w+)"([^>]*)><f>""</f><v ?/?>(?:</v>)?</c>')
    found = [name for name, part in parts.items() if pattern.search(part)]
    assert len(found) == 1
    parts[found[0]] = pattern.sub(rb'<c r="\1" t="str"><f>""</f><v></v></c>', parts[found[0]])
    with zipfile.ZipFile(file, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)


def test_a_level_that_is_passed_over_is_told_at_its_paragraph(campaign):
    as_office(campaign)

    def skip_a_level(document):
        for words in ("一、报送要求", "（1）按月报送。", "（2）如实填写。"):
            body_paragraph(document).insert_paragraph_before(words)

    edit_text(campaign, skip_a_level)

    assert "正文.docx 第4段 TXT-019" in told(campaign)
