"""Hazards by their verbs: how they stand, one step written after the other, and every sheet that shows it."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from helpers.sheets import CAMPAIGNS

from generator import verbs
from generator.compose.sheets import Order, unit_sheets
from generator.derive.hazard_history import check_of
from generator.model.hazard import Happening
from generator.sources.campaign import load
from generator.sources.lines import happening_line

CODE, UNIT = "JGC-009", "wangdian"


@pytest.fixture
def town(tmp_path):
    """A copy of the fixture to change."""
    return shutil.copytree(CAMPAIGNS / "jiangguanchi", tmp_path / "town")


def step(town, event, day, **more):
    return verbs.record(town, Happening(hazard=CODE, event=event, on=date.fromisoformat(day), **more))


def close_out(town):
    step(town, "completed", "2023-07-18", by="石敢")
    step(town, "reviewed", "2023-07-19", text="7月19日复查，已整改到位")
    return step(town, "closed", "2023-07-20")


def totals_of_june(town):
    return verbs.collect(verbs.CollectRequest(source=town, period="2023-06")).totals


def close_out_in_august(town):
    step(town, "completed", "2023-08-10")
    step(town, "reviewed", "2023-08-11")
    step(town, "closed", "2023-08-12")


def standing(town, on):
    found = verbs.hazards(town, date.fromisoformat(on)).standings
    return next((s.state, s.overdue, s.listed) for s in found if s.hazard.code == CODE)


def ledgers(town, period):
    """What the sheets of the unit print of hazards in a month, by form."""
    found = load(town)
    assert found.problems == ()
    made = unit_sheets(
        found.campaign,
        found.forms,
        next(u for u in found.campaign.units if u.code == UNIT),
        Order(period=period),
    )
    return {s.code: repr(s.content).replace("\\n", "") for s in made.sheets if s.filled}


def test_a_hazard_goes_its_way_and_the_sheets_follow(town):
    before = ledgers(town, "2023-07")
    result = close_out(town)
    after = ledgers(town, "2023-07")

    assert (result.state, result.file) == ("closed", "history/2023-07.yaml")
    assert "正在整改" in before["problem-ledger"]
    assert "7月19日复查，已整改到位" in after["problem-ledger"]
    for code in ("hazard-checklist", "problem-ledger", "rectification-record"):
        assert "许州金谷面粉有限公司" in after[code], "it stands in the month of its closing"
        assert "许州金谷面粉有限公司" not in ledgers(town, "2023-08").get(code, ""), "and no more in the next"


def test_the_states_of_a_day_are_those_of_the_day(town):
    close_out(town)

    assert standing(town, "2023-07-17") == ("assigned", False, True)
    assert standing(town, "2023-07-18") == ("rectifying", False, True)
    assert standing(town, "2023-07-20") == ("closed", False, False)


def test_a_month_printed_later_is_as_it_was(town):
    june = ledgers(town, "2023-06")
    close_out(town)

    assert "7月19日" in ledgers(town, "2023-07")["problem-ledger"]
    assert ledgers(town, "2023-06") == june


def test_a_limit_put_off_and_a_review_that_failed_are_taken_back_in_the_months_before(town):
    step(town, "completed", "2023-06-28")
    june = ledgers(town, "2023-06")
    step(town, "returned", "2023-07-03", text="除尘管道未接地")
    step(town, "extended", "2023-07-04", due_on=date(2023, 8, 20))
    july = ledgers(town, "2023-07")
    close_out_in_august(town)

    assert "2023年8月20日" in july["problem-ledger"]
    assert "除尘管道未接地" in july["problem-ledger"]
    assert ledgers(town, "2023-06") == june
    assert ledgers(town, "2023-07") == july


def test_figures_of_a_month_count_the_hazards_as_they_stood_then(town):
    before = totals_of_june(town)
    close_out(town)

    assert totals_of_june(town) == before


def test_what_a_unit_reports_is_compared_with_the_ledger_as_its_history_left_it(town):
    assert load(town).problems == ()
    step(town, "completed", "2023-06-18")
    step(town, "reviewed", "2023-06-19")
    step(town, "closed", "2023-06-20")

    assert "VAL-012" in {p.code for p in load(town).problems}, "one less is open than was reported"


def test_a_report_is_due_three_days_after_the_close_out(town):
    close_out(town)
    dues = verbs.due(verbs.DueRequest(source=town, on=date(2023, 7, 25))).dues

    assert [(d.occasion.due_on.isoformat(), d.state) for d in dues if d.occasion.hazard == CODE] == [
        ("2023-07-23", "late")
    ]


def test_a_step_written_twice_stands_once(town):
    step(town, "completed", "2023-07-18")
    text = (town / "history" / "2023-07.yaml").read_text(encoding="utf-8")

    assert step(town, "completed", "2023-07-18").file == ""
    assert (town / "history" / "2023-07.yaml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("event", "day", "more", "words"),
    [
        ("closed", "2023-07-20", {}, "现在可以记：整改进展、整改完成、挂牌督办、延期"),
        ("completed", "2023-06-01", {}, "早于这条隐患上一次记的 2023-06-03"),
        ("extended", "2023-07-01", {"due_on": date(2023, 7, 20)}, "晚于现在的 2023-07-20。请补写 --until"),
        ("listed", "2023-07-01", {}, "写文号。请补写 --text"),
    ],
)
def test_what_the_state_does_not_allow_is_refused_and_not_written(event, day, more, words, town):
    with pytest.raises(verbs.UsageProblem, match=words):
        step(town, event, day, **more)

    assert not (town / "history").exists()


def test_a_hazard_that_is_not_there_is_named_with_one_that_is(town):
    with pytest.raises(verbs.UsageProblem, match="是不是“JGC-0"):
        verbs.history(town, "JGC-09")


def test_a_step_that_was_changed_by_hand_stops_everything_until_it_is_put_right(town):
    close_out(town)
    file = town / "history" / "2023-07.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("石敢", "石取"), encoding="utf-8")

    assert [(p.code, p.where) for p in load(town).problems] == [("HAZ-005", "history/2023-07.yaml:4:5")]


def test_the_units_asked_for_see_their_own_hazards_and_those_they_found(town):
    result = verbs.hazards(town, date(2023, 6, 30), ("应急办",))

    assert {s.hazard.code for s in result.standings} == {
        h.code
        for h in result.campaign.hazards
        if h.department == "yingji" and h.inspected_on <= date(2023, 6, 30)
    }


def test_a_review_that_passes_is_never_printed_as_what_was_said_before_it(town):
    step(town, "completed", "2023-07-18")
    step(town, "returned", "2023-07-19")
    assert "整改不到位，继续整改" in ledgers(town, "2023-07")["problem-ledger"]
    step(town, "completed", "2023-07-20")
    step(town, "reviewed", "2023-07-21")

    printed = ledgers(town, "2023-07")["problem-ledger"]
    row = printed[printed.index("许州金谷面粉有限公司") :]
    assert ("整改不到位" in row, "正在整改" in row.partition("已整改")[0]) == (False, False)
    assert "已整改" in row


def test_a_progress_without_a_word_is_not_recorded(town):
    with pytest.raises(verbs.UsageProblem, match="做到了哪一步"):
        step(town, "progress", "2023-07-01")
    assert step(town, "progress", "2023-07-01", text="设备已订购").state == "rectifying"


def test_one_recorded_before_is_pointed_out_and_counts(town):
    checked = Happening(hazard=CODE, event="progress", on=date(2023, 7, 1))
    line = happening_line(replace(checked, check=check_of(checked, "")))
    (town / "history").mkdir()
    (town / "history" / "2023-07.yaml").write_text(f"schema: 1\nhistory:\n{line}\n", encoding="utf-8")

    assert [(p.code, p.severity) for p in load(town).problems] == [("HAZ-004", "warning")]
    assert standing(town, "2023-07-01")[0] == "rectifying"
