"""A database with the tables of the program, of either kind, and a town's campaign in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from office_samples import SMALL, carried_in

from generator.database import migrating
from generator.database.engine import open_engine


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """A database with the tables and nothing in them."""
    engine = open_engine(database_url)
    migrating.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def small(engine: sa.Engine, tmp_path: Path) -> sa.Engine:
    """The same with a small campaign under the code `small`."""
    carried_in(engine, SMALL, "small")
    return engine
