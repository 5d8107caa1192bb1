"""Deadlines that texts name: two for one table, one-off days against the duties, days that leave no time."""

from dataclasses import replace
from datetime import date

import pytest
from helpers.sheets import loaded

from generator.derive.prose import Prose
from generator.model.campaign import Duty
from generator.model.document import Notice
from generator.validate.proofreading.deadlines import check_deadlines
from generator.validate.proofreading.documents import check_documents
from generator.validate.proofreading.reporting import check_reporting

FOUND = loaded("small_valid")
FORM = replace(FOUND.forms["dispatch-communities"], notes=(), short_title="调度表（社区）")
SURVEY = Duty(name="企业摸底情况", due_on=date(2023, 6, 10))


def told(body, notes=(), duties=(), issued_on=None):
    notice = Notice(title="通知", text=body, document_date=issued_on) if issued_on else None
    campaign = replace(FOUND.campaign, duties=duties, notice=notice)
    form = replace(FORM, notes=notes)
    texts = [Prose(path=("notice", "text"), text=body, document="notice")]
    return [(p.code, p.spots[0].words) for p in check_deadlines(texts, campaign, {form.form: form})]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("各社区每月25日前报送调度表。各社区每月28日将调度表报至镇安委办。", ["每月28日"]),
        ("各社区、各部门每月25日前报送调度表。各社区每月底前报送调度表。", ["每月底前"]),
        ("调度表每月25日前报。调度表每月28日前报。", ["每月28日前"]),
        ("各社区每月25日前报送调度表。各部门每月28日前报送调度表。", []),
        ("各社区每月25日前、各有关部门每月28日前报送调度表。", []),
        ("每月15日前报送小结，每月25日前报送调度表。调度表每月25日之前报。", []),
        ("每月15日前报送小结。每月25日前报送调度表。", []),
    ],
)
def test_two_days_for_one_table_and_reporter_conflict(body, found):
    assert told(body) == [("TXT-007", words) for words in found]


def test_a_text_is_held_against_the_notes_below_the_table():
    assert told("每月28日前报送调度表。", notes=("每月月底前上报。",)) == [("TXT-007", "每月28日前")]
    assert told("每月月底前报送调度表。", notes=("每月月底前上报。",)) == []
    assert told("每月月底前报送调度表。", notes=("如实填报。",)) == []


def test_where_a_duty_tells_the_day_the_text_is_held_against_the_duty_instead():
    duty = Duty(name="调度表", form=FORM.form, monthly_by=25)

    assert told("调度表每月25日前报。调度表每月28日前报。", duties=(duty,)) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("5月31日前报送企业摸底情况。", ["5月31日前"]),
        ("6月10日前报送企业摸底情况。", []),
        ("方案于5月31日前、企业摸底情况于6月10日前报送。", []),
        ("5月31日前检查企业摸底情况。", []),
        ("5月31日前报送方案。", []),
    ],
)
def test_a_one_off_day_is_held_against_the_duty_that_the_sentence_names(body, found):
    assert told(body, duties=(SURVEY,)) == [("TXT-014", words) for words in found]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("请于6月2日前上报动员情况。", ["6月2日前"]),
        ("请于2023年5月30日前报送动员情况。", ["2023年5月30日前"]),
        ("请于6月3日前上报动员情况。", []),
        ("请于6月2日前开展动员。", []),
        ("5月30日前已报送的不再报。", []),
        ("2022年6月2日前报送的隐患继续整改。", []),
        ("请于6月31日前报送。", []),
        ("请于6月2日前报送企业摸底情况。", []),
    ],
)
def test_a_report_that_a_text_wants_the_day_after_issue_is_found(body, found):
    early = replace(SURVEY, due_on=date(2023, 6, 2)) if "摸底" in body else SURVEY

    assert told(body, duties=(early,), issued_on=date(2023, 6, 1)) == [("TXT-008", words) for words in found]


def test_tables_of_one_name_for_two_kinds_of_units_may_have_a_day_each():
    forms = {code: replace(FORM, form=code) for code in ("communities", "departments")}
    duties = tuple(
        Duty(name=code, form=code, monthly_by=day) for code, day in zip(forms, (25, 28), strict=True)
    )
    texts = [Prose(path=("notice", "text"), text="各社区每月25日前、各部门每月28日前报送调度表。")]

    assert list(check_reporting(texts, replace(FOUND.campaign, duties=duties), forms)) == []


def test_they_are_among_the_checks_of_documents():
    notice = Notice(title="通知", text="请于6月2日前上报动员情况。", document_date=date(2023, 6, 1))
    campaign = replace(FOUND.campaign, notice=notice, plan=None, attachments=())

    assert "TXT-008" in {p.code for p in check_documents(campaign, FOUND.forms)}
