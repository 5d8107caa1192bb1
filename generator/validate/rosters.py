"""Checks of the work group (工作专班): a roster without names cannot be printed."""

from collections.abc import Iterator

from generator.model.campaign import Campaign
from generator.problem import Path, Problem


def check_work_group(campaign: Campaign) -> Iterator[Problem]:
    """Yield the lists of a work group that hold nothing."""
    if campaign.work_group is None:
        return
    path: Path = ("work_group", "roles")
    if not campaign.work_group.roles:
        message = "工作专班没有职责。请在 roles 里补写，或删去 work_group。"
        yield Problem(code="DATA-009", message=message, path=path)
    for i, role in enumerate(campaign.work_group.roles):
        if not role.members:
            message = f"职责“{role.label}”没有成员。请在 members 里补写，或删去这项职责。"
            yield Problem(code="DATA-009", message=message, path=(*path, i, "members"))
