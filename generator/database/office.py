"""Office (办公室): the folder and the database of one service, opened once; its campaigns are found by their codes."""

import threading
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from generator.database import organs
from generator.database.engine import database_url, looking, open_engine
from generator.database.store import DatabaseStore, Unknown
from generator.database.tables import CAMPAIGNS
from generator.model.organ import Organ

SERVED, WORKING = "campaigns", "campaigns.worker"  # mirrors: of what answers, of what does jobs


class Office:
    """Office (办公室): everything that a service keeps lies in its folder, but what a database elsewhere holds.

    `mirror` names the folder in it where campaigns lie as files. Processes share none: each knows alone what stands in
    its own. Without one they lie in a temporary folder until the office is closed.
    """

    def __init__(self, folder: Path, url: str = "", *, mirror: str = "") -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        self.url = database_url(folder, url)
        self.engine: sa.Engine = open_engine(self.url)
        self._lock = threading.Lock()
        self._stores: dict[str, DatabaseStore] = {}
        self._mirror = folder / mirror if mirror else None
        self._own: TemporaryDirectory[str] | None = None

    def campaigns(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of each campaign, the newest first."""
        with looking(self.engine) as connection:
            asked = sa.select(CAMPAIGNS.c.code, CAMPAIGNS.c.name).order_by(CAMPAIGNS.c.id.desc())
            return tuple((code, name) for code, name in connection.execute(asked))

    def organs(self) -> tuple[Organ, ...]:
        """Return the organs, each after the one above it."""
        return organs.organs(self.engine)

    def organ_of(self, campaign: str) -> int | None:
        """Return the number of the organ that a campaign belongs to, None when there is no such campaign."""
        return organs.organ_of(self.engine, campaign)

    def campaigns_of(self, within: Collection[int]) -> tuple[tuple[str, str, int], ...]:
        """Return code, name and organ of each campaign of some organs, the newest first."""
        asked = sa.select(CAMPAIGNS.c.code, CAMPAIGNS.c.name, CAMPAIGNS.c.organ)
        with looking(self.engine) as connection:
            found = asked.where(CAMPAIGNS.c.organ.in_(within)).order_by(CAMPAIGNS.c.id.desc())
            return tuple((code, name, int(organ)) for code, name, organ in connection.execute(found))

    def store(self, code: str) -> DatabaseStore:
        """Return a campaign's store; raises Unknown when there is no campaign of that code."""
        with self._lock:
            if code not in self._stores:
                if code not in dict(self.campaigns()):
                    raise Unknown(code)
                self._stores[code] = DatabaseStore(self.engine, code, self._folder_of_all() / code)
            return self._stores[code]

    def _folder_of_all(self) -> Path:
        if self._mirror is None:
            self._own = TemporaryDirectory(prefix="gongwen-", ignore_cleanup_errors=True)
            self._mirror = Path(self._own.name)
        return self._mirror

    def close(self) -> None:
        """Let go of the database, and of files that are nobody else's."""
        self.engine.dispose()
        if self._own is not None:
            self._own.cleanup()
