"""A small town's campaign, its forms and hazards, to change one thing in."""

from dataclasses import replace
from datetime import date
from typing import Any

from generator.derive.units import with_codes
from generator.model.campaign import Campaign
from generator.model.document import Attachment, Member, Notice, Plan, Role, WorkGroup
from generator.model.filled import Return
from generator.model.form import Field, Form, Group, Page
from generator.model.hazard import Enterprise, Hazard
from generator.model.organ import Issuer, Unit, UnitKind

JUNE = "2023-06"
MONTHLY = Form(
    schema=1,
    form="monthly",
    kind="indicator_table",
    title="{campaign.name}月度情况表",
    short_title="月度情况表",
    used_by=("village", "office"),
    page=Page(fit="one_page"),
    groups=(Group(fields=(Field(name="found", label="发现隐患", unit="个", kind="count"),)),),
)
CHECKLIST = Form(
    schema=1,
    form="checklist",
    kind="ledger",
    title="排查清单",
    short_title="排查清单",
    used_by=("village",),
    columns=(
        Field(name="serial", label="序号", kind="serial", width_mm=16),
        Field(name="what", label="内容", width_mm=140),
    ),
)
LEDGER = Form(
    schema=1,
    form="ledger",
    kind="ledger",
    title="问题台账",
    short_title="问题台账",
    used_by=("village", "office"),
    rows_from="hazards",
    columns=(
        Field(name="serial", label="序号", kind="serial", width_mm=16),
        Field(name="name", label="隐患", width_mm=70, source="hazard.name"),
        Field(name="found_on", label="检查时间", kind="date", width_mm=40, source="hazard.inspected_on"),
        Field(name="photo", label="照片", width_mm=30, source="hazard.extra.photo"),
    ),
)
RECORD = Form(
    schema=1,
    form="record",
    kind="record",
    title="整改台账",
    short_title="整改台账",
    used_by=("village", "office"),
    each="hazard",
    hazard_levels=("重大",),
    groups=(Group(fields=(Field(name="name", label="隐患", source="hazard.name"),)),),
)
FORMS = {form.form: form for form in (MONTHLY, CHECKLIST, LEDGER, RECORD)}

VILLAGE = Unit(name="东镇河湾村", short_name="河湾", kind="village")
OFFICE = Unit(name="东镇应急办", kind="office")
CAMPAIGN = with_codes(
    Campaign(
        schema=1,
        name="东镇专项行动",
        issuer=Issuer(name="东镇安委会", region="东镇"),
        starts_on=date(2023, 5, 1),
        ends_on=date(2023, 12, 31),
        kinds=(
            UnitKind(code="village", name="村", suffixes=("村",)),
            UnitKind(code="office", name="部门"),
        ),
        units=(VILLAGE, OFFICE),
    )
)
NOTICE = Notice(
    title="关于印发方案的通知",
    addressees="各村",
    text="现印发。",
    document_date=date(2023, 5, 25),
    signature=("东镇安委会",),
)
PLAN = Plan(title="专项行动方案", text="一、总体要求")
GROUP = WorkGroup(
    title="工作专班\n名单", roles=(Role(label="组长", members=(Member(name="陶冶", title="镇长"),)),)
)


def campaign(**changes: Any) -> Campaign:
    """The campaign with some attributes changed."""
    return replace(CAMPAIGN, **changes)


def hazard(code: str, **changes: Any) -> Hazard:
    """A major hazard that the village found on 6 June, with some attributes changed."""
    found = Hazard(
        code=code,
        unit="东镇河湾村",
        enterprise=Enterprise(name=f"{code}厂"),
        name=f"{code}隐患",
        level="重大",
        content="未设探测装置",
        inspected_on=date(2023, 6, 6),
    )
    return replace(found, **changes)


def returned(form: str, **changes: Any) -> Return:
    """The village's return for June, with some attributes changed."""
    return replace(Return(schema=1, form=form, unit="东镇河湾村", period=JUNE), **changes)


def attached(*forms: str) -> tuple[Attachment, ...]:
    """Attachments in order, the roster bound to the document."""
    return tuple(Attachment(form=form, bound=form == "roster") for form in forms)
