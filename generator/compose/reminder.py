"""Reminder (催报通知单): a notice to one unit, of what it has not handed in though its day has passed."""

from collections.abc import Iterator, Sequence
from datetime import date

from generator.compose.issued import issued_sheet
from generator.compose.wording import printed_date, printed_month
from generator.derive.deadlines import Due
from generator.model.campaign import Campaign
from generator.model.document import Notice
from generator.model.organ import Unit
from generator.model.sheet import Sheet

CODE = "reminder"
TITLE = "催报通知单"
INCOMPLETE = {
    "unsealed": "文件已收到，还缺签字盖章的原件或扫描件",
    "wrong": "已收到，数据有错，需改正后重报",
}


def reminder_sheet(campaign: Campaign, unit: Unit, overdue: Sequence[Due], on: date) -> Sheet:
    """Return the reminder to one unit as a document of the issuer, dated `on`; `overdue` is not empty."""
    notice = Notice(
        title=TITLE,
        addressees=unit.name,
        text="\n".join(_paragraphs(campaign, overdue, on)),
        document_date=on,
        format="letter",
        signature=(campaign.issuer.name,),
    )
    return issued_sheet(campaign, notice, CODE, TITLE, unit)


def _paragraphs(campaign: Campaign, overdue: Sequence[Due], on: date) -> Iterator[str]:
    count = f"下列{len(overdue)}项材料" if len(overdue) > 1 else "下列材料"
    yield f"按照{campaign.name}的报送要求，截至{printed_date(on)}，你单位{count}逾期没有报齐："
    ends = ["；"] * (len(overdue) - 1) + ["。"]
    numbers = [f"{i}." for i in range(1, len(overdue) + 1)] if len(overdue) > 1 else [""]
    yield from (f"{n}{due_item(due)}{end}" for n, due, end in zip(numbers, overdue, ends, strict=True))
    if any(due.occasion.duty.zero_return for due in overdue):
        yield "没有情况的也要零报送，逐项填“0”，不能空着。"
    yield "请收到本通知单后立即补报。已经报送的，请与收件人核对登记。"


def due_item(due: Due) -> str:
    """Return in words what is due, to whom, what is still lacking, and since when."""
    occasion = due.occasion
    to = occasion.duty.report_to
    words = [
        f"{due_name(due)}，应于{printed_date(occasion.due_on)}前报{to or '送'}",
        INCOMPLETE.get(due.state, ""),
        f"已逾期{due.days}天",
    ]
    return "，".join(filter(None, words))


def due_name(due: Due) -> str:
    """Return what is due, with its month or its hazard."""
    occasion = due.occasion
    which = printed_month(occasion.period) or occasion.hazard
    return f"{occasion.duty.name}（{which}）" if which else occasion.duty.name
