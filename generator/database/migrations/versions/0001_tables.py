"""The tables that the service began with."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _id(*, counts: bool = True) -> sa.Column[int]:
    return sa.Column("id", ID, nullable=False, autoincrement=counts)


def _text(name: str, default: str | None = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _number(name: str, default: int = 0) -> sa.Column[int]:
    return sa.Column(name, ID, nullable=False, server_default=str(default))


def _json(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.JSON, nullable=nullable)


def _row_of(name: str) -> sa.Column[int]:
    return sa.Column(name, ID, nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Make the tables, those that others refer to first."""
    _make_campaigns()
    _make_returns()
    _make_people()
    _make_doors()
    _make_audit()
    _make_jobs()


def _make_campaigns() -> None:
    op.create_table(
        "campaigns",
        _id(),
        _text("code", None),
        _text("name"),
        _number("change"),
        _text("opened_at"),
        _key("campaigns", "id"),
        _unique("campaigns", "code"),
    )
    op.create_table(
        "files",
        _row_of("campaign"),
        _text("name"),
        sa.Column("content", sa.LargeBinary, nullable=True),
        _number("version", 1),
        _number("change"),
        _key("files", "campaign", "name"),
        _refers("files", "campaign", "campaigns"),
    )
    op.create_index(op.f("ix_files_campaign_change"), "files", ["campaign", "change"])


def _make_returns() -> None:
    op.create_table(
        "returns",
        _id(),
        _row_of("campaign"),
        *(_text(name) for name in ("form", "unit", "period")),
        _number("correction"),
        _text("state", "draft"),
        _json("content", nullable=False),
        _json("entered"),
        _number("version", 1),
        _number("change"),
        *(_text(name) for name in ("file", "said", "submitted_at", "changed_at", "changed_by")),
        _key("returns", "id"),
        _unique("returns", "campaign", "form", "unit", "period", "correction"),
        _refers("returns", "campaign", "campaigns"),
    )
    op.create_index(op.f("ix_returns_campaign_change"), "returns", ["campaign", "change"])
    op.create_index(op.f("ix_returns_campaign_period_unit"), "returns", ["campaign", "period", "unit"])


def _make_people() -> None:
    op.create_table(
        "people",
        _id(),
        _text("login", None),
        *(_text(name) for name in ("name", "role", "unit", "password")),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        _number("failures"),
        _text("locked_until"),
        _text("created_at"),
        _key("people", "id"),
        _unique("people", "login"),
    )
    op.create_table(
        "sessions",
        _text("digest", None),
        _row_of("person"),
        _text("seen_at"),
        _text("expires_at"),
        _key("sessions", "digest"),
        _refers("sessions", "person", "people"),
    )


def _make_doors() -> None:
    op.create_table(
        "invitations",
        _id(),
        _text("digest", None),
        *(_text(name) for name in ("role", "unit", "expires_at", "used_at", "created_by")),
        _key("invitations", "id"),
        _unique("invitations", "digest"),
    )
    op.create_table(
        "tokens",
        _id(),
        _text("digest", None),
        *(_text(name) for name in ("name", "unit", "created_at", "revoked_at")),
        _key("tokens", "id"),
        _unique("tokens", "digest"),
    )


def _make_audit() -> None:
    op.create_table(
        "audit",
        _id(counts=False),
        *(_text(name) for name in ("at", "who", "act", "campaign", "subject")),
        _json("before"),
        _json("after"),
        _text("remark"),
        _text("digest"),
        _key("audit", "id"),
    )


def _make_jobs() -> None:
    op.create_table(
        "jobs",
        _text("id", None),
        _row_of("campaign"),
        _text("kind"),
        _json("asked", nullable=False),
        _text("state", "waiting"),
        _number("done"),
        _number("whole"),
        _text("said"),
        _json("made"),
        *(_text(name) for name in ("asked_by", "asked_at", "ended_at")),
        _key("jobs", "id"),
        _refers("jobs", "campaign", "campaigns"),
    )


def downgrade() -> None:
    """Take the tables away, those that refer to others first."""
    for name in (
        "jobs",
        "audit",
        "tokens",
        "invitations",
        "sessions",
        "people",
        "returns",
        "files",
        "campaigns",
    ):
        op.drop_table(name)
