"""Organs in the database (机关): whose campaigns and people they are, who is above whom; none is ever taken away."""

import re
from dataclasses import replace

import sqlalchemy as sa

from generator.database.audit import Act, write_down
from generator.database.engine import changing, looking
from generator.database.people import NotAccepted
from generator.database.tables import CAMPAIGNS, ORGANS
from generator.model.organ import ALL, Organ

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def organs(engine: sa.Engine) -> tuple[Organ, ...]:
    """Return the organs in the order in which they were added; a superior stands before those below it."""
    with looking(engine) as connection:
        rows = connection.execute(sa.select(ORGANS).order_by(ORGANS.c.id))
        return tuple(Organ(id=r.id, code=r.code, name=r.name, superior=r.superior, unit=r.unit) for r in rows)


def organ_of(engine: sa.Engine, campaign: str) -> int | None:
    """Return the number of the organ that a campaign belongs to, None when there is no campaign of that code."""
    with looking(engine) as connection:
        found = connection.execute(sa.select(CAMPAIGNS.c.organ).where(CAMPAIGNS.c.code == campaign)).scalar()
    return None if found is None else int(found)


def add(engine: sa.Engine, organ: Organ, who: str) -> Organ:
    """Add an organ below the one it names, none for one that stands alone; raises NotAccepted when it will not do.

    Its superior stays what it is, so that nobody comes to stand above himself.
    """
    if not CODE.fullmatch(organ.code) or not organ.name.strip():
        raise NotAccepted("机关要有名称和代号；代号用小写英文字母、数字和 -，字母或数字开头。请改正。")
    if (organ.superior == ALL) == bool(organ.unit):
        raise NotAccepted("下级机关要写明上级，以及它在上级行动里是哪个单位。请补上。")
    name = organ.name.strip()
    values = {"code": organ.code, "name": name, "superior": organ.superior, "unit": organ.unit}
    with changing(engine) as connection:
        _check(connection, organ)
        number = connection.execute(ORGANS.insert().values(**values)).inserted_primary_key
        told = {**values, "superior": str(organ.superior)}
        write_down(connection, Act(who=who, act="增加机关", subject=organ.code, after=told))
    return replace(organ, id=number[0] if number else 0, name=name)


def _check(connection: sa.Connection, organ: Organ) -> None:
    if connection.execute(sa.select(ORGANS.c.id).where(ORGANS.c.code == organ.code)).first():
        raise NotAccepted(f"已有代号“{organ.code}”的机关。请换一个。")
    same = (ORGANS.c.superior == organ.superior) & (ORGANS.c.unit == organ.unit)
    taken = connection.execute(sa.select(ORGANS.c.name).where(same)).scalar() if organ.unit else None
    if taken:
        raise NotAccepted(f"“{taken}”已经是上级的单位“{organ.unit}”。请核对单位。")


def rename(engine: sa.Engine, organ: Organ, name: str, who: str) -> None:
    """Give an organ another name."""
    if not name.strip():
        raise NotAccepted("请写机关的名称。")
    with changing(engine) as connection:
        connection.execute(sa.update(ORGANS).where(ORGANS.c.id == organ.id).values(name=name.strip()))
        act = Act(who=who, act="改机关名称", subject=organ.code, before=organ.name, after=name.strip())
        write_down(connection, act)
