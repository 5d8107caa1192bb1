"""Campaigns of an older schema in the database (旧版行动): each brought up in one transaction, with its entry."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import sqlalchemy as sa

from generator.database.audit import Act, write_down
from generator.database.changes import next_change, put_file
from generator.database.engine import changing, looking
from generator.database.tables import CAMPAIGNS, FILES, RETURNS
from generator.problem import Problem, ProblemsFound
from generator.sources.older import raised, raised_values
from generator.sources.strays import is_data

ACT = "升级数据"


def older_campaigns(engine: sa.Engine) -> list[str]:
    """Return the codes of the campaigns of an older schema: one file of each tells, as all are brought up together."""
    with looking(engine) as connection:
        rows = connection.execute(sa.select(CAMPAIGNS.c.id, CAMPAIGNS.c.code)).all()
        return [row.code for row in rows if _is_older(connection, row.id)]


def bring_up(engine: sa.Engine, code: str, who: str) -> int:
    """Bring the files and returns of a campaign up to this program; return how many places were changed.

    Raises ProblemsFound when a file cannot be brought up; then nothing is changed.
    """
    with changing(engine) as connection:
        asked = sa.select(CAMPAIGNS.c.id).where(CAMPAIGNS.c.code == code)
        campaign = int(connection.execute(asked).scalar_one())
        change = next_change(connection, campaign)
        found, problems = list[str](), list[Problem]()
        for name, content in _files(connection, campaign):
            file, wrong = raised(name, content)
            problems += (problem for problem in wrong if problem.severity == "error")
            if file:
                put_file(connection, campaign, change, name, file.after)
                found += file.places
        if problems:
            raise ProblemsFound(problems)
        _bring_up_returns(connection, campaign, change)
        write_down(connection, Act(who=who, act=ACT, campaign=code, after={"places": found}))
    return len(found)


def _bring_up_returns(connection: sa.Connection, campaign: int, change: int) -> None:
    rows = connection.execute(
        sa.select(RETURNS.c.id, RETURNS.c.content).where(RETURNS.c.campaign == campaign)
    )
    for row in rows.all():
        new = raised_values(row.content)
        if new != row.content:
            same = RETURNS.c.id == row.id
            connection.execute(sa.update(RETURNS).where(same).values(content=new, change=change))


def _is_older(connection: sa.Connection, campaign: int) -> bool:
    size = sa.func.length(FILES.c.content)
    first = next(_files(connection, campaign, order=size), None)
    return first is not None and any(raised(*first))


def _files(
    connection: sa.Connection, campaign: int, order: Any = FILES.c.name
) -> Iterator[tuple[str, bytes]]:
    """Yield the data files of a campaign with what is in them."""
    mine = (FILES.c.campaign == campaign) & FILES.c.content.is_not(None)
    names = connection.execute(sa.select(FILES.c.name).where(mine).order_by(order)).scalars().all()
    for name in names:
        if is_data(PurePosixPath(name)):
            asked = sa.select(FILES.c.content).where(mine, FILES.c.name == name)
            yield name, connection.execute(asked).scalar_one()
