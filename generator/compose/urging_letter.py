"""Urging letter (工作督促函): to one unit that is behind again and again, of its returns and its hazards together."""

from collections.abc import Iterator, Sequence
from datetime import date

from generator.compose.issued import issued_sheet
from generator.compose.reminder import due_item
from generator.compose.wording import printed_date
from generator.derive.deadlines import Due
from generator.model.campaign import Campaign
from generator.model.document import Notice
from generator.model.hazard import Hazard
from generator.model.organ import Unit
from generator.model.sheet import Sheet

CODE = "urging-letter"
TITLE = "工作督促函"
DAYS = 5
LONG_DAYS = 10  # what is late for less has its reminder or its supervision slip
DUES_MIN = 2  # papers long overdue that make a letter


def is_urged(overdue: Sequence[Due], late: Sequence[Hazard], on: date) -> bool:
    """Tell whether a unit is written to: a hazard long beyond its limit, or several papers long overdue."""
    hazards = [h for h in late if h.due_on and (on - h.due_on).days >= LONG_DAYS]
    return bool(hazards) or sum(due.days >= LONG_DAYS for due in overdue) >= DUES_MIN


def urging_letter_sheet(
    campaign: Campaign, unit: Unit, behind: tuple[Sequence[Due], Sequence[Hazard]], on: date
) -> Sheet:
    """Return the letter to a unit on a day, of its overdue papers and of its hazards beyond their limit."""
    notice = Notice(
        title=f"关于抓紧推进{campaign.name}有关工作的函",
        addressees=unit.name,
        text="\n".join(_paragraphs(campaign, behind, on)),
        document_date=on,
        format="letter",
        signature=(campaign.issuer.name,),
    )
    return issued_sheet(campaign, notice, CODE, TITLE, unit)


def _paragraphs(
    campaign: Campaign, behind: tuple[Sequence[Due], Sequence[Hazard]], on: date
) -> Iterator[str]:
    overdue, late = behind
    yield f"经核对，截至{printed_date(on)}，你单位在{campaign.name}中有下列工作没有按期完成："
    sections = [("逾期没有报齐的材料", [due_item(due) for due in overdue])] if overdue else []
    if late:
        sections.append(("超过时限没有整改完的隐患", [_hazard(hazard, on) for hazard in late]))
    for number, (head, items) in zip("一二", sections, strict=False):
        yield f"{number}、{head}" if len(sections) > 1 else f"{head}："
        yield from (f"{i}.{item}。" for i, item in enumerate(items, 1))
    yield (
        f"请你单位高度重视，主要负责人亲自部署，于收到本函后{DAYS}个工作日内补齐材料、落实整改，"
        "并将办理情况书面报我们；确有困难、需要延期的，请说明原因和新的时限。"
    )


def _hazard(hazard: Hazard, on: date) -> str:
    limit = hazard.due_on or on
    return f"{hazard.enterprise.name}：{hazard.content}，整改时限{printed_date(limit)}，已超{(on - limit).days}天"
