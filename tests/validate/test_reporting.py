"""Reporting times and titles that do not agree: texts and notes with duties, the attachment note with the sheet."""

from dataclasses import replace
from datetime import date

import pytest
from helpers.sheets import loaded, usable

from generator.derive.prose import Prose
from generator.model.campaign import Campaign, Duty
from generator.model.document import Attachment, WorkGroup
from generator.model.organ import Issuer
from generator.model.pairing import Pairing
from generator.validate.proofreading.duties import check_duties
from generator.validate.proofreading.reporting import check_reporting
from generator.validate.proofreading.titles import check_titles

FORM = replace(loaded("small_valid").forms["dispatch-communities"], notes=(), short_title="进展情况调度表")
DUTY = Duty(name="调度表", form=FORM.form, monthly_by=25, cumulative_from="2023-05")
CAMPAIGN = Campaign(
    schema=1,
    name="柳林镇专项行动",
    issuer=Issuer(name="柳林镇安委会", region="柳林镇"),
    starts_on=date(2023, 5, 1),
    ends_on=date(2023, 12, 31),
    kinds=(),
    units=(),
    duties=(DUTY,),
)


def told(body="", notes=(), duties=(DUTY,)):
    form = replace(FORM, notes=notes)
    texts = [Prose(path=("notice", "text"), text=body, document="notice")]
    found = check_reporting(texts, replace(CAMPAIGN, duties=duties), {form.form: form})
    return [(p.code, p.spots[0].words if p.spots else p.path[-1]) for p in found]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("请每月28日前报送进展情况调度表。", [("TXT-014", "每月28日前")]),
        ("进展情况调度表每月月底前报。", [("TXT-014", "每月月底前")]),
        ("进展情况调度表次月25日前报。", [("TXT-014", "次月25日前")]),
        ("每月28日将进展情况调度表报至镇安委办。", [("TXT-014", "每月28日")]),
        ("进展情况调度表自6月份开始，每月25日前报。", [("TXT-015", "自6月份开始")]),
        ("请每月25日之前报送进展情况调度表，自5月起报。", []),
        ("请每月15日前报送工作开展情况。进展情况调度表见附件。", []),
        ("每月28日为安全生产活动日，填写进展情况调度表。", []),
        ("自6月份开始检查。每月25日前报送进展情况调度表。", []),
    ],
)
def test_a_text_is_held_against_the_duty_of_the_form_that_its_sentence_names(body, found):
    assert told(body) == found


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("自5月份开始上报，每月月底前上报本月的累计情况。", [("TXT-014", "monthly_by")]),
        ("自6月份开始上报，每月25日前上报。", [("TXT-015", "cumulative_from")]),
        ("自5月份开始上报，每月25日前上报。", []),
        ("如实填报。", []),
    ],
)
def test_the_notes_of_a_form_are_held_against_its_duties(note, found):
    assert told(notes=(note,)) == found


def test_the_first_of_the_next_month_may_be_called_the_first_of_every_month():
    duty = replace(DUTY, monthly_by=1, next_month=True)

    assert told(notes=("每月1日前上报截至上月末的累计情况。",), duties=(duty,)) == []
    assert told("次月1日前报送进展情况调度表。", duties=(duty,)) == []


def test_of_two_duties_of_a_form_either_may_be_meant():
    assert told("进展情况调度表每月28日前报。", duties=(DUTY, replace(DUTY, monthly_by=28))) == []


def test_two_duties_of_a_form_that_begin_in_different_months_are_told():
    duties = (DUTY, replace(DUTY, cumulative_from="2023-06"))
    campaign = replace(CAMPAIGN, duties=duties)
    codes = [p.code for p in check_duties(campaign, {FORM.form: replace(FORM, used_by=("village",))})]

    assert codes == ["TXT-015"]
    other = (DUTY, replace(DUTY, cumulative_from="2023-06", used_by=("office",)))
    assert (
        list(check_duties(replace(CAMPAIGN, duties=other), {FORM.form: replace(FORM, used_by=("village",))}))
        == []
    )


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("柳林镇专项行动进展情况调度表", 0),
        ("柳林镇专项行动\n进展情况调度表（各村）", 0),
        ("柳林镇专项行动进展调度表", 1),
        ("", 0),
    ],
)
def test_an_attachment_is_called_what_stands_above_its_sheet(title, count):
    form = replace(FORM, title="{campaign.name}进展情况调度表")
    campaign = replace(CAMPAIGN, attachments=(Attachment(form=FORM.form, title=title),))
    found = list(check_titles(campaign, {FORM.form: form}))

    assert [p.code for p in found] == ["TXT-017"] * count
    assert usable(loaded("small_valid")).attachments


@pytest.mark.parametrize(("title", "count"), [("检查分组", 1), ("交叉检查\n工作分组", 0), ("", 0)])
def test_the_groups_and_the_roster_are_called_what_stands_above_them(title, count):
    attachments = (Attachment(form="pairing", title=title), Attachment(form="roster", title=title))
    named = {
        "pairing": Pairing(title="交叉检查工作分组"),
        "work_group": WorkGroup(title="交叉检查工作分组", roles=()),
    }
    found = list(check_titles(replace(CAMPAIGN, attachments=attachments, **named), {}))

    assert [p.code for p in found] == ["TXT-017"] * count * 2
    assert list(check_titles(replace(CAMPAIGN, attachments=attachments), {})) == []
