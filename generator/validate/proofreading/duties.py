"""Deadlines (报送时限) that contradict each other, or leave no time."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations

from generator.model.campaign import Campaign, Duty
from generator.model.form import Form
from generator.problem import Problem

_SHORT_NOTICE = timedelta(days=1)


def check_duties(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield two deadlines (TXT-007) or two first months (TXT-015) for one form and reporter, and a first report due at
    once (TXT-008).
    """
    yield from _conflicts(campaign, forms)
    if campaign.notice:
        for i, duty in enumerate(campaign.duties):
            yield from _at_once(duty, campaign.notice.document_date, i)


def _conflicts(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    monthly = [(i, duty) for i, duty in enumerate(campaign.duties) if duty.form and duty.monthly_by]
    for (_, one), (i, other) in combinations(monthly, 2):
        both = _reporters(one, forms) & _reporters(other, forms)
        if one.form == other.form and both and one.monthly_by != other.monthly_by:
            message = (
                f"“{other.name}”每月{_day(other)}前报送，前面“{one.name}”里同一张表、同样的单位却是每月{_day(one)}前。"
                "请只留一个时限。"
            )
            yield Problem(code="TXT-007", message=message, path=("duties", i, "monthly_by"))
        since = (one.cumulative_from, other.cumulative_from)
        if one.form == other.form and both and all(since) and since[0] != since[1]:
            message = (
                f"“{other.name}”从 {since[1]} 起累计，前面“{one.name}”里同一张表、同样的单位却从 {since[0]} 起。"
                "请改成一样。"
            )
            path = ("duties", i, "cumulative_from")
            yield Problem(code="TXT-015", message=message, path=path, severity="warning")


def _reporters(duty: Duty, forms: Mapping[str, Form]) -> frozenset[str]:
    return frozenset(duty.used_by or (forms[duty.form].used_by if duty.form in forms else ()))


def _day(duty: Duty) -> str:
    return "月底" if duty.monthly_by == "month_end" else f"{duty.monthly_by}日"


def _at_once(duty: Duty, issued_on: date, i: int) -> Iterator[Problem]:
    if duty.due_on and duty.due_on <= issued_on + _SHORT_NOTICE:
        when = "就是成文的第二天" if duty.due_on > issued_on else "不晚于成文日期"
        message = (
            f"“{duty.name}”{duty.due_on} 截止，{when}（{issued_on} 成文），单位来不及报。请改晚，或核对日期。"
        )
        yield Problem(code="TXT-008", message=message, path=("duties", i, "due_on"), severity="warning")
