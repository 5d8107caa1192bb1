"""Deadlines, cumulative figures, signatories, and waivers: what is found, and what comes near."""

from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest
from small_campaign import CAMPAIGN, FORM, found, places

from generator.derive.units import with_codes
from generator.model.campaign import Duty, Settings, Waiver
from generator.model.document import Notice
from generator.model.filled import Return
from generator.model.form import Field, Group
from generator.problem import Problem, Spot
from generator.validate.cumulative import check_cumulative
from generator.validate.waivers import without_waived

MONTHLY = Duty(name="月报", form="monthly", monthly_by=25, cumulative_from="2023-05")


def notice(**changes: Any) -> Notice:
    kept = {
        "title": "关于报送情况的通知",
        "addressees": "各村",
        "text": "请照办。",
        "document_date": date(2023, 6, 1),
    }
    return Notice(**{**kept, **changes})


def months(*figures: tuple[str, int], unit: str = "东镇新华村") -> tuple[Return, ...]:
    return tuple(
        Return(schema=1, form="monthly", unit=unit, period=period, values={"found": value})
        for period, value in figures
    )


def test_two_monthly_deadlines_for_one_form_and_reporter_conflict() -> None:
    other = Duty(name="月报", form="monthly", monthly_by="month_end")

    assert places(found(duties=(MONTHLY, other))) == [("TXT-007", ("duties", 1, "monthly_by"))]


@pytest.mark.parametrize(
    "other",
    [
        Duty(name="文字材料", monthly_by=15),
        Duty(name="台账", form="ledger", monthly_by=15),
        Duty(name="月报", form="monthly", monthly_by=25),
        Duty(name="年报", form="monthly", due_on=date(2023, 12, 20)),
    ],
)
def test_another_form_the_same_day_and_a_single_report_do_not_conflict(other: Duty) -> None:
    assert found(duties=(MONTHLY, other)) == []


def test_duties_of_different_reporters_do_not_conflict() -> None:
    one = Duty(name="月报", form="monthly", used_by=("village",), monthly_by=20)
    other = Duty(name="月报", form="monthly", used_by=("community",), monthly_by=25)

    assert found(duties=(one, other)) == []


@pytest.mark.parametrize(("day", "count"), [(2, 1), (1, 1), (3, 0)])
def test_a_report_due_the_day_after_issue_is_found_and_two_days_are_not(day: int, count: int) -> None:
    duty = Duty(name="摸底", due_on=date(2023, 6, day), workday="later")

    assert [p.code for p in found(duties=(duty,), notice=notice())] == ["TXT-008"] * count


def test_a_cumulative_figure_that_falls_is_placed_at_the_later_month() -> None:
    returns = months(("2023-07", 4), ("2023-05", 3), ("2023-06", 5))

    problems = found(duties=(MONTHLY,), returns=returns)

    assert places(problems) == [("VAL-010", ("returns", 0, "values", "found"))]
    assert problems[0].severity == "warning"
    assert problems[0].unit == "东镇新华村"


@pytest.mark.parametrize(("fell", "told"), [(4, 4), (5, 1), (6, 1)])
def test_figures_that_fall_together_are_told_once(fell: int, told: int) -> None:
    fields = tuple(Field(name=f"f{n}", label=f"第{n}项", kind="count") for n in range(6))
    form = replace(FORM, groups=(Group(fields=fields),))
    returns = tuple(
        Return(
            schema=1,
            form="monthly",
            unit="东镇新华村",
            period=period,
            values={f.name: 0 if period == "2023-06" and n < fell else 3 for n, f in enumerate(fields)},
        )
        for period in ("2023-05", "2023-06")
    )
    campaign = with_codes(replace(CAMPAIGN, duties=(MONTHLY,), returns=returns))

    problems = list(check_cumulative(campaign, {"monthly": form}))

    assert [p.code for p in problems] == ["VAL-010"] * told
    if told == 1:
        assert problems[0].path == ("returns", 1, "values")
        assert f"有 {fell} 个累计数" in problems[0].message


@pytest.mark.parametrize(
    ("duty", "figures"),
    [
        (MONTHLY, (("2023-05", 3), ("2023-06", 3), ("2023-07", 4))),
        (Duty(name="月报", form="monthly", monthly_by=25), (("2023-05", 3), ("2023-06", 2))),
        (
            Duty(name="月报", form="monthly", monthly_by=25, cumulative_from="2023-06"),
            (("2023-05", 3), ("2023-06", 2)),
        ),
    ],
)
def test_figures_that_hold_or_are_not_cumulative_may_stand(
    duty: Duty, figures: tuple[tuple[str, int], ...]
) -> None:
    assert found(duties=(duty,), returns=months(*figures)) == []


def test_a_signatory_stands_on_upward_documents_alone() -> None:
    downward = found(notice=notice(signatories=("林正",)))
    upward = found(notice=notice(title="关于经费的请示", signatories=("林正",)))

    assert places(downward) == [("DOC-002", ("notice", "signatories"))]
    assert upward == []


# Waivers

TYPO = Problem(
    code="TXT-004",
    message="没有附件3",
    spots=(Spot(path=("notice", "text"), start=0, words="附件3"),),
)
WRONG = Problem(code="REF-002", message="没有这个单位")


def test_a_waiver_covers_the_findings_of_its_code_that_have_its_words() -> None:
    other = Problem(code="TXT-004", message="没有附件5")
    waiver = Waiver(code="TXT-004", words="附件3", reason="随后补发")

    assert without_waived([TYPO, other], [waiver]) == [other]
    assert without_waived([TYPO, other], [Waiver(code="TXT-004", reason="随后补发")]) == []


def test_an_error_of_data_cannot_be_waived_and_an_idle_waiver_is_told() -> None:
    waivers = [Waiver(code="REF-002", reason="无"), Waiver(code="TXT-001", reason="无")]

    kept = without_waived([WRONG], waivers)

    assert kept[0] == WRONG
    assert places(kept[1:]) == [("WAI-001", ("waivers", 0)), ("WAI-001", ("waivers", 1))]
    assert "不能豁免" in kept[1].message


def test_a_campaign_without_texts_has_nothing_to_proofread() -> None:
    assert CAMPAIGN.notice is None
    assert found() == []


@pytest.mark.parametrize(
    ("day", "workday", "workdays", "count"),
    [
        (10, "", (), 1),  # a Saturday
        (10, "later", (), 0),
        (10, "", (date(2023, 6, 10),), 0),
        (9, "", (), 0),
    ],
)
def test_a_deadline_on_a_day_of_rest_is_told_where_nothing_says_what_then(
    day: int, workday: Literal["", "later"], workdays: tuple[date, ...], count: int
) -> None:
    duty = Duty(name="摸底", due_on=date(2023, 6, day), workday=workday)

    assert [p.code for p in found(duties=(duty,), settings=Settings(workdays=workdays))] == [
        "DUE-005"
    ] * count
