"""Every number is explained: each cell of the summary, each number of the table and of the superior's form."""

import io
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from verbs_upward import collected, town

from generator import verbs
from generator.compose.explaining import cell_explained
from generator.compose.references import column_letter
from generator.compose.roll_up import indicators, total_sheet
from generator.compose.summary import summary_of
from generator.compose.upward import key_of
from generator.verbs.explaining import view_of

AMOUNT = re.compile(r"＝(-?[\d.]+)")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[verbs.CollectResult, Path]:
    folder = tmp_path_factory.mktemp("explained")
    return collected(town(folder), folder / "out"), folder / "out" / "汇总"


def numbers_of(made: tuple[verbs.CollectResult, Path]) -> dict[str, float]:
    """Every number of the summary as its file holds it, by sheet and cell."""
    result, _ = made
    cells = {}
    for sheet in summary_of(result.campaign, result.pairs).sheets:
        for r, row in enumerate((sheet.heads, *sheet.rows), 2):
            for c, cell in enumerate(row):
                if isinstance(cell.value, int | float):
                    cells[f"{sheet.name}!{column_letter(c)}{r}"] = cell.value
    return cells


def test_every_number_of_the_summary_is_explained_and_says_what_the_cell_holds(made):
    result, _ = made
    numbers = numbers_of(made)
    view = view_of(result)
    wrong = {}
    for reference, value in numbers.items():
        first, *rest = cell_explained(view, reference)
        told = AMOUNT.search(first)
        if told is None or Decimal(told[1]) != Decimal(str(value)) or not rest:
            wrong[reference] = first
    assert wrong == {}
    assert len(numbers) == 1500


def test_the_summary_file_holds_no_number_but_those_explained(made):
    _, folder = made
    book = openpyxl.load_workbook(
        io.BytesIO((folder / "汇总（2023年6月）.xlsx").read_bytes()), data_only=True
    )
    held = {
        f"{page.title}!{cell.coordinate}"
        for page in book
        for row in page.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    }
    assert held == set(numbers_of(made))


def test_the_sum_of_every_total_is_that_of_the_returns_behind_it(made):
    result, _ = made
    (total,) = result.totals
    returns = {(r.form, r.unit): r.values for r in result.campaign.returns if r.period == total.period}
    for indicator in indicators(total.form):
        cell = next(c for c in total.cells if c.field.name == indicator.field.name)
        if cell.aggregate != "sum":
            continue
        given = [indicator.of(returns[s.form, s.unit].get(s.field)) for s in cell.shares]
        added = sum((Decimal(str(v)) for v in given if v is not None), Decimal(0))
        assert added == Decimal(str(indicator.of(cell.value))), indicator.label


def test_every_number_of_the_table_is_explained_by_its_words(made):
    result, _ = made
    (total,) = result.totals
    for indicator in indicators(total.form):
        for words in (key_of(indicator), indicator.full_label.replace("\n", ""), f"序号{indicator.number}"):
            lines = result.explain(words)
            value = indicator.of(next(c.value for c in total.cells if c.field.name == indicator.field.name))
            shown = (
                {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
            )
            assert any(shown in line for line in lines if line.startswith(f"{indicator.number} ")), words
    printed = {
        cell.text for row in total_sheet(result.campaign, total)[0].content.grid.rows for cell in row.cells
    }
    digits = {d for text in printed for d in re.findall(r"\d+(?:\.\d+)?", text)}
    told = " ".join(result.explain(i.number)[0] for i in indicators(total.form))
    assert {d for d in digits if d not in told} <= {"2023"}  # the year of the campaign's name


def test_a_units_number_names_file_and_line_of_its_return(made):
    result, _ = made
    reference = next(r for r in numbers_of(made) if r.startswith("社区（村）!B"))

    first, second = result.explain(reference)

    assert first.startswith(f"{reference} 秋湖村 1.1 企业自查发现的重大事故隐患（个）＝")
    assert second.startswith("  returns/2023-06/qiuhu.yaml:")


def test_every_number_of_the_superiors_form_is_explained(made):
    result, _ = made
    figures = result.upward[0].upward.figures
    for figure in figures:
        lines = result.explain(figure.spot.reference)
        assert lines[0].startswith(f"市调度表 {figure.spot.reference}＝{figure.value}")
    assert "214500元（21.45万元 换算），取自 penalties.amount" in result.explain("调度表!E7")[0]
    assert len(figures) == 5


def test_a_cell_without_a_number_says_what_it_is(made):
    result, _ = made
    villages = next(s for s in view_of(result).summary.sheets if s.name == "社区（村）")
    missing = 3 + [row[0].value for row in villages.rows].index("羊圈村")

    assert result.explain("汇总!B5") == ["汇总!B5 是“专项检查发现的重大事故隐患”，不是数。"]
    assert result.explain("汇总!ZZ5") == ["汇总!ZZ5 在表的外面，没有数。"]
    assert result.explain(f"社区（村）!B{missing}")[1] == "  未报，没有计入。"


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(made):
    with pytest.raises(verbs.UsageProblem, match="工作表有：汇总、社区（村）、部门"):
        made[0].explain("表一!A1")
