"""An index of the audit log: what was done with a campaign is found without reading all of it."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = "ix_audit_campaign_act_id"


def upgrade() -> None:
    """Make the index."""
    op.create_index(op.f(NAME), "audit", ["campaign", "act", "id"])


def downgrade() -> None:
    """Take the index away."""
    op.drop_index(op.f(NAME), "audit")
