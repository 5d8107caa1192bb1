"""Titles of attachments (附件的名称): what the attachment note calls them, and what stands above the table."""

from collections.abc import Iterator, Mapping

from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.problem import Problem
from generator.validate.proofreading.attachments import filled_title, plain_title


def check_titles(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield a warning for each attachment whose name in the note is not the title on its sheet (TXT-017, 7.3.7)."""
    for i, attachment in enumerate(campaign.attachments):
        form = forms.get(attachment.form)
        if form is None or not attachment.title:
            continue
        noted, printed = plain_title(attachment.title), plain_title(filled_title(form.title, campaign))
        if noted != printed and printed:
            message = (
                f"附件说明里叫“{noted}”，表上的标题是“{printed}”。"
                "请改成一样：改 attachments 的 title，或在 forms 里改 title。"
            )
            yield Problem(
                code="TXT-017", message=message, path=("attachments", i, "title"), severity="warning"
            )
