"""Checks of what names something else: forms, definitions, attachments, duties, the campaign's dates."""

from collections.abc import Iterator, Mapping

from generator.derive.forms import known_forms
from generator.model.campaign import Campaign
from generator.model.document import Attachment
from generator.model.form import Form
from generator.problem import Path, Problem
from generator.validate.dates import is_month
from generator.validate.units import unknown_kind
from generator.validate.wording import nearest

LISTS = {"roster": ("work_group", "工作专班名单"), "pairing": ("pairing", "检查分组")}


def check_references(
    campaign: Campaign, forms: Mapping[str, Form], catalogue: Mapping[str, Form]
) -> Iterator[Problem]:
    """Yield the problems of names in a campaign that lead nowhere or twice to the same place."""
    yield from _period(campaign)
    yield from _attachments(campaign, forms)
    yield from _uses(campaign, known_forms(campaign, catalogue))
    yield from _definitions(campaign, catalogue)
    yield from _duties(campaign, forms)


def unknown_form(code: str, forms: Mapping[str, Form], path: Path) -> Problem:
    """Return the problem of a form that cannot be found."""
    if titled := [form.form for form in forms.values() if code in (form.short_title, form.title)]:
        hint = f"这里写代号，应是{'或'.join(f'“{known}”' for known in titled)}。"
    else:
        hint = nearest(code, forms)
    message = f"没有表单“{code}”。{hint}请改正代号，或在 forms、definitions 里补上。"
    return Problem(code="REF-005", message=message, path=path)


def _period(campaign: Campaign) -> Iterator[Problem]:
    if campaign.ends_on < campaign.starts_on:
        message = f"结束日期 {campaign.ends_on} 早于开始日期 {campaign.starts_on}。请核对两个日期。"
        yield Problem(code="REF-012", message=message, path=("ends_on",))


def _attachments(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, attachment in enumerate(campaign.attachments):
        path = ("attachments", i, "form")
        yield from _attachment(attachment, campaign, forms, path)
        if attachment.form in seen:
            message = f"附件“{attachment.form}”列了两次。请删去一个。"
            yield Problem(code="REF-013", message=message, path=path)
        seen.add(attachment.form)


def _attachment(
    attachment: Attachment, campaign: Campaign, forms: Mapping[str, Form], path: Path
) -> Iterator[Problem]:
    code = attachment.form
    key, term = LISTS.get(code, ("", ""))
    if key and getattr(campaign, key) is None:
        message = f"附件写了 {code}（{term}），但没有 {key}。请补写 {key}，或删去这个附件。"
        yield Problem(code="REF-001", message=message, path=path)
    elif not key and code not in forms:
        message = f"附件“{code}”不是表单。{nearest(code, [*forms, *LISTS])}请写表单代号；名单写 roster。"
        yield Problem(code="REF-001", message=message, path=path)


def _uses(campaign: Campaign, known: Mapping[str, Form]) -> Iterator[Problem]:
    kinds = {kind.code: kind for kind in campaign.kinds}
    seen: set[str] = set()
    for i, use in enumerate(campaign.forms):
        path = ("forms", i)
        if use.form not in known:
            yield unknown_form(use.form, known, (*path, "form"))
        if use.form in seen:
            message = f"表单“{use.form}”采用了两次。请合并成一处。"
            yield Problem(code="REF-017", message=message, path=(*path, "form"))
        seen.add(use.form)
        for j, kind in enumerate(use.used_by or ()):
            if kind not in kinds:
                yield unknown_kind(kind, kinds, (*path, "used_by", j))


def _definitions(campaign: Campaign, catalogue: Mapping[str, Form]) -> Iterator[Problem]:
    kinds = {kind.code: kind for kind in campaign.kinds}
    seen: set[str] = set()
    for i, form in enumerate(campaign.definitions):
        path = ("definitions", i)
        if form.form in seen or form.form in catalogue:
            place = "本活动" if form.form in seen else "表单目录"
            message = (
                f"{place}里已有表单“{form.form}”。请换一个代号；只改标题、注等时，请在 forms 里写要改的几项。"
            )
            yield Problem(code="REF-010", message=message, path=(*path, "form"))
        seen.add(form.form)
        for j, kind in enumerate(form.used_by):
            if kind not in kinds:
                yield unknown_kind(kind, kinds, (*path, "used_by", j))


def _duties(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    kinds = {kind.code: kind for kind in campaign.kinds}
    for i, duty in enumerate(campaign.duties):
        path = ("duties", i)
        if duty.form and duty.form not in forms:
            yield unknown_form(duty.form, forms, (*path, "form"))
        for j, kind in enumerate(duty.used_by):
            if kind not in kinds:
                yield unknown_kind(kind, kinds, (*path, "used_by", j))
        if duty.cumulative_from and not is_month(duty.cumulative_from):
            yield wrong_month("cumulative_from", duty.cumulative_from, (*path, "cumulative_from"))


def wrong_month(name: str, text: str, path: Path, unit: str = "") -> Problem:
    """Return the problem of a month that is not written 2023-06."""
    message = f"“{name}”应写成 2023-06 的样子（年-月，月份两位），现是“{text}”。请改写。"
    return Problem(code="DATA-007", message=message, path=path, unit=unit)
