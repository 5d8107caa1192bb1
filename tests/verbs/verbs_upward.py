"""A town whose roll-up goes on to the city: a campaign to edit, with the city's workbook in it."""

import io
import shutil
from pathlib import Path

import openpyxl
from helpers import superior
from openpyxl.worksheet.worksheet import Worksheet
from verbs_town import ROOT

from generator import verbs

JIANGGUANCHI = ROOT / "fixtures" / "campaigns" / "jiangguanchi"
JUNE = "2023-06"
BY_ROWS = """\
  - name: 市调度表
    file: 上级表/市调度表.xlsx
    column: 本月数
    duty: 报市调度表
    cells:
      self_found: {at: 发现重大事故隐患, under: 企业自查}
      self_closed: {at: 其中：已整改, under: 企业自查}
      inspection_found: {at: 发现重大事故隐患, under: 专项检查}
      inspection_closed: {at: 其中：已整改, under: 专项检查}
      penalties.amount: 罚款金额
"""


def town(folder: Path, upward: str = BY_ROWS, book: bytes | None = None) -> Path:
    """The fixture with a superior's form and the workbook it names."""
    made = shutil.copytree(JIANGGUANCHI, folder / "town")
    (made / "上级表").mkdir()
    content = book or superior.workbook(superior.by_rows)
    (made / "上级表" / "市调度表.xlsx").write_bytes(content)
    (made / "upward.yaml").write_text(f"schema: 1\nupward:\n{upward}", encoding="utf-8")
    file = made / "campaign.yaml"
    duty = "{name: 报市调度表, by_issuer: true, monthly_by: 3, next_month: true, report_to: 市安委办}"
    text = file.read_text(encoding="utf-8").replace("duties:\n", f"duties:\n  - {duty}\n")
    file.write_text(text, encoding="utf-8")
    return made


def collected(source: Path, target: Path | None = None, period: str = JUNE) -> verbs.CollectResult:
    return verbs.collect(verbs.CollectRequest(source=source, period=period, target=target))


def codes(result: verbs.CollectResult) -> list[str]:
    """The codes of what was found in the superiors' forms."""
    return [p.code for p in result.problems if p.code in {f"COL-0{n}" for n in range(13, 19)}]


def message(result: verbs.CollectResult, code: str) -> str:
    return next(str(p) for p in result.problems if p.code == code)


def page(target: Path, name: str = "市调度表（2023年6月）.xlsx") -> Worksheet:
    """The first sheet of a workbook as written."""
    content = (target / "汇总" / name).read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet
