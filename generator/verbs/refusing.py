"""Refusing (拒绝): acts that were refused stand in the audit log too, without what was sent."""

import re
from dataclasses import dataclass

from generator.database.audit import Act, write_down
from generator.database.engine import changing
from generator.database.office import Office

_QUOTED = re.compile(r"“[^”]*”")
REASON_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Refused act (被拒绝的操作): who asked for what kind of thing, why not; `others` were not written down."""

    who: str
    what: str
    campaign: str
    reason: str
    others: int = 0


def write_refusal(office: Office, refused: Refused) -> None:
    """Write a refused act down; what the reason quotes of the things sent is left out."""
    reason = _QUOTED.sub("“…”", refused.reason)[:REASON_MAX]
    others = f"（此前另有 {refused.others} 次没有逐条记）" if refused.others else ""
    act = Act(
        who=refused.who,
        act="拒绝",
        campaign=refused.campaign,
        subject=refused.what,
        remark=reason + others,
    )
    with changing(office.engine) as connection:
        write_down(connection, act)
