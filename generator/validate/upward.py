"""Checks of superiors' forms (上级表): a roll-up, indicators and a duty that are there (COL-017)."""

from collections import Counter
from collections.abc import Iterator, Mapping

from generator.derive.fillable import value_fields
from generator.derive.roll_up import roll_ups_of
from generator.model.campaign import Campaign
from generator.model.form import Field, Form
from generator.model.upward import UpwardForm
from generator.problem import Path, Problem
from generator.validate.wording import nearest


def check_upward(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield the problems of a campaign's superiors' forms; their files are looked at when they are filled in."""
    rolled = [r.form for r in roll_ups_of(campaign, forms) if r.form in forms]
    counts = Counter(form.name for form in campaign.upward)
    for i, form in enumerate(campaign.upward):
        path: Path = ("upward", i)
        if counts[form.name] > 1:
            yield _wrong(
                f"名称“{form.name}”写了 {counts[form.name]} 次，填好的文件分不开。请各取一个。",
                (*path, "name"),
            )
        if form.row and form.column:
            yield _wrong(
                "row 和 column 只写一个：一个单位一行的写 row，一个指标一行的写 column。", (*path, "column")
            )
        yield from _duty(campaign, form, path)
        if form.form and form.form not in rolled:
            yield _wrong(f"“{form.form}”不是汇总表。{nearest(form.form, rolled)}请改正。", (*path, "form"))
        elif not form.form and len(rolled) != 1:
            many = f"汇总表有 {len(rolled)} 张" if rolled else "没有汇总表"
            yield _wrong(f"{many}，请用 form 写明“{form.name}”的数取自哪张：{'、'.join(rolled)}。", path)
        else:
            yield from _keys(form, forms[form.form or rolled[0]], path)


def _duty(campaign: Campaign, form: UpwardForm, path: Path) -> Iterator[Problem]:
    mine = [d.name for d in campaign.duties if d.by_issuer]
    if form.duty and form.duty not in mine:
        remedy = "请改正，或在 duties 里给那一项写 by_issuer: true。"
        yield _wrong(
            f"没有“{form.duty}”这项由发文机关上报的报送要求。{nearest(form.duty, mine)}{remedy}",
            (*path, "duty"),
        )


def _keys(form: UpwardForm, target: Form, path: Path) -> Iterator[Problem]:
    fields = {f.name: f for f in value_fields(target)}
    known = [key for field in fields.values() for key in _keys_of(field)]
    for key in form.cells:
        field = fields.get(key)
        if field and field.parts:
            words = f"“{key}”一格有几个数，请分开写：{'、'.join(_keys_of(field))}。"
            yield _wrong(words, (*path, "cells", key))
        elif key not in known:
            yield _wrong(
                f"汇总表没有“{key}”这个指标。{nearest(key, known)}请改正或删去。", (*path, "cells", key)
            )


def _keys_of(field: Field) -> list[str]:
    return [f"{field.name}.{part.name}" for part in field.parts] or [field.name]


def _wrong(message: str, path: Path) -> Problem:
    return Problem(code="COL-017", message=message, path=path)
