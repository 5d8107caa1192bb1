"""A backup taken while clerks save, restored and compared: what was acknowledged before it began is in it, and agrees.

Used by `service_load.py`.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from generator.database.engine import looking
from generator.database.tables import AUDIT, RETURNS
from generator.verbs.auditing import verify
from generator.verbs.serving import Office


@dataclass
class Backup:
    """A backup of an office that is served: what of each unit was acknowledged before, and the most sent until its end."""

    place: Path
    before: Mapping[str, int] = field(default_factory=dict)
    until: Mapping[str, int] = field(default_factory=dict)

    def take(self, folder: Path, url: str) -> None:
        """Take it by the command, as whoever keeps the service does."""
        command("backup", self.place, folder, url)

    def restored(self, folder: Path, url: str) -> Office:
        """Restore it by the command into a fresh office."""
        command("restore", self.place, folder, url)
        return Office(folder, url)


def command(name: str, place: Path, folder: Path, url: str) -> None:
    """Run a command of the program on an office; raises CalledProcessError when it fails."""
    words = [sys.executable, "-m", "generator", name, str(place), "--data-dir", str(folder)]
    words += ["--database-url", url] if url else []
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def disagreements(office: Office, backup: Backup, period: str, name: str) -> Iterator[str]:
    """Yield what a restored office has otherwise than it must: saves before the backup, the log, versions by the log."""
    number, broken = verify(office)
    if broken:
        yield f"the log has {len(broken)} breaks among {number} entries"
    returns, entries = read(office)
    for unit, least in backup.before.items():
        mine = [r for r in returns if (r["unit"], r["period"]) == (unit, period)]
        kept = int(mine[0]["content"]["values"].get(name, 0)) if mine else 0
        if not least <= kept <= backup.until[unit]:
            yield f"{unit}: {kept} is kept, {least} was acknowledged before, {backup.until[unit]} sent until the end"
    for row in returns:
        yield from told_otherwise(row, entries.get(f"{row['unit']} {row['period']} {row['form']}", []))


def told_otherwise(row: Mapping[str, Any], entries: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield where a return is not as its entries in the log tell; one that was carried in began with version 1."""
    began = 1 if not entries or entries[0]["before"] is not None else 0
    if row["version"] != began + len(entries):
        yield f"{row['unit']}: version {row['version']}, {len(entries)} entries"
    if entries and entries[-1]["after"] != {"state": row["state"], **row["content"]}:
        yield f"{row['unit']}: not as the last entry tells"


def read(office: Office) -> tuple[list[Mapping[str, Any]], dict[str, list[Mapping[str, Any]]]]:
    """Return the returns of an office, and the entries of the log by what they are about, as they came."""
    entries: dict[str, list[Mapping[str, Any]]] = {}
    with looking(office.engine) as connection:
        returns = list(connection.execute(sa.select(RETURNS).order_by(RETURNS.c.id)).mappings())
        for entry in connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id)).mappings():
            entries.setdefault(entry["subject"], []).append(entry)
    return returns, entries
