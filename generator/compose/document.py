"""Official document (公文): notice, plan and bound attachments as one sheet, parts on pages of their own."""

from collections.abc import Sequence
from dataclasses import replace

from generator.compose.ends import foot_of, signature_blocks, signature_mm
from generator.compose.fitting import Fitted
from generator.compose.head import head_of
from generator.compose.inline import bound_form, bound_table, table_block, tables_pt, with_insertions
from generator.compose.pairing import pairing_blocks
from generator.compose.text import (
    attachment_note,
    contact_blocks,
    roster_blocks,
    roster_mm,
    text_blocks,
)
from generator.compose.wording import fill
from generator.layout import gbt9704 as gb
from generator.layout.title import break_title
from generator.model.campaign import Campaign
from generator.model.document import Attachment, Notice, Plan
from generator.model.form import Form
from generator.model.sheet import Block, DocumentContent, Part

ROSTER = "roster"
PAIRING = "pairing"
LISTS = (ROSTER, PAIRING)
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
    size_pt = tables_pt(campaign, forms, bound_tables(campaign, forms))
    parts = [replace(p, blocks=tuple(with_insertions(p.blocks, campaign, forms, size_pt))) for p in parts]
    bound = _bound_parts(campaign, forms, size_pt)
    every = (*parts, *bound)
    notice = campaign.notice
    head = head_of(notice, campaign.issuer) if notice else None
    return DocumentContent(
        shell="document",
        head=head,
        parts=every,
        signature_mm=signature_mm(notice) if notice else 0.0,
        roster_mm=roster_mm(b for part in every for b in part.blocks),
        foot=foot_of(notice, campaign.issuer, head, every, campaign.settings.two_sided)
        if notice and head
        else None,
    )


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
    number = attachment_number(campaign, code)
    if code == ROSTER and campaign.work_group:
        return _list_part(number, campaign.work_group.title, roster_blocks(campaign.work_group))
    if code == PAIRING and campaign.pairing:
        return _list_part(number, campaign.pairing.title, pairing_blocks(campaign, campaign.pairing))
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


def attachment_number(campaign: Campaign, form: str) -> str:
    """Return 附件2 for the form that is the second attachment, 附件 when it is the only one, else empty."""
    places = [i for i, a in enumerate(campaign.attachments, 1) if a.form == form]
    if not places:
        return ""
    return f"附件{places[0]}" if len(campaign.attachments) > 1 else "附件"


def _notice_part(notice: Notice, titles: list[str]) -> Part:
    return Part(
        new_page=False,
        title=break_title(notice.title, _TITLE_CHARS),
        addressees=f"{notice.addressees.rstrip('：:')}：",
        blocks=(
            *text_blocks(notice.text),
            *contact_blocks(notice.contact),
            *attachment_note(titles),
            *signature_blocks(notice),
        ),
    )


def _plan_part(plan: Plan, titles: list[str], new_page: bool) -> Part:
    return Part(
        new_page=new_page,
        title=break_title(plan.title, _TITLE_CHARS),
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
    return break_title(_filled_title(campaign, form), _TITLE_CHARS)


def _filled_title(campaign: Campaign, form: Form) -> str:
    names = {
        "campaign.name": campaign.name,
        "issuer.name": campaign.issuer.name,
        "issuer.region": campaign.issuer.region,
    }
    return fill(form.title, names)


def _list_part(attachment: str, title: str, blocks: Sequence[Block]) -> Part:
    return Part(attachment=attachment, title=break_title(title, _TITLE_CHARS), blocks=tuple(blocks))
