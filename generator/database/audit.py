"""Audit log (审计记录): who changed what, from what to what; entries are added, each bound to the one before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa

from generator.database.engine import now
from generator.database.tables import AUDIT, kept_text
from generator.dataclass import dataclass
from generator.derive.audit_chain import Break as Break
from generator.derive.audit_chain import breaks_of
from generator.derive.audit_chain import digest_of as digest_of

_LOCK = 0x676F6E67  # of the log's end, on PostgreSQL: one entry is written at a time
AT_ONCE = 500  # entries read
Told: TypeAlias = Mapping[str, Any] | Sequence[Any] | str | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Act (操作) as it is written down: by whom, what, on which campaign and thing, what stood there before, what after.

    What stood there is a mapping, a list, a text or a truth; a bare number SQLite would keep in its own way (1.0 as 1).
    """

    who: str
    act: str
    campaign: str = ""
    subject: str = ""
    before: Told = None
    after: Told = None
    remark: str = ""


def write_down(connection: sa.Connection, act: Act) -> None:
    """Add an entry to the log, within the transaction of the change it tells of."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    last = connection.execute(
        sa.select(AUDIT.c.id, AUDIT.c.digest).order_by(AUDIT.c.id.desc()).limit(1)
    ).first()
    number, before = (last.id, last.digest) if last else (0, "")
    entry = {
        "id": number + 1,
        "at": now(),
        "who": kept_text(act.who),
        "act": act.act,
        "campaign": kept_text(act.campaign),
        "subject": kept_text(act.subject),
        "before": act.before,
        "after": act.after,
        "remark": kept_text(act.remark),
    }
    connection.execute(AUDIT.insert().values(**entry, digest=digest_of(entry, before)))


def breaks(connection: sa.Connection) -> Iterator[Break]:
    """Yield each place where an entry was changed or taken out; that the last ones are gone the log itself cannot tell."""
    return breaks_of(_entries(connection))


def entries_of(connection: sa.Connection, campaign: str) -> Iterator[dict[str, Any]]:
    """Yield the whole log, the entries on one campaign in full, of all others the number and the digest alone."""
    for entry in _entries(connection):
        yield entry if entry["campaign"] == campaign else {name: entry[name] for name in ("id", "digest")}


def _entries(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    asked = sa.select(AUDIT).order_by(AUDIT.c.id).execution_options(yield_per=AT_ONCE)
    return (dict(row) for row in connection.execute(asked).mappings())
