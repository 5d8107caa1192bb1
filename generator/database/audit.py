"""Audit log (审计记录): who changed what, from what to what; entries are added, each bound to the one before."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa

from generator.database.engine import now
from generator.database.tables import AUDIT, kept_text
from generator.dataclass import dataclass

_LOCK = 0x676F6E67  # of the log's end, on PostgreSQL: one entry is written at a time
AT_ONCE = 500  # entries read
Told: TypeAlias = Mapping[str, Any] | Sequence[Any] | str | bool | None
_SAID = ("id", "at", "who", "act", "campaign", "subject", "before", "after", "remark")


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


def digest_of(entry: Mapping[str, Any], before: str) -> str:
    """Return the digest of an entry behind that of the one before it."""
    said = [before, *(entry[name] for name in _SAID)]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where the log does not follow (断点): the entry's number, and whether it was changed or some before it are gone."""

    number: int
    gone: bool


def breaks(connection: sa.Connection) -> Iterator[Break]:
    """Yield each place where an entry was changed or taken out; that the last ones are gone the log itself cannot tell."""
    number, before = 0, ""
    asked = sa.select(AUDIT).order_by(AUDIT.c.id).execution_options(yield_per=AT_ONCE)
    for row in connection.execute(asked).mappings():
        if row["id"] != number + 1:
            yield Break(number=row["id"], gone=True)
        elif digest_of(dict(row), before) != row["digest"]:
            yield Break(number=row["id"], gone=False)
        number, before = row["id"], row["digest"]
