"""Official document (公文): notice, plan and bound attachments as one sheet, parts on pages of their own."""

from collections.abc import Sequence
from dataclasses import replace

from generator.compose.text import (
    attachment_note,
    contact_block,
    roster_blocks,
    signature_blocks,
    text_blocks,
)
from generator.compose.wording import fill, printed_date
from generator.layout import gbt9704 as gb
from generator.layout.fit import text_width_mm, widest_em
from generator.layout.title import break_title
from generator.model.campaign import Campaign
from generator.model.document import Attachment, Notice, Plan, WorkGroup
from generator.model.form import Form
from generator.model.sheet import Block, DocumentContent, Part

ROSTER = "roster"
_ROSTER_CHARS = (4.5, 5.0)  # least widths of the columns of roles and of names
_ROSTER_GAPS = (0.5, 1.0)  # room after each of them
_TITLE_CHARS = int(gb.TYPE_AREA_WIDTH_MM / gb.mm_from_pt(gb.TITLE_PT))


def document_content(campaign: Campaign, forms: dict[str, Form]) -> DocumentContent | None:
    """Return the campaign's document, or None when it has neither notice nor plan."""
    titles = attachment_titles(campaign, forms)
    parts = []
    if campaign.notice:
        parts.append(_notice_part(campaign.notice, [] if campaign.plan else titles))
    if campaign.plan:
        parts.append(_plan_part(campaign.plan, titles, bool(parts)))
    if not parts:
        return None
    bound = [
        _roster_part(campaign.work_group, number)
        for number in _bound_rosters(campaign)
        if campaign.work_group
    ]
    mark = (campaign.issuer.mark or (f"{campaign.issuer.name}文件",)) if campaign.notice else ()
    number = str(campaign.notice.number or "") if campaign.notice else ""
    return DocumentContent(
        shell="document",
        mark=mark,
        mark_pt=_mark_pt(mark),
        number=number,
        parts=(*parts, *bound),
        signature_mm=_signature_mm(campaign.notice) if campaign.notice else 0.0,
        roster_mm=_roster_mm([b for part in bound for b in part.blocks]),
    )


def roster_content(group: WorkGroup, attachment: str) -> DocumentContent:
    """Return the roster alone, as a document of one part without a header."""
    part = replace(_roster_part(group, attachment), new_page=False)
    return DocumentContent(
        shell="document",
        mark=(),
        mark_pt=0.0,
        number="",
        parts=(part,),
        signature_mm=0.0,
        roster_mm=_roster_mm(part.blocks),
    )


def attachment_titles(campaign: Campaign, forms: dict[str, Form]) -> list[str]:
    """Return the names of the attachments as the attachment note prints them, without line breaks."""
    return [attachment_title(campaign, forms, a) for a in campaign.attachments]


def attachment_title(campaign: Campaign, forms: dict[str, Form], attachment: Attachment) -> str:
    """Return an attachment's name: its own, else the title of its form or of the work group's roster."""
    if attachment.title:
        return attachment.title.replace("\n", "")
    if attachment.form == ROSTER:
        return campaign.work_group.title.replace("\n", "") if campaign.work_group else ""
    names = {
        "campaign.name": campaign.name,
        "issuer.name": campaign.issuer.name,
        "issuer.region": campaign.issuer.region,
    }
    return fill(forms[attachment.form].title, names).replace("\n", "")


def attachment_number(campaign: Campaign, form: str) -> str:
    """Return 附件2 for the form that is the second attachment, 附件 when it is the only one, else empty."""
    places = [i for i, a in enumerate(campaign.attachments, 1) if a.form == form]
    if not places:
        return ""
    return f"附件{places[0]}" if len(campaign.attachments) > 1 else "附件"


def _bound_rosters(campaign: Campaign) -> list[str]:
    return [attachment_number(campaign, a.form) for a in campaign.attachments if a.bound and a.form == ROSTER]


def _notice_part(notice: Notice, titles: list[str]) -> Part:
    return Part(
        new_page=False,
        title=break_title(notice.title, _TITLE_CHARS),
        addressees=f"{notice.addressees.rstrip('：:')}：",
        blocks=(*text_blocks(notice.text), *attachment_note(titles), *signature_blocks(notice)),
    )


def _plan_part(plan: Plan, titles: list[str], new_page: bool) -> Part:
    contact = [contact_block(plan.contact)] if plan.contact else []
    return Part(
        new_page=new_page,
        title=break_title(plan.title, _TITLE_CHARS),
        blocks=(*text_blocks(plan.text), *contact, *attachment_note(titles)),
    )


def _roster_part(group: WorkGroup, attachment: str) -> Part:
    return Part(
        attachment=attachment,
        title=break_title(group.title, _TITLE_CHARS),
        blocks=tuple(roster_blocks(group)),
    )


def _roster_mm(blocks: Sequence[Block]) -> tuple[float, float]:
    """Return the widths of a roster's columns: room for the longest role and the longest name."""
    longest = (max((widest_em(t) for t in texts), default=0.0) for texts in _roster_texts(blocks))
    label, name = (
        max(least, chars + gap) * gb.CHAR_PITCH_MM
        for chars, gap, least in zip(longest, _ROSTER_GAPS, _ROSTER_CHARS, strict=True)
    )
    return label, name


def _roster_texts(blocks: Sequence[Block]) -> tuple[list[str], list[str]]:
    members = [b for b in blocks if b.style == "roster"]
    return [b.label for b in members], [b.name for b in members]


def _signature_mm(notice: Notice) -> float:
    """Return where signature and date are centred: the date ends four characters from the right (7.3.5.1).

    A signature too long for that place moves both to the left, so that it ends with the type area.
    """
    date, longest = (
        max((text_width_mm(t, gb.TEXT_PT) for t in texts), default=0.0)
        for texts in ([printed_date(notice.document_date)], notice.signature)
    )
    inset = gb.SIGNATURE_INSET_CHARS * gb.CHAR_PITCH_MM
    return gb.TYPE_AREA_WIDTH_MM - max(inset + date / 2, longest / 2)


def _mark_pt(mark: tuple[str, ...]) -> float:
    """Size of the issuer mark (7.2.4): as large as the type area and good balance allow."""
    longest = max(map(len, mark), default=0)
    return (
        min(gb.MARK_MAX_PT, round(gb.pt_from_mm(gb.MARK_MAX_WIDTH_MM) / longest * 2) / 2) if longest else 0.0
    )
