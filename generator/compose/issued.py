"""Documents drawn from the data (由数据写成的公文): a notice of the issuer that belongs to no campaign text."""

from dataclasses import replace

from generator.compose.description import described_document
from generator.compose.document import document_content
from generator.compose.wording import printed_date
from generator.model.campaign import Campaign
from generator.model.document import Notice
from generator.model.organ import Unit
from generator.model.sheet import Sheet


def issued_sheet(
    campaign: Campaign, notice: Notice, code: str, title: str, unit: Unit | None = None
) -> Sheet:
    """Return a notice as a sheet of its own, for one unit or for all; its name has the day on which it is dated."""
    issued = replace(campaign, notice=notice, plan=None, work_group=None, attachments=())
    content = document_content(issued, {})
    assert content is not None
    name = f"{title}（{printed_date(notice.document_date)}）"
    return Sheet(
        code=code,
        name=name,
        unit=unit.code if unit else "",
        folder=unit.label if unit else campaign.issuer.name,
        description=described_document(issued, name),
        content=content,
        period=notice.document_date.isoformat(),
        two_sided=campaign.settings.two_sided,
        fangsong=campaign.settings.fangsong,
    )
