"""Changes (改动) to a campaign in the database: each a transaction with its entry in the audit log, none ever overwritten.

Whoever changes something says which version he saw; when another was quicker, nothing is written and both are told.
"""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from generator.database.audit import Act, write_down
from generator.database.engine import changing, now
from generator.database.store import RETURNS_FOLDER, DatabaseStore, Kept, State, content_of, kept_of
from generator.database.tables import CAMPAIGNS, FILES, RETURNS
from generator.dataclass import dataclass
from generator.model.filled import Return
from generator.sources.campaign import Loaded
from generator.sources.lines import with_line
from generator.sources.without_returns import without_returns


class Changed(Exception):
    """Raised when what was to be changed is no more as it was seen; `by` whom and `at` what time it was changed."""

    def __init__(self, by: str = "", at: str = "") -> None:
        self.by, self.at = by, at
        super().__init__(by, at)


class NotAllowed(Exception):
    """Raised when the state of a return does not allow the step; the message is one Chinese line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Step (一步) of a return: to which state, by whom, and why; `entered` as kept with it."""

    to: State
    who: str
    said: str = ""
    entered: Mapping[str, str] = field(default_factory=dict)


_MAY: dict[State, tuple[State, ...]] = {  # from which states a return comes to each
    "draft": ("draft", "sent_back"),
    "submitted": ("draft", "sent_back"),
    "sent_back": ("submitted", "accepted"),
    "accepted": ("submitted",),
}
_NAMES: dict[State, str] = {"draft": "未报", "submitted": "已报", "sent_back": "退回", "accepted": "已收"}
ACTS: dict[State, str] = {"draft": "填报", "submitted": "上报", "sent_back": "退回", "accepted": "收下"}
_SENT_BACK_FOR = "\n退回原因："  # what follows in what is said of a draft


def reasons(state: State, said: str) -> tuple[str, str]:
    """Return what is said of a return by itself, and why it was sent back and is not handed in again yet."""
    if state == "sent_back":
        return "", said
    own, _, reason = said.partition(_SENT_BACK_FOR) if state == "draft" else (said, "", "")
    return own, reason


def next_change(connection: sa.Connection, campaign: int) -> int:
    """Return the number of the change that a transaction makes to a campaign; the campaign's row is held until its end."""
    connection.execute(
        sa.update(CAMPAIGNS).where(CAMPAIGNS.c.id == campaign).values(change=CAMPAIGNS.c.change + 1)
    )
    found = connection.execute(sa.select(CAMPAIGNS.c.change).where(CAMPAIGNS.c.id == campaign)).scalar_one()
    return int(found)


def campaign_id(connection: sa.Connection, code: str) -> int:
    """Return the number of a campaign's row; raises LookupError when there is none."""
    found = connection.execute(sa.select(CAMPAIGNS.c.id).where(CAMPAIGNS.c.code == code)).scalar()
    if found is None:
        raise LookupError(code)
    return int(found)


def save(engine: sa.Engine, code: str, filled: Return, step: Step, seen: int) -> Kept:
    """Keep a return and bring it to a state; `seen` is the version it had when it was looked at, 0 for a new one.

    A step that stands already, because its answer was lost and it is asked for again, is returned as it is kept. Raises
    Changed when it has another version by now, NotAllowed when its state forbids the step.
    """
    with changing(engine) as connection:
        campaign = campaign_id(connection, code)
        change = next_change(connection, campaign)
        before = _row(connection, campaign, filled)
        if _is_done(before, filled, step, seen):
            return kept_of(before)
        _check(before, step, seen)
        values = _values(filled, step, before) | {"change": change}
        if before is None:
            made = connection.execute(
                RETURNS.insert().values(campaign=campaign, **_keys(filled), **values)
            ).inserted_primary_key
            number = int(made[0]) if made else 0
        else:
            number = int(before.id)
            _take_apart(connection, campaign, change, before.file)
            connection.execute(sa.update(RETURNS).where(RETURNS.c.id == number).values(**values))
        after = connection.execute(sa.select(RETURNS).where(RETURNS.c.id == number)).one()
        write_down(connection, _act(code, filled, step, before))
        return kept_of(after)


