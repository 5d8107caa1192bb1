"""A small campaign to change one thing in."""

from dataclasses import replace
from datetime import date
from typing import Any

from generator.derive.forms import forms_in_use
from generator.derive.units import with_codes
from generator.model.campaign import Campaign
from generator.model.form import Field, Form, FormUse, Group
from generator.model.organ import Issuer, Unit, UnitKind
from generator.problem import Problem
from generator.validate.campaign import check

COUNTED = Field(name="found", label="发现", unit="个", kind="count")
FORM = Form(
    schema=1,
    form="monthly",
    kind="indicator_table",
    title="月度情况表",
    short_title="月度情况表",
    used_by=("village", "community"),
    groups=(Group(fields=(COUNTED,)),),
)
LEDGER = Form(
    schema=1,
    form="ledger",
    kind="ledger",
    title="台账",
    short_title="台账",
    used_by=("village", "community"),
    columns=(
        Field(name="serial", label="序号", kind="serial", width_mm=56),
        Field(name="text", label="内容", width_mm=50),
        Field(name="count", label="个数", kind="count", width_mm=50, required=True),
    ),
)
CAMPAIGN = Campaign(
    schema=1,
    name="某县专项行动",
    issuer=Issuer(name="某县安全生产委员会"),
    starts_on=date(2023, 5, 1),
    ends_on=date(2023, 12, 31),
    kinds=(
        UnitKind(code="community", name="社区", suffixes=("社区", "居委会")),
        UnitKind(code="village", name="村", suffixes=("村", "新村", "民族村")),
        UnitKind(code="town", name="镇", suffixes=("镇",)),
    ),
    units=(Unit(name="东镇新华村", short_name="新华", kind="village"),),
    forms=(FormUse(form="monthly"), FormUse(form="ledger")),
)
CATALOGUE = {"monthly": FORM, "ledger": LEDGER}


def found(campaign: Campaign = CAMPAIGN, **changes: Any) -> list[Problem]:
    """Return the problems of a campaign with some attributes changed."""
    changed = with_codes(replace(campaign, **changes))
    return check(changed, forms_in_use(changed, CATALOGUE), CATALOGUE)


def places(problems: list[Problem]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(problem.code, problem.path) for problem in problems]
