"""Reminders: which unit was reminded of which month, when and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "reminders",
        sa.Column("id", ID, nullable=False, autoincrement=True),
        sa.Column("campaign", ID, nullable=False),
        *(_text(name) for name in ("unit", "period", "day", "said", "who")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name=op.f("fk_reminders_campaign")),
    )
    op.create_index(op.f("ix_reminders_campaign_unit"), "reminders", ["campaign", "unit"])


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("reminders")
