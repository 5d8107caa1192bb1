"""Migrating (迁移): brings a database to the tables of this program, step by step, each whole or not at all."""

from enum import Enum, auto
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from generator.database import migrations
from generator.database.engine import changing, looking

HEAD = "head"
BASE = "base"
VERSIONS = "alembic_version"  # Alembic's own table
FOLDER = Path(migrations.__file__).parent
_LOCK = 0x676F6E68  # of migrating, on PostgreSQL: one program at a time; on SQLite there is one writer anyway


class Standing(Enum):
    """Standing (新旧) of a database beside this program."""

    EMPTY = auto()  # nothing was ever made in it
    OLDER = auto()
    SAME = auto()
    NEWER = auto()  # a later program made it
    FOREIGN = auto()  # it has tables, but none of ours


def upgrade(engine: sa.Engine, to: str = HEAD) -> None:
    """Bring a database up to a version, by default this program's; an empty one gets its tables."""
    with changing(engine) as connection:
        upgrade_on(connection, to)


def upgrade_on(connection: sa.Connection, to: str) -> None:
    """Bring a database up to a version, within a transaction that does more."""
    _hold(connection)
    command.upgrade(_settings(connection), to)


def downgrade(engine: sa.Engine, to: str) -> None:
    """Bring a database back to an earlier version; `base` leaves nothing in it."""
    with changing(engine) as connection:
        _hold(connection)
        command.downgrade(_settings(connection), to)


def empty_on(connection: sa.Connection) -> None:
    """Take all tables of ours out of a database, of whatever version this program knows."""
    _hold(connection)
    command.downgrade(_settings(connection), BASE)


def current(engine: sa.Engine) -> str:
    """Return the version of a database, empty when it was never migrated."""
    with looking(engine) as connection:
        return version_on(connection)


def version_on(connection: sa.Connection) -> str:
    """Return the version of the database that a transaction sees, empty when it was never migrated."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def newest() -> str:
    """Return the version that this program works with."""
    return ScriptDirectory.from_config(_settings()).get_current_head() or ""


def is_known(version: str) -> bool:
    """Tell whether this program knows a version."""
    return version in {step.revision for step in ScriptDirectory.from_config(_settings()).walk_revisions()}


def standing(engine: sa.Engine) -> Standing:
    """Return how a database stands beside this program."""
    version = current(engine)
    if not version:
        tables = set(sa.inspect(engine).get_table_names()) - {VERSIONS}
        return Standing.FOREIGN if tables else Standing.EMPTY
    if version == newest():
        return Standing.SAME
    return Standing.OLDER if is_known(version) else Standing.NEWER


def _settings(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", _escaped(FOLDER))
    config.attributes["connection"] = connection
    return config


def _escaped(folder: Path) -> str:
    """Return a path as Alembic's settings take it, where % begins a name."""
    return str(folder).replace("%", "%%")


def _hold(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
