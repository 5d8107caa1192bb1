"""Situation: a month in words that name the late, in charts and beside the month before."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.compose.situation import Situation, hazards_chart, returns_chart, situation_sheet
from generator.derive.calendar import month_before
from generator.derive.over_time import HazardsMonth, ReturnsMonth, hazards_by_month, returns_by_month
from generator.derive.roll_up import roll_ups_of, rolled_up
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.sheet import Block
from generator.sources.campaign import load

JIANGGUANCHI = Path(__file__).parents[2] / "fixtures" / "campaigns" / "jiangguanchi"


@pytest.fixture(scope="module")
def loaded() -> tuple[Campaign, dict[str, Form]]:
    found = load(JIANGGUANCHI)
    assert found.campaign is not None
    return found.campaign, found.forms


def blocks(
    loaded: tuple[Campaign, dict[str, Form]], period: str, remarks: tuple[str, ...] = ()
) -> list[Block]:
    campaign, forms = loaded
    totals = [
        tuple(rolled_up(campaign, forms, r, p) for r in roll_ups_of(campaign, forms))
        for p in (period, month_before(period))
    ]
    situation = Situation(
        pairs=list(zip(*totals, strict=True)),
        returns=returns_by_month(campaign, totals[0][0].sources, period, frozenset()),
        hazards=hazards_by_month(campaign, period),
        remarks=remarks,
    )
    return list(situation_sheet(campaign, situation).content.parts[0].blocks)  # type: ignore[union-attr]


def words(found: list[Block]) -> str:
    return "\n".join(b.lead + b.text for b in found)


def test_it_names_the_missing_and_counts_the_hazards(loaded):
    text = words(blocks(loaded, "2023-06"))

    assert "2023年6月社区（村）应报12份，按期报送11份，未报1份（羊圈村）。" in text
    assert (
        "截至2023年6月30日，累计排查发现隐患32条，其中重大事故隐患10条；已销号20条，销号率62.5%；" in text
    )  # 20 of 32
    assert (
        "尚未销号12条（已交办12条），其中超过时限没有整改完的1条，挂牌督办的5条。本月发现26条，销号19条。"
        in text
    )
    assert "将官池镇各项指标与2023年5月相比，" in text


def test_late_units_are_named_with_their_days(loaded):
    campaign, forms = loaded
    late = tuple(
        replace(r, received_on=date(2023, 7, 3)) if (r.unit, r.period) == ("qiuhu", "2023-06") else r
        for r in campaign.returns
    )

    assert "迟报1份（秋湖村迟3天）" in words(blocks((replace(campaign, returns=late), forms), "2023-06"))


def test_the_table_has_every_number_with_that_of_the_month_before(loaded):
    (table,) = [b.table for b in blocks(loaded, "2023-06") if b.table]
    rows = [[table.values.get(c.slot, c.text) for c in row.cells] for row in table.grid.rows]

    assert rows[0] == ["序号", "指标", "单位", "上月", "本月", "比上月"]
    assert ["2.1", "抽查检查的企业总数", "家", "21", "412", "+391"] in [
        [cell.replace("\n", "") for cell in row] for row in rows
    ]


def test_the_first_month_compares_with_nothing(loaded):
    text = words(blocks(loaded, "2023-05"))

    assert "各项指标见下表，2023年4月没有数据，不作比较。" in text


def test_what_changed_since_it_was_reported_has_a_section_of_its_own(loaded):
    text = words(blocks(loaded, "2023-06", ("2023年5月上报后有变动：抽查检查的企业总数上报21，现在23。",)))

    assert "四、需要说明的情况\n2023年5月上报后有变动" in text
    assert "需要说明" not in words(blocks(loaded, "2023-06"))


def test_a_campaign_without_hazards_has_no_chart_of_them(loaded):
    campaign, forms = loaded

    found = blocks((replace(campaign, hazards=()), forms), "2023-06")

    assert [b.text for b in found if b.figure] == ["各月报送情况（份）"]
    assert [b.lead for b in found if b.style == "heading_1"] == ["一、报送情况", "二、主要指标"]


def test_returns_by_month_count_each_return_expected_once(loaded):
    campaign, forms = loaded
    sources = [forms["dispatch-communities"], forms["dispatch-departments"]]

    months = returns_by_month(
        campaign, sources, "2023-06", frozenset({("dispatch-communities", "yangjuan", "2023-06")})
    )

    assert [m.period for m in months] == ["2023-05", "2023-06"]
    assert [m.in_time + m.late + m.wrong + m.missing for m in months] == [22, 22]


def test_open_hazards_are_those_found_less_those_closed(loaded):
    months = hazards_by_month(loaded[0], "2023-06")

    assert [(m.found, m.closed, m.open) for m in months] == [(6, 1, 5), (26, 19, 12)]  # 5 + 26 - 19


def test_a_column_of_errors_is_shown_only_where_there_are_any():
    clean = ReturnsMonth(period="2023-12", in_time=3, late=0, wrong=0, missing=1)
    chart = returns_chart([clean, replace(clean, period="2024-01")])

    assert [s.name for s in chart.series] == ["按期", "迟报", "未报"]
    assert chart.labels == ("23年12月", "24年1月")
    assert chart.description == "2023年12月：按期3，迟报0，未报1；2024年1月：按期3，迟报0，未报1。"
    assert [s.name for s in returns_chart([replace(clean, wrong=1)]).series] == [
        "按期",
        "迟报",
        "有错",
        "未报",
    ]


def test_the_line_of_open_hazards_counts_for_the_scale():
    chart = hazards_chart([HazardsMonth(period="2023-06", found=6, closed=1, open=50)])

    assert chart.highest == 50
