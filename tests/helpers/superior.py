"""Superior's workbooks (上级表) for tests: one number a row, one town a row, and blanks beside their labels."""

import io
from collections.abc import Callable

import xlsxwriter
from xlsxwriter.worksheet import Worksheet


def workbook(write: Callable[[xlsxwriter.Workbook, Worksheet], None], sheet: str = "调度表") -> bytes:
    """Return the bytes of a workbook whose one sheet `write` fills in."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        write(book, book.add_worksheet(sheet))
    return file.getvalue()


def by_rows(book: xlsxwriter.Workbook, page: Worksheet) -> None:
    """An indicator a row: number, label, unit, this month, remark; groups merged, a drop-down, a text box, a sum."""
    box = book.add_format({"border": 1, "bg_color": "#DDEBF7", "num_format": "0.00"})
    page.merge_range("A1:F1", "全市重大事故隐患专项排查整治进展情况调度表", box)
    page.write_row("A2", ["序号", "类别", "指标", "计量单位", "本月数", "备注"], box)
    page.merge_range("B3:B4", "企业自查", box)
    page.merge_range("B5:B6", "专项检查", box)
    rows = [
        "1. 发现重大事故隐患",
        "其中：已整改",
        "2. 发现重大事故隐患",
        "其中：已整改",
        "罚款金额（元）",
        "整改率（%）",
    ]
    for i, label in enumerate(rows):
        page.write(2 + i, 0, i + 1, box)
        page.write(2 + i, 2, label, box)
        page.write(2 + i, 3, "起", box)
        page.write_blank(2 + i, 4, None, box)
        page.write_blank(2 + i, 5, None, box)
    page.write_formula("E9", "=SUM(E3:E6)", box, 7)
    page.write("C9", "合计", box)
    page.data_validation("F3", {"validate": "list", "source": ["是", "否"]})
    page.insert_textbox("H2", "填表说明：请于3日前报送")
    page.set_landscape()


def by_towns(book: xlsxwriter.Workbook, page: Worksheet) -> None:
    """A town a row under heads on two levels; last month's numbers still stand in the town's row."""
    box = book.add_format({"border": 1})
    page.merge_range("A1:E1", "各镇办进展情况", box)
    page.merge_range("A2:A3", "单位", box)
    page.merge_range("B2:B3", "抽查检查企业数（家）", box)
    page.merge_range("C2:D2", "行政处罚", box)
    page.write_row("C3", ["次数", "金额（元）"], box)
    page.merge_range("E2:E3", "曝光企业（家）", box)
    page.write_row("A4", ["灵井镇", 1, 2, 3, 4], box)
    page.write_row("A5", ["将官池镇", 9, 9, 9, 9], box)
    page.write_formula("B6", "=SUM(B4:B5)", box, 10)


def beside(book: xlsxwriter.Workbook, page: Worksheet) -> None:
    """Labels with the blank to their right, two pairs a row."""
    box = book.add_format({"border": 1})
    for row, (left, right) in enumerate([("检查企业", "停产整顿"), ("移送司法", "技术检查员")]):
        page.write(row, 0, left, box)
        page.write_blank(row, 1, None, box)
        page.write(row, 2, right, box)
        page.write_blank(row, 3, None, box)
