"""Engine (数据库连接): one way to open a database and to change it, for SQLite and PostgreSQL alike.

A change is a transaction of its own. On SQLite it takes the one writer's place when it begins, so that it never has to be
taken back for another's sake; what is committed is on the disk (WAL, synchronous FULL).
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

WAIT_MS = 30_000  # for another program that writes
NAME = "gongwen.db"
_TURNS: "WeakKeyDictionary[sa.Engine, threading.RLock]" = WeakKeyDictionary()  # to write, one for each engine
_TURNS_LOCK = threading.Lock()


def database_url(data: Path, asked: str = "") -> str:
    """Return the URL of the database asked for, else of the SQLite file in the service's folder."""
    return asked or f"sqlite:///{(data / NAME).resolve()}"


def open_engine(url: str) -> sa.Engine:
    """Return the engine of a database; PostgreSQL is reached through psycopg. What an error tells holds no values.

    Raises sqlalchemy.exc.ArgumentError for a URL that is none of a database that we know.
    """
    parsed = sa.make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "postgresql+psycopg":
        return sa.create_engine(
            parsed, pool_size=10, max_overflow=20, pool_pre_ping=True, hide_parameters=True
        )
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise sa.exc.ArgumentError(parsed.drivername)
    engine = sa.create_engine(parsed, pool_size=20, max_overflow=40, hide_parameters=True)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {WAIT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def changing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection whose changes are kept together at the end, none of them when anything is raised."""
    with (
        _turn(engine),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        yield connection


def _turn(engine: sa.Engine) -> AbstractContextManager[object]:
    """Return what a thread waits for until it may change the database: SQLite itself lets some wait in vain."""
    if engine.dialect.name != "sqlite":
        return nullcontext()
    with _TURNS_LOCK:
        return _TURNS.setdefault(engine, threading.RLock())


@contextmanager
def looking(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection that sees the database as it stands when it first looks."""
    with _still(engine) as connection, connection.begin():
        yield connection


def _still(engine: sa.Engine) -> sa.Connection:
    """Return a connection for which nothing moves during a transaction; SQLite's are all so."""
    if engine.dialect.name == "sqlite":
        return engine.connect()
    return engine.connect().execution_options(isolation_level="REPEATABLE READ")


def now() -> str:
    """Return the time as the database keeps it: 2023-06-25T08:30:00.000000Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
