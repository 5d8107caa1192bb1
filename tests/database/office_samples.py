"""What the tests of the database share: campaigns to carry in, returns to save."""

from pathlib import Path

import sqlalchemy as sa

from generator.database.carrying import carry_in
from generator.database.changes import Step
from generator.model.filled import Return
from generator.sources.campaign import Loaded, load

CAMPAIGNS = Path(__file__).parents[2] / "fixtures" / "campaigns"
SMALL = CAMPAIGNS / "small_valid"
WHO = "闻秀（wenxiu）"
CLERK = "邱叶（qiuye）"


def carried_in(engine: sa.Engine, folder: Path, code: str) -> Loaded:
    """Carry a folder in; return what it was read as."""
    loaded = load(folder)
    carry_in(engine, code, folder, loaded, WHO)
    return loaded


def draft(unit: str = "hewan", **values: object) -> Return:
    """A return not in the small campaign: of a month that nobody has reported yet."""
    return Return(
        schema=1, form="dispatch-communities", version=1, unit=unit, period="2024-05", values=values
    )


def typed(who: str = CLERK) -> Step:
    return Step(to="draft", who=who)
