"""Official document (公文): notice, plan and bound attachments as one sheet, parts on pages of their own."""

from collections.abc import Sequence
from dataclasses import replace

from generator.compose.attachments import LISTS, PAIRING, ROSTER, attachment_mark, attachment_number
from generator.compose.ends import attendance_blocks, foot_of, signature_blocks, signature_mm, signatures_mm
from generator.compose.fitting import Fitted
from generator.compose.head import head_of
from generator.compose.inline import bound_form, bound_table, table_block, tables_pt, with_insertions
from generator.compose.pairing import pairing_blocks
from generator.compose.runs import document_end, shows_text
from generator.compose.text import (
    attachment_note,
    contact_blocks,
    roster_blocks,
    roster_mm,
    text_blocks,
)
from generator.compose.titles import title_lines
from generator.compose.wording import campaign_names, fill
from generator.layout import gbt9704 as gb
from generator.model.campaign import Campaign
from generator.model.document import Attachment, Notice, Plan
from generator.model.form import Form
from generator.model.sheet import Block, DocumentContent, Foot, Head, Part


def document_content(campaign: Campaign, forms: dict[str, Form]) -> DocumentContent | None:
    """Return the campaign's document, or None when it has neither notice nor plan."""
    titles = attachment_titles(campaign, forms)
    parts = []
    if campaign.notice:
        parts.append(_notice_part(campaign, campaign.notice, [] if campaign.plan else titles))
    if campaign.plan:
        parts.append(_plan_part(campaign, campaign.plan, titles, bool(parts)))
    if not parts:
        return None
    size_pt = tables_pt(campaign, forms, bound_tables(campaign, forms))
    parts = [replace(p, blocks=tuple(with_insertions(p.blocks, campaign, forms, size_pt))) for p in parts]
    every = (*parts, *_bound_parts(campaign, forms, size_pt))
    content = DocumentContent(
        shell="document",
        head=None,
        parts=every,
        signature_mm=0.0,
        roster_mm=roster_mm(b for part in every for b in part.blocks),
    )
    return _issued(campaign, campaign.notice, content) if campaign.notice else content


def _issued(campaign: Campaign, notice: Notice, content: DocumentContent) -> DocumentContent:
    """Return the document with header, signature and imprint, to which the addressees go for want of room."""
    head = head_of(notice, campaign.issuer)
    first, *following = content.parts
    bare = replace(first, addressees="")
    crowded = bool(first.addressees) and not shows_text(head, first) and shows_text(head, bare)
    parts, foot = (bare, *following), _foot(campaign, notice, head, (bare, *following), notice.addressees)
    if not crowded or (foot and foot.height_mm > gb.TYPE_AREA_HEIGHT_MM):
        parts, foot = content.parts, _foot(campaign, notice, head, content.parts, "")
    return replace(
        content,
        shell="letter" if notice.format == "letter" else "document",
        head=head,
        parts=parts,
        signature_mm=signature_mm(notice),
        signatures_mm=signatures_mm(notice, campaign.settings.seal_mm),
        foot=foot,
    )


def _foot(
    campaign: Campaign, notice: Notice, head: Head, parts: Sequence[Part], addressees: str
) -> Foot | None:
    end = document_end(head, parts)
    return foot_of(notice, campaign.issuer, addressees, end, two_sided=campaign.settings.two_sided)


def bound_tables(campaign: Campaign, forms: dict[str, Form]) -> list[Fitted]:
    """Return the tables that are bound with the text, each at the size it needs by itself."""
    wanted = (bound_form(attachment, forms) for attachment in campaign.attachments)
    return [bound_table(campaign, form, len(_form_title(campaign, form))) for form in wanted if form]


def list_content(part: Part) -> DocumentContent:
    """Return a roster or the teams alone, as a document of one part without a header."""
    part = replace(part, new_page=False)
    return DocumentContent(
        shell="document", head=None, parts=(part,), signature_mm=0.0, roster_mm=roster_mm(part.blocks)
    )


def list_part(campaign: Campaign, code: str) -> Part | None:
    """Return the attachment that is a list, not a form: the work group's roster or the teams; None for others."""
    number = attachment_mark(campaign, code)
    if code == ROSTER and campaign.work_group:
        title = title_lines(campaign, campaign.work_group.title)
        return _list_part(number, title, roster_blocks(campaign.work_group))
    if code == PAIRING and campaign.pairing:
        blocks = pairing_blocks(campaign, campaign.pairing)
        return _list_part(number, title_lines(campaign, campaign.pairing.title), blocks)
    return None


def attachment_titles(campaign: Campaign, forms: dict[str, Form]) -> list[str]:
    """Return the names of the attachments as the attachment note prints them, without line breaks."""
    return [attachment_title(campaign, forms, a) for a in campaign.attachments]


def attachment_title(campaign: Campaign, forms: dict[str, Form], attachment: Attachment) -> str:
    """Return an attachment's name: its own, else the title of its form, of the roster or of the teams."""
    if attachment.title:
        return attachment.title.replace("\n", "")
    if attachment.form in LISTS:
        part = list_part(campaign, attachment.form)
        return "".join(part.title) if part else ""
    return _filled_title(campaign, forms[attachment.form]).replace("\n", "")


def _notice_part(campaign: Campaign, notice: Notice, titles: list[str]) -> Part:
    return Part(
        new_page=False,
        title=() if notice.format == "order" else title_lines(campaign, notice.title),
        addressees=_addressees(notice),
        blocks=(
            *text_blocks(notice.text),
            *contact_blocks(notice.contact),
            *attachment_note(titles),
            *(attendance_blocks(notice) if notice.format == "minutes" else []),
            *signature_blocks(notice, campaign.settings.seal_mm),
        ),
    )


def _addressees(notice: Notice) -> str:
    """Return the addressees with their colon; an order and minutes have none (10.2, 10.3)."""
    named = notice.addressees.rstrip("：:") if notice.format in ("document", "letter") else ""
    return f"{named}：" if named else ""


def _plan_part(campaign: Campaign, plan: Plan, titles: list[str], new_page: bool) -> Part:
    return Part(
        new_page=new_page,
        title=title_lines(campaign, plan.title),
        blocks=(*text_blocks(plan.text), *contact_blocks(plan.contact), *attachment_note(titles)),
    )


def _bound_parts(campaign: Campaign, forms: dict[str, Form], size_pt: float) -> list[Part]:
    """Return the attachments that are bound with the text, in their order: lists of persons or units, and tables."""
    parts = []
    for attachment in (a for a in campaign.attachments if a.bound):
        form = bound_form(attachment, forms)
        part = _table_part(campaign, form, size_pt) if form else list_part(campaign, attachment.form)
        parts += [part] if part else []
    return parts


def _table_part(campaign: Campaign, form: Form, size_pt: float) -> Part:
    title = _form_title(campaign, form)
    table = bound_table(campaign, form, len(title), size_pt)
    number = attachment_number(campaign, form.form)
    return Part(attachment=number, title=title, blocks=(table_block(table),))


def _form_title(campaign: Campaign, form: Form) -> tuple[str, ...]:
    return title_lines(campaign, _filled_title(campaign, form))


def _filled_title(campaign: Campaign, form: Form) -> str:
    return fill(form.title, campaign_names(campaign))


def _list_part(attachment: str, title: tuple[str, ...], blocks: Sequence[Block]) -> Part:
    return Part(attachment=attachment, title=title, blocks=tuple(blocks))
