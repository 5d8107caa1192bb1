"""Near misses of forms, score sheets, teams, document numbers and roll-ups; see near_misses_forms."""

import re
from pathlib import Path

import near_misses_forms as near
import pytest
import xlsxwriter
from every_problem import lay_out_edited
from helpers import superior
from xlsxwriter.worksheet import Worksheet

from generator import verbs
from generator.sources.campaign import load

MANUAL = Path(__file__).parents[2] / "docs" / "problems.md"
FAMILIES = ("FORM-", "SCO-", "PAIR-", "NUM-", "COL-")
SENT_ON = {f"COL-0{number}" for number in (13, 14, 15, 16, 18)}
OF_THEIR_OWN = {"COL-009", "COL-010", "COL-011", "COL-012", *SENT_ON}  # in tests of their own
CELLS = (
    'column: 本月数, texts: {A1: "{period}"}, cells: {found: 发现隐患数, spent: 投入资金, change: 增减, trained: 培训, '
    "trained_on: 培训时间, grade: 等次, lead: 领导, penalties.times: {at: 次数, under: 处罚}, penalties.amount: 金额}"
)


def collected(campaign: Path, period: str = "2023-06", **more: object) -> set[str]:
    """The codes of what a roll-up tells."""
    return {
        p.code for p in verbs.collect(verbs.CollectRequest(source=campaign, period=period, **more)).problems
    }


def every_indicator(book: xlsxwriter.Workbook, page: Worksheet) -> None:
    """A superior's table with a cell for each number of the monthly table, and a sum that it works out itself."""
    page.write_row("B2", ["指标", "本月数"])
    page.merge_range("A11:A12", "处罚", book.add_format())
    labels = [
        "1.发现隐患数（个）",
        "投入资金（元）",
        "增减（%）",
        "培训",
        "培训时间",
        "等次",
        "领导",
        "",
        "次数（次）",
        "金额（元）",
    ]
    for row, label in enumerate(labels, 2):
        page.write(row, 1, label)
        if label:
            page.write_blank(row, 2, None, book.add_format({"border": 1}))
    page.write_row("B14", ["次数"])
    page.write_formula("C14", "=SUM(C3:C4)", None, 7)


@pytest.mark.parametrize("code", near.NEAR)
def test_what_comes_near_a_fault_of_a_form_raises_nothing(code: str, tmp_path: Path) -> None:
    assert [str(p) for p in load(lay_out_edited(near.NEAR[code], tmp_path)).problems] == []


@pytest.mark.parametrize("code", near.COLLECTED)
def test_what_comes_near_is_not_told_by_a_roll_up(code: str, tmp_path: Path) -> None:
    assert code not in collected(lay_out_edited(near.COLLECTED[code], tmp_path))


@pytest.mark.parametrize("code", near.OVER)
def test_one_step_further_the_fault_is_raised(code: str, tmp_path: Path) -> None:
    campaign = lay_out_edited(near.one_step_over(code), tmp_path)
    assert code in (
        collected(campaign) if code in near.COLLECTED else {p.code for p in load(campaign).problems}
    )


def test_a_correction_that_leaves_the_sums_is_no_change_after_reporting(tmp_path: Path) -> None:
    campaign = lay_out_edited([], tmp_path)
    collected(campaign, freeze=True)

    file = campaign / near.RETURN
    text = file.read_text(encoding="utf-8").replace("period: 2023-06\n", "period: 2023-06\ncorrection: 1\n")
    file.with_name("qiuhu.更正1.yaml").write_text(text.replace("spent: 1.5", "spent: 1.50"), encoding="utf-8")

    assert "COL-009" not in collected(campaign)
    assert "COL-010" not in collected(campaign, "2023-07")


def test_reported_figures_saved_by_another_editor_are_still_the_same(tmp_path: Path) -> None:
    campaign = lay_out_edited([], tmp_path)
    collected(campaign, freeze=True)
    file = campaign / "reported" / "2023-06.yaml"

    text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + f"{text}# 已报市安委办\r\n".encode())

    assert "COL-011" not in collected(campaign)


def test_a_ledger_of_as_many_rows_as_fit_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.verbs.collecting.LEDGER_ROWS_MAX", 1)  # the base campaign has one hazard

    assert "COL-012" not in collected(lay_out_edited([], tmp_path), target=tmp_path / "out")
    assert (tmp_path / "out" / "汇总" / "隐患清单汇总（2023年6月）.docx").is_file()


def test_a_superiors_form_with_a_cell_for_every_number_is_filled_in_without_a_word(tmp_path: Path) -> None:
    campaign = lay_out_edited(near.upward(CELLS, "上级表/市月报.XLSX"), tmp_path)
    (campaign / "上级表").mkdir()
    (campaign / "上级表" / "市月报.XLSX").write_bytes(superior.workbook(every_indicator))

    assert collected(campaign) & SENT_ON == set()


def test_every_code_of_these_families_has_a_near_miss() -> None:
    codes = re.findall(r"^### ([A-Z]+-\d+) ", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    assert {*near.NEAR, *near.COLLECTED, *OF_THEIR_OWN} == {c for c in codes if c.startswith(FAMILIES)}
    assert near.OVER.keys() == {*near.NEAR, *near.COLLECTED}
