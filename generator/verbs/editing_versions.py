"""Versions (历次改动) of a campaign: each time that a draft was put in force; an earlier state comes back as a draft."""

from typing import Any

import sqlalchemy as sa

from generator.database.changes import Desk
from generator.database.engine import looking
from generator.database.tables import AUDIT
from generator.dataclass import dataclass
from generator.sources.edited import laid_upon
from generator.verbs.editing import PUBLISHED, look_at, take_in
from generator.verbs.usage import UsageProblem

SHOWN_MOST = 20
NUMBERS_END = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A change that was put in force (一次改动): its number in the log, when, by whom, on which pages."""

    number: int
    at: str
    who: str
    subject: str


def versions(desk: Desk) -> tuple[Version, ...]:
    """Return the last changes of the campaign, the newest first."""
    columns = (AUDIT.c.id, AUDIT.c.at, AUDIT.c.who, AUDIT.c.subject)
    with looking(desk.store.engine) as connection:
        rows = connection.execute(_asked(desk, *columns).limit(SHOWN_MOST)).all()
    return tuple(Version(number=row.id, at=row.at, who=row.who, subject=row.subject) for row in rows)


def _asked(desk: Desk, *columns: sa.Column[Any]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*columns)
        .where(AUDIT.c.campaign == desk.store.code, AUDIT.c.act == PUBLISHED)
        .order_by(AUDIT.c.id.desc())
    )


def restore(desk: Desk, number: int, who: str) -> None:
    """Take the campaign as it was before a change as the draft; raises UsageProblem for a number that is none."""
    if not 0 < number < NUMBERS_END:
        raise UsageProblem("没有这次改动，请刷新后再看")
    with looking(desk.store.engine) as connection:
        rows = connection.execute(_asked(desk, AUDIT.c.id, AUDIT.c.before).where(AUDIT.c.id >= number)).all()
    if not rows or rows[-1].id != number:
        raise UsageProblem("没有这次改动，请刷新后再看")
    seen = look_at(desk)[1]
    back = dict(seen.in_force)
    for row in rows:
        back = laid_upon(back, row.before)
    gone: dict[str, None] = dict.fromkeys(key for key in seen.data if key not in back)
    take_in(desk, {**gone, **back}, who)
