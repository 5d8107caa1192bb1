"""A step of the database that comes after all that the program has."""

import shutil
from pathlib import Path

from generator.database import migrating

REVISION = "later"
FAILS = "op.execute('INSERT INTO nothing_of_that_name VALUES (1)')"
LATER = """\
import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{before}"


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("telephone", sa.Text, nullable=False, server_default=""))
    {also}


def downgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.drop_column("telephone")
"""


def write_step(versions: Path, also: str = "pass") -> None:
    """Put the step into a folder of steps; `also` is done at its end."""
    text = LATER.format(before=migrating.newest(), also=also)
    (versions / "later.py").write_text(text, encoding="utf-8")


def steps_with_one_more(folder: Path, also: str = "pass") -> Path:
    """Copy the program's steps to a folder and put one more behind them."""
    shutil.copytree(migrating.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    write_step(folder / "versions", also)
    return folder
