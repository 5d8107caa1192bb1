"""Several organs in one office: campaigns, people, invitations and tokens belong to one; what was there, to the first."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
BELONG = ("campaigns", "people", "invitations", "tokens")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def upgrade() -> None:
    """Make the table of organs with the first one, which all that was there belongs to."""
    organs = op.create_table(
        "organs",
        sa.Column("id", ID, nullable=False, autoincrement=True),
        sa.Column("code", sa.Text, nullable=False),
        _text("name"),
        sa.Column("superior", ID, nullable=False, server_default="0"),
        _text("unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organs")),
        sa.UniqueConstraint("code", name=op.f("uq_organs_code")),
    )
    op.execute(organs.insert().values(code="main", name="本机关"))
    for table in BELONG:
        op.add_column(table, sa.Column("organ", ID, nullable=False, server_default="1"))


def downgrade() -> None:
    """Take the organs away; people and campaigns stay, all of one office again."""
    for table in BELONG:
        op.drop_column(table, "organ")
    op.drop_table("organs")
