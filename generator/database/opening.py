"""Opening (打开) an office: to serve from, to look something up in, or to begin it.

Who serves brings the database up to the program, after a backup; all others only say what is to be done.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from generator.database import migrating
from generator.database.backup import back_up
from generator.database.engine import NAME, now
from generator.database.migrating import Standing
from generator.database.office import SERVED, Office
from generator.database.older import bring_up, older_campaigns
from generator.problem import EnvironmentProblem, ProblemsFound

BACKUPS = "backups"
LOCK = "serving.lock"
OWNER_ALONE = 0o077
BY_ITSELF = "（升级程序）"
NEWER = "数据库是更新的程序用过的，本程序不能用它。请升级程序；要退回旧程序，请恢复升级前的备份。"
OLDER = "数据库还是旧版本的。请先启动一次服务（gongwen serve），它会先备份、再升级数据库。"
FOREIGN = "这个数据库里有别的程序的表，不能用。请换一个空的数据库。"


def open_to_serve(folder: Path, url: str = "") -> Office:
    """Open an office, brought up to this program; one that holds data is backed up before.

    Raises EnvironmentProblem, as all here do, when its database cannot be reached or used.
    """
    office = _reached(folder, url, SERVED)
    is_older = _standing(office) is Standing.OLDER
    if is_older:
        _keep_backup(office)
    try:
        migrating.upgrade(office.engine)
    except sa.exc.DBAPIError as error:
        raise EnvironmentProblem(f"数据库升级没有做成，还是原样：{_first_line(error)}") from error
    codes = older_campaigns(office.engine)
    if codes and not is_older:
        _keep_backup(office)
    for code in codes:
        _bring_up_campaign(office, code)
    return office


def _keep_backup(office: Office) -> None:
    back_up(office.engine, office.folder / BACKUPS / f"升级前-{_stamp()}.zip")


def _bring_up_campaign(office: Office, code: str) -> None:
    try:
        bring_up(office.engine, code, BY_ITSELF)
    except ProblemsFound as found:
        raise EnvironmentProblem(f"行动 {code} 的数据升级不了，没有改动它：{found}") from found


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep others from serving or bringing up the same folder meanwhile; ends with the process, however.

    Raises EnvironmentProblem when somebody does.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)) as held:
        try:
            with _for_the_owner():
                held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise EnvironmentProblem(
                f"已有一个服务在用数据文件夹“{folder}”。请先停掉它，或换一个数据文件夹。"
            ) from None
        yield


def open_or_make(folder: Path, url: str = "") -> Office:
    """Open an office, or begin one in an empty database."""
    office = _reached(folder, url)
    if _standing(office) is Standing.OLDER:
        raise EnvironmentProblem(OLDER)
    migrating.upgrade(office.engine)
    return office


def open_office(folder: Path, url: str = "") -> Office:
    """Open an office that is there."""
    if not url and not (folder / NAME).is_file():
        raise EnvironmentProblem(f"“{folder}”里没有服务的数据（{NAME}）。请核对 --data-dir。")
    office = _reached(folder, url)
    standing = _standing(office)
    if standing is Standing.EMPTY:
        raise EnvironmentProblem("数据库是空的，还没有用过。请核对 --data-dir 或 --database-url。")
    if standing is Standing.OLDER:
        raise EnvironmentProblem(OLDER)
    return office


def open_to_put_back(folder: Path, url: str = "") -> Office:
    """Open an office of whatever version, to put a backup in the place of what is there."""
    office = _reached(folder, url)
    if migrating.standing(office.engine) is Standing.FOREIGN:
        raise EnvironmentProblem(FOREIGN)
    return office


def open_empty(folder: Path, url: str = "") -> Office:
    """Open a new office in an empty folder and, where that is elsewhere, an empty database, to restore a backup into."""
    if folder.exists() and any(folder.iterdir()):
        raise EnvironmentProblem(f"“{folder}”不是空的。备份只恢复到空文件夹，请换一个。")
    office = _reached(folder, url)
    if migrating.standing(office.engine) is not Standing.EMPTY:
        raise EnvironmentProblem("数据库不是空的。备份只恢复到空的数据库，请换一个。")
    return office


def _reached(folder: Path, url: str, mirror: str = "") -> Office:
    with _for_the_owner():
        return _connected(folder, url, mirror)


@contextmanager
def _for_the_owner() -> Iterator[None]:
    """Let what is made be nobody else's to read, whoever made its folder."""
    before = os.umask(OWNER_ALONE)
    try:
        yield
    finally:
        os.umask(before)


def _connected(folder: Path, url: str, mirror: str) -> Office:
    try:
        office = Office(folder, url, mirror=mirror)
    except sa.exc.ArgumentError:
        raise EnvironmentProblem(
            "数据库的地址不对。应像 postgresql://用户@主机/库名；不写就用 SQLite。"
        ) from None
    try:
        with office.engine.connect():
            return office
    except sa.exc.DBAPIError as error:
        raise EnvironmentProblem(f"连不上数据库 {_shown(office)}：{_first_line(error)}") from None


def _standing(office: Office) -> Standing:
    """Return how the office's database stands, when this program can work with it."""
    found = migrating.standing(office.engine)
    if found is Standing.NEWER:
        raise EnvironmentProblem(NEWER)
    if found is Standing.FOREIGN:
        raise EnvironmentProblem(FOREIGN)
    return found


def _shown(office: Office) -> str:
    return office.engine.url.render_as_string(hide_password=True)


def _first_line(error: sa.exc.DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__


def _stamp() -> str:
    """Return the time as it stands in names of files: 20230625T083000Z."""
    return now()[:19].replace("-", "").replace(":", "") + "Z"
