"""Reminders (提醒): which unit was reminded of which month's returns, on which day, by whom, and in which words."""

from collections.abc import Sequence

import sqlalchemy as sa

from generator.database.audit import Act, write_down
from generator.database.changes import campaign_id
from generator.database.engine import changing, looking
from generator.database.tables import CAMPAIGNS, REMINDERS
from generator.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Reminder (提醒) of a unit, by its code, that a month's returns are still to come; `day` as 2023-07-03."""

    unit: str
    period: str
    day: str
    who: str
    said: str = ""


def remind(engine: sa.Engine, code: str, reminders: Sequence[Reminder]) -> None:
    """Keep reminders, each with its entry in the log."""
    with changing(engine) as connection:
        campaign = campaign_id(connection, code)
        for one in reminders:
            values = {name: getattr(one, name) for name in _NAMES}
            connection.execute(REMINDERS.insert().values(campaign=campaign, **values))
            subject = f"{one.unit} {one.period}"
            write_down(
                connection, Act(who=one.who, act="提醒", campaign=code, subject=subject, remark=one.said)
            )


def reminders(engine: sa.Engine, code: str, unit: str = "", period: str = "") -> tuple[Reminder, ...]:
    """Return the reminders of a campaign, of a unit and a month where these are given, the oldest first."""
    asked = sa.select(REMINDERS).join(CAMPAIGNS, CAMPAIGNS.c.id == REMINDERS.c.campaign)
    asked = asked.where(CAMPAIGNS.c.code == code).order_by(REMINDERS.c.id)
    if unit:
        asked = asked.where(REMINDERS.c.unit == unit)
    if period:
        asked = asked.where(REMINDERS.c.period == period)
    with looking(engine) as connection:
        rows = connection.execute(asked).mappings().all()
    return tuple(Reminder(**{name: row[name] for name in _NAMES}) for row in rows)


_NAMES = ("unit", "period", "day", "who", "said")
