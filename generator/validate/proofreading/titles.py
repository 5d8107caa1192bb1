"""Titles of attachments (附件的名称): what the attachment note calls them, and what stands above the table."""

from collections.abc import Iterator, Mapping

from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.problem import Problem
from generator.validate.proofreading.attachments import filled_title, plain_title


def check_titles(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield a warning for each attachment whose name in the note is not the title on its sheet (TXT-017, 7.3.7)."""
    printed_on = _printed(campaign, forms)
    for i, attachment in enumerate(campaign.attachments):
        title, remedy = printed_on.get(attachment.form, ("", ""))
        noted, printed = plain_title(attachment.title), plain_title(title)
        if noted and printed and noted != printed:
            message = (
                f"附件说明里叫“{noted}”，表上的标题是“{printed}”。"
                f"请改成一样：改 attachments 的 title，或{remedy}。"
            )
            yield Problem(
                code="TXT-017", message=message, path=("attachments", i, "title"), severity="warning"
            )


def _printed(campaign: Campaign, forms: Mapping[str, Form]) -> dict[str, tuple[str, str]]:
    """Return the title above each sheet that may be attached, by its code, with where it is written."""
    printed = {
        code: (filled_title(form.title, campaign), "改 forms 的 title") for code, form in forms.items()
    }
    if campaign.work_group:
        printed["roster"] = campaign.work_group.title, "改 work_group 的 title"
    if campaign.pairing:
        printed["pairing"] = campaign.pairing.title, "改 pairing 的 title"
    return printed
