"""Backup (备份) of a database while others work with it, and restoring (恢复) it into an empty one of either kind.

Everything is read in one transaction, which sees the database as it stood when it began; nobody waits for it. Sessions
stay out: whoever had signed in signs in again.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from generator import __version__
from generator.database import archive, migrating
from generator.database.archive import Damaged, Manifest, Reader
from generator.database.audit import Act, write_down
from generator.database.engine import changing, looking, now
from generator.database.migrating import Standing

LEFT_OUT = ("sessions", migrating.VERSIONS)
AT_ONCE = 50  # rows


class NotEmpty(Exception):
    """Raised when a backup would be restored into a database that has tables already."""


def back_up(engine: sa.Engine, place: Path) -> Manifest:
    """Write all that a database of any version holds to a file; it is there whole or not at all."""
    with looking(engine) as connection, archive.writing(place) as writer:
        for table in _tables(connection):
            if table.name not in LEFT_OUT:
                writer.table(table.name, _rows(connection, table))
        return writer.end(migrating.version_on(connection), __version__, now())


def restore(engine: sa.Engine, place: Path, who: str) -> Manifest:
    """Bring what a file holds into an empty database, then to the version of this program.

    Raises Damaged, naming what is wrong, and NotEmpty; then nothing was written.
    """
    with archive.reading(place) as reader:
        _check_known(reader)
        if migrating.standing(engine) is not Standing.EMPTY:
            raise NotEmpty
        with changing(engine) as connection:
            _bring_in(connection, reader)
    migrating.upgrade(engine)
    with changing(engine) as connection:
        write_down(connection, Act(who=who, act="恢复", subject=place.name, remark=reader.manifest.made_at))
    return reader.manifest


def put_back(engine: sa.Engine, place: Path, who: str) -> Manifest:
    """Put what a file holds in the place of all that is there, at the version it was made at: for the program of then.

    Raises Damaged, naming what is wrong; then nothing was changed.
    """
    with archive.reading(place) as reader:
        _check_known(reader)
        with changing(engine) as connection:
            migrating.empty_on(connection)
            _bring_in(connection, reader)
            write_down(
                connection, Act(who=who, act="退回升级", subject=place.name, remark=reader.manifest.made_at)
            )
    return reader.manifest


def _check_known(reader: Reader) -> None:
    if not migrating.is_known(reader.manifest.schema):
        raise Damaged("这份备份的数据库版本，本程序不认识，是更新的程序做的。请先升级程序。")


def _bring_in(connection: sa.Connection, reader: Reader) -> None:
    """Make the tables of the version of a backup, and fill them."""
    migrating.upgrade_on(connection, reader.manifest.schema)
    held = [table for table in _tables(connection) if table.name in reader.manifest.tables]
    for table in reversed(held):
        connection.execute(table.delete())  # what the steps themselves put in
    for table in held:
        _fill(connection, table, reader)


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """Return the tables as the database has them, which may be of an earlier version; each after those it refers to."""
    found = sa.MetaData()
    found.reflect(connection)
    return found.sorted_tables


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    """Yield a table's rows without what is NULL; what is kept as JSON may be null, which is not the same."""
    asked = (
        sa.select(*map(_as_told, table.columns))
        .order_by(*table.primary_key.columns)
        .execution_options(yield_per=AT_ONCE)
    )
    of_json = {c.name for c in table.columns if isinstance(c.type, sa.JSON)}
    for row in connection.execute(asked).mappings():
        yield {k: json.loads(v) if k in of_json else v for k, v in row.items() if v is not None}


def _as_told(column: sa.Column[Any]) -> Any:
    return sa.cast(column, sa.Text).label(column.name) if isinstance(column.type, sa.JSON) else column


def _fill(connection: sa.Connection, table: sa.Table, reader: Reader) -> None:
    for column in table.columns:
        if isinstance(column.type, sa.JSON):
            column.type = sa.JSON(none_as_null=True)
    rows = (_values(table, row, reader) for row in reader.rows(table.name))
    while some := list(islice(rows, AT_ONCE)):
        connection.execute(table.insert(), some)
    if connection.dialect.name == "postgresql":
        _count_on(connection, table)


def _values(table: sa.Table, row: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """Return a row as it is inserted; raises Damaged for one that is none of the table's."""
    if strange := row.keys() - {column.name for column in table.columns}:
        raise Damaged(f"备份文件的表 {table.name} 里有不认识的栏 {sorted(strange)[0]}。没有恢复。")
    values: dict[str, Any] = dict.fromkeys((column.name for column in table.columns), None)
    for name, value in row.items():
        kind = table.c[name].type
        if isinstance(kind, sa.LargeBinary):
            values[name] = reader.blob(value)
        else:
            values[name] = sa.JSON.NULL if value is None and isinstance(kind, sa.JSON) else value
    return values


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """Let PostgreSQL number the next row after the last one that came in."""
    for column in table.primary_key.columns:
        sequence = connection.execute(
            sa.select(sa.func.pg_get_serial_sequence(table.name, column.name))
        ).scalar()
        last = connection.execute(sa.select(sa.func.max(column))).scalar() if sequence else None
        if last is not None:
            connection.execute(sa.select(sa.func.setval(sequence, last)))
