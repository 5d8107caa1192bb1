"""Carrying (搬进搬出): a campaign's folder into the database, and out of it again as it was.

Files are kept byte for byte. Returns become rows besides, those under returns/ and those written in the campaign's own
file; a return that was not changed since comes out in the very file that it came from, with the comments of whoever
wrote it.
"""

import re
from collections.abc import Container, Iterator
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from generator.database.audit import Act, write_down
from generator.database.changes import next_change
from generator.database.engine import changing, looking, now
from generator.database.mirror import write_files
from generator.database.store import RETURNS_FOLDER, Kept, content_of, kept_of
from generator.database.tables import CAMPAIGNS, FILES, RETURNS
from generator.model.filled import Return
from generator.model.organ import FIRST
from generator.problem import ProblemsFound, errors
from generator.sources.campaign import Loaded
from generator.sources.folder import gather
from generator.sources.places import CORRECTION, MAX_BYTES
from generator.sources.returns_text import return_text

FILES_MAX = 50_000
AT_ONCE = 20  # files read: a scan may be large
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")  # of a campaign: it stands in addresses and names a folder


class Taken(Exception):
    """Raised when the database has a campaign of that code already."""


class NotCarried(Exception):
    """Raised when a folder cannot be taken in; the message is one Chinese line."""


def carry_in(
    engine: sa.Engine,
    code: str,
    folder: Path,
    loaded: Loaded,
    who: str,
    organ: int = FIRST,
    how: tuple[str, str] = ("搬进", ""),
) -> None:
    """Take a campaign's folder into the database under a code, as an organ's; `loaded` is what it was read as.

    `how` is what the log calls the act, and what it remarks on it.

    Raises Taken when there is one of that code, ProblemsFound when it has errors, NotCarried when it is too large.
    """
    campaign = loaded.campaign
    if campaign is None or errors(loaded.problems):
        raise ProblemsFound(loaded.problems)
    files = dict(_files(folder))
    with changing(engine) as connection:
        if connection.execute(sa.select(CAMPAIGNS.c.id).where(CAMPAIGNS.c.code == code)).first():
            raise Taken(code)
        made = connection.execute(
            CAMPAIGNS.insert().values(code=code, name=campaign.name, opened_at=now(), organ=organ)
        ).inserted_primary_key
        number = int(made[0]) if made else 0
        change = next_change(connection, number)
        kept = [{"campaign": number, "change": change, "name": n, "content": c} for n, c in files.items()]
        connection.execute(FILES.insert(), kept)
        rows = [_row(number, change, filled, file, who) for filled, file in _returns(folder, loaded)]
        if rows:
            connection.execute(RETURNS.insert(), rows)
        after = {"files": len(files), "returns": len(rows)}
        write_down(connection, Act(who=who, act=how[0], campaign=code, after=after, remark=how[1]))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder, none hidden, none of an office program's own, none that a link leads to."""
    found = 0
    for place in sorted(folder.rglob("*")):
        name = place.relative_to(folder)
        if (
            any(part.startswith((".", "~$")) for part in name.parts)
            or place.is_symlink()
            or not place.is_file()
        ):
            continue
        found += 1
        if found > FILES_MAX or place.stat().st_size > MAX_BYTES:
            raise NotCarried(f"{name.as_posix()}：文件太大或太多，没有搬进来。请检查是否选错了文件夹。")
        yield name.as_posix(), place.read_bytes()


def _returns(folder: Path, loaded: Loaded) -> Iterator[tuple[Return, str]]:
    """Yield the returns with the names of the files that they stand in."""
    gathered = gather(folder)
    for i, filled in enumerate(loaded.campaign.returns if loaded.campaign else ()):
        origin = gathered.origin(("returns", i))
        yield filled, origin[0].name if origin else ""


def _row(campaign: int, change: int, filled: Return, file: str, who: str) -> dict[str, object]:
    return {
        "campaign": campaign,
        "form": filled.form,
        "unit": filled.unit,
        "period": filled.period,
        "correction": filled.correction,
        "state": "accepted",
        "content": content_of(filled),
        "change": change,
        "file": file,
        "submitted_at": filled.came_on.isoformat() if filled.came_on else "",
        "changed_at": now(),
        "changed_by": who,
    }


def carry_out(engine: sa.Engine, code: str, folder: Path, *, without: tuple[str, ...] = ()) -> int:
    """Write a campaign of the database below a folder: its files, and the returns that count as files of their own.

    Files whose names begin as one of `without` stay where they are. Return how many files there are.
    """
    with looking(engine) as connection:
        number = connection.execute(sa.select(CAMPAIGNS.c.id).where(CAMPAIGNS.c.code == code)).scalar_one()
        asked = sa.select(FILES.c.name, FILES.c.content).where(
            FILES.c.campaign == number,
            FILES.c.content.is_not(None),
            *(sa.not_(FILES.c.name.startswith(each, autoescape=True)) for each in without),
        )
        written = set[str]()
        for name, content in connection.execute(asked.execution_options(yield_per=AT_ONCE)):
            write_files(folder, {name: content})
            written.add(name)
        rows = connection.execute(sa.select(RETURNS).where(RETURNS.c.campaign == number)).all()
    for row in rows:
        one = kept_of(row)
        if one.counts and not row.file:
            name = _free(file_of(one), written)
            write_files(folder, {name: return_text(one.filled).encode()})
            written.add(name)
    return len(written)


def _free(name: str, taken: Container[str]) -> str:
    """Return the name of a file, with a number when a file that says something else goes by it."""
    stem = name.removesuffix(".yaml")
    return next(found for n in count(1) if (found := f"{stem}-{n}.yaml" if n > 1 else name) not in taken)


def file_of(one: Kept) -> str:
    """Return the name of the file that a return is written to: of its month, unit, form and correction."""
    filled = one.filled
    correction = f"{CORRECTION}{filled.correction}" if filled.correction else ""
    return f"{RETURNS_FOLDER}{filled.period}/{filled.unit}-{filled.form}{correction}.yaml"
