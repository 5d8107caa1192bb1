"""Deadlines in texts (文中的时限) by themselves: two for one table, one-off days that are not the duty's, no time left."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from generator.dataclass import dataclass
from generator.derive.prose import Prose
from generator.model.campaign import Campaign, Duty
from generator.model.form import Form
from generator.problem import Problem
from generator.validate.proofreading.reporting import DAY, SENTENCE, called, said_of
from generator.validate.proofreading.slips import HAN, slip, spot

_ONCE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:之?以?前)")
_REPORTED = re.compile("(?<!已)(?:报(?:送|至|到|回|市|县|区|镇|乡|街道|我)|(?<!已)上报)")
_REPORTERS = re.compile(rf"各[{HAN}]{{1,8}}?(?=[、，（于应要请每将把自]|\d|$)")
_SHORT_NOTICE = timedelta(days=1)
_LONG_AGO = timedelta(days=31)
_LEAST_CHARS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A day of the month on which a text wants a table, and from whom where it says so."""

    prose: Prose
    match: re.Match[str]
    reporters: frozenset[str]

    @property
    def day(self) -> str:
        """The day as it is compared: 28, or nothing for the end of the month."""
        return self.match[2] or ""


def check_deadlines(
    texts: Iterable[Prose], campaign: Campaign, forms: Mapping[str, Form]
) -> Iterator[Problem]:
    """Yield days of texts that contradict each other (TXT-007) or the duties (TXT-014), or leave no time (TXT-008)."""
    bodies = [prose for prose in texts if prose.kind == "body" and prose.document in ("notice", "plan")]
    yield from _two_for_one(bodies, campaign, forms)
    once = [duty for duty in campaign.duties if duty.due_on and len(duty.name) >= _LEAST_CHARS]
    for prose in bodies:
        for sentence in SENTENCE.finditer(prose.text):
            yield from _other_days(prose, sentence, once)
            yield from _at_once(prose, sentence, campaign)


def _two_for_one(bodies: Sequence[Prose], campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield tables that no duty tells of and for which texts, or a text and the notes below, name two days."""
    told = {duty.form for duty in campaign.duties if duty.monthly_by is not None}
    named = sorted(
        ((name, code) for code, form in forms.items() for name in called(form)), key=lambda n: n[0]
    )
    for name, group in groupby(named, key=lambda n: n[0]):
        codes = [code for _, code in group]
        if told.isdisjoint(codes):
            said = [found for prose in bodies for found in _said(prose, name)]
            notes = [m for code in codes for m in DAY.finditer("\n".join(forms[code].notes))]
            yield from _conflicting(name, said, notes)


def _said(prose: Prose, name: str) -> Iterator[Said]:
    for match in said_of(DAY, prose.text, name):
        before = re.split(r"[。；\n]|(?<=前)", prose.text[: match.start()])[-1]
        yield Said(prose=prose, match=match, reporters=frozenset(_REPORTERS.findall(before)))


def _conflicting(name: str, said: Sequence[Said], notes: Sequence[re.Match[str]]) -> Iterator[Problem]:
    """Yield each day that is another than the first one for the same reporters, or than every one in the notes."""
    for i, found in enumerate(said):
        before = next((s for s in said[:i] if s.day != found.day and _same(s, found)), None)
        if before or (notes and found.day not in {m[2] or "" for m in notes}):
            where = f"前面是{before.match.group()}" if before else f"表下的注里是{notes[0].group()}"
            message = f"文中说“{name}”{found.match.group()}报，{where}。同一张表请只留一个时限。"
            words = spot(found.prose, found.match.start(), found.match.group())
            yield slip("TXT-007", message, words)


def _same(one: Said, other: Said) -> bool:
    return not one.reporters or not other.reporters or bool(one.reporters & other.reporters)


def _other_days(prose: Prose, sentence: re.Match[str], duties: Sequence[Duty]) -> Iterator[Problem]:
    """Yield the first day of a sentence that names one-off duties, where none of its days is one of theirs."""
    mine = [duty for duty in duties if duty.name in sentence.group() and duty.due_on]
    found = list(_ONCE.finditer(prose.text, sentence.start(), sentence.end()))
    if not mine or not found or not _REPORTED.search(sentence.group()):
        return
    due = {(d.due_on.month, d.due_on.day) for d in mine if d.due_on}
    if not any((int(m[2]), int(m[3])) in due for m in found):
        message = f"文中说“{mine[0].name}”{found[0].group()}报，报送要求（duties）里是 {mine[0].due_on}。请改成一样。"
        yield slip("TXT-014", message, spot(prose, found[0].start(), found[0].group()))


def _at_once(prose: Prose, sentence: re.Match[str], campaign: Campaign) -> Iterator[Problem]:
    """Yield a day by which to report, no later than the one after issue, that no duty has; that has its own finding."""
    if campaign.notice is None or not _REPORTED.search(sentence.group()):
        return
    issued_on = campaign.notice.document_date
    for found in _ONCE.finditer(prose.text, sentence.start(), sentence.end()):
        day = _date(found, issued_on.year)
        if day and issued_on - _LONG_AGO <= day <= issued_on + _SHORT_NOTICE and not _has(campaign, day):
            when = "就是成文的第二天" if day > issued_on else "不晚于成文日期"
            message = f"文中要求“{found.group()}”报送，{when}（{issued_on} 成文），单位来不及报。请改晚，或核对日期。"
            yield slip("TXT-008", message, spot(prose, found.start(), found.group()))


def _has(campaign: Campaign, day: date) -> bool:
    return any(duty.due_on == day for duty in campaign.duties)


def _date(found: re.Match[str], year: int) -> date | None:
    try:
        return date(int(found[1] or year), int(found[2]), int(found[3]))
    except ValueError:
        return None
