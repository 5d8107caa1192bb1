"""Checks of the work group (工作专班): a roster without names cannot be printed."""

from collections.abc import Iterator

from generator.derive.names import roster_places
from generator.model.campaign import Campaign
from generator.problem import Path, Problem


def check_work_group(campaign: Campaign) -> Iterator[Problem]:
    """Yield the lists of a work group that hold nothing, and lines that stand for a roster which is not there."""
    if campaign.work_group is None:
        message = "正文里的［名单］没有名单可印。请补写 work_group，或删去这一行。"
        places = dict.fromkeys(roster_places(campaign))
        yield from (Problem(code="REF-021", message=message, path=(place, "text")) for place in places)
        return
    path: Path = ("work_group", "roles")
    if not campaign.work_group.roles:
        message = "工作专班没有职责。请在 roles 里补写，或删去 work_group。"
        yield Problem(code="DATA-009", message=message, path=path)
    for i, role in enumerate(campaign.work_group.roles):
        if not role.members:
            message = f"职责“{role.label}”没有成员。请在 members 里补写，或删去这项职责。"
            yield Problem(code="DATA-009", message=message, path=(*path, i, "members"))
