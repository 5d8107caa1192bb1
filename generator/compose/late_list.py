"""List of the late (逾期未报名单): one sheet to be posted, a unit's lines together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from generator.compose.description import described_table
from generator.compose.papers import Paper
from generator.compose.reminder import due_name
from generator.compose.table import Facts, table_content
from generator.compose.wording import printed_date
from generator.derive.deadlines import Due
from generator.model.campaign import Campaign
from generator.model.form import Field, Form, Line, Page
from generator.model.sheet import Sheet

CODE = "late-list"
TITLE = "逾期未报名单"
STATES = {"late": "未报", "wrong": "有错，待改正", "unsealed": "缺盖章件"}
COLUMNS = (
    Field(name="unit", label="单位", width_mm=26.0, source="unit", merge_by=("unit",)),
    Field(name="name", label="报送内容", width_mm=60.0, source="name", align="left"),
    Field(name="due_on", label="期限", width_mm=34.0, source="due_on"),
    Field(name="days", label="逾期天数", width_mm=16.0, source="days"),
    Field(name="state", label="情况", width_mm=20.0, source="state"),
)


def late_list_sheet(campaign: Campaign, overdue: Sequence[Due], on: date) -> Sheet:
    """Return the list of all that is overdue on the day `on`, by unit in the campaign's order."""
    facts = Facts(paper=Paper({}, tuple(_rows(campaign, overdue))))
    name = f"{TITLE}（{printed_date(on)}）"
    return Sheet(
        code=CODE,
        name=name,
        unit="",
        folder=campaign.issuer.name,
        description=replace(described_table(campaign, name, facts), dated_on=on),
        content=table_content(campaign, _form(campaign, on), facts).content,
        period=on.isoformat(),
        filled=True,
        two_sided=campaign.settings.two_sided,
        fangsong=campaign.settings.fangsong,
    )


def _form(campaign: Campaign, on: date) -> Form:
    return Form(
        schema=1,
        form=CODE,
        kind="ledger",
        title=f"{campaign.name}\n{TITLE}",
        short_title=TITLE,
        each="issuer",
        page=Page(size_pt=10.5, min_size_pt=9.0),
        above=(Line(left=campaign.issuer.name, right=f"截至{printed_date(on)}"),),
        columns=COLUMNS,
        continued=True,
    )


def _rows(campaign: Campaign, overdue: Sequence[Due]) -> Iterator[Mapping[str, str]]:
    for unit in campaign.units:
        for due in (d for d in overdue if d.occasion.unit == unit.code):
            yield {
                "unit": unit.label,
                "name": due_name(due),
                "due_on": printed_date(due.occasion.due_on),
                "days": str(due.days),
                "state": STATES[due.state],
            }
