"""Store (存放处) of one campaign in the database: its files as they are, its returns one row each.

What a page needs is read at once: the files anew only when one of them changed, of the returns those that changed. The
files lie beside the database in a folder that is made from it and from nothing else, and are read by the same door.

Two locks: `_reading` is held by the one thread that reads the files anew, `_lock` by whoever looks at what was read, never
for long; who has the second does not ask for the first.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec
import sqlalchemy as sa

from generator.database.engine import looking
from generator.database.judging import judged, moved, without_kept
from generator.database.mirror import keep_only, write_files
from generator.database.tables import CAMPAIGNS, FILES, RETURNS
from generator.database.touched import touched
from generator.dataclass import dataclass
from generator.model.filled import Return
from generator.problem import Problem
from generator.sources.campaign import Loaded, load
from generator.sources.places import DRAFT, MAIN_NAMES, PICTURE_FOLDERS, REGISTER
from generator.sources.typed import typed

State: TypeAlias = Literal["draft", "submitted", "sent_back", "accepted"]
COUNTED: tuple[State, ...] = ("submitted", "accepted")
RETURNS_FOLDER = "returns/"
Seen = TypeVar("Seen")


class Unknown(LookupError):
    """Raised when the database has no campaign of that code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A return as kept (在库的报送): its row's number, state and version, and what was said of it.

    `entered` are the words that cannot be read as the values they stand for, by their entries; `content` is the return
    as plain values.
    """

    id: int
    filled: Return
    state: State
    version: int
    entered: Mapping[str, str] = field(default_factory=dict)
    content: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""
    submitted_at: str = ""
    changed_at: str = ""
    changed_by: str = ""

    @property
    def counts(self) -> bool:
        """Whether it counts in the totals: it was submitted and not sent back."""
        return self.state in COUNTED


class DatabaseStore:
    """One campaign of the database, read again only as far as it changed; safe to be asked from several threads.

    While one of them reads the files anew, the others are answered with the files that stood before, and with every
    return as it is. Who changes files calls `catch_up` before he tells that it is done: his next page shows it.
    """

    def __init__(self, engine: sa.Engine, code: str, folder: Path) -> None:
        self.engine, self.code, self.folder = engine, code, folder
        self.turn = threading.RLock()  # of those who write behind what they saw; taken before any other
        self._reading, self._lock = threading.RLock(), threading.RLock()
        self._files_change = -1
        self._body: Loaded = Loaded(campaign=None)
        self._change = -1
        self._kept: dict[str, dict[int, Kept]] = {}  # by unit and number
        self._loaded: tuple[int, Loaded] | None = None
        self._by_unit: dict[str, list[Kept]] = {}
        self._checked: dict[str, tuple[Return, ...]] = {}
        self._told: dict[str, tuple[Problem, ...]] = {}

    def load(self) -> Loaded:  # as sources/campaign.py: Store
        """Return the campaign with the returns that count, with every problem found."""
        self._refresh()
        return self._now()

    def _now(self) -> Loaded:
        with self._lock:
            if self._loaded is None or self._loaded[0] != self._change:
                self._loaded = self._change, self._with_returns()
            return self._loaded[1]

    def read_through(self) -> Iterator[None]:
        """Read everything as `load` does, but a unit at a time: who asks meanwhile waits for no more than that."""
        self.body()
        yield
        for unit in list(self._by_unit):
            with self._lock:
                self._check(unit)
            yield
        self.load()

    @property
    def revision(self) -> int:
        """The number of the last change that was seen."""
        return self._change

    def body(self) -> Loaded:
        """Return the campaign without what was reported."""
        self._refresh()
        return self._body

    def catch_up(self) -> None:
        """Read all that was changed until now, and wait for whoever is reading."""
        self._refresh(wait=True)

    def load_seen(self) -> tuple[int, Loaded]:
        """Return the campaign with all that was changed until now, and the number of the last change of it."""
        with self._reading:
            self._refresh(wait=True)
            return self._files_change, self._now()

    def seen(self, read: Callable[[Path], Seen]) -> tuple[int, Seen]:
        """Return what is read from the campaign's files as they stand, and the number of the last change."""
        with self._reading:
            self._read_files()
            return self._files_change, read(self.folder)

    def kept(self, unit: str = "", period: str = "") -> tuple[Kept, ...]:
        """Return the returns, drafts too, of a unit by its code and a month, where these are given."""
        self._refresh()
        with self._lock:
            return self._found(unit, period)

    def read(self, name: str) -> bytes | None:
        """Return a file of the campaign, pictures too, which the folder lacks; None where there is none."""
        asked = (
            sa.select(FILES.c.content)
            .join(CAMPAIGNS, CAMPAIGNS.c.id == FILES.c.campaign)
            .where(CAMPAIGNS.c.code == self.code, FILES.c.name == name)
        )
        with looking(self.engine) as connection:
            content = connection.execute(asked).scalar()
        return None if content is None else bytes(content)

    def of_unit(self, unit: str) -> tuple[Loaded, tuple[Kept, ...]]:
        """Return the campaign without what was reported, and all returns of a unit, as they stand at one moment."""
        self._refresh()
        with self._lock:
            return self._body, self._found(unit, "")

    def _found(self, unit: str, period: str) -> tuple[Kept, ...]:
        units = [self._kept.get(unit, {})] if unit else list(self._kept.values())
        return tuple(k for mine in units for k in mine.values() if not period or k.filled.period == period)

    def _refresh(self, *, wait: bool = False) -> None:
        """Read what was changed; files only when no other thread is at it, unless there are none yet or `wait` is said."""
        change = None
        if self._reading.acquire(blocking=wait or self._files_change < 0):
            try:
                change = self._read_files()
            finally:
                self._reading.release()
        with self._lock:
            if change is None or change != self._change:
                self._read_returns()

    def _row(self, connection: sa.Connection) -> Any:
        row = connection.execute(sa.select(CAMPAIGNS).where(CAMPAIGNS.c.code == self.code)).first()
        if row is None:
            raise Unknown(self.code)
        return row

    def _read_returns(self) -> None:
        with looking(self.engine) as connection:
            row = self._row(connection)
            if row.change == self._change:
                return
            rows = connection.execute(
                sa.select(RETURNS).where(RETURNS.c.campaign == row.id, RETURNS.c.change > self._change)
            ).all()
        self._take(map(kept_of, rows))
        self._change = row.change

    def _take(self, changed: Iterable[Kept]) -> None:
        """Put changed returns in the place of what they were; of their units everything is looked at again."""
        units = set[str]()
        for one in changed:
            self._kept.setdefault(one.filled.unit, {})[one.id] = one
            units.add(one.filled.unit)
        for unit in units:
            counted = (k for k in self._kept[unit].values() if k.counts)
            self._by_unit[unit] = sorted(counted, key=_order)
            self._checked.pop(unit, None)

    def _read_files(self) -> int:
        """Write changed files below the folder and read the campaign anew for them; return the last change there was."""
        with looking(self.engine) as connection:
            row = self._row(connection)
            if row.change == self._files_change:
                return int(row.change)
            files = _files_after(connection, row.id, self._files_change)
        if self._files_change < 0:
            keep_only(self.folder, files)
        write_files(self.folder, files)
        if self._body.campaign is None or not all(map(_is_no_data, files)):
            self._put_in_force(load(self.folder) if self._files_change < 0 else _read_anew(self.folder))
        self._files_change = row.change
        return int(row.change)

    def _put_in_force(self, body: Loaded) -> None:
        """Let a campaign that was read anew take the place of the one before; what was checked is checked before that."""
        with self._lock:
            self._read_returns()
            kept = _filled(self._found("", ""))
            looked_at = {unit: self._by_unit[unit] for unit in self._checked}
            before, checked, told = self._body, dict(self._checked), dict(self._told)
        body = without_kept(body, kept)
        again = touched(before, body)
        for unit in filter(again.__contains__, looked_at):
            checked[unit], told[unit] = judged(body, _filled(looked_at[unit]))
        with self._lock:
            same = [unit for unit, mine in looked_at.items() if self._by_unit[unit] is mine]
            self._checked = {unit: checked[unit] for unit in same}
            self._told = {unit: told[unit] for unit in same}
            self._body, self._loaded = body, None

    def _with_returns(self) -> Loaded:
        """Return the campaign with its returns; a return that has errors is left out, its problems carry its unit."""
        campaign = self._body.campaign
        if campaign is None:
            return self._body
        for unit in self._by_unit:
            self._check(unit)
        inline = self._body.data.get("returns", [])
        ends = accumulate(map(len, self._by_unit.values()), initial=len(inline))
        told = [moved(p, at) for u, at in zip(self._by_unit, ends, strict=False) for p in self._told[u]]
        return replace(
            self._body,
            campaign=replace(
                campaign,
                returns=(*campaign.returns, *(r for unit in self._by_unit for r in self._checked[unit])),
            ),
            problems=(*self._body.problems, *told),
            data={
                **self._body.data,
                "returns": [*inline, *(k.content for mine in self._by_unit.values() for k in mine)],
            },
        )

    def _check(self, unit: str) -> None:
        """Look at the returns of a unit, unless they were looked at as they stand."""
        if self._body.campaign is not None and unit not in self._checked:
            self._checked[unit], self._told[unit] = judged(self._body, _filled(self._by_unit[unit]))