def _take_apart(connection: sa.Connection, campaign: int, change: int, file: str) -> None:
    """Take away the file that a return came from, now that they differ; other returns in it stand by themselves too.

    Of a file that holds more than returns the rest stays.
    """
    if not file:
        return
    same = (RETURNS.c.campaign == campaign) & (RETURNS.c.file == file)
    connection.execute(sa.update(RETURNS).where(same).values(file=""))
    rest = None
    if not file.startswith(RETURNS_FOLDER):
        asked = sa.select(FILES.c.content).where(FILES.c.campaign == campaign, FILES.c.name == file)
        rest = without_returns(file, connection.execute(asked).scalar_one())
    put_file(connection, campaign, change, file, rest)


def _row(connection: sa.Connection, campaign: int, filled: Return) -> Any:
    same = [RETURNS.c.campaign == campaign]
    same += [RETURNS.c[name] == value for name, value in _keys(filled).items()]
    return connection.execute(sa.select(RETURNS).where(*same)).first()


def _keys(filled: Return) -> dict[str, Any]:
    return {
        "form": filled.form,
        "unit": filled.unit,
        "period": filled.period,
        "correction": filled.correction,
    }


def _is_done(before: Any, filled: Return, step: Step, seen: int) -> bool:
    """Tell whether this very step is the one that was taken last, by the same person."""
    if before is None or (before.version, before.changed_by, before.state) != (seen + 1, step.who, step.to):
        return False
    same = is_same(before.content, filled) and (before.entered or {}) == dict(step.entered)
    return same and bool(before.said == _said(step, before if step.to == "draft" else None))


def is_same(content: Mapping[str, Any], filled: Return) -> bool:
    """Tell whether a return's plain values, as they are kept, are those of another."""
    return bool(json.loads(json.dumps(content_of(filled))) == content)


def _check(before: Any, step: Step, seen: int) -> None:
    if (before.version if before else 0) != seen:
        raise Changed(before.changed_by, before.changed_at) if before else Changed()
    state: State = before.state if before else "draft"
    if state not in _MAY[step.to]:
        raise NotAllowed(f"这张表{_NAMES[state]}，不能{ACTS[step.to]}。")


def _values(filled: Return, step: Step, before: Any) -> dict[str, Any]:
    at = now()
    return {
        "content": content_of(filled),
        "entered": dict(step.entered) or None,
        "state": step.to,
        "version": before.version + 1 if before else 1,
        "said": _said(step, before),
        "file": "",
        "submitted_at": at if step.to == "submitted" else before.submitted_at if before else "",
        "changed_at": at,
        "changed_by": step.who,
    }


def _said(step: Step, before: Any) -> str:
    """Return what is said of a return: of a draft also why it was sent back, until it is handed in again."""
    _, reason = reasons(before.state, before.said) if before and step.to == "draft" else ("", "")
    return f"{step.said}{_SENT_BACK_FOR}{reason}" if reason else step.said


def _act(code: str, filled: Return, step: Step, before: Any) -> Act:
    return Act(
        who=step.who,
        act=ACTS[step.to],
        campaign=code,
        subject=f"{filled.unit} {filled.period} {filled.form}"
        + (f" 更正{filled.correction}" if filled.correction else ""),
        before={"state": before.state, **before.content} if before else None,
        after={"state": step.to, **content_of(filled)},
        remark=step.said,
    )


def add_line(
    engine: sa.Engine, code: str, key: str, on: date, line: str, who: str, *, seen: int | None = None
) -> str:
    """Add a line to one of the campaign's growing lists, in the file of its month; return the file's name.

    Raises Changed when a file was changed after the change `seen`, where that is given; nothing is written then.
    """
    name = f"{key}/{on:%Y-%m}.yaml"
    with changing(engine) as connection:
        campaign = campaign_id(connection, code)
        change = next_change(connection, campaign)
        if seen is not None and connection.execute(_files_since(campaign, seen)).first():
            raise Changed
        asked = sa.select(FILES.c.content).where(FILES.c.campaign == campaign, FILES.c.name == name)
        before = (connection.execute(asked).scalar() or b"").decode()
        put_file(connection, campaign, change, name, with_line(before, key, line).encode())
        write_down(connection, Act(who=who, act="记一笔", campaign=code, subject=name, after=line.strip()))
    return name


