"""Attachments (附件) as a sheet names them: their number, and what stands on their first line."""

from generator.compose.head import document_number
from generator.model.campaign import Campaign

ROSTER = "roster"
PAIRING = "pairing"
LISTS = (ROSTER, PAIRING)


def attachment_mark(campaign: Campaign, form: str) -> str:
    """Return what stands on an attachment's first line: 附件2, after the document number when it is not bound (7.3.7)."""
    number = attachment_number(campaign, form)
    bound = any(a.bound for a in campaign.attachments if a.form == form and form in LISTS)
    notice = campaign.notice
    return (document_number(notice) if number and notice and not bound else "") + number


def attachment_number(campaign: Campaign, form: str) -> str:
    """Return 附件2 for the form that is the second attachment, 附件 when it is the only one, else empty."""
    places = [i for i, a in enumerate(campaign.attachments, 1) if a.form == form]
    if not places:
        return ""
    return f"附件{places[0]}" if len(campaign.attachments) > 1 else "附件"
