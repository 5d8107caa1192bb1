"""Superior's form: the town's figures in the city's own workbook, which else stays as it came."""

import io
import zipfile
from datetime import date

import pytest
from helpers import superior
from verbs_upward import BY_ROWS, JIANGGUANCHI, JUNE, codes, collected, message, page, town

from generator import verbs

BY_TOWNS = """\
  - name: 市调度表
    file: 上级表/市调度表.xlsx
    row: 将官池镇
    cells:
      checked: 抽查检查企业数
      penalties.times: {at: 次数, under: 行政处罚}
      penalties.amount: 金额
"""
BESIDE = """\
  - name: 市调度表
    file: 上级表/市调度表.xlsx
    cells: {checked: 检查企业, suspended: 停产整顿, technical_inspectors: D2}
"""


def figure(result: verbs.CollectResult, name: str) -> object:
    return next(c.value for t in result.totals for c in t.cells if c.field.name == name)


def test_figures_stand_beside_the_words_they_are_for(tmp_path):
    result = collected(town(tmp_path), tmp_path / "out")

    sheet = page(tmp_path / "out")
    names = ("self_found", "self_closed", "inspection_found", "inspection_closed")
    assert [sheet[f"E{row}"].value for row in range(3, 7)] == [figure(result, name) for name in names]
    assert sheet["E7"].value == 214_500  # 21.45 万元 in 元, as the label asks
    assert codes(result) == ["COL-018", "COL-018"]
    assert "调度表!E8（整改率（%））" in message(result, "COL-018")


def test_looks_drop_downs_and_drawings_stay_and_formulas_are_worked_out_anew(tmp_path):
    source = town(tmp_path)
    collected(source, tmp_path / "out")

    before = zipfile.ZipFile(source / "上级表" / "市调度表.xlsx")
    after = zipfile.ZipFile(tmp_path / "out" / "汇总" / "市调度表（2023年6月）.xlsx")
    same = [n for n in before.namelist() if before.read(n) == after.read(n)]
    assert after.namelist() == before.namelist()
    assert set(before.namelist()) - set(same) == {"xl/workbook.xml", "xl/worksheets/sheet1.xml"}
    sheet = page(tmp_path / "out")
    assert sheet["E3"].fill.fgColor.rgb == "FFDDEBF7"
    assert sheet["E9"].value == "=SUM(E3:E6)"
    assert sheet.data_validations.dataValidation[0].formula1 == '"是,否"'
    assert b"<v>7</v></c><c" not in after.read("xl/worksheets/sheet1.xml").split(b"E9")[1]
    assert b'fullCalcOnLoad="1"' in after.read("xl/workbook.xml")


def test_the_towns_own_row_is_filled_under_heads_on_two_levels(tmp_path):
    source = town(tmp_path, BY_TOWNS, superior.workbook(superior.by_towns))
    result = collected(source, tmp_path / "out")

    sheet = page(tmp_path / "out")
    assert [c.value for c in sheet[5]] == ["将官池镇", 412, 26, 214_500, 9]
    assert [c.value for c in sheet[4]] == ["灵井镇", 1, 2, 3, 4]
    assert "调度表!E5（曝光企业（家））" in message(result, "COL-018")


def test_a_blank_beside_its_label_and_a_cell_named_by_its_reference(tmp_path):
    source = town(tmp_path, BESIDE, superior.workbook(superior.beside))
    result = collected(source, tmp_path / "out")

    sheet = page(tmp_path / "out")
    assert (sheet["B1"].value, sheet["D1"].value, sheet["D2"].value) == (412, 20, 6)
    assert "调度表!B2（移送司法）" in message(result, "COL-018")


def test_a_number_nobody_gave_empties_the_cell_of_last_months(tmp_path):
    cells = BY_TOWNS.replace("checked: 抽查检查企业数", "technical_inspectors: 抽查检查企业数")
    source = town(tmp_path, cells, superior.workbook(superior.by_towns))
    file = source / "campaign.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("      2023-06: {technical_inspectors: 6}\n", ""), encoding="utf-8")

    collected(source, tmp_path / "out")

    assert page(tmp_path / "out")["B5"].value is None


