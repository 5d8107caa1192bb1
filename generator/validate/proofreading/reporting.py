"""Reporting times in texts (文中的报送时限): a day of the month or a first month that is not the duty's."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.derive.prose import Prose
from generator.model.campaign import Campaign, Duty
from generator.model.form import Form
from generator.problem import Problem
from generator.validate.proofreading.slips import slip, spot

DAY = re.compile(
    r"(每月|次月|下月)(?:的)?(?:(\d{1,2})日|(月底|月末|底))(?:之?以?前|(?=[将把]|上报|报送|报至))"
)
_SINCE = re.compile(r"自(?:\d{4}年)?(\d{1,2})月份?(?:开始|起)")
SENTENCE = re.compile(r"[^。；\n]+")
_CLAUSE = re.compile(r"[^。；，\n]+")
_TAIL = re.compile(r"[（(].*[）)]$")
_MONTH_END = 0


def check_reporting(
    texts: Iterable[Prose], campaign: Campaign, forms: Mapping[str, Form]
) -> Iterator[Problem]:
    """Yield what texts and notes say of a form's return other than its duties do (TXT-014, TXT-015).

    In a text only sentences that name the form are read; the notes of a form speak of it alone.
    """
    bodies = [prose for prose in texts if prose.kind == "body"]
    by_name: dict[str, list[Duty]] = {}  # tables of one name for two kinds of units are told apart by nobody
    for code, form in forms.items():
        mine = [(i, d) for i, d in enumerate(campaign.duties) if d.form == code and d.monthly_by is not None]
        for name in called(form) if mine else ():
            by_name.setdefault(name, []).extend(d for _, d in mine)
        if mine:
            yield from _in_notes(form, mine)
    for name, duties in by_name.items():
        for prose in bodies:
            yield from _in_text(prose, name, duties)


def called(form: Form) -> tuple[str, ...]:
    """Return what sentences call a form: its short title, without a bracket behind it."""
    name = _TAIL.sub("", form.short_title.replace("\n", ""))
    return (name,) if name else ()


def said_of(pattern: re.Pattern[str], text: str, name: str) -> Iterator[re.Match[str]]:
    """Yield what a text says of a table: in a sentence that names it, or in the clause where a sentence says it twice.

    >>> [m.group() for m in said_of(DAY, "每月15日前报小结，每月25日前报调度表。", "调度表")]
    ['每月25日前']
    """
    for sentence in SENTENCE.finditer(text):
        if name in sentence.group():
            found = list(pattern.finditer(text, sentence.start(), sentence.end()))
            if len(found) == 1:
                yield from found
                continue
            for clause in _CLAUSE.finditer(text, sentence.start(), sentence.end()):
                if name in clause.group():
                    yield from pattern.finditer(text, clause.start(), clause.end())


def _in_text(prose: Prose, name: str, duties: Sequence[Duty]) -> Iterator[Problem]:
    for found in said_of(DAY, prose.text, name):
        if not any(_agrees(found, duty) for duty in duties):
            message = f"文中说“{name}”{found.group()}报，报送要求（duties）里是{_said(duties)}。请改成一样。"
            yield slip("TXT-014", message, spot(prose, found.start(), found.group()))
    for found in said_of(_SINCE, prose.text, name):
        since = {d.cumulative_from for d in duties if d.cumulative_from}
        if since and int(found[1]) not in {int(month[5:7]) for month in since}:
            message = (
                f"文中说“{name}”{found.group()}，报送要求里是从 {min(since)} 起（cumulative_from）。"
                "请改成一样。"
            )
            yield slip("TXT-015", message, spot(prose, found.start(), found.group()))


def _in_notes(form: Form, duties: Sequence[tuple[int, Duty]]) -> Iterator[Problem]:
    """Yield the first duty of a form where its notes agree with none; the notes may be the catalogue's."""
    notes = "\n".join(form.notes)
    i, duty = duties[0]
    for found in DAY.finditer(notes):
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