def _read_anew(folder: Path) -> Loaded:
    """Return the campaign of files that have just changed: what is read of them now is read no second time."""
    from generator.sources.reading import read_anew

    return read_anew(folder)


def _is_no_data(name: str) -> bool:
    """Tell whether a file lies beside the campaign's data: the register, a draft that is not in force."""
    return name == DRAFT or name.startswith(f"{REGISTER}/")


def _filled(mine: Iterable[Kept]) -> tuple[Return, ...]:
    return tuple(k.filled for k in mine)


def _order(one: Kept) -> tuple[str, str, str, int]:
    return (one.filled.period, one.filled.unit, one.filled.form, one.filled.correction)


def kept_of(row: Any) -> Kept:
    filled, _ = typed(Return, row.content)
    return Kept(
        id=row.id,
        filled=filled,
        state=row.state,
        version=row.version,
        entered=row.entered or {},
        content=row.content,
        said=row.said,
        submitted_at=row.submitted_at,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def content_of(filled: Return) -> dict[str, Any]:
    """Return a return as it is kept: plain values, what is left at its default stays out."""
    plain = msgspec.to_builtins(filled)
    assert isinstance(plain, dict)
    return {name: value for name, value in plain.items() if value or name in ("schema", "version")}


def _files_after(connection: sa.Connection, campaign: int, change: int) -> dict[str, bytes | None]:
    """Return the files that changed after a change, but those of returns, which have rows, and pictures."""
    asked = sa.select(FILES.c.name, FILES.c.content).where(
        FILES.c.campaign == campaign,
        FILES.c.change > change,
        *(
            sa.not_(FILES.c.name.startswith(name, autoescape=True))
            for name in (RETURNS_FOLDER, *PICTURE_FOLDERS)
        ),
    )
    return {row.name: row.content for row in connection.execute(asked)}


def has_main(names: Iterable[str]) -> bool:
    """Tell whether one of the files is a campaign's main file."""
    return any(name in MAIN_NAMES for name in names)