def test_words_are_written_on_the_form_with_the_names_of_the_campaign(tmp_path):
    texts = BESIDE + """    texts: {A1: "{issuer.region}{period}", 移送司法: "=1+1", C9: "{period}填"}\n"""
    source = town(tmp_path, texts, superior.workbook(superior.beside))

    result = collected(source, tmp_path / "out")

    assert codes(result) == ["COL-018"]
    sheet = page(tmp_path / "out")
    assert sheet["A1"].value == "将官池镇2023年6月"
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert sheet["C9"].value == "2023年6月填"


def test_words_that_begin_like_a_formula_stay_words(tmp_path):
    result = collected(town(tmp_path))
    one = result.upward[0]
    from generator.render.superior_xlsx import render_superior

    content = render_superior(one.book, {("调度表", (3, 5)): "=1+1", ("调度表", (30, 2)): "新"})

    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert (sheet["E3"].data_type, sheet["E3"].value) == ("s", "=1+1")
    assert sheet["B30"].value == "新"


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("罚款金额", "罚没金额", "COL-014", "没有写着“罚没金额”的格。是不是“罚款金额（元）”？"),
        ("{at: 其中：已整改, under: 企业自查}", "其中：已整改", "COL-014", "不止一处：调度表!C4、调度表!C6"),
        ("under: 专项检查}\n      inspection_closed", "under: 抽查}\n      inspection_closed", "COL-014", "“抽查”下面"),
        ("column: 本月数", "column: 上月数", "COL-014", "column 写的“上月数”在工作表“调度表”里找不到"),
        ("    column: 本月数\n", "", "COL-014", "右边、下面没有空格"),
        ("    column: 本月数", "    column: 本月数\n    sheet: 附表", "COL-014", "没有工作表“附表”"),
        ("penalties.amount: 罚款金额", "penalties.amount: 附表!E6", "COL-014", "没有工作表“附表”"),
        ("penalties.amount: 罚款金额", "penalties.amount: E5", "COL-014", "已经填了“inspection_found”"),
        ("penalties.amount: 罚款金额", "penalties.amount: E9", "COL-015", "调度表!E9 是公式"),
        ("penalties.amount: 罚款金额", "checked: 罚款金额", "COL-016", "单位是“元”，“checked”是“家”，换算不了"),
        ("上级表/市调度表.xlsx", "上级表/省调度表.xlsx", "COL-013", "找不到"),
        ("上级表/市调度表.xlsx", "../市调度表.xlsx", "COL-013", "不在行动的文件夹里"),
        ("上级表/市调度表.xlsx", "campaign.yaml", "COL-013", "不是 .xlsx 文件"),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_told_with_its_line(tmp_path, old, new, code, said):
    source = town(tmp_path)
    file = source / "upward.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")

    result = collected(source)

    assert code in codes(result)
    assert said in message(result, code)
    assert message(result, code).startswith("upward.yaml:")


def test_a_form_with_an_error_is_not_written_and_one_with_a_formula_is(tmp_path):
    cells = BY_ROWS.replace("罚款金额", "E9")
    second = BY_ROWS.replace("罚款金额", "罚没金额").replace("name: 市调度表", "name: 市调度表二")
    source = town(tmp_path, cells + second)

    collected(source, tmp_path / "out")

    books = sorted(p.name for p in (tmp_path / "out" / "汇总").glob("*.xlsx"))
    assert books == ["市调度表（2023年6月）.xlsx", "汇总（2023年6月）.xlsx"]
    assert page(tmp_path / "out")["E9"].value == "=SUM(E3:E6)"


def test_another_counting_unit_is_told_and_the_number_written(tmp_path):
    cells = BY_TOWNS.replace("checked:", "suspended:").replace(
        "抽查检查企业数", "{at: 抽查检查企业数, unit: 起}"
    )
    source = town(tmp_path, cells, superior.workbook(superior.by_towns))

    result = collected(source, tmp_path / "out")

    assert "提醒 COL-016 上级表“市调度表”的 调度表!B5 的单位是“起”，“suspended”是“家”，数照写" in message(
        result, "COL-016"
    )
    assert page(tmp_path / "out")["B5"].value == 20


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"0" * 600, b"<html>"])
def test_a_file_that_is_no_workbook_is_told(tmp_path, content):
    source = town(tmp_path)
    (source / "上级表" / "市调度表.xlsx").write_bytes(content)

    assert codes(collected(source)) == ["COL-013"]


