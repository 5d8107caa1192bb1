"""Campaigns with long tables: a task breakdown, a list of enterprises, a list of major hazards."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from generator.compose.issuer_sheets import issuer_sheets
from generator.compose.sheets import Composed, Order, unit_sheets
from generator.derive.forms import forms_in_use
from generator.derive.units import with_codes
from generator.model.campaign import Campaign
from generator.model.document import Attachment
from generator.model.form import Form, FormUse
from generator.model.hazard import Enterprise, Hazard, Progress
from generator.model.organ import Issuer, Unit, UnitKind
from generator.model.sheet import Sheet, TableContent
from generator.problem import Problem
from generator.sources.catalogue import catalogue
from generator.validate.campaign import check

PARTS: dict[str, tuple[tuple[str, int], ...]] = {
    "一、狠抓主体责任落实": (("（一）健全企业安全生产责任体系", 5), ("（二）提高企业安全生产管理能力", 3)),
    "二、狠抓规章制度执行": (
        ("（三）加强企业安全管理制度体系建设和执行", 3),
        ("（四）健全完善风险防控机制", 9),
    ),
    "三、狠抓常态化监管": (("（五）各村、部门排查安全隐患常态化", 14), ("（六）安全生产执法监管常态化", 6)),
}
RESPONSIBLE = ("各村（社区）、安委会各成员单位监督企业落实", "派出所", "派出所、民政办", "安委会各成员单位")


def tasks() -> tuple[dict[str, object], ...]:
    """Three parts, six tasks and forty items of one to four lines: each begins with 始 and its number."""
    number = 0
    parts: list[dict[str, object]] = []
    for part, inner in PARTS.items():
        rows: list[dict[str, object]] = []
        for task, count in inner:
            items: list[dict[str, object]] = []
            for place in range(1, count + 1):
                number += 1
                text = f"{place}.始{number:02}" + "结合实际开展隐患排查" * (number * 7 % 5) + "抓好落实。"
                items.append({"item": text, "responsible": RESPONSIBLE[number % len(RESPONSIBLE)]})
            rows.append({"task": task, "rows": items})
        parts.append({"part": part, "rows": rows})
    return tuple(parts)


ENTERPRISES: tuple[dict[str, object], ...] = (
    {"name": "河湾木业加工厂", "type": "木材加工"},
    {"name": "河湾村便民超市", "type": "零售业"},
    {"name": "清溪镇东湖酒店管理有限公司", "type": "住宿业"},
)

CAMPAIGN = Campaign(
    schema=1,
    name="清溪镇安全生产“三个狠抓”专项行动",
    issuer=Issuer(name="清溪镇人民政府", region="清溪镇"),
    starts_on=date(2023, 1, 3),
    ends_on=date(2023, 12, 31),
    kinds=(
        UnitKind(code="village", name="村（社区）", suffixes=("社区", "村")),
        UnitKind(code="member", name="安委会成员单位"),
    ),
    units=(
        Unit(name="清溪镇河湾村", short_name="河湾", kind="village", code="hewan"),
        Unit(name="清溪镇派出所", short_name="派出所", kind="member", code="paichusuo"),
        Unit(name="清溪镇民政办公室", short_name="民政办", kind="member", code="minzheng"),
    ),
    attachments=(
        Attachment(form="task-breakdown"),
        Attachment(form="inspection-list"),
        Attachment(form="major-hazard-list"),
    ),
    forms=(
        FormUse(form="unit-tasks", used_by=("village", "member")),
        FormUse(form="major-hazard-list", used_by=("village",)),
    ),
    lists={"tasks": tasks(), "enterprises": ENTERPRISES},
)


def hazard(number: int = 1, **changes: Any) -> Hazard:
    """A major hazard of the village."""
    day = date(2023, 2, 1) + timedelta(days=number)
    made = Hazard(
        code=f"QX-{number:03}",
        unit="hewan",
        enterprise=Enterprise(name="河湾木业加工厂"),
        name="除尘系统不合格",
        level="重大",
        content=f"始{number:02}砂光车间除尘系统未设置火花探测和消除装置",
        inspected_on=day,
        topic="工贸",
        scope="县区",
        stage="整改中",
        progress=(
            Progress(on=day, text="已责令停产并制定整改方案"),
            Progress(on=day + timedelta(days=20), text="已安装"),
        ),
    )
    return replace(made, **changes)


def forms_of(campaign: Campaign, **changes: Any) -> dict[str, Form]:
    """The campaign's forms in use, each with some attributes changed."""
    return {code: replace(form, **changes) for code, form in forms_in_use(campaign, catalogue()).items()}


def composed(campaign: Campaign, unit: str = "", period: str = "2023-06", **changes: Any) -> Composed:
    """The sheets of a unit, or of the issuer; `changes` are made to every form."""
    ready = with_codes(campaign)
    forms, order = forms_of(ready, **changes), Order(period=period)
    if not unit:
        return issuer_sheets(ready, forms, order)
    return unit_sheets(ready, forms, next(u for u in ready.units if u.code == unit), order)


def sheet_of(code: str, unit: str = "", campaign: Campaign = CAMPAIGN, **changes: Any) -> Sheet:
    """One sheet of a campaign, free of problems."""
    made = composed(campaign, unit, **changes)
    assert made.problems == []
    return next(s for s in made.sheets if s.code == code)


def table_of(code: str, unit: str = "", campaign: Campaign = CAMPAIGN, **changes: Any) -> TableContent:
    """The table of one sheet of a campaign."""
    content = sheet_of(code, unit, campaign, **changes).content
    assert isinstance(content, TableContent)
    return content


def printed_rows(table: TableContent) -> list[list[str]]:
    """The texts of the cells of every row, head rows too; a cell covered by a merged one is left out."""
    return [[table.values.get(c.slot, c.text) for c in row.cells] for row in table.grid.rows]


def row_values(table: TableContent) -> tuple[dict[str, str], ...]:
    """What prints in the columns of each row of a ledger, by the columns' names."""
    rows = [[c for c in row.cells if c.slot] for row in table.grid.rows]
    return tuple({c.slot.rpartition(".")[0]: table.values[c.slot] for c in cells} for cells in rows if cells)


def problems_of(campaign: Campaign) -> list[Problem]:
    """The problems of a campaign."""
    ready = with_codes(campaign)
    return check(ready, forms_in_use(ready, catalogue()), catalogue())
