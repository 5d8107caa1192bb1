"""Tables of the database (数据库的表), written down once; migrations bring a database to them.

Times are UTC, as text in ISO 8601 to the microsecond: they sort as they follow, and both databases keep them alike.
"""

import re

import sqlalchemy as sa

from generator.model.organ import FIRST

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_UNKEPT = re.compile("[\\0\ud800-\udfff]")


def kept_text(text: str) -> str:
    """Return a text without what PostgreSQL does not keep: the character of number zero, halves of pairs."""
    return _UNKEPT.sub("", text)


class Text(sa.TypeDecorator[str]):
    """Text that both databases keep alike."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Return what is kept of a text."""
        return None if value is None else kept_text(value)


_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", _ID, primary_key=True, autoincrement=True)


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, Text, nullable=False, server_default=default)


def _number(name: str, default: int = 0) -> sa.Column[int]:
    return sa.Column(name, _ID, nullable=False, server_default=str(default))


def _organ() -> sa.Column[int]:
    """Return the column that says whose a row is; organs are never taken away."""
    return _number("organ", FIRST)


def _campaign() -> sa.Column[int]:
    return sa.Column("campaign", _ID, sa.ForeignKey("campaigns.id"), nullable=False)


ORGANS = sa.Table(  # whose campaigns and people they are; the first is there from the beginning
    "organs",
    METADATA,
    _id(),
    sa.Column("code", Text, nullable=False, unique=True),
    _text("name"),
    _number("superior"),  # none: 0
    _text("unit"),  # its code among the units of the superior's campaigns
)

CAMPAIGNS = sa.Table(
    "campaigns",
    METADATA,
    _id(),
    sa.Column("code", Text, nullable=False, unique=True),
    _text("name"),
    _number(
        "change"
    ),  # counts every change to its files and returns; each carries the number of its last one
    _text("opened_at"),
    _organ(),
)

FILES = sa.Table(  # a campaign's files, as they were: the data, the pictures of seals, its own templates
    "files",
    METADATA,
    _campaign(),
    _text("name"),
    sa.Column("content", sa.LargeBinary, nullable=True),  # none: taken away
    _number("version", 1),
    _number("change"),
    sa.PrimaryKeyConstraint("campaign", "name"),
    sa.Index(None, "campaign", "change"),
)

RETURNS = sa.Table(
    "returns",
    METADATA,
    _id(),
    _campaign(),
    _text("form"),
    _text("unit"),
    _text("period"),
    _number("correction"),
    _text("state", "draft"),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column(
        "entered", sa.JSON, nullable=True
    ),  # what was typed and cannot be read as a value, by its entry
    _number("version", 1),
    _number("change"),
    _text("file"),  # the file that it was read from and still agrees with
    _text("said"),  # why it was sent back, or filled in on the unit's behalf
    _text("submitted_at"),
    _text("changed_at"),
    _text("changed_by"),
    sa.UniqueConstraint("campaign", "form", "unit", "period", "correction"),
    sa.Index(None, "campaign", "change"),
    sa.Index(None, "campaign", "period", "unit"),
)

PEOPLE = sa.Table(
    "people",
    METADATA,
    _id(),
    sa.Column("login", Text, nullable=False, unique=True),
    _text("name"),
    _text("role"),
    _text("unit"),
    _text("password"),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    _number("failures"),
    _text("locked_until"),
    _text("created_at"),
    _organ(),
)

INVITATIONS = sa.Table(
    "invitations",
    METADATA,
    _id(),
    sa.Column("digest", Text, nullable=False, unique=True),
    _text("role"),
    _text("unit"),
    _text("expires_at"),
    _text("used_at"),
    _text("created_by"),
    _organ(),
)

SESSIONS = sa.Table(
    "sessions",
    METADATA,
    sa.Column("digest", Text, primary_key=True),
    sa.Column("person", _ID, sa.ForeignKey("people.id"), nullable=False),
    _text("seen_at"),
    _text("expires_at"),
)

TOKENS = sa.Table(
    "tokens",
    METADATA,
    _id(),
    sa.Column("digest", Text, nullable=False, unique=True),
    _text("name"),
    _text("unit"),
    _text("created_at"),
    _text("revoked_at"),
    _organ(),
)

AUDIT = sa.Table(  # written once; each entry holds the digest of the one before
    "audit",
    METADATA,
    sa.Column("id", _ID, primary_key=True, autoincrement=False),
    _text("at"),
    _text("who"),
    _text("act"),
    _text("campaign"),
    _text("subject"),
    sa.Column("before", sa.JSON, nullable=True),
    sa.Column("after", sa.JSON, nullable=True),
    _text("remark"),
    _text("digest"),
    sa.Index(None, "campaign", "act", "id"),
)

JOBS = sa.Table(
    "jobs",
    METADATA,
    sa.Column("id", Text, primary_key=True),
    _campaign(),
    _text("kind"),
    sa.Column("asked", sa.JSON, nullable=False),
    _text("state", "waiting"),
    _number("done"),
    _number("whole"),
    _text("said"),
    sa.Column("made", sa.JSON, nullable=True),
    _text("asked_by"),
    _text("asked_at"),
    _text("ended_at"),
    _number("tries"),  # how often it was begun
)

REMINDERS = sa.Table(
    "reminders",
    METADATA,
    _id(),
    _campaign(),
    _text("unit"),
    _text("period"),
    _text("day"),
    _text("said"),
    _text("who"),
    sa.Index(None, "campaign", "unit"),
)