def test_a_workbook_that_would_grow_or_fetch_is_not_opened(tmp_path):
    source = town(tmp_path)
    file = source / "上级表" / "市调度表.xlsx"
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with_dtd = parts["xl/workbook.xml"].replace(b"<workbook", b'<!DOCTYPE w [<!ENTITY a "b">]><workbook', 1)
    for extra in (
        {"xl/workbook.xml": with_dtd},
        {"xl/media/x.bin": b"0" * 70_000_000},
        {"xl/vbaProject.bin": b"x"},
    ):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in {**parts, **extra}.items():
                archive.writestr(name, body)
        assert codes(collected(source)) == ["COL-013"]


def test_frozen_figures_go_up_whatever_comes_later(tmp_path):
    source = town(tmp_path, BESIDE, superior.workbook(superior.beside))
    verbs.collect(verbs.CollectRequest(source=source, period=JUNE, freeze=True))
    file = source / "returns" / JUNE / "wangdian.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("checked: 11", "checked: 99"), encoding="utf-8")

    result = collected(source, tmp_path / "out")

    assert page(tmp_path / "out")["B1"].value == 412
    lines = result.explain("调度表!B1")
    assert lines[0] == "市调度表 调度表!B1＝412，取自 checked"
    assert "  " * 2 + "这是上报时留底的数；上报以后有变动，下面是现在的：" in lines
    assert "      王店村 99" in lines


def test_its_own_deadline_is_the_issuers_duty(tmp_path):
    source = town(tmp_path)
    assert collected(source).sent_on() == [("市调度表", 5, "7月3日前报市安委办")]

    late = verbs.due(verbs.DueRequest(source=source, on=date(2023, 7, 10)))
    mine = [d for d in late.dues if d.occasion.duty.name == "报市调度表" and d.occasion.period == JUNE]
    assert [(d.occasion.unit, d.state, d.days) for d in mine] == [("", "late", 7)]

    done = verbs.receive(
        verbs.ReceiveRequest(source=source, duty="报市调度表", on=date(2023, 7, 2), period=JUNE)
    )
    assert done.registered == ("镇安委会",)
    after = verbs.due(verbs.DueRequest(source=source, on=date(2023, 7, 10)))
    assert [d.state for d in after.dues if d.occasion.duty.name == "报市调度表"][:2] == ["late", "in"]


def test_a_check_tells_what_the_roll_up_would(tmp_path):
    source = town(
        tmp_path, BY_ROWS.replace("at: 发现重大事故隐患, under: 企业自查", "at: 没有这一行, under: 企业自查")
    )

    found = [p for p in verbs.check(source).problems if p.code.startswith("COL-")]

    assert [p.code for p in found if p.severity == "error"] == ["COL-014"]
    assert "没有这一行" in found[0].message
    assert "upward.yaml:8:19" in str(found[0])
    assert sorted(p.code for p in found) == sorted(codes(collected(source)))


def test_a_check_names_a_superiors_workbook_that_is_not_there_and_none_where_no_form_goes_up(tmp_path):
    source = town(tmp_path)
    (source / "上级表" / "市调度表.xlsx").unlink()

    assert [p.code for p in verbs.check(source).problems] == ["COL-013"]
    assert verbs.check(JIANGGUANCHI).problems == ()


def test_what_was_not_reported_upward_is_told_as_the_issuers_own(tmp_path):
    source = town(tmp_path)

    told = [
        p.message
        for p in verbs.due(verbs.DueRequest(source=source, on=date(2023, 7, 10))).problems
        if p.code == "DUE-004"
    ]

    assert told[0].startswith("本级的“报市调度表”没有登记报出，过了期限的 2 次都算逾期。")
    assert all("本级" not in message for message in told[1:])