def add_text(engine: sa.Engine, code: str, name: str, text: str, who: str) -> None:
    """Add lines to the end of a file of a campaign."""
    with changing(engine) as connection:
        campaign = campaign_id(connection, code)
        change = next_change(connection, campaign)
        asked = sa.select(FILES.c.content).where(FILES.c.campaign == campaign, FILES.c.name == name)
        before = bytes(connection.execute(asked).scalar() or b"")
        put_file(connection, campaign, change, name, before + text.encode())
        write_down(
            connection, Act(who=who, act="登记", campaign=code, subject=name, after=text[:2000].strip())
        )


def write_file(engine: sa.Engine, code: str, name: str, content: bytes, who: str) -> None:
    """Keep a file of a campaign in the place of the one before."""
    with changing(engine) as connection:
        campaign = campaign_id(connection, code)
        put_file(connection, campaign, next_change(connection, campaign), name, content)
        write_down(
            connection, Act(who=who, act="写文件", campaign=code, subject=name, after={"bytes": len(content)})
        )


def write_files(
    engine: sa.Engine, code: str, files: Mapping[str, bytes | None], seen: int, act: Act, *, name: str = ""
) -> None:
    """Keep files of a campaign in the place of those before, none for one taken away, and its new name where given.

    Raises Changed when another file was changed after the change `seen`; none is written then.
    """
    with changing(engine) as connection:
        campaign = campaign_id(connection, code)
        change = next_change(connection, campaign)
        if connection.execute(_files_since(campaign, seen)).first():
            raise Changed
        for place, content in files.items():
            put_file(connection, campaign, change, place, content)
        if name:
            connection.execute(sa.update(CAMPAIGNS).where(CAMPAIGNS.c.id == campaign).values(name=name))
        write_down(connection, act)


def _files_since(campaign: int, seen: int) -> sa.Select[tuple[str]]:
    returned = FILES.c.name.startswith(RETURNS_FOLDER, autoescape=True)
    return sa.select(FILES.c.name).where(
        FILES.c.campaign == campaign, FILES.c.change > seen, sa.not_(returned)
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """A campaign in the hands of somebody (经手人的存放处): what he adds stands in the log under his name.

    `unit` is the one unit that he stands for there, where he is a unit's clerk.
    """

    store: DatabaseStore
    who: str
    unit: str = ""

    @property
    def folder(self) -> Path:
        """The folder with the campaign's files as they stand, to be read only."""
        return self.store.folder

    def load(self) -> Loaded:
        """Return the campaign, with every problem found."""
        return self.store.load()

    @property
    def revision(self) -> int:
        """The number of the last change that was seen."""
        return self.store.revision

    @property
    def turn(self) -> AbstractContextManager[object]:
        """What those hold, one after the other, who write behind what they saw."""
        return self.store.turn

    def load_seen(self) -> tuple[int, Loaded]:
        """Return the campaign, and the number of the last change that it was read with."""
        return self.store.load_seen()

    def add_line(self, key: str, on: date, line: str, *, seen: int | None = None) -> str:
        """Add a line to one of the campaign's growing lists, in the file of its month; return the file's name.

        Raises Changed when a file was changed after the change `seen`, where that is given.
        """
        name = add_line(self.store.engine, self.store.code, key, on, line, self.who, seen=seen)
        self.store.catch_up()
        return name

    def add_text(self, name: str, text: str) -> None:
        """Add lines to the end of a file of the campaign."""
        add_text(self.store.engine, self.store.code, name, text, self.who)
        self.store.catch_up()

    def read(self, name: str) -> bytes | None:
        """Return a file of the campaign, one that is not in the folder too; None where there is none."""
        return self.store.read(name)

    def write(self, name: str, content: bytes) -> None:
        """Keep a file of the campaign."""
        write_file(self.store.engine, self.store.code, name, content, self.who)
        self.store.catch_up()


def put_file(connection: sa.Connection, campaign: int, change: int, name: str, content: bytes | None) -> None:
    """Keep a file of a campaign in the place of the one before; None takes it away."""
    same = (FILES.c.campaign == campaign) & (FILES.c.name == name)
    done = connection.execute(
        sa.update(FILES).where(same).values(content=content, version=FILES.c.version + 1, change=change)
    )
    if not done.rowcount:
        connection.execute(
            FILES.insert().values(campaign=campaign, name=name, content=content, change=change)
        )
