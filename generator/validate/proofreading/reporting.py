"""Reporting times in texts (文中的报送时限): a day of the month or a first month that is not the duty's."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.derive.prose import Prose
from generator.model.campaign import Campaign, Duty
from generator.model.form import Form
from generator.problem import Problem
from generator.validate.proofreading.slips import slip, spot

_DAY = re.compile(
    r"(每月|次月|下月)(?:的)?(?:(\d{1,2})日|(月底|月末|底))(?:之?以?前|(?=[将把]|上报|报送|报至))"
)
_SINCE = re.compile(r"自(?:\d{4}年)?(\d{1,2})月份?(?:开始|起)")
_SENTENCE = re.compile(r"[^。；\n]+")
_TAIL = re.compile(r"[（(].*[）)]$")
_MONTH_END = 0


def check_reporting(
    texts: Iterable[Prose], campaign: Campaign, forms: Mapping[str, Form]
) -> Iterator[Problem]:
    """Yield what texts and notes say of a form's return other than its duties do (TXT-014, TXT-015).

    In a text only sentences that name the form are read; the notes of a form speak of it alone.
    """
    bodies = [prose for prose in texts if prose.kind == "body"]
    for code, form in forms.items():
        mine = [(i, d) for i, d in enumerate(campaign.duties) if d.form == code and d.monthly_by is not None]
        if not mine:
            continue
        names = _names(form)
        for prose in bodies:
            for sentence in _SENTENCE.finditer(prose.text):
                if any(name in sentence.group() for name in names):
                    yield from _in_text(prose, sentence, form, [d for _, d in mine])
        yield from _in_notes(form, mine)


def _names(form: Form) -> tuple[str, ...]:
    """Return what sentences call a form: its short title, without a bracket behind it."""
    name = _TAIL.sub("", form.short_title.replace("\n", ""))
    return (name,) if name else ()


def _in_text(prose: Prose, sentence: re.Match[str], form: Form, duties: Sequence[Duty]) -> Iterator[Problem]:
    for found in _DAY.finditer(prose.text, sentence.start(), sentence.end()):
        if not any(_agrees(found, duty) for duty in duties):
            message = f"文中说“{form.short_title}”{found.group()}报，报送要求（duties）里是{_said(duties)}。请改成一样。"
            yield slip("TXT-014", message, spot(prose, found.start(), found.group()))
    for found in _SINCE.finditer(prose.text, sentence.start(), sentence.end()):
        since = {d.cumulative_from for d in duties if d.cumulative_from}
        if since and int(found[1]) not in {int(month[5:7]) for month in since}:
            message = (
                f"文中说“{form.short_title}”{found.group()}，报送要求里是从 {min(since)} 起（cumulative_from）。"
                "请改成一样。"
            )
            yield slip("TXT-015", message, spot(prose, found.start(), found.group()))


def _in_notes(form: Form, duties: Sequence[tuple[int, Duty]]) -> Iterator[Problem]:
    """Yield the first duty of a form where its notes agree with none; the notes may be the catalogue's."""
    notes = "\n".join(form.notes)
    i, duty = duties[0]
    for found in _DAY.finditer(notes):
        if not any(_agrees(found, d) for _, d in duties):
            message = (
                f"“{form.short_title}”的注里写“{found.group()}”报，这里是{_said([duty])}。"
                "请改成一样：改这里，或在 forms 里改注。"
            )
            yield Problem(
                code="TXT-014", message=message, path=("duties", i, "monthly_by"), severity="warning"
            )
    since = {int(d.cumulative_from[5:7]) for _, d in duties if d.cumulative_from}
    for found in _SINCE.finditer(notes):
        if since and int(found[1]) not in since:
            message = (
                f"“{form.short_title}”的注里写“{found.group()}”，这里是从 {duty.cumulative_from} 起。"
                "请改成一样：改这里，或在 forms 里改注。"
            )
            path = ("duties", i, "cumulative_from")
            yield Problem(code="TXT-015", message=message, path=path, severity="warning")


def _agrees(found: re.Match[str], duty: Duty) -> bool:
    """Tell whether a text names the day of a duty; 每月1日前报上月的 is the next month's first."""
    day = duty.monthly_by if isinstance(duty.monthly_by, int) else _MONTH_END
    said = int(found[2]) if found[2] else _MONTH_END
    return said == day and (found[1] == "每月" or duty.next_month)


def _said(duties: Sequence[Duty]) -> str:
    return "、".join(dict.fromkeys(f"{'次月' if d.next_month else '每月'}{_of(d)}前" for d in duties))


def _of(duty: Duty) -> str:
    return "月底" if duty.monthly_by == "month_end" else f"{duty.monthly_by}日"
