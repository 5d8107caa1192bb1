"""Heads of tables as a superior sends them: rows of texts, merged areas, rules around the table, by XlsxWriter."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import xlsxwriter

from generator.derive.drawing import Asked
from generator.model.drawn import Drawn
from generator.verbs.drawing import draw_forms

Text = str | int | None


def head_workbook(
    rows: Sequence[Sequence[Text]],
    *,
    ruled: tuple[int, int],
    merged: Sequence[str] = (),
    widths: Mapping[str, float] | None = None,
    lists: Mapping[str, Sequence[str] | str] | None = None,
    formulas: Mapping[str, str] | None = None,
    sheet: str = "表1",
    others: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Return a workbook of one sheet; `ruled` are the first and last row, from 1, that rules run around.

    `others` are further hidden sheets, a column of texts each.
    """
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet(sheet)
    rule = book.add_format({"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
    plain = book.add_format({"text_wrap": True})
    width = max(map(len, rows))
    for r, row in enumerate(rows, 1):
        within = ruled[0] <= r <= ruled[1]
        for c in range(width if within else len(row)):
            text = row[c] if c < len(row) else None
            page.write(r - 1, c, text, rule if within else plain) if text is not None or within else None
    for area in merged:
        first = area.split(":")[0]
        row, column = xlsxwriter.utility.xl_cell_to_rowcol(first)
        text = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        page.merge_range(area, text, rule if ruled[0] <= row + 1 <= ruled[1] else plain)
    for cell, formula in (formulas or {}).items():
        page.write_formula(cell, formula, rule)
    for column, chars in (widths or {}).items():
        page.set_column(f"{column}:{column}", chars)
    for area, choices in (lists or {}).items():
        page.data_validation(area, {"validate": "list", "source": choices})
    for name, texts in (others or {}).items():
        hidden = book.add_worksheet(name)
        hidden.hide()
        hidden.write_column(0, 0, texts)
    book.close()
    return stream.getvalue()


def drawn(content: bytes, **asked: object) -> Drawn:
    """Return what is drawn from the only sheet of a workbook, for communities."""
    (found,) = draw_forms(("表头.xlsx", content), Asked(used_by=("community",), **asked))  # type: ignore[arg-type]
    return found


LEDGER = head_workbook(
    [
        ["附件2"],
        ["全区重点企业安全生产排查整治情况台账"],
        ["填报单位（盖章）：", None, None, None, None, None, None, "填报日期：    年  月  日"],
        ["序号", "企业名称", "排查发现隐患（个）", None, None, "整改情况", None, "联系电话", "备注"],
        [None, None, "重大隐患数", "一般隐患数", "其中已整改数", "是否完成整改", "整改时限"],
        *[[None]] * 8,
        ["审核人：", None, None, None, None, None, None, "填报人："],
        ["注：1.每月25日前报送。\n2.没有的填0。"],
    ],
    ruled=(4, 13),
    merged=["A2:I2", "A4:A5", "B4:B5", "C4:E4", "F4:G4", "H4:H5", "I4:I5", "A15:I15"],
    widths={"B": 24, "I": 20},
    lists={"F6:F13": ["是", "否"]},
)
UNITS = head_workbook(
    [
        ["××专项行动进展情况统计表"],
        ["单位：家、个"],
        ["乡镇（街道）", "企业自查情况", None, None, None, "部门执法情况"],
        [
            None,
            "自查企业数",
            "发现隐患数",
            "其中：重大隐患",
            "合计",
            "检查企业数",
            "处罚次数",
            "罚款（万元）",
        ],
        ["栏次", "1", "2", "3", "4", "5", "6", "7"],
        *[[None]] * 4,
    ],
    ruled=(3, 9),
    merged=["A1:H1", "A3:A4", "B3:E3", "F3:H3"],
    formulas={"E6": "=B6+C6"},
)
RECORD = head_workbook(
    [
        ["企业安全生产情况登记表"],
        ["填报单位（盖章）：", None, None, "填报日期："],
        ["企业名称", None, None, "法定代表人", None],
        ["地址", None, None, "联系电话", None],
        ["从业人数（人）", None, None, "是否规上企业", None],
        ["隐患\n情况", "主要问题"],
        [None, "整改措施"],
        ["企业意见", "（盖章）\n负责人签字：        年  月  日"],
    ],
    ruled=(3, 8),
    merged=["A1:E1", "B3:C3", "B4:C4", "B5:C5", "A6:A7", "C6:E6", "C7:E7", "B8:E8"],
)
THREE_LEVELS = head_workbook(
    [
        ["各乡镇重大事故隐患排查整治台账"],
        ["填报单位：", None, None, None, None, None, "填报时间："],
        ["序号", "企业名称", "排查整治情况", None, None, None, "备注"],
        [None, None, "重大隐患", None, "一般隐患", None],
        [None, None, "发现（个）", "整改（个）", "发现（个）", "整改（个）"],
        *[[None]] * 5,
    ],
    ruled=(3, 10),
    merged=["A1:G1", "A3:A5", "B3:B5", "C3:F3", "C4:D4", "E4:F4", "G3:G5"],
)
