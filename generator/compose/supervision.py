"""Supervision slip (督办交办单): one hazard that is overdue or listed, handed to its unit to be seen through."""

from dataclasses import replace
from datetime import date

from generator.compose.description import described_table
from generator.compose.seals import table_seals
from generator.compose.table import Facts, table_content
from generator.compose.wording import printed_date
from generator.derive.hazard_state import STATES, is_listed, is_overdue, state_of
from generator.model.campaign import Campaign
from generator.model.filled import Return, Value
from generator.model.form import Box, Field, Form, Group, Line, Page, Widths
from generator.model.hazard import Hazard
from generator.model.organ import Unit
from generator.model.sheet import Sheet

CODE = "supervision-slip"
TITLE = "隐患督办交办单"
DEMAND = (
    "立即落实管控措施，整改完成前不得恢复使用；整改完成后申请复查，复查合格及时销号，并将办理情况报交办单位。"
)
FIELDS = (
    Field(name="code", label="隐患编号", source="hazard.code"),
    Field(name="enterprise", label="企业名称", source="hazard.enterprise.name"),
    Field(name="content", label="隐患内容", source="hazard.content", height_mm=24.0, align="left"),
    Field(name="level", label="隐患等级", source="hazard.level"),
    Field(name="measures", label="整改措施", source="hazard.measures", height_mm=20.0, align="left"),
    Field(name="due_on", label="整改时限", source="hazard.due_on"),
    Field(name="standing", label="督办事由"),
    Field(name="demand", label="办理要求", height_mm=22.0, align="left"),
    Field(
        name="received",
        label="签收",
        kind="seal_place",
        height_mm=16.0,
        boxes=(Box(lines=(Line(left="签收人：", right="年　　月　　日"),)),),
    ),
    Field(
        name="result",
        label="办理情况",
        kind="seal_place",
        height_mm=46.0,
        boxes=(
            Box(
                lines=(
                    Line(left=""),
                    Line(right="主要负责人签字：　　　　　　"),
                    Line(right="年　　月　　日"),
                )
            ),
        ),
    ),
)


def is_supervised(hazard: Hazard, on: date) -> bool:
    """Tell whether a hazard is handed over: beyond its limit, or listed for supervision, and not closed."""
    return is_overdue(hazard, on) or is_listed(hazard, on)


def supervision_sheet(campaign: Campaign, unit: Unit, hazard: Hazard, on: date) -> Sheet:
    """Return the slip of a hazard to its unit, as things stand on a day."""
    form = _form(campaign)
    report = Return(
        schema=1,
        form=CODE,
        unit=unit.code,
        period=on.isoformat()[:7],
        filled_on=on,
        values=_values(hazard, on),
    )
    facts = Facts(unit=unit, period=on.isoformat()[:7], filled=report, hazard=hazard)
    content = table_content(campaign, form, facts).content
    name = f"{TITLE}（{hazard.code} {printed_date(on)}）"
    return Sheet(
        code=CODE,
        name=name,
        unit=unit.code,
        folder=unit.label,
        description=replace(described_table(campaign, name, facts), dated_on=on),
        content=content,
        period=on.isoformat(),
        one_page=True,
        filled=True,
        two_sided=campaign.settings.two_sided,
        fangsong=campaign.settings.fangsong,
        seals=table_seals(campaign, form, unit, (content.above, content.below)),
    )


def _form(campaign: Campaign) -> Form:
    return Form(
        schema=1,
        form=CODE,
        kind="record",
        title=TITLE,
        short_title=TITLE,
        page=Page(fit="one_page", per_row=1, size_pt=12.0, min_size_pt=10.5, row_height_mm=11.0),
        widths=Widths(number=0.0, label=30.0),
        above=(
            Line(left="承办单位：{unit.name}", right="{filled_on}"),
            Line(left=f"交办单位（盖章）：{campaign.issuer.name}", seal_of="issuer"),
        ),
        groups=(Group(fields=FIELDS),),
        notes=("本单一式两份，交办单位、承办单位各存一份；办理完毕，承办单位填写办理情况后交回。",),
    )


def _values(hazard: Hazard, on: date) -> dict[str, Value]:
    limit = hazard.due_on
    late = f"整改时限已过{(on - limit).days}天" if limit and is_overdue(hazard, on) else ""
    listed = f"挂牌督办（{hazard.listed_document}）" if is_listed(hazard, on) else ""
    standing = "；".join(filter(None, (late, listed)))
    return {
        "standing": f"{standing}；现状：{STATES[state_of(hazard, on)]}",
        "demand": DEMAND,
    }
