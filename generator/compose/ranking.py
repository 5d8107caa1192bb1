"""Ranking sheet (打分排名表): places, points and what was deducted for, as a table to be printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.compose.description import described_table
from generator.compose.papers import Paper
from generator.compose.table import Facts, table_content
from generator.compose.wording import chinese_number, printed_month
from generator.derive.calendar import month_end
from generator.derive.ranking import Scored, missing
from generator.model.campaign import Campaign
from generator.model.form import Field, Form, Line, Page
from generator.model.sheet import Sheet

CODE = "ranking"
TITLE = "打分排名表"
COLUMNS = (
    Field(name="place", label="名次", width_mm=15.0, source="place"),
    Field(name="inspected", label="受检单位", width_mm=24.0, source="inspected"),
    Field(name="points", label="得分", width_mm=13.0, source="points"),
    Field(name="deducted", label="扣分", width_mm=13.0, source="deducted"),
    Field(name="team", label="检查组", width_mm=31.0, source="team"),
    Field(name="reasons", label="扣分情况", width_mm=60.0, source="reasons", align="left"),
)


def ranking_sheet(campaign: Campaign, form: Form, found: Sequence[Scored], period: str) -> Sheet:
    """Return the ranking of all that were inspected in a month; `found` is not empty."""
    facts = Facts(paper=Paper({}, tuple(_rows(campaign, found))))
    name = f"{form.short_title}排名（{printed_month(period)}）"
    return Sheet(
        code=CODE,
        name=name,
        unit="",
        folder=campaign.issuer.name,
        description=replace(described_table(campaign, name, facts), dated_on=month_end(period)),
        content=table_content(campaign, _form(campaign, form, found, period), facts).content,
        period=period,
        filled=True,
        two_sided=campaign.settings.two_sided,
        fangsong=campaign.settings.fangsong,
    )


def _form(campaign: Campaign, form: Form, found: Sequence[Scored], period: str) -> Form:
    return Form(
        schema=1,
        form=CODE,
        kind="ledger",
        title=f"{campaign.name}\n{TITLE}",
        short_title=TITLE,
        each="issuer",
        page=Page(size_pt=10.5, min_size_pt=9.0),
        above=(
            Line(left=campaign.issuer.name, right=f"{printed_month(period)}　满分{form.full_points:g}分"),
        ),
        columns=COLUMNS,
        notes=tuple(_notes(campaign, form, found, period)),
        continued=True,
    )


def _notes(campaign: Campaign, form: Form, found: Sequence[Scored], period: str) -> Iterator[str]:
    """Yield whose sheets have not come: the ranking is not yet that of all."""
    labels = {u.code: u.label for u in campaign.units}
    if units := [labels[code] for code in missing(campaign, form, found, period)]:
        yield f"没有报来打分表的{len(units)}个：{'、'.join(units)}。"


def _rows(campaign: Campaign, found: Sequence[Scored]) -> Iterator[Mapping[str, str]]:
    labels = {u.code: u.label for u in campaign.units}
    for sheet in found:
        yield {
            "place": place_of(sheet, found),
            "inspected": labels.get(sheet.inspected, sheet.inspected),
            "points": f"{sheet.points:g}",
            "deducted": f"{sheet.deducted:g}",
            "team": team_name(campaign, sheet),
            "reasons": reasons(sheet),
        }


def place_of(sheet: Scored, found: Sequence[Scored]) -> str:
    """Return a place as lists of honour have it: 并列2 where others share it."""
    shared = sum(s.place == sheet.place for s in found) > 1
    return f"并列{sheet.place}" if shared else str(sheet.place)


def team_name(campaign: Campaign, sheet: Scored) -> str:
    """Return the team that scored: 第一专项行动组（浉河区组）, or its unit alone where there are no teams."""
    labels = {u.code: u.label for u in campaign.units}
    unit = labels.get(sheet.filled.unit, sheet.filled.unit)
    if not sheet.team or campaign.pairing is None:
        return unit
    return f"第{chinese_number(sheet.team)}{campaign.pairing.team}（{unit}组）"


def reasons(sheet: Scored) -> str:
    """Return what points went for, by clause: 第3条扣1分：台账不全；第8条扣2分."""
    told = []
    for score in sheet.scores:
        if lost := score.clause.points - score.points:
            why = "，".join(dict.fromkeys(d.reason for d in score.deducted if d.reason and d.points))
            told.append(f"第{score.clause.number}条扣{lost:g}分" + (f"：{why}" if why else ""))
    return "；".join(told)
