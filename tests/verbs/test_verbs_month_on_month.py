"""Month beside month: units renamed, merged and new, a first month, a month without data, frozen figures."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from verbs_town import ROOT, edit

from generator import verbs
from generator.compose.summary import summary_of
from generator.model.summary import SummaryCell

JIANGGUANCHI = ROOT / "fixtures" / "campaigns" / "jiangguanchi"
UNITS = "units.yaml"
QIUHU = "code: qiuhu, name: 将官池镇秋湖村, kind: community, short_name: 秋湖, parent: town"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return shutil.copytree(JIANGGUANCHI, tmp_path / "town")


def collected(source: Path, period: str = "2023-06", **request: object) -> verbs.CollectResult:
    return verbs.collect(verbs.CollectRequest(source=source, period=period, **request))  # type: ignore[arg-type]


def row(result: verbs.CollectResult, label: str) -> list[SummaryCell]:
    """The cells of an indicator on the summary's first sheet: total, month before, change."""
    sheet = summary_of(result.campaign, result.pairs).sheets[0]
    return next(list(r[-4:-1]) for r in sheet.rows if r[1].value == label)


def shown(result: verbs.CollectResult, label: str = "抽查检查的企业总数") -> list[object]:
    return [cell.value for cell in row(result, label)]


def told(result: verbs.CollectResult, code: str) -> list[str]:
    return [p.message for p in result.problems if p.code == code]


def test_a_change_is_this_month_less_the_last(town):
    assert shown(collected(town)) == [412, 21, 391]


def test_a_renamed_unit_is_the_same_in_both_months(town):
    edit(town / UNITS, (QIUHU, QIUHU.replace("秋湖", "新秋湖")))

    result = collected(town)

    assert shown(result) == [412, 21, 391]
    assert told(result, "COL-019") == []
    assert "      新秋湖村 4" in result.explain("汇总!H9")  # in May too


def test_a_unit_merged_into_another_is_missed_no_longer_and_kept_for_the_months_before(town):
    edit(town / UNITS, (QIUHU, f"{QIUHU}, last_month: 2023-05"))
    (town / "returns" / "2023-06" / "qiuhu.yaml").unlink()

    result = collected(town)

    assert told(result, "COL-019") == [
        "2023年6月报送“进展情况调度表”的单位比上月减少1个（秋湖村），与上月的比较含单位增减。"
    ]
    assert "秋湖村" not in told(result, "COL-004")[0]
    assert shown(result)[1] == 21  # May with its own numbers
    dues = verbs.due(verbs.DueRequest(source=town, on=date(2023, 7, 10))).dues
    mine = {d.occasion.period for d in dues if d.occasion.unit == "qiuhu" and d.occasion.duty.form}
    assert "2023-06" not in mine


def test_a_new_unit_is_not_missed_before_its_first_month(town):
    edit(town / UNITS, (QIUHU, f"{QIUHU}, first_month: 2023-06"))
    (town / "returns" / "2023-05" / "qiuhu.yaml").unlink()

    assert not any("秋湖村" in words for words in told(collected(town, "2023-05"), "COL-004"))
    assert "新增1个（秋湖村）" in told(collected(town), "COL-019")[0]


def test_a_return_of_a_unit_that_should_report_no_longer_is_not_dropped_in_silence(town):
    edit(town / UNITS, (QIUHU, f"{QIUHU}, last_month: 2023-05"))

    assert shown(collected(town))[0] == 412


def test_the_first_month_has_no_month_before(town):
    total, before, change = shown(collected(town, "2023-05"))

    assert (total, before, change) == (21, None, "")


def test_a_month_before_without_data_leaves_its_column_empty(town):
    shutil.rmtree(town / "returns" / "2023-05")

    total, before, change = shown(collected(town))

    assert (total, before, change) == (412, None, "")


def test_the_month_before_is_the_one_reported_and_the_correction_told(town):
    collected(town, "2023-05", freeze=True)
    edit(town / "returns" / "2023-05" / "qiuhu.yaml", ("checked: 4", "checked: 6"))

    result = collected(town)

    assert shown(result) == [412, 21, 391]
    assert "上报 21，现在汇总是 23" in told(result, "COL-010")[0]
    assert "  这是上报时留底的数；上报以后有变动，下面是现在的：" in "\n".join(result.explain("汇总!H9"))


def test_an_indicator_of_the_towns_own_that_nobody_wrote_is_told(town):
    assert told(collected(town), "COL-020") == []

    edit(town / "campaign.yaml", ("      2023-06: {technical_inspectors: 6}\n", ""))

    (said,) = told(collected(town), "COL-020")
    assert "镇级配备专兼职技术检查员数量" in said
    assert "own 的 2023-06" in said
