"""How often a job was begun: one that was cut off time and again is not begun for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the count; what was cut off before counts from none."""
    op.add_column("jobs", sa.Column("tries", ID, nullable=False, server_default="0"))


def downgrade() -> None:
    """Take the count away."""
    op.drop_column("jobs", "tries")
