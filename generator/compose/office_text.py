"""正文.docx planned (活动的文稿): notice and plan in official look, for a clerk to go on writing in Word."""

from collections.abc import Collection
from dataclasses import replace

from generator.compose.ends import signature_blocks, signature_mm
from generator.compose.text import roster_mm, text_blocks
from generator.model.campaign import Campaign
from generator.model.document import Notice, Plan
from generator.model.sheet import Description, DocumentContent, Part, Sheet


def office_text(campaign: Campaign, left_out: Collection[str]) -> Sheet | None:
    """Return the texts of a campaign as one sheet to be rendered, None where none is left."""
    notice = None if "notice" in left_out or not campaign.notice else _plain(campaign.notice)
    plan = None if "plan" in left_out else campaign.plan
    parts = [part for part in (_notice_part(notice), _plan_part(plan)) if part]
    if not parts:
        return None
    content = DocumentContent(
        shell="document",
        head=None,
        parts=tuple(parts),
        signature_mm=signature_mm(notice) if notice else 0.0,
        roster_mm=roster_mm(()),
    )
    return Sheet(
        code="document",
        name=campaign.name,
        unit="",
        folder="",
        description=Description(
            title=campaign.name, author=(), subject="", keywords=(), dated_on=campaign.starts_on
        ),
        content=content,
        fangsong=campaign.settings.fangsong,
    )


def _plain(notice: Notice) -> Notice:
    """Return the notice with its end in plain lines, however it is sealed when it is printed."""
    return replace(notice, sealing="unsealed")


def _notice_part(notice: Notice | None) -> Part | None:
    if notice is None:
        return None
    return Part(
        title=_lines(notice.title),
        addressees=f"{notice.addressees}：" if notice.addressees else "",
        blocks=(*text_blocks(notice.text), *signature_blocks(notice)),
        new_page=False,
    )


def _plan_part(plan: Plan | None) -> Part | None:
    return Part(title=_lines(plan.title), blocks=tuple(text_blocks(plan.text))) if plan else None


def _lines(title: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in title.split("\n") if line.strip())
