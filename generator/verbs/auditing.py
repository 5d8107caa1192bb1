"""Auditing (审计): what was done, by whom, and whether the log is as it was written."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from generator.database.audit import Break, breaks
from generator.database.engine import looking
from generator.database.office import Office
from generator.database.tables import AUDIT, CAMPAIGNS, PEOPLE
from generator.derive.branches import branch
from generator.model.organ import ALL

__all__ = ["Break"]
AT_ONCE = 100


def acts(office: Office, before: int = 0, words: str = "", organ: int = ALL) -> Sequence[Mapping[str, Any]]:
    """Return the last entries, or those before a number; of people, acts and things with the words only.

    Of an organ that is not above all others: what was done in the campaigns of its branch, and by or to its people.
    """
    asked = sa.select(AUDIT).order_by(AUDIT.c.id.desc()).limit(AT_ONCE)
    if before:
        asked = asked.where(AUDIT.c.id < before)
    if words:
        columns = (AUDIT.c.who, AUDIT.c.act, AUDIT.c.campaign, AUDIT.c.subject, AUDIT.c.remark)
        asked = asked.where(sa.or_(*(c.contains(words, autoescape=True) for c in columns)))
    organs = office.organs()
    within = branch(organs, organ)
    if len(within) < len(organs):
        asked = asked.where(_of_branch(within))
    with looking(office.engine) as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]


def _of_branch(within: Collection[int]) -> sa.ColumnElement[bool]:
    """Return what tells the entries of a branch from the others."""
    mine = sa.select(CAMPAIGNS.c.code).where(CAMPAIGNS.c.organ.in_(within))
    known_as = sa.case(
        (PEOPLE.c.name == "", PEOPLE.c.login), else_=PEOPLE.c.name + "（" + PEOPLE.c.login + "）"
    )
    names = sa.select(known_as).where(PEOPLE.c.organ.in_(within))
    logins = sa.select(PEOPLE.c.login).where(PEOPLE.c.organ.in_(within))
    elsewhere = AUDIT.c.campaign == ""
    return sa.or_(
        AUDIT.c.campaign.in_(mine),
        AUDIT.c.who.in_(names),
        sa.and_(elsewhere, sa.or_(AUDIT.c.who.in_(logins), AUDIT.c.subject.in_(logins))),
    )


def verify(office: Office) -> tuple[int, list[Break]]:
    """Return how many entries the log has, and where it was changed."""
    with looking(office.engine) as connection:
        number = connection.execute(sa.select(sa.func.count()).select_from(AUDIT)).scalar_one()
        return int(number), list(breaks(connection))


def end_of_log(office: Office) -> tuple[int, str]:
    """Return number and digest of the last entry: noted elsewhere, they show whether the end was cut off."""
    with looking(office.engine) as connection:
        asked = sa.select(AUDIT.c.id, AUDIT.c.digest).order_by(AUDIT.c.id.desc()).limit(1)
        row = connection.execute(asked).first()
    return (row.id, row.digest) if row else (0, "")
